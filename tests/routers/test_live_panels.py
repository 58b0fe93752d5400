"""What a typist's page carries with it for completion and panels, and whose page carries it."""

from datetime import date

import pytest
from sqlmodel import Session

from app.models.lines import Line
from app.models.meetings import Meeting, PlannedQuestion
from app.models.people import User
from app.services import attendances, lines, planned_questions, recommendations, sections
from tests.conftest import Statements
from tests.page import Client
from tests.routers.test_meetings import make


@pytest.fixture
def meeting(session: Session, by: User) -> Meeting:
    meeting = make(session, by)
    meeting.force_may_follow = True
    planned_questions.plan(
        session, meeting, text="Why two forms?", section=sections.of_meeting(session, meeting)[0], by=by
    )
    planned_questions.plan(session, meeting, text="Who reads them?", by=by)
    session.commit()
    return meeting


def test_a_typist_s_page_brings_people_recommendations_and_short_forms_with_it(
    minute_taker: Client, session: Session, by: User, meeting: Meeting
) -> None:
    recommendations.find_or_create(session, source="IIHR", reference="8", by=by)
    session.commit()
    page = minute_taker.get(f"/meetings/{meeting.id}/live").text
    for words in (
        'data-words="PCC" data-hint="Margaret Ellery, Police and Crime Commissioner"',
        'data-words="the force"',
        'data-words="recommendation 8" data-hint="IIHR"',
        'data-short="pa" data-words="The PCC asked"',
    ):
        assert words in page


def test_people_with_the_same_short_form_are_offered_by_name(
    minute_taker: Client, session: Session, by: User, meeting: Meeting
) -> None:
    for name in ("Colin Mabey", "Ruth Adler"):
        attendances.add(session, meeting, facts=attendances.Facts(name=name, known_as="ACC"), by=by)
    session.commit()
    page = minute_taker.get(f"/meetings/{meeting.id}/live").text
    assert 'data-words="Colin Mabey"' in page
    assert 'data-words="ACC"' not in page


def test_planned_questions_wait_on_pages_of_the_office_and_on_no_other(
    minute_taker: Client, commissioner: Client, force_officer: Client, meeting: Meeting
) -> None:
    address = f"/meetings/{meeting.id}/live"
    assert "Why two forms?" in minute_taker.get(address).text
    watched = commissioner.get(address).text
    assert "Why two forms?" in watched
    assert "Who reads them?" in watched
    assert "Ask it now" not in watched
    followed = force_officer.get(address).text
    assert "Why two forms?" not in followed
    assert "Who reads them?" not in followed
    assert "at-hand" not in followed


def test_a_question_that_is_asked_waits_no_longer_until_its_line_is_taken_out(
    minute_taker: Client, session: Session, by: User, meeting: Meeting
) -> None:
    planned = planned_questions.of_meeting(session, meeting)[0]
    section = sections.of_meeting(session, meeting)[0]
    line = lines.ask(session, planned, key="l" + "a" * 20, section=section, by=by)
    session.commit()
    address = f"/meetings/{meeting.id}/live"
    assert f'id="planned-{planned.id}"' not in minute_taker.get(address).text
    lines.remove(session, session.get_one(Line, line.id), by=by)
    session.commit()
    assert f'id="planned-{planned.id}"' in minute_taker.get(address).text


def test_the_page_with_its_panels_takes_as_many_statements_for_three_things_as_for_three_hundred(
    minute_taker: Client, session: Session, by: User, meeting: Meeting, statements: Statements
) -> None:
    def count() -> int:
        session.commit()
        statements.seen.clear()
        minute_taker.get_page(f"/meetings/{meeting.id}/live")
        return len(statements)

    # Of meetings before this one, so that there are open actions to bring up both times.
    make(session, by).held_on = date(2025, 3, 13)
    recommendations.find_or_create(session, source="IIHR", reference="A", by=by)
    few = count()
    make(session, by, size=100).held_on = date(2025, 3, 14)
    for number in range(100):
        recommendations.find_or_create(session, source="IIHR", reference=str(number), by=by)
        session.add(PlannedQuestion(meeting_id=meeting.id or 0, text=f"Question {number}?", position=number))
    assert count() == few
