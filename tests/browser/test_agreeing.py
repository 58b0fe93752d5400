"""One meeting from draft to record, as those who take part meet it; every page accessible, none wider than a phone."""

from datetime import date

from fastapi import FastAPI
from playwright.sync_api import Page, expect
from sqlmodel import Session

from app.models.lines import Kind
from app.models.people import User
from app.services import lines
from tests.browser.conftest import Person, assert_accessible, assert_fits
from tests.conftest import Office
from tests.story import Story

BETTER = "The PCC asked about 41 homes."
AGREED = "The minutes of the meeting on 8 May 2025 were agreed."


def write_two_meetings(app: FastAPI, office: Office) -> str:
    """A draft, and a later meeting that agrees it; returns the address of the draft's meeting."""
    with Session(app.state.engine, expire_on_commit=False) as session:
        by: User = office.minute_taker
        story = Story(session, by)
        meeting = story.meeting(date(2025, 5, 8))
        story.attends(meeting, "Nasreen Qadir", "CC", "Chief Constable", office.force)
        section = story.section(meeting, "1", "Homes")
        for text in ("The PCC asked about 14 homes.", "The CC said that all were counted."):
            lines.add(session, section, text=text, by=by)
        later = story.meeting(date(2025, 7, 10))
        story.line(story.section(later, "1", "Minutes of the last meeting"), Kind.DECISION, AGREED)
        session.commit()
        return f"/meetings/{meeting.id}"


def look(page: Page, address: str = "") -> None:
    if address:
        page.goto(address)
    assert_accessible(page)
    assert_fits(page)


def test_a_draft_is_corrected_by_the_force_confirmed_at_a_later_meeting_and_amended(
    app: FastAPI, office: Office, person: Person
) -> None:
    meeting = write_two_meetings(app, office)
    joan = person("minute_taker")
    look(joan, f"{meeting}/circulate")
    joan.get_by_role("checkbox", name="Nasreen Qadir").check()
    joan.get_by_role("button", name="Circulate the draft").click()
    joan.locator(".secret").wait_for()
    look(joan)
    link = joan.locator(".secret").inner_text()

    # The Chief Constable signs in nowhere, and has no scripts.
    chief = person("", scripts=False)
    chief.goto(link)
    chief.get_by_role("link", name="Propose a correction").first.click()
    chief.get_by_label("How the line should read").fill(BETTER)
    chief.get_by_label("Why").fill("It was 41.")
    chief.get_by_role("button", name="Propose this correction").click()
    expect(chief.get_by_text("The office has not decided yet")).to_be_visible()
    reader = person("")
    look(reader, link)
    reader.get_by_role("link", name="Propose a correction").last.click()
    look(reader)

    look(joan, f"{meeting}/corrections")
    joan.get_by_text("Accept in other words").click()
    joan.get_by_text("Decline", exact=False).first.click()
    look(joan)
    joan.get_by_role("button", name="Accept").first.click()
    expect(joan.get_by_role("heading", name="Settled")).to_be_visible()
    look(joan)
    chief.reload()
    expect(chief.get_by_text("Accepted,")).to_be_visible()
    expect(chief.get_by_text(BETTER).first).to_be_visible()

    ellery = person("commissioner")
    look(ellery, f"{meeting}/confirm")
    ellery.get_by_role("radio", name=AGREED).check()
    ellery.get_by_role("button", name="Confirm the minutes").click()
    expect(ellery.get_by_role("link", name="meeting of 10 July 2025")).to_be_visible()
    look(ellery)

    look(ellery, f"{meeting}/amendments")
    ellery.get_by_label("What was found to be wrong").fill("The figure was 42.")
    ellery.get_by_role("button", name="Open an amendment").click()
    expect(ellery.get_by_text("These confirmed minutes are being amended.")).to_be_visible()
    joan.goto(meeting)
    joan.locator(".line", has_text=BETTER).hover()
    joan.locator(".line", has_text=BETTER).get_by_role("link", name="Edit").click()
    joan.get_by_label("Words of the line").fill("The PCC asked about 42 homes.")
    joan.get_by_role("button", name="Save").first.click()
    expect(joan.locator(".lines")).to_contain_text("42 homes")
    look(ellery, f"{meeting}/amendments")
    ellery.get_by_role("button", name="Finish the amendment").click()
    expect(ellery.get_by_text("Finished by Commissioner")).to_be_visible()
    look(ellery)
