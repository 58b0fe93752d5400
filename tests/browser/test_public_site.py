"""The public site in a real browser: accessible, without scripts, on a phone, in forced colours, on paper."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import now
from app.models.lines import Kind
from app.models.meetings import Assurance
from tests.browser.conftest import NARROW, WIDE, assert_accessible, assert_fits, look
from tests.conftest import Office
from tests.publishing import MARCH, Publishing

HERE = "/published/2025-03-13-holding-to-account"
PAGES = [
    "/published",
    "/published/search?q=children",
    "/published/actions",
    "/published/actions/1/2025",
    "/published/recommendations",
    "/published/recommendations/iihr",
    "/published/recommendations/iihr/12",
    "/published/coming",
    "/published/about",
    HERE,
    f"{HERE}/versions/1",
]

pytestmark = pytest.mark.browser


@pytest.fixture
def published(engine: Engine, office: Office) -> None:
    """Minutes in two versions, with everything that can stand in them, and a meeting to come."""
    with Session(engine, expire_on_commit=False) as session:
        made = Publishing(session, office)
        _, recommendation = made.source()
        meeting = made.meeting(MARCH, "Children were spoken of.", "A passage is withheld.")
        section = made.story.section(meeting, "3.1", "Recommendation 12", recommendation, level=2)
        section.assurance, section.assurance_statement = Assurance.NOT, "Nobody could tell how long it takes."
        session.add(section)
        made.story.line(section, Kind.QUESTION, "The PCC asked what a child would notice.", "PCC")
        made.publish(meeting, confirmed=False)
        session.commit()
        made.publish(meeting, reason="It was agreed as a true record.")
        made.announce(now().date() + timedelta(days=14))
        session.commit()


@pytest.fixture
def reader(browser: Browser, address: str, published: None) -> Iterator[Page]:
    """Somebody whose browser runs no scripts."""
    context = browser.new_context(base_url=address, viewport=WIDE, locale="en-GB", java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_every_public_page_is_accessible_and_fits_a_phone(
    published: None, page: Page, tmp_path: Path
) -> None:
    for number, place in enumerate(PAGES):
        reply = page.goto(place)
        assert reply is not None
        assert reply.status == 200, place
        assert_accessible(page)
        for width in (320, 640, 900):
            assert_fits(page, width)
        page.set_viewport_size(NARROW)
        assert_accessible(page)
        page.set_viewport_size(WIDE)
        look(page, tmp_path, f"public-{number}")
    assert page.context.cookies() == []


def test_public_pages_can_be_read_in_forced_colours(published: None, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(HERE)
    assert_accessible(page)
    assert page.locator(".pact .mk").first.is_visible()


def test_a_reader_without_scripts_finds_an_action_and_what_became_of_it(reader: Page) -> None:
    reader.goto("/published")
    reader.get_by_label("Search what is published").fill("count the interviews")
    reader.get_by_role("button", name="Search").click()
    reader.get_by_role("link", name="Holding to account, 13 March 2025").first.click()
    assert reader.url.partition("#")[0].endswith(HERE)
    reader.get_by_role("navigation", name="In these minutes").get_by_role(
        "link", name="Actions raised"
    ).click()
    reader.get_by_role("table", name="Actions raised at this meeting").get_by_role(
        "link", name="1/2025"
    ).click()
    assert reader.get_by_role("heading", level=1).inner_text() == "Action 1/2025"
    reader.get_by_role("navigation", name="Main").get_by_role("link", name="Recommendations").click()
    reader.get_by_role("link", name="Independent Inquiry into Harbour Road").click()
    reader.get_by_role("link", name="12", exact=True).click()
    assert "The PCC asked what a child would notice." in reader.get_by_role("main").inner_text()


def test_every_page_can_be_walked_by_keyboard(published: None, page: Page) -> None:
    page.goto(HERE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


@pytest.mark.poppler
def test_published_minutes_print_well(published: None, page: Page, tmp_path: Path) -> None:
    """Words, actions and tables on paper, and none of what is only pressed."""
    paper = tmp_path / "minutes.pdf"
    page.goto(HERE)
    page.pdf(path=paper, format="A4")
    printed = subprocess.run(
        ["pdftotext", "-layout", paper, "-"], check=True, capture_output=True, text=True
    ).stdout
    words = " ".join(printed.split())
    assert "The PCC asked what a child would notice." in words
    assert "CC to count the interviews, by 2 May 2025." in words
    assert "Not assured." in words
    assert "Page 1 of" in words
    for furniture in ("Coming meetings", "In these minutes ", "Sign in", "JSON"):
        assert furniture not in words.replace("In these minutes PCC", "").partition("Who was there")[0], (
            furniture
        )
