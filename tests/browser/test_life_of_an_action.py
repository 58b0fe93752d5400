"""One action through three meetings in three signed-in browsers; its first meeting's minutes stay as they were."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from docx import Document
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from app.dependencies import get_moment, get_today
from tests.browser.conftest import Person, assert_accessible, assert_fits

pytestmark = pytest.mark.browser

ACTION = "ACTION: Northfold Police to count the homes without an officer by 30 April 2025."
PDF = {"name": "Homes by district.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 forty-one homes"}


class Calendar:
    """The day it is for the product; the test turns it."""

    def __init__(self) -> None:
        self.today = date(2025, 3, 13)

    def moment(self) -> datetime:
        return datetime(self.today.year, self.today.month, self.today.day, 10, tzinfo=UTC)


@pytest.fixture
def calendar(app: FastAPI) -> Calendar:
    calendar = Calendar()
    app.dependency_overrides[get_today] = lambda: calendar.today
    app.dependency_overrides[get_moment] = calendar.moment
    return calendar


def hold_meeting(page: Page, held_on: date, heading: str, *lines: str) -> str:
    """Make a meeting, write its minutes and share it; returns its address."""
    page.goto("/meetings/new")
    page.get_by_label("Title").fill("Holding to account meeting")
    page.get_by_label("Day", exact=True).fill(held_on.isoformat())
    page.get_by_label("Day updates are due").fill((held_on - timedelta(days=2)).isoformat())
    page.locator("#updates_due_hour").fill("09:00")
    page.get_by_role("button", name="Make the meeting").click()
    page.get_by_label("Heading").fill(heading)
    page.get_by_role("button", name="Add section").click()
    page.get_by_role("heading", name=heading).first.wait_for()
    form = page.locator(".addform").first
    if not form.is_visible():
        page.get_by_text("Add a line").first.click()
    form.get_by_role("textbox").fill("\n".join(lines))
    form.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".lines").first).to_contain_text(lines[-1])
    return page.url.split("?")[0].split("#")[0]


def finish_and_share(page: Page, meeting: str) -> None:
    page.goto(meeting)
    page.get_by_role("button", name="It is over").click()
    share = page.get_by_role("button", name="Share its actions with their owners")
    page.get_by_role("button", name="Circulate the draft").wait_for()
    if share.count():
        share.click()
        expect(share).to_have_count(0)


def confirm(page: Page, meeting: str) -> None:
    page.goto(f"{meeting}/confirm")
    page.get_by_role("button", name="Confirm the minutes").click()
    expect(page.locator(".mtsteplist")).to_contain_text("Confirmed")


def printed(page: Page, meeting: str) -> tuple[bytes, str]:
    """The Word file of a meeting: the bytes of its text part, and the words that a reader sees."""
    data = page.request.get(f"{meeting}/word").body()
    words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml"), words


def answer(page: Page, words: str, *, proposal: str = "", evidence: bool = False) -> str:
    """Open what is owed, write, and send it; returns the action's address."""
    page.goto("/owed")
    page.get_by_role("link", name="count the homes").first.click()
    box = page.get_by_label("What has been done")
    box.press_sequentially(words)
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")
    if evidence:
        page.get_by_label("Evidence").set_input_files(PDF)  # type: ignore[arg-type]
        page.get_by_role("button", name="Add the file").click()
        page.get_by_role("link", name=PDF["name"]).wait_for()  # type: ignore[arg-type]
        expect(box).to_have_value(words)
    if proposal:
        page.get_by_label(proposal).check()
    page.get_by_role("button", name="Send to the Commissioner’s office").click()
    expect(page.locator(".tls")).to_contain_text(words)
    return page.url.split("#")[0]


def status(page: Page, action: str, word: str) -> None:
    page.goto(action)
    expect(page.locator(".side")).to_contain_text(word)


@pytest.mark.slow
def test_an_action_lives_through_three_meetings_and_the_first_one_s_minutes_never_change(
    person: Person, calendar: Calendar
) -> None:
    office, force, commissioner = (person(name) for name in ("minute_taker", "force_officer", "commissioner"))

    # Raised.
    first = hold_meeting(office, date(2025, 3, 13), "Homes", "The PCC asked about homes.", ACTION)
    finish_and_share(office, first)
    confirm(commissioner, first)
    before = printed(office, first)
    assert "count the homes" in before[1]

    # Answered with evidence.
    calendar.today = date(2025, 4, 10)
    action = answer(force, "Two of three districts are counted.", evidence=True)

    # Returned.
    office.goto(action)
    assert_accessible(office)
    assert_fits(office)
    file = office.get_by_role("link", name=PDF["name"]).first.get_attribute("href")  # type: ignore[arg-type]
    assert office.request.get(file or "").body() == PDF["buffer"]
    office.get_by_text("Return it with a question").click()
    office.get_by_label("Your question").fill("And the third district?")
    office.get_by_role("button", name="Return it").click()
    expect(office.locator(".tls")).to_contain_text("And the third district?")
    force.goto("/owed")
    expect(force.locator("main")).to_contain_text("One response was returned to you.")
    assert_accessible(force)
    assert_fits(force)

    # Answered again.
    assert answer(force, "The third is counted to half.") == action
    assert_accessible(force)
    assert_fits(force)
    status(office, action, "Response received")

    # Progressed.
    calendar.today = date(2025, 5, 15)
    second = hold_meeting(office, calendar.today, "Actions", "1/2025: progressed, two districts are counted.")
    finish_and_share(office, second)
    status(force, action, "Open")
    expect(force.locator(".tls")).to_contain_text("Progressed")

    # Carried with a new date.
    calendar.today = date(2025, 7, 10)
    third = hold_meeting(office, calendar.today, "Actions", "1/2025: carried to 12 September 2025.")
    finish_and_share(office, third)
    status(force, action, "12 September 2025")
    expect(force.locator(".side")).to_contain_text("First due 30 April 2025")
    expect(force.locator(".side")).to_contain_text("Once")

    # Closed, as the force proposed.
    calendar.today = date(2025, 9, 1)
    answer(force, "All homes are counted: forty-one.", proposal="Close the action")
    commissioner.goto(action)
    commissioner.get_by_label("When I accept it, close the action").check()
    commissioner.get_by_role("button", name="Accept").click()
    status(force, action, "Closed")

    # Reopened.
    commissioner.goto(action)
    commissioner.get_by_text("Reopen", exact=True).first.click()
    commissioner.get_by_label("Why it is taken up again").fill("One home was left out.")
    commissioner.get_by_role("button", name="Reopen").click()
    force.goto("/owed")
    expect(force.locator("main")).to_contain_text("count the homes")

    # Closed.
    commissioner.goto(action)
    commissioner.get_by_text("Close outside a meeting").first.click()
    commissioner.get_by_label("Why it is closed").fill("It was seen.")
    commissioner.get_by_role("button", name="Close outside a meeting").click()
    status(force, action, "Closed")
    told = force.locator(".tls").inner_text()
    for happened in (
        "Raised",
        "Returned with a question",
        "Progressed",
        "Carried to 12",
        "Closed",
        "Reopened",
    ):
        assert happened in told
    assert_accessible(force)

    # What the first meeting agreed is printed as it was agreed.
    assert printed(office, first) == before
