"""The pages of histories, which work without JavaScript."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.models.meetings import Meeting
from app.services import attendances, lines, meetings, planned_questions, sections
from tests.conftest import Office, Statements
from tests.page import Client

LINE = "l" + "0" * 20


@pytest.fixture
def meeting_id(engine: Engine, office: Office) -> int:
    with Session(engine) as session:
        by = office.minute_taker
        facts = meetings.Facts(title="Holding to account", held_on=date(2025, 5, 15))
        meeting = meetings.create(session, facts=facts, by=by)
        section = sections.add(session, meeting, title="Homes", by=by)
        line = lines.add(session, section, text="There are three homes.", id=LINE, by=by, writer="a")
        lines.save_text(session, line, text="There are four homes.", seen_revision=1, writer="b", by=by)
        session.commit()
        return meeting.id or 0


def test_a_lines_history_says_who_changed_what_and_lets_it_say_that_again(
    minute_taker: Client, meeting_id: int
) -> None:
    page = minute_taker.get(f"/lines/{LINE}/history")
    assert "<del>" in page.text
    assert "three" in page.text
    assert "Minute taker" in page.text
    assert "This is what it says now" in page.text
    answer = minute_taker.post(f"/lines/{LINE}/history/1/restore", data={"revision": 2})
    assert "There are three homes." in answer.text
    assert f"line-{LINE}" in answer.text


def test_restoring_after_somebody_elses_change_shows_the_history_as_it_is_now(
    minute_taker: Client, meeting_id: int
) -> None:
    answer = minute_taker.post(f"/lines/{LINE}/history/1/restore", data={"revision": 1})
    assert answer.status_code == 409
    assert "Somebody changed this line" in answer.text
    assert minute_taker.post(f"/lines/{LINE}/history/99/restore", data={"revision": 2}).status_code == 404


def test_whatever_was_taken_out_is_put_back_from_the_meetings_history(
    minute_taker: Client, meeting_id: int, engine: Engine, office: Office
) -> None:
    with Session(engine) as session:
        by, meeting = office.minute_taker, session.get_one(Meeting, meeting_id)
        lines.remove(session, lines.by_id(session, LINE), by=by)
        lines.remove_section(session, sections.add(session, meeting, title="Cars", by=by), by=by)
        someone = attendances.add(session, meeting, facts=attendances.Facts(name="Al Dent"), by=by)
        attendances.remove(session, someone, by=by)
        planned = planned_questions.plan(session, meeting, text="Why?", by=by)
        planned_questions.remove(session, planned, by=by)
        session.commit()
        ids = {"section": 2, "attendance": someone.id, "planned-question": planned.id, "line": LINE}
    page = minute_taker.get(f"/meetings/{meeting_id}/history")
    for words in ("There are four homes.", "Cars", "Al Dent", "Why?"):
        assert words in page.text
    for noun, number in ids.items():
        assert f'action="/{noun}s/{number}/restore"' in page.text
        assert minute_taker.post(f"/{noun}s/{number}/restore").status_code == 200
    assert "Nothing was taken out" in minute_taker.get(f"/meetings/{meeting_id}/history").text


def test_the_history_of_confirmed_minutes_is_read_and_nothing_is_put_back(
    minute_taker: Client, publisher: Client, meeting_id: int
) -> None:
    publisher.post(f"/meetings/{meeting_id}/finish")
    publisher.post(f"/meetings/{meeting_id}/confirm")
    assert "Let it say this again" not in minute_taker.get(f"/lines/{LINE}/history").text
    assert minute_taker.post(f"/lines/{LINE}/history/1/restore", data={"revision": 2}).status_code == 422


def test_the_history_asks_no_more_of_the_database_the_longer_it_is(
    minute_taker: Client, meeting_id: int, statements: Statements, engine: Engine, office: Office
) -> None:
    def asked() -> int:
        statements.seen.clear()
        minute_taker.get(f"/meetings/{meeting_id}/history")
        return len(statements)

    few = asked()
    with Session(engine) as session:
        section = sections.of_meeting(session, session.get_one(Meeting, meeting_id))[0]
        for number in range(100):
            line = lines.add(session, section, text=f"Home {number}.", by=office.minute_taker)
            if number % 2:
                lines.remove(session, line, by=office.minute_taker)
        session.commit()
    assert asked() == few
