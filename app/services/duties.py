"""What somebody of the office has to do now: the lists of the first page, each cut short and counted in full.

The same number of statements for five actions as for five thousand.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlalchemy import select as core_select
from sqlalchemy.orm import lazyload
from sqlmodel import Session, col, select

from app.models.actions import Action, ActionState, Owner
from app.models.documents import ReadingState, StoredFile, StoredReading
from app.models.lines import Doubt, Entry, Line
from app.models.meetings import Meeting, MeetingStatus, PlannedQuestion
from app.models.people import May, Organisation, User
from app.models.publications import Publication, ScheduledPublication
from app.models.responses import Response, ResponseState
from app.services import inspections, progress_updates, publications
from app.services.questions.finding import State, questions, state_of

SHOWN = 4
"""Of each list. The first page is read at a glance; the rest is one link away."""


@dataclass(frozen=True)
class Ahead:
    """A meeting that lies ahead, with how many questions are planned for it."""

    meeting: Meeting
    planned: int


@dataclass(frozen=True)
class Unfinished:
    """Minutes that are not confirmed yet, with how many doubts of their reading nobody has settled."""

    meeting: Meeting
    doubts: int


@dataclass(frozen=True)
class Awaiting:
    """A response that the office has not yet accepted, returned or left for the meeting."""

    response: Response
    who: str
    action: Action | None
    question: str
    """The words of the question it answers, where it answers one."""


@dataclass
class Duties:
    """What is to be done now by somebody of the office. The counts are of everything, the lists of the first few."""

    ahead: list[Ahead] = field(default_factory=list)
    """The next meetings; those of today come first."""
    unfinished: list[Unfinished] = field(default_factory=list)
    unfinished_count: int = 0
    readings: list[tuple[StoredReading, str]] = field(default_factory=list)
    """Files being checked, with their names."""
    awaiting: list[Awaiting] = field(default_factory=list)
    awaiting_count: int = 0
    overdue: list[tuple[Action, list[str]]] = field(default_factory=list)
    """With the words for their owners."""
    overdue_count: int = 0
    unowned_count: int = 0
    unanswered_count: int = 0
    """Questions that nobody answered."""
    awaited_count: int = 0
    """Written answers that were promised and have not come."""
    updates: list[progress_updates.Waiting] = field(default_factory=list)
    """Progress updates that nobody has verified or queried."""
    updates_count: int = 0
    clocks: list[inspections.Response] = field(default_factory=list)
    """Inspection reports to which a response has still to be published, or a copy of it sent."""

    still_public: list[tuple[Publication, Meeting]] = field(default_factory=list)
    """Versions that show the public what is withheld since."""
    not_come_out: list[tuple[ScheduledPublication, Meeting]] = field(default_factory=list)
    """Versions that something kept from being published when their hour came."""

    @property
    def is_nothing(self) -> bool:
        """Nothing waits for anybody."""
        return not (
            self.unfinished_count
            or self.readings
            or self.awaiting_count
            or self.overdue_count
            or self.unanswered_count
            or self.awaited_count
            or self.updates_count
            or self.clocks
            or self.still_public
            or self.not_come_out
        )


def duties(session: Session, user: User, *, today: date) -> Duties:
    """What `user`, who is of the office, has to do on that day."""
    unfinished = _unfinished(session, user, today)
    asked = _questions(session)
    overdue = and_(*_open, col(Action.due_on) < today)
    return Duties(
        ahead=_ahead(session, today),
        unfinished=_with_doubts(session, [meeting for meeting, _ in unfinished]),
        unfinished_count=unfinished[0][1] if unfinished else 0,
        readings=_readings(session) if user.may(May.WRITE) else [],
        awaiting=_awaiting(session),
        awaiting_count=_count(session, _waits()),
        overdue=_overdue(session, overdue),
        overdue_count=_count(session, core_select(col(Action.id)).where(overdue)),
        unowned_count=_count(session, core_select(col(Action.id)).where(*_open, _lacks)),
        unanswered_count=asked.get(State.UNANSWERED.value, 0),
        awaited_count=asked.get(State.AWAITED.value, 0),
        updates=progress_updates.to_read(session, limit=SHOWN),
        updates_count=progress_updates.to_read_count(session),
        clocks=[
            one
            for one in inspections.responses(session, today=today)
            if one.runs or (one.is_fixed and one.not_sent)
        ],
        still_public=list(publications.showing_too_much(session)),
        not_come_out=[(one, of) for one, of, _ in publications.scheduled(session) if one.failed_at],
    )


_bare: Any = lazyload(Action.owners)  # type: ignore[arg-type]
"""Without owners, each of whom would be read in a statement of its own."""
_open = (col(Action.removed_at).is_(None), col(Action.state) == ActionState.OPEN)
_lacks = or_(
    col(Action.due_on).is_(None),
    ~exists().where(col(Owner.action_id) == col(Action.id), col(Owner.until_on).is_(None)),
)
"""Nobody is named, or no day."""


def _overdue(session: Session, which: ColumnElement[bool]) -> list[tuple[Action, list[str]]]:
    """Those due first. Owners are asked for in any case, so that the number of statements is always the same."""
    found = session.exec(
        select(Action).where(which).order_by(col(Action.due_on), col(Action.id)).limit(SHOWN).options(_bare)
    ).all()
    words: dict[int, list[str]] = {one.id or 0: [] for one in found}
    for action_id, owner in session.exec(
        select(col(Owner.action_id), col(Owner.words))
        .where(col(Owner.action_id).in_(words), col(Owner.until_on).is_(None))
        .order_by(col(Owner.position), col(Owner.id))
    ):
        words[action_id].append(owner)
    return [(one, words[one.id or 0]) for one in found]


def _count(session: Session, query: Any) -> int:
    number: int = session.execute(core_select(func.count()).select_from(query.subquery())).scalar_one()
    return number


def _ahead(session: Session, today: date) -> list[Ahead]:
    planned = (
        core_select(func.count())
        .where(
            col(PlannedQuestion.meeting_id) == col(Meeting.id),
            col(PlannedQuestion.asked_as_id).is_(None),
            col(PlannedQuestion.removed_at).is_(None),
        )
        .correlate(Meeting)
        .scalar_subquery()
    )
    found = session.exec(
        select(Meeting, planned)
        .where(
            col(Meeting.held_on) >= today,
            col(Meeting.status).in_([MeetingStatus.PLANNED, MeetingStatus.IN_PROGRESS]),
        )
        .order_by(col(Meeting.held_on), col(Meeting.starts_at), col(Meeting.id))
        .limit(SHOWN)
    )
    return [Ahead(meeting, number) for meeting, number in found]


def _unfinished(session: Session, user: User, today: date) -> list[tuple[Meeting, int]]:
    """For who writes, all that is begun and not confirmed; for who only decides, what can be confirmed."""
    states = [col(Meeting.status) == MeetingStatus.CIRCULATED, col(Meeting.status) == MeetingStatus.DRAFT]
    if user.may(May.WRITE):
        begun = col(Meeting.status) == MeetingStatus.IN_PROGRESS
        states.append(and_(begun, col(Meeting.held_on) < today))
    found = session.exec(
        select(Meeting, func.count().over())
        .where(or_(*states))
        .order_by(col(Meeting.held_on).desc(), col(Meeting.id).desc())
        .limit(SHOWN)
    )
    return [(meeting, number) for meeting, number in found]


def _with_doubts(session: Session, meetings: list[Meeting]) -> list[Unfinished]:
    found = session.exec(
        select(col(Doubt.meeting_id), func.count())
        .where(col(Doubt.meeting_id).in_([one.id for one in meetings]), col(Doubt.settled_at).is_(None))
        .group_by(col(Doubt.meeting_id))
    )
    doubts = {meeting_id: number for meeting_id, number in found}  # noqa: C416 (rows are not yet pairs)
    return [Unfinished(meeting, doubts.get(meeting.id or 0, 0)) for meeting in meetings]


def _readings(session: Session) -> list[tuple[StoredReading, str]]:
    found = session.exec(
        select(StoredReading, col(StoredFile.name))
        .join(StoredFile, col(StoredFile.id) == col(StoredReading.file_id))
        .where(StoredReading.state == ReadingState.BEING_CHECKED)
        .order_by(col(StoredReading.changed_at).desc())
        .limit(SHOWN)
    )
    return [(reading, name) for reading, name in found]


def _waits() -> Any:
    """Ids of the responses that the office has to read; those about settled actions have nothing to decide."""
    still_open = exists().where(col(Action.id) == col(Response.action_id), *_open)
    return core_select(col(Response.id)).where(
        col(Response.state) == ResponseState.SUBMITTED,
        ~col(Response.heard),
        or_(col(Response.action_id).is_(None), still_open),
    )


def _awaiting(session: Session) -> list[Awaiting]:
    """Those that have waited longest."""
    said = func.substr(col(Line.text), col(Entry.starts) + 1, col(Entry.ends) - col(Entry.starts))
    first = _waits().order_by(col(Response.given_at), col(Response.id)).limit(SHOWN)
    found = session.exec(
        select(Response, col(Organisation.name), Action, said)
        .join(Organisation, col(Organisation.id) == col(Response.organisation_id))
        .outerjoin(Action, col(Action.id) == col(Response.action_id))
        .outerjoin(Entry, col(Entry.id) == col(Response.entry_id))
        .outerjoin(Line, col(Line.id) == col(Entry.line_id))
        .where(col(Response.id).in_(first))
        .options(_bare)
        .order_by(col(Response.given_at), col(Response.id))
    )
    return [Awaiting(response, who, action, words or "") for response, who, action, words in found]


def _questions(session: Session) -> dict[str, int]:
    counted = session.execute(questions(state_of.label("state"), func.count()).group_by("state"))
    return {state: number for state, number in counted}  # noqa: C416 (rows are not yet pairs)
