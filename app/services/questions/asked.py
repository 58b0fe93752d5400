"""Questions with everything that stands beside them; as many statements for three as for three hundred."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select as core_select
from sqlmodel import Session, col

from app.db import OFFICE_TIME
from app.models.actions import Action, QuestionAction
from app.models.lines import AlsoReplies, Entry, Kind, Line, Speaker
from app.models.meetings import Meeting, PlannedQuestion
from app.models.recommendations import Recommendation, Source
from app.models.responses import Response, ResponseState
from app.services import planned_questions
from app.services.questions.finding import State, state_of, words_of
from app.services.recommendations.concerned import concerned_at

COLUMNS: tuple[Any, ...] = (
    col(Entry.id).label("id"),
    words_of.label("words"),
    col(Entry.line_id).label("line_id"),
    col(Entry.written_answer_due_on).label("due_on"),
    state_of.label("state"),
    col(Line.section_id).label("section_id"),
    col(Meeting.id).label("meeting_id"),
)
"""What the query of questions reads for `gather`."""


@dataclass(frozen=True)
class Tie:
    """A recommendation that the question was about."""

    id: int
    reference: str
    title: str
    source: str
    sort_key: str


@dataclass(frozen=True)
class Answer:
    """A passage that answers it."""

    words: str
    line_id: str
    who: str


@dataclass(frozen=True)
class WrittenAnswer:
    """The latest written answer that was given, and how far it has come."""

    state: ResponseState
    given_on: date | None
    organisation_id: int


@dataclass(frozen=True)
class Carried:
    """A later meeting for which it is planned again."""

    meeting: Meeting
    was_asked: bool


@dataclass
class Asked:
    """One question of the minutes."""

    id: int
    words: str
    line_id: str
    state: State
    due_on: date | None
    """When its written answer is due, where one is awaited and a day was given."""
    meeting: Meeting
    section_id: int
    who: str = ""
    ties: list[Tie] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    written: WrittenAnswer | None = None
    carried: list[Carried] = field(default_factory=list)
    action: Action | None = None
    next_meeting: Meeting | None = None
    """Where it would be carried to; None when no such meeting is planned."""

    @property
    def href(self) -> str:
        return f"/meetings/{self.meeting.id}#line-{self.line_id}"

    @property
    def is_overdue_on(self) -> date | None:
        return self.due_on if self.state == State.AWAITED else None

    @property
    def is_carried_on(self) -> bool:
        """Planned for the very meeting to which it would be carried now."""
        return any(
            one.meeting.id == (self.next_meeting.id if self.next_meeting else None) for one in self.carried
        )


def gather(session: Session, rows: Sequence[Any], *, today: date) -> list[Asked]:
    """The questions of these rows (of COLUMNS), in their order."""
    ids = [row.id for row in rows]
    meetings = _meetings(session, {row.meeting_id for row in rows})
    coming = planned_questions.upcoming(session, today=today)
    found = {
        row.id: Asked(
            id=row.id,
            words=row.words.strip(),
            line_id=row.line_id,
            state=State(row.state),
            due_on=row.due_on,
            meeting=meetings[row.meeting_id],
            section_id=row.section_id,
            next_meeting=planned_questions.next_after(meetings[row.meeting_id], coming),
        )
        for row in rows
    }
    _tie(session, found.values())
    answers = _answers(session, ids)
    who = _speakers(session, [*ids, *(number for some in answers.values() for number, *_ in some)])
    for number, asked in found.items():
        asked.who = who.get(number, "")
        asked.answers = [Answer(words, line, who.get(one, "")) for one, words, line in answers[number]]
    _written(session, found)
    _carried(session, found)
    for question_id, action in session.execute(
        core_select(col(QuestionAction.question_id), Action)
        .join(Action, col(Action.id) == col(QuestionAction.action_id))
        .where(col(QuestionAction.question_id).in_(ids))
    ):
        found[question_id].action = action
    return list(found.values())


def _meetings(session: Session, ids: Iterable[int]) -> dict[int, Meeting]:
    found = session.execute(core_select(Meeting).where(col(Meeting.id).in_(list(ids)))).scalars()
    return {meeting.id: meeting for meeting in found}


def _tie(session: Session, found: Iterable[Asked]) -> None:
    """By the sections they were asked in."""
    about = concerned_at(session, {asked.meeting.id or 0 for asked in found})
    wanted = {number for asked in found for number in about.get(asked.section_id, ())}
    ties = {
        number: Tie(number, reference, title, source, sort_key)
        for number, reference, title, sort_key, source in session.execute(
            core_select(
                col(Recommendation.id),
                col(Recommendation.reference),
                col(Recommendation.title),
                col(Recommendation.sort_key),
                col(Source.short_name),
            )
            .join(Source, col(Source.id) == col(Recommendation.source_id))
            .where(col(Recommendation.id).in_(wanted))
        )
    }
    for asked in found:
        its = [ties[number] for number in about.get(asked.section_id, ()) if number in ties]
        asked.ties = sorted(its, key=lambda tie: (tie.source, tie.sort_key))


def _answers(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[int, str, str]]]:
    """By question: (entry, words, line) of each passage that answers it, in the order of the minutes."""
    stands = (col(Entry.kind) == Kind.ANSWER, col(Line.removed_at).is_(None))
    order = (col(Line.position), col(Entry.starts))
    columns = (col(Entry.id), words_of, col(Entry.line_id))
    own = core_select(col(Entry.replies_to_id), *columns).join(Line, col(Line.id) == col(Entry.line_id))
    further = (
        core_select(col(AlsoReplies.question_id), *columns)
        .join(Entry, col(Entry.id) == col(AlsoReplies.answer_id))
        .join(Line, col(Line.id) == col(Entry.line_id))
    )
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for query, which in ((own, col(Entry.replies_to_id)), (further, col(AlsoReplies.question_id))):
        for question, number, words, line in session.execute(
            query.where(which.in_(ids), *stands).order_by(*order)
        ):
            found[question].append((number, words.strip(), line))
    return found


def _speakers(session: Session, entries: Sequence[int]) -> dict[int, str]:
    """By entry: who speaks, in the words of the minutes."""
    said: dict[int, list[str]] = defaultdict(list)
    for entry_id, words in session.execute(
        core_select(col(Speaker.entry_id), col(Speaker.words))
        .where(col(Speaker.entry_id).in_(entries))
        .order_by(col(Speaker.position), col(Speaker.id))
    ):
        said[entry_id].append(words)
    return {number: " and ".join(dict.fromkeys(words)) for number, words in said.items()}


def _written(session: Session, found: dict[int, Asked]) -> None:
    """A draft is its body's own until it is given."""
    for question, state, given_at, organisation in session.execute(
        core_select(
            col(Response.entry_id), col(Response.state), col(Response.given_at), col(Response.organisation_id)
        )
        .where(col(Response.entry_id).in_(list(found)), col(Response.state) != ResponseState.DRAFT)
        .order_by(col(Response.given_at), col(Response.id))
    ):
        found[question].written = WrittenAnswer(
            state, given_at.astimezone(OFFICE_TIME).date() if given_at else None, organisation
        )


def _carried(session: Session, found: dict[int, Asked]) -> None:
    planned = session.execute(
        core_select(PlannedQuestion, Meeting)
        .join(Meeting, col(Meeting.id) == col(PlannedQuestion.meeting_id))
        .where(
            col(PlannedQuestion.carried_from_id).in_(list(found)), col(PlannedQuestion.removed_at).is_(None)
        )
        .order_by(col(Meeting.held_on), col(Meeting.id))
    ).all()
    were_asked = planned_questions.asked(session, [one for one, _ in planned])
    for one, meeting in planned:
        found[one.carried_from_id].carried.append(Carried(meeting, one.id in were_asked))
