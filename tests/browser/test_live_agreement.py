"""Two people write at once, move, take out and undo, on a network where answers and news come late and in turns: in the
end both pages show what the server has.
"""

import random
import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.models.lines import Line
from app.models.meetings import Section
from tests.browser.conftest import Person
from tests.browser.live_page import address, number, open_minutes, server

__all__ = ["address", "number", "server"]
pytestmark = pytest.mark.browser

STEPS = 45
LATE = """
let seed = SEED;
const chance = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
const wait = (most) => new Promise((resolve) => setTimeout(resolve, chance() * most));
window.EventSource = class extends EventSource {
  set onmessage(then) {
    let before = Promise.resolve();
    super.onmessage = (event) => (before = Promise.all([before, wait(500)]).then(() => then(event)));
  }
};
const atOnce = window.fetch;
window.fetch = async (...asked) => {
  await wait(60);
  const answer = await atOnce(...asked);
  await wait(200);
  return answer;
};
"""
"""What is told comes late, but in order, as over any connection; answers come when they come."""
SHOWN = """() => [...document.querySelectorAll(".live-line:not(.is-removed)")]
    .map((line) => (line.matches(".live-heading") ? "# " : "") + line.querySelector("textarea").value.trim())"""
TWICE = """() => {
    const ids = [...document.querySelectorAll("#live-document [id]")].map((element) => element.id);
    return ids.filter((id, at) => ids.indexOf(id) !== at);
}"""


class Writer:
    """Somebody who does what comes to mind."""

    def __init__(self, page: Page, name: str, chance: random.Random) -> None:
        self.page, self.name, self.chance = page, name, chance
        self.typed = 0

    def act(self) -> None:
        acts = {
            self.line: 30, self.heading: 14, self.up: 8, self.down: 8, self.remove: 6, self.undo: 6,
            self.go_elsewhere: 14, self.pause: 14, self.write_on: 8,
        }  # fmt: skip
        self.chance.choices(list(acts), list(acts.values()))[0]()

    def line(self) -> None:
        self.typed += 1
        self.page.keyboard.press("End")
        self.page.keyboard.press("Enter")
        self.page.keyboard.type(f"{self.name} wrote {self.typed} words.")

    def heading(self) -> None:
        self.typed += 1
        self.page.keyboard.press("End")
        self.page.keyboard.press("Enter")
        self.page.keyboard.type(f"{self.typed}. Topic of {self.name}")
        self.page.keyboard.press("Enter")

    def write_on(self) -> None:
        self.page.keyboard.press("End")
        self.page.keyboard.type(" More.")

    def up(self) -> None:
        self.page.keyboard.press("Alt+ArrowUp")

    def down(self) -> None:
        self.page.keyboard.press("Alt+ArrowDown")

    def remove(self) -> None:
        self.page.keyboard.press("Alt+Delete")

    def undo(self) -> None:
        self.page.keyboard.press("Alt+z")

    def pause(self) -> None:
        self.page.wait_for_timeout(self.chance.choice([30, 200, 500]))

    def go_elsewhere(self) -> None:
        boxes = self.page.locator("textarea.live-text")
        if there := boxes.count():
            boxes.nth(self.chance.randrange(there)).focus()

    def come_to_rest(self) -> None:
        """Everything is sent, and the caret is where nothing waits for it to go."""
        self.page.keyboard.press("Control+s")
        done = re.compile("^(Saved|Everything is saved|.* to choose)")
        expect(self.page.locator("#live-state-words")).to_have_text(done)
        self.page.wait_for_timeout(800)
        self.page.locator("textarea.live-text").first.focus()


def on_the_server(engine: Engine, number: int) -> list[str]:
    with Session(engine) as session:
        shown = []
        for section in session.exec(
            select(Section)
            .where(Section.meeting_id == number, col(Section.removed_at).is_(None))
            .order_by(col(Section.position), col(Section.id))
        ):
            shown += [f"# {section.words}"] if section.words else []
            shown += session.exec(
                select(Line.text)
                .where(Line.section_id == section.id, col(Line.removed_at).is_(None))
                .order_by(col(Line.position), col(Line.id))
            ).all()
        return shown


@pytest.mark.parametrize("seed", [17, 100, 126])
def test_two_who_write_at_once_see_in_the_end_what_the_server_has(
    person: Person, number: int, engine: Engine, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311  the same each time
    writers = []
    for place, who in enumerate(("minute_taker", "publisher")):
        page = person(who)
        page.add_init_script(f"{{{LATE.replace('SEED', str(seed * 2 + place + 1))}}}")
        writers.append(Writer(open_minutes(page, number), who, chance))
    for _ in range(STEPS):
        chance.choice(writers).act()
    for writer in writers:
        writer.come_to_rest()
    writers[0].page.wait_for_timeout(1000)
    stored = on_the_server(engine, number)
    for writer in writers:
        assert writer.page.evaluate(TWICE) == []
        if not writer.page.locator(".is-contested").count():
            assert [words for words in writer.page.evaluate(SHOWN) if words not in ("", "#")] == stored
