"""The page of minutes in real browsers, before a real server that can be killed."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.models.lines import Line
from app.models.meetings import Section
from tests.conftest import Office
from tests.routers.test_meetings import make
from tests.served import Served, served

SAVED = re.compile(r"^Saved \d\d:\d\d:\d\d$")
FIRST = "The PCC asked how many homes had no officer."


@pytest.fixture
def server(database: str) -> Iterator[Served]:
    """A process of its own on the test's database."""
    with served(database) as server:
        yield server


@pytest.fixture
def number(engine: Engine, office: Office) -> int:
    """A meeting with one section: a question, its answer, another question and an action."""
    with Session(engine, expire_on_commit=False) as session:
        meeting = make(session, office.minute_taker)
        meeting.start()
        session.commit()
        return meeting.id or 0


@pytest.fixture
def address(server: Served) -> str:
    """Where the people of these tests go."""
    return server.address


def open_minutes(page: Page, number: int) -> Page:
    """The live page, ready to be typed into: its keys are listening."""
    page.goto(f"/meetings/{number}/live")
    expect(page.locator("dl[data-keys] div").first).to_be_attached()
    return page


def box(page: Page, words: str) -> Locator:
    """The box of the line that has exactly these words."""
    for place in page.locator("textarea.live-text").all():
        if place.input_value() == words:
            key = place.locator("xpath=ancestor::*[@data-key][1]").get_attribute("data-key")
            return page.locator(f"#line-{key} textarea.live-text")
    raise AssertionError(f"no line says {words!r}")


def line_of(place: Locator) -> Locator:
    """The whole line around a box."""
    return place.locator("xpath=ancestor::*[contains(@class, 'live-line')][1]")


def new_line(page: Page) -> Locator:
    """A new line at the end, with the caret in it."""
    last = page.locator("textarea.live-text").last
    last.click()
    last.press("Control+End")
    last.press("Enter")
    expect(page.locator("textarea.live-text").last).to_be_focused()
    return box(page, "")


def state(page: Page) -> Locator:
    """What the page says of saving."""
    return page.locator("#live-state-words")


def expect_saved(page: Page) -> None:
    expect(state(page)).to_have_text(SAVED)


def stored(engine: Engine, number: int) -> list[str]:
    """The words on the server's disk, in order."""
    with Session(engine) as session:
        return list(
            session.exec(
                select(Line.text)
                .join(Section, col(Section.id) == col(Line.section_id))
                .where(
                    Line.meeting_id == number,
                    col(Line.removed_at).is_(None),
                    col(Section.removed_at).is_(None),
                )
                .order_by(col(Section.position), col(Line.position))
            ).all()
        )


def kept(page: Page) -> list[str]:
    """The words that this browser keeps on the device, whoever typed them."""
    found: list[str] = page.evaluate(
        """async () => {
            if (!(await indexedDB.databases()).some(({ name }) => name === "hta-kept")) return [];
            const open = indexedDB.open("hta-kept");
            const database = await new Promise((resolve) => { open.onsuccess = () => resolve(open.result); });
            const all = database.transaction("kept").objectStore("kept").getAll();
            const found = await new Promise((resolve) => { all.onsuccess = () => resolve(all.result); });
            database.close();
            return found.filter((kept) => kept.kind === "line").map((kept) => kept.fields.text);
        }"""
    )
    return found


def expect_kept(page: Page, words: str) -> None:
    """The device has these words by now."""
    for _ in range(200):
        if words in kept(page):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"not on the device: {words!r}, but {kept(page)}")
