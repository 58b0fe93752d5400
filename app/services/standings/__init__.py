"""Where recommendations stand: what bodies say, what the office has verified, what the Commissioner judged."""

from app.services.standings.claims import Claim, claim_of
from app.services.standings.gathering import standings
from app.services.standings.parts import (
    Due,
    Judgement,
    OpenAction,
    Said,
    Shown,
    Standing,
    Verified,
    months_before,
    say_day,
)
from app.services.standings.register import (
    ORDERS,
    PAGE,
    SILENT_MONTHS,
    TABS,
    Filters,
    RegisterPage,
    claimed_without_evidence,
    counts,
    ids_of,
    leads,
    not_assured,
    numbers_of_sources,
    register,
)

__all__ = [
    "ORDERS",
    "PAGE",
    "SILENT_MONTHS",
    "TABS",
    "Claim",
    "Due",
    "Filters",
    "Judgement",
    "OpenAction",
    "RegisterPage",
    "Said",
    "Shown",
    "Standing",
    "Verified",
    "claim_of",
    "claimed_without_evidence",
    "counts",
    "ids_of",
    "leads",
    "months_before",
    "not_assured",
    "numbers_of_sources",
    "register",
    "say_day",
    "standings",
]
