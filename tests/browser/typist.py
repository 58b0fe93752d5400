"""The page of minutes being typed, as its minute-taker drives it: by the keyboard."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session

from app.db import transaction
from app.models.meetings import Meeting
from app.models.people import User
from app.services import attendances, lines, meetings, planned_questions, recommendations, sections
from app.services.meetings import Facts
from tests.browser.prepared import HELD, PEOPLE, earlier_meeting
from tests.conftest import Office

REPORT = "The report was taken as read."
QUESTION = "The PCC asked how many homes had no officer."
ANSWER = "The CC said that three had none."
ACTION = "ACTION: CC to name an officer by 30 June 2025."
PLANNED = "What would show it in a year?"


def make_meeting(session: Session, by: User) -> Meeting:
    """A meeting under way: three headings, a question with its answer, an action and a planned
    question.
    """
    facts = Facts(title="Holding to account", held_on=HELD, venue="Old Customs House")
    meeting = meetings.create(session, facts=facts, by=by)
    for one in PEOPLE:
        attendances.add(session, meeting, facts=one, by=by)
    eight = recommendations.find_or_create(session, source="IIHR", reference="8", by=by)
    sections.add(session, meeting, number="1.", title="Welcome", by=by)
    inquiry = sections.add(session, meeting, number="2.", title="Inquiry into Harbour Road", by=by)
    about = sections.add(session, meeting, title="Recommendation 8", level=2, by=by)
    sections.set_recommendations(session, about, [eight], by=by)
    lines.add(session, inquiry, text=REPORT, by=by)
    lines.add_many(session, about, text="\n".join((QUESTION, ANSWER, ACTION)), by=by)
    planned_questions.plan(session, meeting, text=PLANNED, section=about, by=by)
    return meeting


@dataclass
class Typist:
    """Somebody with a keyboard and the page of a meeting."""

    page: Page
    number: int

    def open(self) -> None:
        self.page.goto(f"/meetings/{self.number}/live")
        self.page.locator("dl[data-keys] div").first.wait_for(state="attached")
        expect(self.box).to_be_focused()

    @property
    def line(self) -> Locator:
        """The line with the caret."""
        return self.page.locator(".live-line.is-now")

    @property
    def box(self) -> Locator:
        return self.line.locator("textarea.live-text")

    @property
    def marks(self) -> Locator:
        """What stands in the margin beside the line."""
        return self.line.locator(".live-k")

    @property
    def reading(self) -> Locator:
        """How the line is understood."""
        return self.line.locator(".live-reading")

    @property
    def said(self) -> Locator:
        """What somebody hears who does not look."""
        return self.page.locator("#live-said")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def go_to(self, words: str) -> None:
        """The caret at the end of the line with these words, as by a click behind them."""
        key = self.page.evaluate(
            "words => [...document.querySelectorAll('.live-line textarea.live-text')]"
            ".find(box => box.value.includes(words))?.closest('.live-line').dataset.key",
            words,
        )
        assert key, f"no line says {words!r}"
        self.page.locator(f"#line-{key} textarea.live-text").focus()
        self.press("End")

    def write_below(self, words: str) -> None:
        """A new line below the one with these words."""
        self.go_to(words)
        self.press("Enter")
        expect(self.box).to_have_value("")

    def texts(self) -> list[str]:
        """The words of all lines and headings, in order."""
        found: list[str] = self.page.evaluate(
            "[...document.querySelectorAll('.live-line:not(.is-removed) textarea.live-text')]"
            ".map(box => box.value).filter(Boolean)"
        )
        return found

    def is_in(self, section: str) -> None:
        """The caret stands in the section with that heading."""
        here = self.page.locator(".live-section:has(.is-now)")
        expect(here).to_have_attribute("data-name", section)
        expect(self.box).to_be_focused()

    def saved(self) -> None:
        """All is on the server."""
        expect(self.page.locator("#live-state")).to_have_attribute("data-state", "saved")


Meetings = Callable[[], Typist]


@pytest.fixture
def meeting(app: FastAPI, office: Office, sign_in_as: Callable[[str], Page]) -> Meetings:
    """The minute-taker at a new meeting under way, each time this is called; one action is open from before."""
    page = sign_in_as("minute_taker")
    with transaction(app.state.engine) as session:
        earlier_meeting(session, office.minute_taker)
        session.commit()

    def make() -> Typist:
        with transaction(app.state.engine) as session:
            number = make_meeting(session, office.minute_taker).id or 0
            session.commit()
        typist = Typist(page, number)
        typist.open()
        return typist

    return make


@pytest.fixture
def typist(meeting: Meetings) -> Typist:
    """The minute-taker at a meeting under way."""
    return meeting()
