"""What of the searchable words somebody may see: the same that they could open."""

from sqlalchemy import ColumnElement, String, and_, cast, false, or_
from sqlmodel import select

from app.models.actions import Action
from app.models.people import May, User
from app.models.recommendations import Responsibility
from app.services.audience import action_is_shared_with, meetings_shared_with
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
