"""What of the searchable words somebody may see: the same that they could open."""

from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, false, or_
from sqlmodel import col, select

from app.models.actions import Action, Owner
from app.models.meetings import Attendance, Meeting
from app.models.people import May, User
from app.models.recommendations import Responsibility
from app.services.search.tables import rows


def may_see(user: User) -> list[ColumnElement[bool]]:
    """Conditions on `search_row`; none for the office, which sees everything."""
    if user.is_of_the_office:
        return []
    if not user.may(May.RESPOND):
        return [false()]
    return [
        or_(
            and_(
                rows.c.subject.in_(["meeting", "section", "line"]),
                rows.c.meeting_id.in_(meetings_shared_with(user)),
            ),
            and_(
                rows.c.subject == "action",
                rows.c.subject_id.in_(select(cast(Action.id, String)).where(action_is_shared_with(user))),
            ),
            and_(
                rows.c.subject == "recommendation",
                rows.c.subject_id.in_(
                    select(cast(Responsibility.recommendation_id, String)).where(
                        Responsibility.organisation_id == user.organisation_id
                    )
                ),
            ),
        )
    ]


def meetings_shared_with(user: User) -> Any:
    """Ids of meetings that were shared and at which the user's organisation was, or whose actions it owes."""
    there = select(Attendance.meeting_id).where(Attendance.organisation_id == user.organisation_id)
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
