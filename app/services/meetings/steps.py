"""The steps of a meeting: start, finish, circulate, confirm; and sharing its actions with their owners."""

from sqlmodel import Session, col, select

from app.db import now
from app.errors import NotAllowed
from app.models.actions import Action
from app.models.lines import Doubt
from app.models.meetings import Meeting
from app.models.people import May, User
from app.services import changes, drafts


def start(session: Session, meeting: Meeting, *, by: User) -> Meeting:
    """The meeting begins."""
    meeting = drafts.opened(session, meeting.id)
    meeting.start()
    return _taken(session, meeting, "started", by)


def finish(session: Session, meeting: Meeting, *, by: User) -> Meeting:
    """The meeting is over; its minutes are a draft."""
    meeting = drafts.opened(session, meeting.id)
    meeting.finish()
    return _taken(session, meeting, "finished", by)


def circulate(session: Session, meeting: Meeting, *, by: User) -> Meeting:
    """Those who were there may read the draft."""
    meeting = drafts.opened(session, meeting.id)
    meeting.circulate(now())
    return _taken(session, meeting, "circulated", by)


def confirm(session: Session, meeting: Meeting, *, by: User) -> Meeting:
    """Agree the minutes as a true record; their text is then fixed. Raises NotAllowed without that right."""
    if not by.may(May.DECIDE):
        raise NotAllowed("Minutes are confirmed by the Commissioner or a publisher.")
    meeting = drafts.opened(session, meeting.id)
    meeting.confirm(now(), by.id or 0)
    return _taken(session, meeting, "confirmed", by)


def share(session: Session, meeting: Meeting, *, by: User) -> Meeting:
    """Let the bodies that own this meeting's actions see them, from now on. A second time changes nothing."""
    session.refresh(meeting, with_for_update=True)
    if meeting.shared_at is None:
        meeting.share(now())
        _taken(session, meeting, "shared", by)
    return meeting


def why_not_confirmed(session: Session, meeting: Meeting) -> list[str]:
    """What somebody about to confirm should know first, as sentences; none of it forbids confirming."""
    doubts = session.exec(
        select(Doubt.id).where(Doubt.meeting_id == meeting.id, col(Doubt.settled_at).is_(None))
    ).all()
    unowned = session.exec(
        select(Action.reference).where(
            Action.meeting_id == meeting.id, col(Action.removed_at).is_(None), ~col(Action.owners).any()
        )
    ).all()
    said: list[str] = []
    if doubts:
        said.append(
            "One doubt from reading the file is not settled."
            if len(doubts) == 1
            else f"{len(doubts)} doubts from reading the file are not settled."
        )
    if unowned:
        said.append("Nobody is named as owner of " + ", ".join(unowned) + ".")
    return said


def _taken(session: Session, meeting: Meeting, verb: str, by: User) -> Meeting:
    session.add(meeting)
    changes.record(session, verb, "meeting", meeting.id, by=by, meeting=meeting)
    return meeting
