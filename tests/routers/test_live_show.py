"""The page of minutes that is typed into or followed: who gets which, and that it stays quick however long it grows."""

from datetime import date

import pytest
from sqlmodel import Session

from app.models.meetings import Meeting
from app.models.people import User
from app.services import meetings, planned_questions, sections
from tests.conftest import Office, Statements
from tests.page import Client
from tests.routers.test_meetings import make


@pytest.fixture
def meeting(session: Session, by: User) -> Meeting:
    meeting = make(session, by)
    meeting.start()
    session.commit()
    return meeting


def test_whoever_writes_gets_boxes_and_whoever_follows_gets_words(
    minute_taker: Client, commissioner: Client, meeting: Meeting
) -> None:
    page = minute_taker.get_page(f"/meetings/{meeting.id}/live")
    assert [box.text() for box in page.css("textarea.live-text")] == [
        "1. Homes 1",
        "The PCC asked how many homes had no officer.",
        "The CC said that three had none.",
        "The PCC asked when they would.",
        "ACTION: CC to name an officer by 30 June 2025.",
    ]
    assert page.css("noscript a[href='/meetings/1']")
    page = commissioner.get_page(f"/meetings/{meeting.id}/live")
    assert not page.css("textarea.live-text, .live-reading, .live-mark")
    assert page.css("p.live-text")[0].text().startswith("The PCC asked how many")


def test_the_force_gets_the_page_when_the_meeting_allows_it_and_nothing_of_the_offices_own(
    force_officer: Client,
    other_force_officer: Client,
    minute_taker: Client,
    meeting: Meeting,
    session: Session,
    office: Office,
) -> None:
    section = sections.of_meeting(session, meeting)[0]
    planned_questions.plan(
        session, meeting, text="Whether anybody was asked.", section=section, by=office.minute_taker
    )
    session.commit()
    address = f"/meetings/{meeting.id}/live"
    assert force_officer.get(address).status_code == 404
    edit = {"title": meeting.title, "held_on": "2025-05-15", "force_may_follow": "true"}
    minute_taker.post_page(f"/meetings/{meeting.id}/edit", edit)
    assert "checked" in str(
        minute_taker.get_page(f"/meetings/{meeting.id}/edit").css("#force_may_follow")[0].html
    )
    page = force_officer.get_page(address)
    assert "how many homes had no officer" in page.text
    assert "Whether anybody was asked." not in str(page.tree.html)
    assert "Whether anybody was asked." in str(minute_taker.get_page(address).tree.html)
    assert other_force_officer.get(address).status_code == 404


def test_confirmed_minutes_are_typed_into_no_more(
    minute_taker: Client, meeting: Meeting, session: Session, office: Office
) -> None:
    meetings.finish(session, meeting, by=office.minute_taker)
    meetings.confirm(session, meeting, by=office.users["publisher"])
    session.commit()
    page = minute_taker.get_page(f"/meetings/{meeting.id}/live")
    assert "nothing is typed into them any more" in page.text
    assert not page.css("textarea")


def test_starting_a_meeting_leads_to_its_live_page_and_the_list_says_that_it_goes_on(
    minute_taker: Client, commissioner: Client, session: Session, by: User
) -> None:
    meeting = make(session, by)
    session.commit()
    assert (
        minute_taker.get_page(f"/meetings/{meeting.id}").links()["Take minutes"]
        == f"/meetings/{meeting.id}/live"
    )
    assert not minute_taker.get_page("/meetings").css(".nowlive")
    page = minute_taker.post_page(f"/meetings/{meeting.id}/start")
    assert page.css("#live-document")
    assert (
        commissioner.get_page(f"/meetings/{meeting.id}").links()["Follow live"]
        == f"/meetings/{meeting.id}/live"
    )
    assert "Follow Holding to account meeting" in commissioner.get_page("/meetings").text


@pytest.mark.parametrize("who", ["minute_taker", "commissioner"])
def test_the_page_asks_the_database_as_often_for_300_lines_as_for_four(
    who: str, request: pytest.FixtureRequest, session: Session, by: User, statements: Statements
) -> None:
    client: Client = request.getfixturevalue(who)
    counts = []
    # Of a meeting before these, so that there are open actions to bring up at both.
    make(session, by, 2)
    for size in (1, 75):
        meeting = make(session, by, size)
        session.commit()
        statements.seen.clear()
        client.get_page(f"/meetings/{meeting.id}/live")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_meeting_like_one_whose_headings_were_typed_live_has_them_anew(
    minute_taker: Client, session: Session, meeting: Meeting, by: User
) -> None:
    reply = minute_taker.post(
        f"/meetings/{meeting.id}/live/lines/l{'0' * 20}",
        data={"text": "2. Vetting", "writer": "w", "left": "1", "section": "", "after": ""},
    )
    assert reply.json()["heading"]
    session.expire_all()
    there = sections.of_meeting(session, meeting)
    made = meetings.create_like(
        session, meeting, held_on=date(2025, 7, 10), section_ids={one.id or 0 for one in there}, by=by
    )
    session.commit()
    assert [one.title for one in sections.of_meeting(session, made)] == ["Homes 1", "Vetting"]
