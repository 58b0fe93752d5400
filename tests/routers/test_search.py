"""Search in a browser."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.models.people import User
from tests.conftest import Office
from tests.page import Client
from tests.story import Story


@pytest.fixture
def written(engine: Engine, office: Office) -> int:
    """Sixty lines about herons, and an action; its id."""
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, session.get_one(User, office.minute_taker.id))
        section = story.section(
            story.meeting(date(2023, 3, 31)), "2", "Recommendation 8", story.recommendation("8")
        )
        for number in range(60):
            story.asks(section, f"The PCC asked about <b>herons</b> {number}.")
        action = story.raises(section, "Count the herons", "NP", reference="17/2023")
        session.commit()
        return action.id or 0


def test_results_mark_their_words_and_lead_to_the_line(minute_taker: Client, written: int) -> None:
    page = minute_taker.get_page("/search?q=herons")
    assert "62 results, newest first; page 1 of 2." in page.text
    assert {mark.text() for mark in page.css("em.hit__is")} == {"herons"}
    assert any("/meetings/1#line-" in address for address in page.links().values())
    assert "&lt;b&gt;" in page.html, "words are shown as they were typed"
    assert "page 2 of 2" in minute_taker.get_page("/search?q=herons&page=2").text
    assert "page 2 of 2" in minute_taker.get_page("/search?q=herons&page=99").text


def test_a_reference_goes_straight_there(minute_taker: Client, written: int) -> None:
    reply = minute_taker.get("/search?q=17/2023", follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (303, f"/actions/{written}")
    reply = minute_taker.get("/search?q=Recommendation 8", follow_redirects=False)
    assert reply.headers["location"] == "/recommendations/1"
    assert minute_taker.get("/search?q=17/2023&within=minutes", follow_redirects=False).status_code == 200


@pytest.mark.parametrize(
    "odd", ['"', "*", "%00", "a%20OR", "(((", "-", "%F0%9F%A6%86", "x" * 5000, "NEAR(a,b)", "^x:y"]
)
def test_odd_words_are_no_error(minute_taker: Client, written: int, odd: str) -> None:
    minute_taker.get_page(f"/search?q={odd}&within={odd}&page={odd}")


def test_nothing_found_says_what_to_do(minute_taker: Client, written: int) -> None:
    assert "Try fewer words" in minute_taker.get_page("/search?q=otters").text
    assert "There is no word in this" in minute_taker.get_page("/search?q=...").text
    assert "results" not in minute_taker.get_page("/search").text


def test_a_body_finds_nothing_that_was_not_shared(
    force_officer: Client, administrator: Client, written: int
) -> None:
    assert "Nothing here holds" in force_officer.get_page("/search?q=herons").text
    administrator.get_page("/search?q=herons", status=403)
    assert force_officer.get("/search?q=17/2023", follow_redirects=False).status_code == 200
