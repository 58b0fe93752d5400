"""Minutes put right in place: nothing typed is lost, and every removal has a way back."""

import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from app.db import transaction
from app.models.people import User
from tests.browser.conftest import Person, assert_accessible, assert_fits
from tests.conftest import Office
from tests.routers.test_meetings import make

pytestmark = pytest.mark.browser
ACTION = "ACTION: CC to name an officer by 30 June 2025."


@pytest.fixture
def minutes(app: FastAPI, office: Office) -> str:
    """The page of a small meeting."""
    with transaction(app.state.engine) as session:
        by: User = office.minute_taker
        meeting = make(session, by)
        session.commit()
        return f"/meetings/{meeting.id}"


def test_a_line_is_changed_where_it_stands(sign_in_as: Callable[[str], Page], minutes: str) -> None:
    page = sign_in_as("minute_taker")
    page.goto(minutes)
    line = page.locator(".line", has_text="name an officer")
    line.get_by_role("link", name="Edit").click()
    box = page.get_by_label("Words of the line")
    expect(box).to_be_focused()
    expect(box).to_have_value(ACTION)
    assert_accessible(page)
    assert_fits(page)
    box.press("End")
    box.press_sequentially(" DCC to help.")
    page.get_by_role("button", name="Save the words").click()
    saved = page.locator(".line", has_text="DCC to help")
    expect(saved.get_by_role("link", name="Edit")).to_be_focused()
    expect(page.locator("#raised")).to_contain_text("30 June 2025")


def test_another_open_line_keeps_what_is_typed_in_it(sign_in_as: Callable[[str], Page], minutes: str) -> None:
    page = sign_in_as("minute_taker")
    page.goto(minutes)
    page.locator(".line", has_text="how many homes").get_by_role("link", name="Edit").click()
    box = page.get_by_label("Words of the line")
    box.press("End")
    box.press_sequentially(" Half a sentence")
    page.get_by_text("Add a line").click()
    page.get_by_label(re.compile("Type as in the minutes")).fill("The meeting was closed.")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".line", has_text="The meeting was closed.")).to_be_visible()
    expect(box).to_have_value("The PCC asked how many homes had no officer. Half a sentence")


def test_a_removed_line_comes_back_to_its_place(sign_in_as: Callable[[str], Page], minutes: str) -> None:
    page = sign_in_as("minute_taker")
    page.goto(minutes)
    words = page.locator(".lines .line__t")
    before = words.all_inner_texts()
    page.locator(".line", has_text="three had none").get_by_role("link", name="Edit").click()
    page.get_by_role("button", name="Move down").click()
    expect(page.locator(".lines .line").nth(2)).to_have_class(re.compile("line--editing"))
    page.get_by_role("button", name="Move up").click()
    expect(page.locator(".lines .line").nth(1)).to_have_class(re.compile("line--editing"))
    page.get_by_role("button", name="Remove the line").click()
    undo = page.locator("#undo").get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    assert_accessible(page)
    undo.press("Enter")
    expect(page.locator("#undo")).to_have_count(0)
    assert words.all_inner_texts() == before


def test_somebody_else_s_words_and_ones_own_are_both_there(person: Person, minutes: str) -> None:
    mine, publisher = person("minute_taker"), person("publisher")
    for page in (mine, publisher):
        page.goto(minutes)
        page.locator(".line", has_text="how many homes").get_by_role("link", name="Edit").click()
        page.get_by_label("Words of the line").wait_for()
    publisher.get_by_label("Words of the line").fill("Theirs.")
    publisher.get_by_role("button", name="Save the words").click()
    expect(publisher.locator(".line", has_text="Theirs.")).to_be_visible()
    mine.get_by_label("Words of the line").fill("Mine.")
    mine.get_by_role("button", name="Save the words").click()
    expect(mine.get_by_role("alert").filter(has_text="Theirs.")).to_be_visible()
    expect(mine.get_by_label("Words of the line")).to_have_value("Mine.")
    assert_accessible(mine)
    mine.get_by_role("button", name="Save the words").click()
    expect(mine.locator(".line", has_text="Mine.").get_by_role("link", name="Edit")).to_be_focused()


def test_a_passage_is_set_by_hand_without_losing_the_place(
    sign_in_as: Callable[[str], Page], minutes: str
) -> None:
    page = sign_in_as("minute_taker")
    page.goto(minutes)
    page.locator(".line", has_text="three had none").get_by_role("link", name="Edit").click()
    page.get_by_label("Kind").select_option("Statement")
    page.get_by_role("button", name="Save this passage").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(page.get_by_label("Kind")).to_have_value("statement")
    unanswered = page.locator(".line", has_text="how many homes").get_by_text("No answer is recorded")
    expect(unanswered).to_be_visible()


def test_several_lines_are_written_one_below_the_other(
    sign_in_as: Callable[[str], Page], minutes: str
) -> None:
    page = sign_in_as("minute_taker")
    page.goto(minutes)
    page.locator(".line", has_text="how many homes").get_by_role("link", name="Add below").click()
    for words in ("First new line.", "Second new line."):
        box = page.get_by_label("New lines below this one")
        expect(box).to_be_focused()
        expect(box).to_have_value("")
        box.press_sequentially(words)
        page.locator(".addform", has=box).get_by_role("button", name="Add").click()
        expect(page.locator(".line", has_text=words)).to_be_visible()
    written = [text.strip() for text in page.locator(".lines .line__t").all_inner_texts()]
    assert written[1:3] == ["First new line.", "Second new line."]
