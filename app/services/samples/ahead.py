"""What the invented office has before it: its next meeting, with planned questions and what the bodies answered."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from app.db import OFFICE_TIME
from app.models.actions import Action
from app.models.meetings import Meeting
from app.models.people import Role, User
from app.models.recommendations import Recommendation
from app.models.responses import Proposal
from app.services import meetings, planned_questions, recommendations, responses, sections
from app.services.samples.progress import go_on
from app.services.samples.record import SOURCE_SHORT_NAME
from app.services.samples.rows import rows

NOTICE = timedelta(days=3)
"""How long before the meeting updates are due."""
_THURSDAY = 3


def look_ahead(session: Session, folder: Path, *, at: datetime) -> Meeting:
    """Plan a meeting like the last one for the second Thursday from now, let the bodies answer what they owe, and
    say how recommendations go on.
    """
    today = at.astimezone(OFFICE_TIME).date()
    last = session.exec(select(Meeting).order_by(col(Meeting.held_on).desc()).limit(1)).one()
    meeting = _next_meeting(session, last, today)
    _plan(session, meeting, folder / "planned_questions.csv")
    _answer(session, folder / "responses.csv", today=today, at=at)
    source = recommendations.find_source(session, SOURCE_SHORT_NAME)
    if source is not None:
        go_on(session, folder, source, at=at)
    return meeting


def _next_meeting(session: Session, last: Meeting, today: date) -> Meeting:
    minute_taker = _somebody(session, Role.MINUTE_TAKER)
    held_on = today + timedelta(days=(_THURSDAY - today.weekday()) % 7 + 7)
    again = [one.id or 0 for one in sections.of_meeting(session, last)]
    meeting = meetings.create_like(
        session, last, held_on=held_on, title="Holding to account meeting", section_ids=again, by=minute_taker
    )
    meeting.updates_due_at = datetime.combine(held_on - NOTICE, time(9), OFFICE_TIME)
    session.add(meeting)
    return meeting


def _plan(session: Session, meeting: Meeting, questions: Path) -> None:
    commissioner = _somebody(session, Role.COMMISSIONER)
    for row in rows(questions):
        recommendation = session.exec(
            select(Recommendation).where(Recommendation.reference == row["recommendation"])
        ).one()
        planned_questions.plan(
            session, meeting, text=row["text"], recommendation=recommendation, by=commissioner
        )


def _answer(session: Session, given: Path, *, today: date, at: datetime) -> None:
    publisher = _somebody(session, Role.PUBLISHER)
    for number, row in enumerate(rows(given)):
        action = session.exec(select(Action).where(Action.reference == row["action"])).one()
        by = session.exec(select(User).where(User.email == row["email"])).one()
        typed = responses.Typed(
            text=row["text"],
            proposal=Proposal(row["proposal"]),
            due_on=date.fromisoformat(row["due_on"]) if row["due_on"] else None,
            reason=row["reason"],
        )
        response = responses.submit(
            session, action, typed, seen=0, writer=f"sample-{number}", at=at, today=today, by=by
        )
        if row["returned_because"]:
            responses.return_with_question(
                session, response, question=row["returned_because"], at=at, by=publisher
            )


def _somebody(session: Session, role: Role) -> User:
    return session.exec(select(User).where(User.role == role).order_by(User.name).limit(1)).one()
