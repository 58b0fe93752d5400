"""What happened to actions and responses since somebody last looked, told to those whom it concerns.

Changes that letters are about are marked as they are written (`changes.record`), in their own transaction;
here the mark is taken away in the transaction that makes the letters. So each is looked at exactly once.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, or_, select

from app.db import OFFICE_TIME
from app.models.actions import Action, ActionState
from app.models.changes import Change
from app.models.letters import NoticeKind
from app.models.meetings import Meeting
from app.models.people import OrganisationKind, User
from app.models.responses import Response
from app.services import people
from app.services.letters.gathering import Tiding, lock_making, tell

AT_A_TIME = 500

_OF_RESPONSES = {
    "submitted": NoticeKind.SUBMITTED,
    "accepted": NoticeKind.ACCEPTED,
    "returned": NoticeKind.RETURNED,
    "left for the meeting": NoticeKind.LEFT,
}


def are_awaited(session: Session) -> bool:
    """Whether something happened that nobody has looked at: cheap to ask, and takes no lock."""
    return session.exec(select(Change.id).where(col(Change.awaits_letters)).limit(1)).first() is not None


def notice_changes(session: Session, *, at: datetime) -> int:
    """Tell of the oldest changes that wait; returns how many were looked at, so that one can go on."""
    lock_making(session)
    waiting = session.exec(
        select(Change).where(col(Change.awaits_letters)).order_by(col(Change.id)).limit(AT_A_TIME)
    ).all()
    if not waiting:
        return 0
    users = people.users(session)
    tidings = [*_assigned(session, waiting, users), *_responded(session, waiting, users)]
    tell(session, tidings, at=at)
    session.execute(
        update(Change)
        .where(col(Change.id).in_([change.id for change in waiting]))
        .values(awaits_letters=False)
        .execution_options(synchronize_session=False)
    )
    return len(waiting)


def _ids(waiting: Iterable[Change], subject: str) -> set[int]:
    return {int(one.subject_id) for one in waiting if one.subject == subject and one.subject_id.isdigit()}


def _assigned(session: Session, waiting: Sequence[Change], users: Collection[User]) -> list[Tiding]:
    """Open actions that were shared, to the people of those who own them; not to whoever did it."""
    meetings = _ids(waiting, "meeting")
    found = session.exec(
        select(Action, Meeting.shared_at)
        .outerjoin(Meeting, col(Meeting.id) == Action.meeting_id)
        .where(
            or_(col(Action.id).in_(_ids(waiting, "action")), col(Action.meeting_id).in_(meetings)),
            Action.state == ActionState.OPEN,
            col(Action.removed_at).is_(None),
            or_(col(Action.shared_at).is_not(None), col(Meeting.shared_at).is_not(None)),
        )
    ).all()
    did_it = {change.by_id for change in waiting if change.subject in ("action", "meeting")}
    return [
        Tiding(user, NoticeKind.ASSIGNED, "action", action.id or 0, owner.from_on)
        for action, _shared_at in found
        for owner in action.present_owners
        for user in users
        if owner.organisation_id == user.organisation_id and user.id not in did_it
    ]


def _responded(session: Session, waiting: Sequence[Change], users: Collection[User]) -> list[Tiding]:
    """A response submitted, to the office; what the office said of it, to the body that gave it."""
    responses = {
        one.id: one
        for one in session.exec(select(Response).where(col(Response.id).in_(_ids(waiting, "response"))))
    }
    tidings: list[Tiding] = []
    for change in waiting:
        kind = _OF_RESPONSES.get(change.verb)
        response = responses.get(int(change.subject_id)) if change.subject == "response" else None
        if kind is None or response is None:
            continue
        to_office = kind == NoticeKind.SUBMITTED
        for user in users:
            of_office = user.organisation.kind == OrganisationKind.COMMISSIONER
            concerned = of_office if to_office else user.organisation_id == response.organisation_id
            if concerned and user.id != change.by_id:
                day = change.at.astimezone(OFFICE_TIME).date()
                tidings.append(Tiding(user, kind, "change", change.id or 0, day))
    return tidings
