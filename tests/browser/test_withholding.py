"""Words are withheld where they stand: selected and a key pressed, or ticked without scripts; and the check."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from app.db import transaction
from app.models.meetings import Meeting
from app.services import lines, sections
from tests.browser.conftest import Person, assert_accessible, assert_fits
from tests.conftest import Office
from tests.routers.test_meetings import make

pytestmark = pytest.mark.browser
SAID = "The CC spoke of Zebulon Quillfosk, a 15-year-old victim."


@pytest.fixture
def minutes(app: FastAPI, office: Office) -> str:
    """The page of a small meeting that names somebody."""
    with transaction(app.state.engine) as session:
        meeting: Meeting = make(session, office.minute_taker)
        section = sections.of_meeting(session, meeting)[-1]
        lines.add(session, section, text=SAID, by=office.minute_taker)
        session.commit()
        return f"/meetings/{meeting.id}"


SELECT = """line => {
    const words = line.querySelector(".line__w");
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf("Zebulon Quillfosk");
        if (at < 0) continue;
        getSelection().setBaseAndExtent(node, at, node, at + 17);
        return;
    }
}"""


def test_words_are_selected_and_a_key_withholds_them(sign_in_as: Callable[[str], Page], minutes: str) -> None:
    page = sign_in_as("publisher")
    page.goto(minutes)
    page.locator(".line", has_text="Zebulon").evaluate(SELECT)
    page.keyboard.press("Alt+Shift+KeyH")
    expect(page.get_by_role("heading", name="What is withheld")).to_be_visible()
    held = page.locator(".held")
    expect(held.locator(".held__words")).to_have_text("Zebulon Quillfosk")
    assert_accessible(page)
    assert_fits(page)
    held.get_by_label("Ground").select_option(label="FOIA section 40: personal information")
    held.get_by_role("button", name="Withhold on this ground").click()
    expect(held).to_contain_text("FOIA section 40: personal information. Withheld by Publisher")
    page.goto(minutes)
    expect(page.locator(".is-withheld")).to_have_text("Zebulon Quillfosk")

    page.goto(f"{minutes}/check")
    expect(page.locator(".found__one", has_text="a 15-year-old")).to_be_visible()
    expect(page.locator("mark", has_text="Zebulon")).to_have_count(0)
    assert_accessible(page)
    assert_fits(page)
    while page.get_by_role("button", name="Seen, leave it").count():
        page.get_by_role("button", name="Seen, leave it").first.click()
        page.wait_for_load_state()
    page.get_by_role("button", name="I have checked these minutes").click()
    expect(page.locator("main")).to_contain_text("Checked by Publisher")
    assert_accessible(page)


def test_without_scripts_the_words_of_a_line_are_ticked(person: Person, minutes: str) -> None:
    page = person("minute_taker", scripts=False)
    page.goto(minutes)
    page.locator(".line", has_text="Zebulon").get_by_role("link", name="Withhold").click()
    page.get_by_label("Zebulon").check()
    page.get_by_label("Quillfosk,").check()
    page.get_by_role("button", name="Propose to withhold").click()
    expect(page.locator(".held__words")).to_have_text("Zebulon Quillfosk,")
    expect(page.locator(".held")).to_contain_text("a publisher decides")


def test_an_office_chooses_what_is_printed_and_its_markings(
    sign_in_as: Callable[[str], Page], minutes: str
) -> None:
    page = sign_in_as("publisher")
    page.goto("/markings")
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("We mark minutes and their sections").check()
    page.get_by_role("button", name="Save").click()
    page.goto(f"{minutes}/withholdings")
    page.get_by_label("Marking of These minutes").select_option("OFFICIAL-SENSITIVE")
    page.get_by_role("button", name="Set the marking of These minutes").click()
    expect(page.locator("main")).to_contain_text("These minutes are marked OFFICIAL-SENSITIVE.")
    assert_accessible(page)
    assert_fits(page)
    page.goto(minutes)
    page.locator(".line", has_text="Zebulon").get_by_role("link", name="Withhold").click()
    assert_accessible(page)
    assert_fits(page)
