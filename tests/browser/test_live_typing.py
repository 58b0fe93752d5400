"""Minutes typed by keyboard alone have the structure they have when read from a file, for hardly a key more."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect
from sqlmodel import Session

from app.db import transaction
from app.documents.interpret import interpret
from app.documents.minutes import Minutes
from app.documents.source import read_source
from app.models.meetings import Meeting
from app.services import documents
from tests.browser.prepared import as_typed, prepare
from tests.conftest import Office
from tests.services.test_gathering import SAMPLES, SEEDS, plain

SAMPLE = SAMPLES / "northfold-2024-07-11.txt"
MOST_KEYS_MORE = 1.03
"""Typing here takes at most three keys in a hundred more than typing the bare text, each line ended by Enter."""


class Keyboard:
    """Types on the page and counts the keys that are pressed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.pressed += len(words)

    def press(self, keys: str) -> None:
        self.page.keyboard.press(keys)
        self.pressed += len(keys.split("+"))


def read(path: Path) -> Minutes:
    return interpret(read_source(path.read_bytes(), path.name)).minutes


def type_minutes(page: Page, app: FastAPI, office: Office, minutes: Minutes) -> tuple[Keyboard, int]:
    """Types all of them into a meeting of which only the facts and the attendance are there."""
    with transaction(app.state.engine) as session:
        meeting = prepare(session, minutes, office.minute_taker)
        session.commit()
        number = meeting.id or 0
    page.goto(f"/meetings/{number}/live")
    page.locator("dl[data-keys] div").first.wait_for(state="attached")
    keyboard = Keyboard(page)
    for place, line in enumerate(as_typed(minutes)):
        if place:
            keyboard.press("Enter")
        keyboard.type(line)
    # Going back up is leaving the last line.
    keyboard.press("ArrowUp")
    expect(page.locator("#live-state-words")).to_have_text(re.compile("^Saved "), timeout=60_000)
    return keyboard, number


def assert_same_structure(app: FastAPI, number: int, minutes: Minutes) -> None:
    with transaction(app.state.engine) as session:
        typed = gathered(session, number)
    read = plain(minutes, references=False)
    assert [part["title"] for part in typed["parts"]] == [part["title"] for part in read["parts"]]
    for typed_part, part in zip(typed["parts"], read["parts"], strict=True):
        for typed_line, line in zip(typed_part["lines"], part["lines"], strict=True):
            assert typed_line == line
    assert typed == read


def gathered(session: Session, number: int) -> dict[str, Any]:
    return plain(documents.gather(session, session.get_one(Meeting, number)), references=False)


def assert_hardly_a_key_more(keyboard: Keyboard, minutes: Minutes) -> None:
    bare = len("\n".join(as_typed(minutes)))
    assert keyboard.pressed <= MOST_KEYS_MORE * bare, f"{keyboard.pressed} keys for {bare} characters"


def test_minutes_typed_by_keyboard_alone_have_the_structure_they_have_when_read_from_a_file(
    app: FastAPI, office: Office, sign_in_as: Callable[[str], Page]
) -> None:
    """An invented sample, all of it."""
    minutes = read(SAMPLE)
    keyboard, number = type_minutes(sign_in_as("minute_taker"), app, office, minutes)
    assert_same_structure(app, number, minutes)
    assert_hardly_a_key_more(keyboard, minutes)


@pytest.mark.seeds
def test_published_minutes_typed_by_keyboard_alone_have_the_structure_they_have_when_read_from_their_file(
    app: FastAPI, office: Office, sign_in_as: Callable[[str], Page]
) -> None:
    """All of the text of October 2024, every key of it."""
    minutes = read(next(SEEDS.glob("004_*.txt")))
    minutes.title = "Holding to account"
    keyboard, number = type_minutes(sign_in_as("minute_taker"), app, office, minutes)
    assert_same_structure(app, number, minutes)
    assert_hardly_a_key_more(keyboard, minutes)


SLOW_DEVICE = """
const slowly = (then) => (event) => setTimeout(() => then(event), 500);
Object.defineProperty(IDBTransaction.prototype, "oncomplete", {
  set(then) { this.addEventListener("complete", slowly(then)); },
});
"""
LATE_STREAM = """
window.EventSource = class extends EventSource {
  set onmessage(then) { super.onmessage = (event) => setTimeout(() => then(event), 700); }
};
"""
LATE_ANSWERS = """
const atOnce = window.fetch;
window.fetch = async (...asked) => {
  const answer = await atOnce(...asked);
  await new Promise((resolve) => setTimeout(resolve, 500));
  return answer;
};
"""


@pytest.mark.parametrize(
    "late", [SLOW_DEVICE, LATE_STREAM, LATE_ANSWERS], ids=["device", "stream", "answers"]
)
def test_a_heading_keeps_its_place_however_late_the_page_hears_of_it(
    app: FastAPI, office: Office, sign_in_as: Callable[[str], Page], late: str
) -> None:
    """A change comes back two ways, and what was rendered before another was committed may come after its answer."""
    page = sign_in_as("minute_taker")
    page.add_init_script(late)
    with transaction(app.state.engine) as session:
        number = prepare(session, read(SAMPLE), office.minute_taker).id or 0
        session.commit()
    page.goto(f"/meetings/{number}/live")
    page.locator("dl[data-keys] div").first.wait_for(state="attached")
    lines = ["1. Homes", "All are open.", "2. Beds", "All are made.", "3. Doors", "All are shut."]
    for place, line in enumerate(lines):
        if place:
            page.keyboard.press("Enter")
        page.keyboard.type(line, delay=120)
    page.keyboard.press("ArrowUp")
    expect(page.locator("#live-state-words")).to_have_text(re.compile("^Saved "))
    with transaction(app.state.engine) as session:
        parts = gathered(session, number)["parts"]
    assert [(part["title"], [line["text"] for line in part["lines"]]) for part in parts] == [
        ("Homes", ["All are open."]),
        ("Beds", ["All are made."]),
        ("Doors", ["All are shut."]),
    ]
    page.wait_for_timeout(800)  # for what comes late
    assert [box.input_value() for box in page.locator("textarea.live-text").all()] == lines
