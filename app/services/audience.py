"""What was shared with somebody's organisation, as conditions for queries. The office sees everything."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select

from app.models.actions import Action, Owner
from app.models.meetings import Attendance, Meeting
from app.models.people import User


def meetings_shared_with(user: User) -> Any:
    """Ids of meetings that were shared and at which the user's organisation was, or whose actions it owes."""
    there = select(Attendance.meeting_id).where(
        Attendance.organisation_id == user.organisation_id, col(Attendance.removed_at).is_(None)
    )
    owes = (
        select(Action.meeting_id)
        .join(Owner, col(Owner.action_id) == Action.id)
        .where(Owner.organisation_id == user.organisation_id)
    )
    return select(Meeting.id).where(
        col(Meeting.shared_at).is_not(None), or_(col(Meeting.id).in_(there), col(Meeting.id).in_(owes))
    )


def action_is_shared_with(user: User) -> ColumnElement[bool]:
    """A condition on `Action`: it, or the minutes that raised it, were shared, and the user's organisation
    owns it.
    """
    owned = select(Owner.action_id).where(Owner.organisation_id == user.organisation_id)
    shared = select(Meeting.id).where(col(Meeting.shared_at).is_not(None))
    return and_(
        col(Action.id).in_(owned),
        col(Action.removed_at).is_(None),
        or_(col(Action.shared_at).is_not(None), col(Action.meeting_id).in_(shared)),
    )
