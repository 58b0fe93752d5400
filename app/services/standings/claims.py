"""What a body's own word for its progress claims: a report may rate itself in any words."""

from enum import StrEnum
from typing import Any

from sqlalchemy import case, func


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


def claimed_in(rating: Any) -> Any:
    """The same of a column: the claim's place among claims, from 0 (reported) to 3 (complete)."""
    folded = func.lower(rating)
    places = list(Claim)
    return case(
        *((folded.contains(word), places.index(claim)) for claim, words in _WORDS for word in words),
        else_=0,
    )
