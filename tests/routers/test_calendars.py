"""Calendars in a browser, and the feed as a calendar program reads it."""

import re
from datetime import date

import pytest
from icalendar import Calendar as Read
from sqlalchemy import Engine
from sqlmodel import Session

from app.models.people import User
from tests.conftest import Office, Statements
from tests.page import Client
from tests.story import Story

MARCH, JUNE = date(2023, 3, 31), date(2023, 6, 30)


@pytest.fixture
def actions(engine: Engine, office: Office, app: object) -> None:
    """Two actions of the force and one of the council, shared."""
    add(engine, office, 2)


def add(engine: Engine, office: Office, how_many: int) -> None:
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, session.get_one(User, office.minute_taker.id))
        section = story.section(story.meeting(MARCH, shared=True), "1", "Homes")
        for at in range(how_many):
            story.raises(section, f"Count the homes of district {at}", "Northfold Police", due_on=JUNE)
        story.raises(section, "Count the beds", "NCC", due_on=JUNE)
        session.commit()


def address_made(client: Client, choice: str) -> str:
    page = client.post_page("/calendars", {"choice": choice})
    found = re.search(r"https://testserver(/calendars/[\w-]+/due\.ics)", page.text)
    assert found, page.text
    return found[1]


@pytest.mark.usefixtures("actions")
def test_a_calendar_program_reads_the_feed_without_signing_in(
    force_officer: Client, public: Client, office: Office
) -> None:
    address = address_made(force_officer, f"organisation-{office.force.id}")
    reply = public.get(address)
    assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
    read = Read.from_ical(reply.content)
    assert [str(event["summary"]) for event in read.walk("VEVENT")] == [
        "Action 1/2023 due",
        "Action 2/2023 due",
    ]
    assert "homes" not in reply.text
    assert "Last read Not yet" not in force_officer.get_page("/calendars").text
    assert address not in force_officer.get("/calendars").text, "it is shown once"


@pytest.mark.usefixtures("actions")
def test_a_wrong_address_and_one_that_was_revoked_are_not_found(minute_taker: Client, public: Client) -> None:
    assert public.get("/calendars/guessed/due.ics").status_code == 404
    address = address_made(minute_taker, "everything")
    assert public.get(address).status_code == 200
    page = minute_taker.get_page("/calendars")
    revoke = page.css("form[action$='/revoke']")[0].attributes["action"]
    minute_taker.post_page(revoke)
    assert public.get(address).status_code == 404
    assert "Your calendars" not in minute_taker.get_page("/calendars").text


@pytest.mark.usefixtures("actions")
def test_an_address_made_anew_takes_the_place_of_the_old_one(minute_taker: Client, public: Client) -> None:
    first = address_made(minute_taker, "everything")
    renew = minute_taker.get_page("/calendars").css("form[action$='/renew']")[0].attributes["action"]
    page = minute_taker.post_page(renew)
    found = re.search(r"https://testserver(/calendars/[\w-]+/due\.ics)", page.text)
    assert found
    assert public.get(first).status_code == 404
    assert public.get(found[1]).status_code == 200


@pytest.mark.usefixtures("actions")
def test_a_program_that_has_read_the_same_already_is_told_so(
    minute_taker: Client, public: Client, engine: Engine, office: Office
) -> None:
    address = address_made(minute_taker, "everything")
    first = public.get(address)
    assert "private" in first.headers["cache-control"]
    again = public.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    add(engine, office, 1)
    later = public.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert later.status_code == 200
    assert later.headers["etag"] != first.headers["etag"]


def test_nobody_touches_the_calendar_of_another(
    minute_taker: Client, publisher: Client, administrator: Client
) -> None:
    address_made(minute_taker, "everything")
    assert publisher.post("/calendars/1/revoke").status_code == 404
    assert publisher.post("/calendars/1/renew").status_code == 404
    assert administrator.post("/calendars/1/revoke").status_code in (403, 404)
    assert minute_taker.post("/calendars", data={"choice": "person-99"}).status_code == 422


def test_a_feed_takes_as_many_statements_for_three_hundred_actions_as_for_three(
    minute_taker: Client, public: Client, statements: Statements, engine: Engine, office: Office
) -> None:
    add(engine, office, 2)
    address = address_made(minute_taker, "everything")
    public.get(address)
    statements.seen.clear()
    public.get(address)
    few = len(statements)
    add(engine, office, 297)
    statements.seen.clear()
    assert public.get(address).text.count("BEGIN:VEVENT") == 301
    assert len(statements) == few
