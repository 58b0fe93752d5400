"""Progress reports in a browser: begun from the record, put into words, issued, and given out as Word."""

import io
from datetime import date

import pytest
from docx import Document
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import now
from app.dependencies import get_today
from app.models.people import User
from app.models.recommendations import ProgressUpdate, Source
from tests.conftest import Office
from tests.page import Client, Page
from tests.story import Story

TODAY = date(2025, 6, 2)
PERIOD = {"from_on": "2025-02-01", "until_on": "2025-05-31"}


@pytest.fixture
def source(engine: Engine, office: Office, app: FastAPI) -> str:
    """The id of a report with one recommendation, of which the force said something in March."""
    app.dependency_overrides[get_today] = lambda: TODAY
    with Session(engine) as session:
        story = Story(session, session.get_one(User, office.minute_taker.id))
        eight = story.recommendation("8")
        session.add(
            ProgressUpdate(
                recommendation_id=eight.id or 0, organisation_id=office.force.id, made_on=date(2025, 3, 1),
                text="Two teams trained.", rating="Under way", recorded_at=now(),
            )
        )  # fmt: skip
        session.commit()
        return str(session.exec(select(Source)).one().id)


def begin(client: Client, source: str) -> str:
    """The address of a new report."""
    reply = client.post("/progress-reports/new", data={"source": source, **PERIOD}, follow_redirects=False)
    assert reply.status_code == 303
    return reply.headers["location"]


def form(page: Page, place: str) -> dict[str, str]:
    """The form that writes at a place, as a browser would send it."""
    for one in page.css("form"):
        sent = {box.attributes["name"]: box.attributes.get("value") or "" for box in one.css("input")}
        if sent.get("place") == place:
            return {key: str(value) for key, value in sent.items()}
    raise AssertionError(place)


def test_a_report_is_begun_written_in_issued_and_given_out(
    minute_taker: Client, publisher: Client, commissioner: Client, source: str, engine: Engine
) -> None:
    address = begin(minute_taker, source)
    page = minute_taker.get_page(address)
    assert "Two teams trained." in page.text
    assert "A draft" in page.text
    assert page.css("svg.fig__pic")
    assert "Reported on" in page.css("#figures table")[0].text()
    page = minute_taker.post_page(f"{address}/passages", form(page, "risks") | {"text": "Money runs out."})
    assert "Money runs out." in page.text
    assert minute_taker.post(f"{address}/issue").status_code == 403
    page = publisher.post_page(f"{address}/issue")
    assert "it stays as it was, whatever the record says later" in page.text
    assert not [one for one in page.css("form") if "/passages" in one.attributes["action"]]
    with Session(engine) as session:
        update = session.exec(select(ProgressUpdate)).one()
        update.text = "Something else."
        session.add(update)
        session.commit()
    assert "Two teams trained." in commissioner.get_page(address).text
    word = commissioner.get(f"{address}/word")
    words = "\n".join(one.text for one in Document(io.BytesIO(word.content)).paragraphs)
    assert "Two teams trained." in words
    assert "Money runs out." in words
    assert "Issued" in commissioner.get_page("/progress-reports").text


def test_what_was_typed_stands_there_again_when_somebody_was_faster(
    minute_taker: Client, publisher: Client, source: str
) -> None:
    address = begin(minute_taker, source)
    sent = form(minute_taker.get_page(address), "purpose")
    publisher.post_page(f"{address}/passages", sent | {"text": "Hers"})
    page = minute_taker.post_page(f"{address}/passages", sent | {"text": "His"}, status=409)
    assert "Somebody saved other words" in page.text
    assert page.css("#words-purpose")[0].text().strip() == "His"
    assert "Hers" in page.text


def test_a_period_that_cannot_be_is_said_beside_its_form(minute_taker: Client, source: str) -> None:
    for wrong, why in (
        ({"source": "", **PERIOD}, "Choose the report"),
        ({"source": source, "from_on": "2025-05-01", "until_on": "2025-04-01"}, "before its first"),
        ({"source": source, "from_on": "", "until_on": ""}, "Give the first and the last day"),
    ):
        assert why in minute_taker.post_page("/progress-reports/new", wrong, status=422).text


def test_a_draft_is_thrown_away(minute_taker: Client, source: str) -> None:
    address = begin(minute_taker, source)
    assert "No report has been written yet." in minute_taker.post_page(f"{address}/discard").text
    minute_taker.get_page(address, status=404)


def test_bodies_do_not_read_the_office_s_reports(
    force_officer: Client, minute_taker: Client, source: str
) -> None:
    address = begin(minute_taker, source)
    for there in ("/progress-reports", address, f"{address}/word"):
        assert force_officer.get(there).status_code == 403
