"""What the demo has before it: a meeting prepared, questions planned, and answers of the bodies."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from app.models.actions import Action
from app.models.meetings import Meeting, MeetingStatus
from app.models.responses import Response, ResponseState
from app.services import planned_questions, samples, sections

SAMPLES = Path(__file__).resolve().parents[1] / "sample_minutes"
AT = datetime(2025, 4, 30, 22, 30, tzinfo=UTC)


def test_the_next_meeting_is_prepared_and_the_bodies_have_answered(session: Session) -> None:
    samples.load(session, SAMPLES, password_hash="nobody signs in")
    samples.look_ahead(session, SAMPLES, at=AT)
    session.flush()
    meeting = session.exec(select(Meeting).order_by(col(Meeting.held_on).desc()).limit(1)).one()
    assert meeting.status == MeetingStatus.PLANNED
    assert meeting.held_on == date(2025, 5, 8), "23:30 on 30 April in London; the second Thursday from then"
    assert "Review of the action tracker" in [one.title for one in sections.of_meeting(session, meeting)]
    assert len(planned_questions.of_meeting(session, meeting)) == 4
    states = {
        session.get_one(Action, given.action_id).reference: given.state
        for given in session.exec(select(Response))
    }
    assert states == {
        "11/2024": ResponseState.RETURNED,
        "14/2024": ResponseState.SUBMITTED,
        "5/2025": ResponseState.SUBMITTED,
        "9/2024": ResponseState.SUBMITTED,
    }
