"""What a body's own word for its progress claims: a report may rate itself in any words."""

from enum import StrEnum
from typing import Any

from sqlalchemy import case, literal
from sqlalchemy import select as core_select
from sqlmodel import Session, col

from app.models.recommendations import ProgressUpdate


class Claim(StrEnum):
    """From the least to the most; "reported" says something and claims nothing."""

    REPORTED = "reported"
    NOT_STARTED = "not started"
    UNDER_WAY = "under way"
    COMPLETE = "complete"


_WORDS: list[tuple[Claim, tuple[str, ...]]] = [
    (Claim.NOT_STARTED, ("not started", "not begun", "no progress", "not yet started")),
    (
        Claim.UNDER_WAY,
        ("incomplete", "not complete", "not yet complete", "part", "progress", "under way", "underway",
         "ongoing", "on track", "delayed", "nearly", "almost", "begun", "started"),
    ),
    (Claim.COMPLETE, ("complete", "implemented", "delivered", "achieved", "closed", "done", "carried out")),
]  # fmt: skip
"""The first that has a word of it is what is claimed."""


def claim_of(rating: str) -> Claim:
    """ "Complete" claims that it is complete; "Incomplete" does not."""
    folded = rating.lower()
    return next((claim for claim, words in _WORDS if any(word in folded for word in words)), Claim.REPORTED)


def places_of(session: Session) -> dict[str, int]:
    """Every rating that was ever given, with its claim's place among claims: from 0 (reported) to 3 (complete)."""
    places = list(Claim)
    return {
        rating: places.index(claim_of(rating))
        for rating in session.execute(core_select(col(ProgressUpdate.rating)).distinct()).scalars()
    }


def claimed(places: dict[str, int]) -> Any:
    """What `ProgressUpdate` claims, as a place; made of `places_of`."""
    claiming = {rating: place for rating, place in places.items() if place}
    return case(claiming, value=col(ProgressUpdate.rating), else_=0) if claiming else literal(0)
