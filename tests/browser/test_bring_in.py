"""Checking what was read, by keyboard and by mouse, without losing the place."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from app.db import transaction
from app.services import documents
from tests.browser.conftest import Person, assert_accessible, assert_fits
from tests.conftest import Office
from tests.readings import a_reading

pytestmark = pytest.mark.browser


@pytest.fixture
def import_address(app: FastAPI, office: Office) -> str:
    """The check page of a small import."""
    with transaction(app.state.engine) as session:
        file = documents.store_file(session, b"x", name="january.txt", media_type="text/plain", by=None)
        stored = documents.begin_reading(session, file, by=office.minute_taker, reading=a_reading())
        session.commit()
        return f"/bring-in/{stored.id}"


def test_doubts_are_settled_by_keyboard_alone(sign_in_as: Callable[[str], Page], import_address: str) -> None:
    page = sign_in_as("minute_taker")
    page.goto(import_address)
    page.get_by_role("radio", name="Yes. It is an answer by the CC").focus()
    page.keyboard.press("2")
    expect(page.get_by_role("radio", name="No. Leave the question unanswered")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Doubts 1 of 2 settled")).to_be_visible()
    expect(page.get_by_role("radio", name="An action", exact=True)).to_be_focused()
    expect(page.locator("#summary")).to_contain_text("1 unanswered")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No doubt is left.")).to_be_visible()
    expect(page.get_by_role("button", name="Bring in these minutes")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Holding to account")


def test_a_row_is_corrected_in_its_place(sign_in_as: Callable[[str], Page], import_address: str) -> None:
    page = sign_in_as("minute_taker")
    page.goto(import_address)
    row = page.locator(".ck", has_text="Line 8")
    row.get_by_role("link", name="Action", exact=False).first.click()
    expect(row.get_by_label("This is")).to_be_focused()
    row.get_by_label("Due").fill("soon")
    row.get_by_label("Due").press("Enter")
    expect(row.get_by_role("alert")).to_contain_text("such as 31 March 2023")
    expect(row.get_by_label("Due")).to_have_value("soon")
    assert_accessible(page)
    assert_fits(page)
    row.get_by_label("Due").fill("28 February 2025")
    row.get_by_label("Due").press("Enter")
    expect(row).to_contain_text("due 28 February 2025")
    expect(row.get_by_role("link").first).to_be_focused()
    assert page.url.endswith(import_address)


def test_settling_a_doubt_leaves_what_is_being_typed_elsewhere(
    sign_in_as: Callable[[str], Page], import_address: str
) -> None:
    page = sign_in_as("minute_taker")
    page.goto(import_address)
    row = page.locator(".ck", has_text="Line 8")
    row.get_by_role("link").first.click()
    row.get_by_label("Owner").fill("ACC Mabey")
    page.get_by_role("radio", name="No. Leave the question unanswered").check()
    page.get_by_role("button", name="Settle, next doubt").click()
    expect(page.locator(".ck", has_text="Line 5")).to_contain_text("No answer was read")
    expect(row.get_by_label("Owner")).to_have_value("ACC Mabey")


def test_a_line_made_a_heading_keeps_the_place(
    sign_in_as: Callable[[str], Page], import_address: str
) -> None:
    page = sign_in_as("minute_taker")
    page.goto(import_address)
    row = page.locator(".ck", has_text="The PCC welcomed this.")
    row.get_by_role("link", name="Statement").click()
    row.get_by_role("button", name="This is a heading").click()
    heading = page.locator(".ck--h", has_text="The PCC welcomed this.")
    expect(heading.get_by_role("link").first).to_be_focused()
    expect(page.locator("#summary")).to_contain_text("3 sections")


def test_both_steps_are_accessible_and_fit_a_phone(
    sign_in_as: Callable[[str], Page], import_address: str
) -> None:
    page = sign_in_as("minute_taker")
    for address in ("/bring-in", import_address):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert_accessible(page)
        assert_fits(page)


def test_what_is_pasted_from_a_web_page_keeps_its_headings(sign_in_as: Callable[[str], Page]) -> None:
    page = sign_in_as("minute_taker")
    page.goto("/bring-in")
    page.get_by_label("The minutes").focus()
    page.evaluate(
        """() => {
            const held = new DataTransfer();
            held.setData("text/plain", "Audit\\nThe PCC asked whether anybody reads them.");
            held.setData("text/html", "<h2>Audit</h2><p>The PCC asked whether anybody reads them.</p>");
            const box = document.getElementById("pasted");
            box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: held, bubbles: true}));
            box.value = held.getData("text/plain");
            box.dispatchEvent(new InputEvent("input", {inputType: "insertFromPaste", bubbles: true}));
        }"""
    )
    page.get_by_role("button", name="Read this text").click()
    expect(page.get_by_text("Heading, level")).to_be_visible()


def test_without_scripts_the_same_forms_lead_back_to_their_place(person: Person, import_address: str) -> None:
    page = person("minute_taker", scripts=False)
    page.goto(import_address)
    page.get_by_label("No. Leave the question unanswered").check()
    page.get_by_role("button", name="Settle").first.click()
    assert page.url.endswith(f"{import_address}#doubt-1")
    page.locator(".ck", has_text="The PCC welcomed this.").get_by_role("link", name="Statement").click()
    page.get_by_label("This is").select_option("decision")
    page.get_by_role("button", name="Save").last.click()
    assert "#line-" in page.url
    expect(page.locator(".ck", has_text="The PCC welcomed this.")).to_contain_text("Decision")
