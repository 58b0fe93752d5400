"""Steps: the single actions of the bodies' plans to carry recommendations out."""

from app.services.steps.finding import Counts, by_id, counts, of_recommendation, of_source, overdue
from app.services.steps.making import Facts, add, change, facts_of, remove, restore, set_state

__all__ = [
    "Counts",
    "Facts",
    "add",
    "by_id",
    "change",
    "counts",
    "facts_of",
    "of_recommendation",
    "of_source",
    "overdue",
    "remove",
    "restore",
    "set_state",
]
