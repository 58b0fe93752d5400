"""The steps of a meeting: start, finish, circulate, confirm; and sharing its actions with their owners."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from app.db import now
from app.errors import NotAllowed, RuleBroken
from app.models.amendments import Amendment
from app.models.changes import Change
from app.models.corrections import Correction, CorrectionState
from app.models.meetings import Meeting, MeetingStatus
from app.models.people import May, User
from app.services import changes, drafts
from app.services.meetings.agreeing import Agreed, agreed_at, agreed_here
from app.services.meetings.reasons import reasons_to_circulate, reasons_to_confirm

_VERBS = {
    "started": MeetingStatus.IN_PROGRESS,
    "finished": MeetingStatus.DRAFT,
    "circulated": MeetingStatus.CIRCULATED,
    "confirmed": MeetingStatus.CONFIRMED,
}
"""What the history calls each step, and where it leads."""


@dataclass(slots=True)
class Step:
    """A standing that minutes reach, when and through whom; or why they do not reach it yet."""

    status: MeetingStatus
    is_reached: bool
    at: datetime | None = None
    by: str = ""
    why_not: list[str] = field(default_factory=list)


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


def circulate(session: Session, meeting: Meeting, *, closes_on: date | None = None, by: User) -> Meeting:
    """Those who were there may read the draft, and propose corrections until `closes_on`.

    Raises RuleBroken with every reason that stands against it.
    """
    meeting = drafts.opened(session, meeting.id)
    meeting.circulate(now())
    _refuse(reasons_to_circulate(session, meeting).why_not)
    meeting.corrections_close_on = closes_on
    return _taken(session, meeting, "circulated", by)


def confirm(session: Session, meeting: Meeting, *, by: User) -> Meeting:
    """Agree the minutes as a true record; their text is then fixed.

    Raises NotAllowed without that right, RuleBroken with every reason that stands against it.
    """
    if not by.may(May.DECIDE):
        raise NotAllowed("Minutes are confirmed by the Commissioner or a publisher.")
    meeting = drafts.opened(session, meeting.id)
    if not meeting.is_confirmed:
        _refuse(reasons_to_confirm(session, meeting).why_not)
    meeting.confirm(now(), by.id or 0)
    return _taken(session, meeting, "confirmed", by)


def share(session: Session, meeting: Meeting, *, by: User) -> Meeting:
    """Let the bodies that own this meeting's actions see them, from now on. A second time changes nothing."""
    session.refresh(meeting, with_for_update=True)
    if meeting.shared_at is None:
        meeting.share(now())
        _taken(session, meeting, "shared", by)
    return meeting


def steps_of(session: Session, meeting: Meeting) -> list[Step]:
    """Every step up to confirmed, in order: those taken with who and when, the next two with why not yet."""
    rows = session.exec(
        select(Change, User.name)
        .outerjoin(User, col(User.id) == col(Change.by_id))
        .where(
            Change.meeting_id == meeting.id, Change.subject == "meeting", col(Change.verb).in_(list(_VERBS))
        )
        .order_by(col(Change.id))
    ).all()
    taken = {_VERBS[change.verb]: (change.at, name or "") for change, name in rows}
    order = list(MeetingStatus)
    found = []
    for status in order:
        is_reached = order.index(status) <= order.index(meeting.status)
        at, who = taken.get(status, (None, "")) if is_reached else (None, "")
        found.append(Step(status, is_reached, at, who))
    if meeting.status == MeetingStatus.DRAFT:
        found[order.index(MeetingStatus.CIRCULATED)].why_not = reasons_to_circulate(session, meeting).why_not
    if meeting.status in (MeetingStatus.DRAFT, MeetingStatus.CIRCULATED):
        found[order.index(MeetingStatus.CONFIRMED)].why_not = reasons_to_confirm(session, meeting).why_not
    return found


@dataclass(slots=True)
class Standing:
    """How far a meeting's minutes have come, for its page."""

    steps: list[Step]
    agreed_at: Agreed | None
    agreed_here: Sequence[Agreed]
    corrections: int
    """Proposed and not settled."""
    amendments: int
    amendment: Amendment | None
    """The open one, if one is."""

    @property
    def taken(self) -> list[Step]:
        """Those of which it is known when."""
        return [step for step in self.steps if step.at is not None]

    @property
    def not_yet(self) -> list[Step]:
        """Those that something stands against, for now."""
        return [step for step in self.steps if step.why_not]


def standing_of(session: Session, meeting: Meeting) -> Standing:
    """All of it, in a number of statements that never grows."""
    amendments = session.exec(
        select(Amendment).where(Amendment.meeting_id == meeting.id).order_by(col(Amendment.number))
    ).all()
    waiting = select(func.count(col(Correction.id))).where(
        Correction.meeting_id == meeting.id, Correction.state == CorrectionState.PROPOSED
    )
    return Standing(
        steps_of(session, meeting),
        agreed_at(session, meeting),
        agreed_here(session, meeting),
        session.exec(waiting).one(),
        len(amendments),
        next((one for one in amendments if one.finished_at is None), None),
    )


def _refuse(why_not: list[str]) -> None:
    if why_not:
        raise RuleBroken(" ".join(why_not))


def _taken(session: Session, meeting: Meeting, verb: str, by: User) -> Meeting:
    session.add(meeting)
    changes.record(session, verb, "meeting", meeting.id, by=by, meeting=meeting)
    return meeting
