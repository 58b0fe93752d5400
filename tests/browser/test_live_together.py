"""Two people write the same minutes: on different lines they never disturb each other, and on the same line whoever is
second sees both texts and chooses; neither vanishes, and nothing moves under anybody's hands.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.models.lines import LineRevision
from tests.browser.conftest import Person, assert_accessible
from tests.browser.live_page import (
    FIRST,
    address,
    box,
    expect_saved,
    kept,
    line_of,
    new_line,
    number,
    open_minutes,
    server,
    stored,
)

__all__ = ["address", "number", "server"]
pytestmark = pytest.mark.browser


@pytest.fixture
def joan(person: Person, number: int) -> Page:
    return open_minutes(person("minute_taker"), number)


@pytest.fixture
def priya(person: Person, number: int) -> Page:
    return open_minutes(person("publisher"), number)


def place_in_window(line: Locator) -> float:
    found = line.bounding_box()
    assert found is not None
    return found["y"]


def test_what_others_write_never_moves_the_caret_the_scroll_or_the_selection(
    joan: Page, priya: Page, number: int, engine: Engine
) -> None:
    mine = new_line(joan)
    mine.press_sequentially("The PCC asked about the night shift.")
    expect_saved(joan)
    joan.keyboard.press("Home")
    joan.keyboard.press("Control+Shift+ArrowRight")
    joan.keyboard.press("Control+Shift+ArrowRight")
    before = place_in_window(mine)
    # Somebody else writes two lines above it, and changes another.
    theirs = box(priya, FIRST)
    theirs.click()
    priya.keyboard.press("End")
    priya.keyboard.press("Enter")
    priya.keyboard.type(
        "The DPCC asked the same of the day shift, and of the weeks around the new year in each district."
    )
    priya.keyboard.press("Enter")
    priya.keyboard.type("The CC said that he would come to that.")
    expect_saved(priya)
    expect(joan.locator("textarea.live-text")).to_have_count(8)
    box(joan, "The CC said that he would come to that.")
    assert place_in_window(mine) == pytest.approx(before, abs=1)
    expect(mine).to_be_focused()
    selected = mine.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
    assert selected.strip() == "The PCC"
    # And takes one out again.
    priya.keyboard.press("Control+A")
    priya.keyboard.press("Delete")
    priya.keyboard.press("Backspace")
    expect(joan.locator("textarea.live-text")).to_have_count(7)
    assert place_in_window(mine) == pytest.approx(before, abs=1)
    joan.keyboard.press("ArrowRight")
    joan.keyboard.type("X")
    expect_saved(joan)
    assert stored(engine, number)[-1] == "The PCCX asked about the night shift."


def test_small_names_show_who_is_where(joan: Page, priya: Page) -> None:
    box(joan, FIRST).click()
    line = line_of(box(priya, FIRST))
    expect(line.locator(".live-here")).to_have_text("Minute taker is typing here")
    expect(joan.locator(".live-here:visible")).to_have_count(0)
    joan.close()
    expect(line.locator(".live-here")).to_be_hidden()


def change_the_same_line(joan: Page, priya: Page) -> tuple[str, str]:
    """Both write at the end of one line; Priya's words are on their way when Joan's are saved. (mine, theirs)"""
    theirs_box, mine_box = box(joan, FIRST), box(priya, FIRST)
    mine_box.click()
    mine_box.press("End")
    # Priya's network is slow: what she types leaves after Joan's was saved.
    priya.context.set_offline(True)
    mine_box.press_sequentially(" She asked again.")
    theirs_box.click()
    theirs_box.press("End")
    theirs_box.press_sequentially(" He was asked twice.")
    expect_saved(joan)
    priya.context.set_offline(False)
    return FIRST + " She asked again.", FIRST + " He was asked twice."


@pytest.mark.parametrize("choice", ["Keep mine", "Take theirs", "Keep both"])
def test_of_two_typists_on_one_line_the_second_sees_both_texts_and_chooses(
    joan: Page, priya: Page, number: int, engine: Engine, choice: str
) -> None:
    before = stored(engine, number)[1:]
    mine, theirs = change_the_same_line(joan, priya)
    panel = priya.get_by_role("group", name="Minute taker changed this line while you were writing")
    expect(panel).to_be_visible()
    expect(priya.locator("#live-state-words")).to_have_text("1 line to choose")
    # Both texts are there, and what differs is marked word by word; the box still has mine.
    expect(panel.locator("dd").nth(0)).to_have_text(theirs)
    expect(panel.locator("dd").nth(1)).to_have_text(mine)
    assert panel.locator("dd").nth(0).locator("ins").all_inner_texts() == ["He was", "twice."]
    assert panel.locator("dd").nth(1).locator("ins").all_inner_texts() == ["She", "again."]
    box(priya, mine)
    assert stored(engine, number)[0] == theirs
    assert mine in kept(priya)
    assert_accessible(priya)
    panel.get_by_role("button", name=choice).click()
    expect(panel).to_be_hidden()
    expect(priya.locator("#live-state-words")).to_have_text(re.compile("^(Saved|Everything is saved)"))
    wanted = {"Keep mine": [mine], "Take theirs": [theirs], "Keep both": [theirs, mine]}[choice]
    assert stored(engine, number) == [*wanted, *before]
    expect(joan.locator("textarea.live-text").nth(1)).to_have_value(wanted[0])
    # The text that was not taken has not vanished: the other's stands in the history, mine can be copied.
    with Session(engine) as session:
        history = session.exec(select(LineRevision.text).order_by(col(LineRevision.id))).all()
    assert theirs in history
    assert (mine in history) or kept(priya) == [mine]
    if choice == "Take theirs":
        expect(priya.locator("#live-kept blockquote")).to_have_text(mine)


def test_a_line_taken_out_by_somebody_else_while_one_writes_in_it_can_be_kept(
    joan: Page, priya: Page, number: int, engine: Engine
) -> None:
    before = stored(engine, number)
    mine = box(priya, FIRST)
    mine.click()
    mine.press("End")
    theirs = box(joan, FIRST)
    theirs.click()
    joan.keyboard.press("Control+A")
    joan.keyboard.press("Delete")
    joan.keyboard.press("Backspace")
    expect_saved(joan)
    mine.press_sequentially(" Still wanted.")
    panel = priya.get_by_role("group", name="Minute taker took this line out while you were writing")
    expect(panel).to_be_visible()
    panel.get_by_role("button", name="Keep mine").click()
    expect_saved(priya)
    assert stored(engine, number) == [FIRST + " Still wanted.", *before[1:]]
    expect(joan.locator("textarea.live-text").nth(1)).to_have_value(FIRST + " Still wanted.")


def test_whoever_writes_in_what_somebody_took_out_is_told_and_it_goes_when_they_leave(
    joan: Page, priya: Page, number: int
) -> None:
    new_line(joan).press_sequentially("2. Vetting")
    joan.keyboard.press("Enter")
    expect(priya.locator(".live-heading")).to_have_count(2)
    box(priya, FIRST).click()
    joan.locator("textarea.live-text").first.click()
    joan.keyboard.press("Alt+Delete")
    said = "Somebody took this section out. It goes when you leave it; History brings it back."
    expect(priya.locator(".live-line.is-now .live-reading")).to_have_text(said)
    expect(priya.locator("#live-said")).to_have_text(said)
    assert box(priya, FIRST).evaluate("box => box === document.activeElement")
    assert_accessible(priya)
    box(priya, "2. Vetting").click()
    expect(priya.locator(".live-heading")).to_have_count(1)
    assert FIRST not in [box.input_value() for box in priya.locator("textarea.live-text").all()]
