"""Actions: raised in minutes or by hand, reviewed by meetings, changed by hand; one row for life."""

from app.services.actions.changing import (
    close,
    concerns_none,
    reopen,
    set_due,
    set_owners,
    set_recommendations,
    set_wording,
    share,
    withdraw,
)
from app.services.actions.history import events, recommendation_ids, replay, standing
from app.services.actions.owners import resolve as resolve_owners
from app.services.actions.raising import (
    add,
    find_by_reference,
    normal_reference,
    raise_from_entry,
    remove,
    restore,
)
from app.services.actions.reviewing import review, withdraw_review

__all__ = [
    "add",
    "close",
    "concerns_none",
    "events",
    "find_by_reference",
    "normal_reference",
    "raise_from_entry",
    "recommendation_ids",
    "remove",
    "reopen",
    "replay",
    "resolve_owners",
    "restore",
    "review",
    "set_due",
    "set_owners",
    "set_recommendations",
    "set_wording",
    "share",
    "standing",
    "withdraw",
    "withdraw_review",
]
