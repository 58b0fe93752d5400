"""What of the searchable words somebody may see: the same that they could open."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, String, and_, cast, false, or_
from sqlmodel import select

from app.models.actions import Action
from app.models.people import May, User
from app.models.recommendations import Responsibility
from app.services.audience import Unread, action_is_shared_with, meetings_shared_with
from app.services.search.tables import rows


def may_see(user: User, read: Unread) -> list[ColumnElement[bool]]:
    """Conditions on `search_row`; none for the office, which sees everything."""
    if user.is_of_the_office:
        return []
    if not user.may(May.RESPOND):
        return [false()]
    return [
        or_(
            and_(rows.c.meeting_id.in_(meetings_shared_with(user)), or_(*_open(read))),
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


def _open(read: Unread) -> list[ColumnElement[bool]]:
    """Of minutes what is read whole: a heading is kept with the words of its judgement."""
    kept: dict[str, Collection[object]] = {
        "meeting": read.meetings,
        "section": read.headings | read.judged | read.statements,
        "line": read.lines,
    }
    return [
        and_(rows.c.subject == subject, rows.c.subject_id.not_in([str(one) for one in ids]))
        for subject, ids in kept.items()
    ]
