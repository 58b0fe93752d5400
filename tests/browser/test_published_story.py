"""One meeting from its draft to its second published version, as four people and a stranger."""

import io
import zipfile
from datetime import date

import pytest
from docx import Document
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from app.dependencies import get_today
from tests.browser.conftest import Person, assert_accessible, assert_fits

pytestmark = pytest.mark.browser

ASKED = "The PCC asked why 41 homes were without an officer."
NAMED = "The CC said that Morwenna Tallis of Sallow Lane had waited for nine days."
WITHHELD = "Morwenna Tallis of Sallow Lane"
ACTION = "ACTION: CC to count the homes without an officer by 30 April 2025."
STANDS = "/published/2025-03-13-holding-to-account-meeting"


@pytest.fixture(autouse=True)
def day(app: FastAPI) -> list[date]:
    """The day it is for the product; the test turns it."""
    day = [date(2025, 3, 13)]
    app.dependency_overrides[get_today] = lambda: day[0]
    return day


def write_up(page: Page, held_on: date, *lines: str) -> str:
    """Make a meeting at which the force was, write its minutes and finish it; returns its address."""
    page.goto("/meetings/new")
    page.get_by_label("Title").fill("Holding to account meeting")
    page.get_by_label("Day", exact=True).fill(held_on.isoformat())
    page.get_by_role("button", name="Make the meeting").click()
    meeting = page.url.split("?")[0].split("#")[0]
    page.goto(f"{meeting}/attendance")
    page.get_by_label("Name", exact=True).fill("Nasreen Qadir")
    page.get_by_label("Title that day").fill("Chief Constable")
    page.get_by_label("In these minutes").fill("CC")
    page.get_by_label("Organisation").fill("Northfold Police")
    page.get_by_label("Side").select_option("force")
    page.get_by_role("button", name="Add to the list").click()
    page.goto(meeting)
    page.get_by_label("Heading").fill("Homes")
    page.get_by_role("button", name="Add section").click()
    page.get_by_role("heading", name="Homes").first.wait_for()
    form = page.locator(".addform").first
    if not form.is_visible():
        page.get_by_text("Add a line").first.click()
    form.get_by_role("textbox").fill("\n".join(lines))
    form.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".lines").first).to_contain_text(lines[-1])
    page.goto(meeting)
    page.get_by_role("button", name="It is over").click()
    page.get_by_role("button", name="Circulate the draft").wait_for()
    return meeting


def publish(page: Page, meeting: str, *, reason: str = "") -> None:
    """Look at it as it will be, and publish it."""
    page.goto(f"{meeting}/publishing")
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name="Look at it as it will be").click()
    expect(page.locator("main")).to_contain_text("This is how version")
    assert WITHHELD not in page.content()
    page.get_by_role("link", name="Back to publishing").click()
    if reason:
        expect(page.get_by_label("Why it replaces version")).to_have_value(reason)
    page.get_by_label("I have looked at it as it will be").check()
    page.get_by_role("button", name="Publish version").click()
    expect(page.get_by_role("status")).to_contain_text("It is public.")


def word(page: Page, address: str) -> str:
    """The words of a Word file, of its parts too that nobody sees."""
    data = page.request.get(address).body()
    seen = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return seen + "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


@pytest.mark.slow
def test_minutes_go_from_draft_to_their_second_version_in_the_hands_of_four_people(
    person: Person, day: list[date]
) -> None:
    office, force, commissioner, publisher = (
        person(name) for name in ("minute_taker", "force_officer", "commissioner", "publisher")
    )
    stranger = person("", scripts=False)

    # A draft, circulated.
    meeting = write_up(office, day[0], ASKED, NAMED, ACTION)
    office.get_by_role("button", name="Share its actions with their owners").click()
    office.get_by_role("button", name="Circulate the draft").click()
    office.get_by_role("button", name="Circulate the draft").click()
    expect(office.locator("main")).to_contain_text("Corrections can be proposed until")
    stranger.goto("/published")
    expect(stranger.locator("main")).not_to_contain_text("13 March 2025")

    # A correction by the force, accepted.
    force.goto(f"{meeting}/draft")
    assert_accessible(force)
    force.get_by_role("link", name="Propose a correction").first.click()
    force.get_by_label("How the line should read").fill(ASKED.replace("41", "44"))
    force.get_by_label("Why").fill("Three were counted later.")
    force.get_by_role("button", name="Propose this correction").click()
    expect(force.locator("main")).to_contain_text("The office has not decided yet")
    office.goto(f"{meeting}/corrections")
    expect(office.locator("main")).to_contain_text("Three were counted later.")
    office.get_by_role("button", name="Accept", exact=False).first.click()
    expect(office.locator("main")).to_contain_text("Every correction is settled")

    # Agreed at a later meeting.
    day[0] = date(2025, 5, 15)
    agreed = "The minutes of the meeting on 13 March 2025 were agreed as a true record."
    later = write_up(office, day[0], agreed, "The PCC asked about homes again.")
    commissioner.goto(f"{meeting}/confirm")
    commissioner.get_by_label("The meeting of 15 May 2025").first.check()
    commissioner.get_by_role("button", name="Confirm the minutes").click()
    commissioner.goto(meeting)
    expect(commissioner.locator("main")).to_contain_text("Confirmed")
    expect(commissioner.locator("main")).to_contain_text("15 May 2025")

    # One passage withheld: still possible, though the text is fixed.
    publisher.goto(meeting)
    publisher.locator(".line", has_text=WITHHELD).get_by_role("link", name="Withhold").click()
    ticks = publisher.locator(".ticks .tick")
    words = [one.inner_text().strip() for one in ticks.all()]
    for at in (words.index("Morwenna"), words.index("Lane")):
        ticks.nth(at).locator("input").check()
    publisher.get_by_label("Ground").select_option("foia 40")
    publisher.get_by_role("button", name="Withhold", exact=True).click()
    expect(publisher.locator("main")).to_contain_text(WITHHELD)

    # Published.
    publish(publisher, meeting)
    stranger.goto("/published")
    stranger.get_by_role("link", name="13 March 2025").first.click()
    assert stranger.url.endswith(STANDS)
    main = stranger.locator("main")
    expect(main).to_contain_text("44 homes were without an officer")
    expect(main).to_contain_text("Version 1")
    assert WITHHELD not in stranger.content()
    assert "Morwenna" not in word(stranger, f"{STANDS}/minutes.docx")
    assert "Morwenna" not in stranger.request.get(f"{STANDS}/minutes.json").text()

    # A slip, amended with a reason: the next version says so, and the first stays readable.
    publisher.goto(f"{meeting}/amendments")
    publisher.get_by_label("What was found to be wrong").fill("The number of homes was wrong.")
    publisher.get_by_role("button", name="Open an amendment").click()
    publisher.goto(meeting)
    line = publisher.locator(".line", has_text="44 homes")
    line.get_by_role("link", name="Edit").click()
    box = publisher.locator(".edline textarea").first
    box.fill(ASKED.replace("41", "45"))
    publisher.locator(".edline").get_by_role("button", name="Save").first.click()
    expect(publisher.locator(".lines").first).to_contain_text("45 homes")
    publisher.goto(f"{meeting}/publishing")
    expect(publisher.locator("main")).to_contain_text("An amendment is open: finish it first.")
    publisher.goto(f"{meeting}/amendments")
    publisher.get_by_role("button", name="Finish the amendment").click()
    publish(publisher, meeting, reason="The number of homes was wrong")

    stranger.goto(STANDS)
    expect(main).to_contain_text("45 homes were without an officer")
    expect(main).to_contain_text("Version 2")
    expect(main).to_contain_text("because the number of homes was wrong")
    assert WITHHELD not in stranger.content()
    stranger.get_by_role("link", name="version 1").first.click()
    expect(main).to_contain_text("44 homes were without an officer")
    expect(main).to_contain_text("no longer holds")

    # The later meeting's minutes were never published, so nobody outside knows of them.
    assert later not in stranger.content()
