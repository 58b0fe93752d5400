"""Withholding: what is kept out of every published form, what may be published, and the check before it is."""

from app.services.withholdings.checking import (
    Asked,
    Check,
    by_mark,
    check,
    look_again,
    see,
    sign,
    signed_for,
)
from app.services.withholdings.deciding import (
    by_id,
    decide,
    evidence_of,
    keep_whole,
    lift,
    take_back,
    withhold,
)
from app.services.withholdings.hiding import Hidden, hidden, holding
from app.services.withholdings.obstacles import marked_sensitive, unresolved
from app.services.withholdings.publishing import papers, publishable
from app.services.withholdings.showing import shown

__all__ = [
    "Asked",
    "Check",
    "Hidden",
    "by_id",
    "by_mark",
    "check",
    "decide",
    "evidence_of",
    "hidden",
    "holding",
    "keep_whole",
    "lift",
    "look_again",
    "marked_sensitive",
    "papers",
    "publishable",
    "see",
    "shown",
    "sign",
    "signed_for",
    "take_back",
    "unresolved",
    "withhold",
]
