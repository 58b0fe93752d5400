"""Publishing: versions, the hour they come out, announcements, and what has to be published by law."""

from app.services.publications.announcing import (
    announce,
    make_paper_public,
    papers_of,
    take_paper_back,
    why_not_announced,
    withdraw_announcement,
)
from app.services.publications.duties import SUB_PARAGRAPHS, as_csv, excuse, open_only, owed
from app.services.publications.duties import WORDS as DUTY_WORDS
from app.services.publications.finding import (
    by_id,
    listed,
    minutes_of,
    of_meeting,
    public_meeting,
    scheduled,
    scheduled_of,
    showing_too_much,
)
from app.services.publications.obstacles import Obstacles, amended_because, in_the_way
from app.services.publications.preparing import Prepared, prepare, sha256_of
from app.services.publications.publishing import WORD, publish, withdraw
from app.services.publications.reports import listed as reports
from app.services.publications.reports import make_public as make_source_public
from app.services.publications.reports import take_back as take_source_back
from app.services.publications.scheduling import (
    cancel,
    comes_twice,
    is_due,
    moment_of,
    publish_next,
    schedule,
)
from app.services.publications.showing import reindex

__all__ = [
    "DUTY_WORDS",
    "SUB_PARAGRAPHS",
    "WORD",
    "Obstacles",
    "Prepared",
    "amended_because",
    "announce",
    "as_csv",
    "by_id",
    "cancel",
    "comes_twice",
    "excuse",
    "in_the_way",
    "is_due",
    "listed",
    "make_paper_public",
    "make_source_public",
    "minutes_of",
    "moment_of",
    "of_meeting",
    "open_only",
    "owed",
    "papers_of",
    "prepare",
    "public_meeting",
    "publish",
    "publish_next",
    "reindex",
    "reports",
    "schedule",
    "scheduled",
    "scheduled_of",
    "sha256_of",
    "showing_too_much",
    "take_paper_back",
    "take_source_back",
    "why_not_announced",
    "withdraw",
    "withdraw_announcement",
]
