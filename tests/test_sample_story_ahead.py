"""What the demo has before it: a meeting prepared, questions planned, and answers of the bodies."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from app.models.actions import Action
from app.models.meetings import Assurance, Meeting, MeetingStatus
from app.models.people import Role, User
from app.models.recommendations import Recommendation, Source, SourceKind, UpdateState
from app.models.responses import Response, ResponseState
from app.services import inspections, planned_questions, recommendations, samples, sections, standings, steps

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


def test_recommendations_of_the_samples_go_on_and_an_inspection_waits_for_its_response(
    session: Session,
) -> None:
    samples.load(session, SAMPLES, password_hash="nobody signs in")
    samples.look_ahead(session, SAMPLES, at=AT)
    session.flush()
    today = date(2025, 4, 30)
    publisher = session.exec(select(User).where(User.role == Role.PUBLISHER)).one()
    inquiry = session.exec(select(Source).where(Source.kind == SourceKind.INQUIRY)).one()
    plan = steps.counts(session, inquiry, today=today)
    assert (plan.steps, plan.done, plan.under_way, plan.overdue) == (6, 2, 3, 1)

    def stands(reference: str) -> standings.Standing:
        (one,) = recommendations.by_reference(session, reference, source=inquiry)
        return standings.standings(session, [one.id or 0], user=publisher, today=today)[0]

    assert stands("6").is_verified == standings.Verified.YES
    assert [(said.word, said.state) for said in stands("8").said] == [("Complete", UpdateState.QUERIED)]
    judged = stands("12").judgement
    assert judged is not None
    assert (judged.assurance, judged.on) == (Assurance.NOT, date(2025, 3, 13))
    (response,) = inspections.responses(session, today=today)
    assert inspections.how_long(response).replace("\N{NO-BREAK SPACE}", " ") == "15 days left"
    found = inspections.whole(session, response.source, today=today)
    assert [one.reference for one in found.unanswered] == ["V3"]
    references = [one.reference for one in session.exec(select(Recommendation))]
    assert len(references) == len(set(references)), "a number typed in minutes means one recommendation"
