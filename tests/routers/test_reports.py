"""Reports about recommendations, brought in through the screen as minutes are, and what minutes then tie to."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import Session, col, select

from app.models.meetings import Meeting, Section
from app.models.recommendations import ProgressUpdate, Recommendation, Source
from tests.page import Client, Page

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
COUNCIL = "Telford & Wrekin Council"


@pytest.fixture
def look(app: FastAPI) -> Callable[[], Session]:
    """A fresh look at the database."""
    return lambda: Session(app.state.engine)


def seed(name: str) -> Path:
    return next((SHARED / "seeds").glob(f"{name}_*.txt"))


def send(browser: Client, name: str) -> Page:
    """Upload a file and see the page on which it is checked."""
    file = seed(name)
    return browser.post_page("/bring-in", files={"file": (file.name, file.read_bytes())})


def accept(browser: Client, page: Page) -> Page:
    (form,) = page.css("form[action$='/accept']")
    return browser.post_page(str(form.attributes["action"]), {})


def words(page: Page, selector: str = "main") -> str:
    """What stands there, with plain spaces."""
    return " ".join(page.css(selector)[0].text(separator=" ").split())


def told(page: Page) -> list[str]:
    """The days and the first words of each part of a trail, as they stand."""
    return [" ".join(one.text(separator=" ").split()) for one in page.css(".trail .tr")]


@pytest.mark.seeds
def test_003_goes_in_through_the_screen_and_gives_what_a_careful_person_reads_in_it(
    minute_taker: Client, look: Callable[[], Session]
) -> None:
    expected: dict[str, Any] = json.loads((SHARED / "acceptance" / "003.expected.json").read_text())
    page = send(minute_taker, "003")
    assert "29 recommendations under 30 headings" in words(page, "#report")
    (form,) = page.css("form[action$='/report']")
    sent = {str(one.attributes["name"]): str(one.attributes.get("value") or "") for one in form.css("input")}
    council = next(name for name, value in sent.items() if value == "Council")
    checked = minute_taker.post_page(str(form.attributes["action"]), sent | {council: COUNCIL})
    assert COUNCIL in words(checked, "#report")
    source_page = accept(minute_taker, checked)
    assert source_page.css("h1")[0].text() == "Independent Inquiry into CSE in Telford"
    with look() as session:
        source = session.exec(select(Source)).one()
        assert source.short_name == "IITCSE"
        assert str(source.published_on) == expected["report_published"]
        assert source.made_by == expected["inquiry_chair"]
        assert source.recommendations_said == expected["recommendations_in_report"]
        assert source.steps_said == expected["actions_in_action_plan"]
        assert (source.reports_every, source.next_report_on) == (6, date(2023, 5, 10))
        assert [one.due_on for one in source.reviews] == [date(2024, 7, 12)], (
            "its chair returns two years later"
        )
        found = {one.reference: one for one in session.exec(select(Recommendation))}
        headings = expected["recommendations"]
        assert len(headings) == 30
        assert set(found) == {one["number"] for one in headings}
        for one in headings:
            body = COUNCIL if one["listed_under"] == "Council-related" else one["body"]
            recommendation = found[one["number"]]
            assert body in [each.organisation.name for each in recommendation.responsibilities]
            assert recommendation.title.casefold() == one["title"].casefold()
            updates = session.exec(
                select(ProgressUpdate).where(ProgressUpdate.recommendation_id == recommendation.id)
            ).all()
            assert {update.made_on.isoformat() for update in updates} == {expected["date"]}
            assert all(update.text and update.line_id and update.meeting_id for update in updates)
        bodies = [(one.organisation.name, one.part) for one in found["6"].responsibilities]
        assert bodies == [(COUNCIL, "lead"), ("West Mercia Police", "lead")]
        assert len(session.exec(select(ProgressUpdate)).all()) == 30
        twice = session.exec(
            select(ProgressUpdate.text).where(ProgressUpdate.recommendation_id == found["1"].id)
        ).one()
        assert "\n" in twice, (
            "a paragraph that follows without a heading belongs to the recommendation before it"
        )
    again = send(minute_taker, "003")
    assert "already here" in again.text


@pytest.mark.seeds
def test_001_beside_003_ties_its_sections_to_the_same_source_and_makes_31_as_one_not_yet_described(
    minute_taker: Client, look: Callable[[], Session]
) -> None:
    accept(minute_taker, send(minute_taker, "003"))
    accept(minute_taker, send(minute_taker, "001"))
    with look() as session:
        assert [one.short_name for one in session.exec(select(Source))] == ["IITCSE"]
        meeting = session.exec(select(Meeting).where(Meeting.held_on == date(2023, 3, 31))).one()
        found = {one.reference: one for one in session.exec(select(Recommendation))}
        assert len(found) == 30
        assert not found["31"].is_described
        tied = session.exec(
            select(Section).where(Section.meeting_id == meeting.id).order_by(col(Section.position))
        )
        numbered = [one.title for one in tied if re.fullmatch(r"Recommendation \d+", one.title)]
        assert numbered == [f"Recommendation {one}" for one in (1, 6, 8, 29, 31, 36, 37, 39)]
        addresses = {reference: f"/recommendations/{one.id}" for reference, one in found.items()}
    for reference in ("1", "6", "8", "29", "36", "37", "39"):
        page = minute_taker.get_page(addresses[reference])
        assert "31 March 2023" in words(page), reference
    page = minute_taker.get_page(addresses["31"])
    assert "nobody has written down yet what it says" in page.text


@pytest.mark.seeds
def test_004_names_the_source_but_no_numbers_and_is_tied_to_numbers_by_hand(
    minute_taker: Client, look: Callable[[], Session]
) -> None:
    accept(minute_taker, send(minute_taker, "003"))
    accept(minute_taker, send(minute_taker, "004"))
    with look() as session:
        source = session.exec(select(Source)).one()
        (section,) = session.exec(
            select(Section)
            .join(Meeting)
            .where(Section.source_id == source.id, Meeting.held_on == date(2024, 10, 8))
        ).all()
        assert section.title == "Executive overview of CSE prevalence across West Mercia"
        training = session.exec(select(Recommendation).where(Recommendation.reference == "37")).one()
        address, number = f"/sources/{source.id}", training.id
    page = minute_taker.get_page(address)
    assert "8 October 2024" in words(page, "#named")
    (form,) = page.css("form[action$='/tie']")
    tied = minute_taker.post_page(str(form.attributes["action"]), {"references": "37, 36"})
    assert not tied.css("#named"), "nothing is left to tie"
    trail = minute_taker.get_page(f"/recommendations/{number}")
    assert any("8 October 2024" in one for one in told(trail))
    assert "ensure that combined sense of mission across other policing areas" in trail.text


@pytest.mark.seeds
def test_the_page_of_recommendation_8_tells_its_story_from_november_2022_to_march_2023_in_order(
    minute_taker: Client, look: Callable[[], Session]
) -> None:
    for name in ("001", "003", "004"):
        accept(minute_taker, send(minute_taker, name))
    with look() as session:
        eight = session.exec(select(Recommendation).where(Recommendation.reference == "8")).one()
        address = f"/recommendations/{eight.id}"
    story = told(minute_taker.get_page(f"{address}?order=oldest"))
    days = [re.match(r"\d+\s\w+\s\d{4}", one) for one in story]
    assert [" ".join(one[0].split()) for one in days if one] == [
        "12 July 2022",
        "10 November 2022",
        "31 March 2023",
    ]
    published, reported, asked = story
    assert "made this recommendation" in published
    assert "West Mercia Police reports" in reported.replace("  ", " ")
    assert "asked if the CC was satisfied that the force has the right level of resource" in asked
    assert "provide update on WMP performance product prioritisation" in asked
    newest = told(minute_taker.get_page(address))
    assert newest == story[::-1]
