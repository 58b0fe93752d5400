"""An action made of a question that got no answer: outside its minutes, which stay as they are."""

from datetime import date
from typing import Any

from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from app.errors import RuleBroken
from app.models.actions import Action, QuestionAction
from app.models.lines import Entry, Line
from app.models.meetings import Meeting
from app.models.people import User
from app.services import actions, changes
from app.services.questions.asked import COLUMNS, Asked, gather
from app.services.questions.finding import questions
from app.services.recommendations.concerned import concerned_at


def by_ids(session: Session, ids: list[int], *, today: date) -> list[Asked]:
    """These questions with all that stands beside them, in the order of their meetings."""
    rows = session.execute(
        questions(*COLUMNS).where(col(Entry.id).in_(ids)).order_by(col(Entry.meeting_id), col(Line.position))
    ).all()
    return gather(session, rows, today=today)


def action_of(session: Session, question: Entry) -> Action | None:
    """The action that was made of it, if one was."""
    return session.exec(
        select(Action)
        .join(QuestionAction, col(QuestionAction.action_id) == Action.id)
        .where(QuestionAction.question_id == question.id)
    ).first()


def questions_of_action(session: Session, action: Action, *, today: date) -> list[Asked]:
    """The questions that an action was made of."""
    ids = session.exec(select(QuestionAction.question_id).where(QuestionAction.action_id == action.id)).all()
    return by_ids(session, list(ids), today=today) if ids else []


def proposed_recommendation_ids(session: Session, question: Entry) -> list[int]:
    """Ids of the recommendations that its section concerns."""
    section_id = session.execute(
        core_select(col(Line.section_id)).where(col(Line.id) == question.line_id)
    ).scalar_one()
    return sorted(concerned_at(session, [question.meeting_id]).get(section_id, ()))


def make_action(
    session: Session,
    question: Entry,
    *,
    wording: str,
    owners: list[dict[str, Any]],
    due_on: date | None,
    today: date,
    by: User | None,
) -> Action:
    """Raise an action today, tied to the question both ways. Sent twice it is made once.

    Raises RuleBroken on an empty wording, or a due date before today.
    """
    # The meeting's row stays locked from here on: of two who press at once, the second finds the first's action.
    session.get_one(Meeting, question.meeting_id, with_for_update=True, populate_existing=True)
    there = action_of(session, question)
    if there is not None:
        return there
    wording = " ".join(wording.split())
    if not wording:
        raise RuleBroken("Say what is to be done.")
    if due_on is not None and due_on < today:
        raise RuleBroken("The due date has passed. Give a later day, or none.")
    action = actions.add(
        session,
        wording=wording,
        raised_on=today,
        owners=owners,
        due_on=due_on,
        recommendations=proposed_recommendation_ids(session, question),
        by=by,
    )
    session.flush()
    session.add(QuestionAction(question_id=question.id or 0, action_id=action.id or 0))
    changes.record(
        session, "made an action of", "question", question.id, by=by, details={"action": action.reference}
    )
    return action
