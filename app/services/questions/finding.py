"""Which passages are questions, and whether each was answered: as conditions that a database can answer."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, or_
from sqlalchemy import select as core_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.errors import NotFound, RuleBroken
from app.models.lines import AlsoReplies, Entry, Kind, Line
from app.models.meetings import Meeting, PlannedQuestion, Section
from app.models.people import User
from app.models.responses import Response, ResponseState
from app.services import planned_questions
from app.services.recommendations.concerned import concerned_at


class State(StrEnum):
    """What became of a question. A written answer that was promised and accepted has answered it."""

    UNANSWERED = "unanswered"
    AWAITED = "awaited"
    ANSWERED = "answered"


STATES = {
    State.UNANSWERED: "No answer",
    State.AWAITED: "Written answer awaited",
    State.ANSWERED: "Answered",
}

_Answer, _AnswerLine = aliased(Entry), aliased(Line)
_Further, _FurtherLine = aliased(Entry), aliased(Line)

answered_in_minutes = or_(
    exists().where(
        col(_Answer.replies_to_id) == col(Entry.id),
        col(_Answer.kind) == Kind.ANSWER,
        col(_AnswerLine.id) == col(_Answer.line_id),
        col(_AnswerLine.removed_at).is_(None),
    ),
    exists().where(
        col(AlsoReplies.question_id) == col(Entry.id),
        col(_Further.id) == col(AlsoReplies.answer_id),
        col(_Further.kind) == Kind.ANSWER,
        col(_FurtherLine.id) == col(_Further.line_id),
        col(_FurtherLine.removed_at).is_(None),
    ),
)
answered_in_writing = exists().where(
    col(Response.entry_id) == col(Entry.id), col(Response.state) == ResponseState.ACCEPTED
)
promised = or_(col(Entry.written_answer_due_on).is_not(None), col(Entry.written_answer_to_follow).is_(True))

state_of = case(
    (and_(promised, ~answered_in_writing), State.AWAITED.value),
    (or_(promised, answered_in_minutes, answered_in_writing), State.ANSWERED.value),
    else_=State.UNANSWERED.value,
)
"""The state of `Entry`, a question, as a column."""

words_of = func.substr(col(Line.text), col(Entry.starts) + 1, col(Entry.ends) - col(Entry.starts))
"""A passage's words, as a column."""


def questions(*columns: Any) -> Select[Any]:
    """A query of these columns over every question that stands, joined with its line, section and meeting."""
    return (
        core_select(*columns)
        .select_from(Entry)
        .join(Line, col(Line.id) == col(Entry.line_id))
        .join(Section, col(Section.id) == col(Line.section_id))
        .join(Meeting, col(Meeting.id) == col(Entry.meeting_id))
        .where(
            col(Entry.kind) == Kind.QUESTION,
            col(Line.removed_at).is_(None),
            col(Section.removed_at).is_(None),
        )
    )


def by_id(session: Session, question_id: int) -> Entry:
    """A question that stands. Raises NotFound when there is none."""
    found = session.execute(questions(Entry).where(col(Entry.id) == question_id)).scalar_one_or_none()
    if found is None:
        raise NotFound("There is no such question, or it was taken out of its minutes.")
    return found  # type: ignore[no-any-return]


def state(session: Session, question: Entry) -> State:
    """What became of one question."""
    return State(session.execute(questions(state_of).where(col(Entry.id) == question.id)).scalar_one())


def ask_again(session: Session, question: Entry, *, today: date, by: User | None) -> PlannedQuestion:
    """Carry a question without an answer to the next meeting of its kind; twice carries it once.

    Raises RuleBroken when it was answered, or when no such meeting is planned.
    """
    if state(session, question) == State.ANSWERED:
        raise RuleBroken("This question has its answer. Only one without an answer is carried.")
    line = session.get_one(Line, question.line_id)
    about = sorted(concerned_at(session, [question.meeting_id]).get(line.section_id, ()))
    return planned_questions.carry(
        session, question, recommendation_id=about[0] if about else None, today=today, by=by
    )
