"""Actions: raised in minutes or by hand, reviewed by meetings, changed by hand; one row for life."""

from app.services.actions.adding import add_alone
from app.services.actions.changing import (
    close,
    concerns_none,
    give_to_its_side,
    reopen,
    set_due,
    set_owners,
    set_recommendations,
    set_wording,
    share,
    withdraw,
)
from app.services.actions.correcting import correct_due, correct_owners, correct_recommendations
from app.services.actions.drawer import Drawer, DrawerAction, drawer
from app.services.actions.handing_over import hand_over
from app.services.actions.history import (
    as_details,
    events,
    recommendation_ids,
    refuse_if_changed,
    replay,
    standing,
    version,
)
from app.services.actions.linking import Linked, links_of, unlink
from app.services.actions.merging import follow, merge
from app.services.actions.narrowing import ORDERS, TABS, Filters
from app.services.actions.numbering import find_by_reference, normal_reference
from app.services.actions.owners import resolve as resolve_owners
from app.services.actions.raising import (
    add,
    meeting_of,
    proposed_recommendations,
    raise_from_entry,
    remove,
    restore,
)
from app.services.actions.redating import redate
from app.services.actions.register import PAGE, RegisterPage, register
from app.services.actions.reviewing import review, withdraw_review
from app.services.actions.rows import Row, row_of
from app.services.actions.splitting import Part, split
from app.services.actions.whole import WholeAction, whole

__all__ = [
    "ORDERS",
    "PAGE",
    "TABS",
    "Drawer",
    "DrawerAction",
    "Filters",
    "Linked",
    "Part",
    "RegisterPage",
    "Row",
    "WholeAction",
    "add",
    "add_alone",
    "as_details",
    "close",
    "concerns_none",
    "correct_due",
    "correct_owners",
    "correct_recommendations",
    "drawer",
    "events",
    "find_by_reference",
    "follow",
    "give_to_its_side",
    "hand_over",
    "links_of",
    "meeting_of",
    "merge",
    "normal_reference",
    "proposed_recommendations",
    "raise_from_entry",
    "recommendation_ids",
    "redate",
    "refuse_if_changed",
    "register",
    "remove",
    "reopen",
    "replay",
    "resolve_owners",
    "restore",
    "review",
    "row_of",
    "set_due",
    "set_owners",
    "set_recommendations",
    "set_wording",
    "share",
    "split",
    "standing",
    "unlink",
    "version",
    "whole",
    "withdraw",
    "withdraw_review",
]
