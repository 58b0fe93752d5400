"""The register of questions in a browser: filters in the address, carrying with one click, making an action."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import now
from app.models.meetings import Meeting
from app.models.people import User
from tests.conftest import Office, Statements
from tests.page import Client
from tests.story import Story

MARCH = date(2023, 3, 31)


@pytest.fixture
def question(engine: Engine, office: Office, app: object) -> int:
    """A question without an answer, beside one that has its answer."""
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, session.get_one(User, office.minute_taker.id))
        section = story.section(story.meeting(MARCH), "2", "Recommendation 8", story.recommendation("8"))
        story.asks(section, "The DPCC asked why.", "The CC said because.", who="DPCC")
        silent = story.asks(section, "The PCC asked when.")
        session.commit()
        return silent.id or 0


@pytest.fixture
def next_meeting(engine: Engine, office: Office) -> Callable[[], int]:
    """Plans a meeting for tomorrow."""

    def plan() -> int:
        with Session(engine) as session:
            meeting = Meeting(
                title="Holding to account", held_on=now().date() + timedelta(days=1), created_at=now()
            )
            session.add(meeting)
            session.commit()
            return meeting.id or 0

    return plan


def test_the_register_says_who_asked_when_about_what_and_what_was_answered(
    minute_taker: Client, question: int
) -> None:
    page = minute_taker.get_page("/questions")
    assert "1 question without an answer. The oldest was asked on 31 March 2023." in page.text
    row = page.css(f"#question-{question}")[0].text()
    for words in (
        "31\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2023",
        "PCC",
        "The PCC asked when.",
        "No answer",
    ):
        assert words in row
    answered = minute_taker.get_page("/questions?status=answered")
    assert "The CC said because." in answered.text
    assert minute_taker.get_page("/recommendations/1").links()["Questions"].startswith("/questions?")


def test_filters_live_in_the_address_and_odd_ones_narrow_nothing(minute_taker: Client, question: int) -> None:
    assert "The DPCC asked why." in minute_taker.get_page("/questions?status=all&asked=DPCC&answered=CC").text
    assert "fits these filters" in minute_taker.get_page("/questions?words=otters").text
    odd = "/questions?status=zzz&meeting=x&recommendation=99999999999999&page=-1&order=%00&words=%00"
    assert "The PCC asked when." in minute_taker.get_page(odd).text
    page = minute_taker.get_page("/questions?status=all&words=when")
    assert page.css("#words")[0].attributes["value"] == "when"
    assert "order=oldest" in minute_taker.get_page("/questions?status=all").links()["Oldest first"]


def test_one_click_carries_a_question_to_the_next_meeting_and_says_which(
    commissioner: Client, question: int, next_meeting: Callable[[], int]
) -> None:
    meeting = next_meeting()
    page = commissioner.get_page("/questions")
    assert page.css(f"form[action='/questions/{question}/carry']")
    page = commissioner.post_page(f"/questions/{question}/carry")
    row = page.css(f"#question-{question}")[0]
    assert "Carried to" in row.text()
    assert row.css(f"a[href='/meetings/{meeting}/brief#plan']")
    part = commissioner.post_page(f"/questions/{question}/carry", headers={"HX-Request": "true"})
    assert part.text.count("Carried to") == 1, "twice carries once"
    assert not page.css(f"form[action='/questions/{question}/carry']")


def test_where_there_is_no_next_meeting_it_says_what_to_do(minute_taker: Client, question: int) -> None:
    page = minute_taker.get_page("/questions")
    assert "No later meeting of this kind is planned." in page.text
    assert "/meetings/new?like=1" in page.links().values()
    said = minute_taker.post_page(f"/questions/{question}/carry", status=422)
    assert "Make the next meeting under Meetings first" in said.text


def test_an_unanswered_question_becomes_an_action_with_owner_and_due_date_tied_both_ways(
    minute_taker: Client, question: int, office: Office
) -> None:
    form = minute_taker.get_page(f"/questions/{question}/action")
    assert "Answer in writing: The PCC asked when." in form.css("#wording")[0].text()
    due = now().date() + timedelta(days=30)
    sent = {
        "wording": "Say when.",
        "owner": "Chief Constable",
        "organisation": str(office.force.id),
        "due_on": due.isoformat(),
    }
    page = minute_taker.post_page(f"/questions/{question}/action", sent)
    for words in (
        "Say when.",
        "Chief Constable",
        "Made of a question without an answer",
        "The PCC asked when.",
    ):
        assert words in page.text
    assert "Became action 1/" in minute_taker.get_page("/questions").text
    again = minute_taker.post_page(f"/questions/{question}/action", sent)
    assert again.css("h1")[0].text() == page.css("h1")[0].text(), "sent twice it is made once"
    assert "1 open action." in minute_taker.get_page("/actions").text


def test_an_action_that_cannot_be_made_says_why_and_keeps_what_was_typed(
    minute_taker: Client, question: int
) -> None:
    sent = {"wording": " ", "owner": "CC", "due_on": "2001-01-01"}
    page = minute_taker.post_page(f"/questions/{question}/action", sent, status=422)
    assert "Say what is to be done." in page.text
    assert "The due date has passed." in page.text
    assert page.css("#owner")[0].attributes["value"] == "CC"


def test_the_commissioner_carries_questions_but_does_not_raise_actions(
    commissioner: Client, question: int
) -> None:
    assert "Make it an action" not in commissioner.get_page("/questions").text
    assert commissioner.get(f"/questions/{question}/action").status_code == 403


def test_a_question_of_the_office_is_not_found_by_anybody_else(
    force_officer: Client, other_force_officer: Client, question: int
) -> None:
    for client in (force_officer, other_force_officer):
        assert client.post(f"/questions/{question}/carry").status_code == 404
        assert client.get(f"/questions/{question}/action").status_code == 404


def test_a_long_register_takes_as_many_statements_as_a_short_one(
    minute_taker: Client, engine: Engine, office: Office, question: int, statements: Statements
) -> None:
    def count() -> int:
        statements.seen.clear()
        minute_taker.get_page("/questions?status=all")
        return len(statements)

    count()
    few = count()
    with Session(engine) as session:
        story = Story(session, session.get_one(User, office.minute_taker.id))
        section = story.section(story.meeting(date(2023, 6, 30)), "2", "Homes", story.recommendation("9"))
        for number in range(300):
            story.asks(section, f"The PCC asked {number}.", "The CC said no." if number % 2 else "")
        session.commit()
    assert count() == few
