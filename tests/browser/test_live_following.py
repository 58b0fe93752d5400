"""Whoever may follows the minutes while they are taken: lines appear and change by themselves, also on a phone."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine
from sqlmodel import Session

from app.models.meetings import Meeting
from app.services import changes, planned_questions, sections
from tests.browser.conftest import NARROW, Person, assert_accessible, assert_fits
from tests.browser.live_page import (
    FIRST,
    address,
    box,
    expect_saved,
    new_line,
    number,
    open_minutes,
    server,
    stored,
)
from tests.conftest import Office
from tests.served import Served

__all__ = ["address", "number", "server"]
pytestmark = pytest.mark.browser


def follow(page: Page, number: int) -> Page:
    page.goto(f"/meetings/{number}/live")
    expect(page.locator("#live-state-words")).to_have_text("Following")
    return page


def allow_the_force(engine: Engine, office: Office, number: int, *, may: bool = True) -> None:
    with Session(engine, expire_on_commit=False) as session:
        meeting = session.get_one(Meeting, number)
        meeting.force_may_follow = may
        changes.record(session, "changed", "meeting", number, by=office.minute_taker, meeting=meeting)
        session.commit()


def words(page: Page) -> list[str]:
    """What a reader of the page reads."""
    return page.locator(".live-line:not(.live-heading) p.live-text").all_inner_texts()


@pytest.mark.parametrize("who", ["commissioner", "force_officer"])
def test_lines_appear_and_change_for_those_who_follow_without_a_reload(
    person: Person, number: int, engine: Engine, office: Office, who: str
) -> None:
    allow_the_force(engine, office, number)
    typist = open_minutes(person("minute_taker"), number)
    phone = follow(person(who, size=NARROW), number)
    phone.evaluate("window.sameDocument = true")
    assert words(phone) == stored(engine, number)
    line = new_line(typist)
    line.press_sequentially("The PCC asked who reads them.")
    expect(phone.get_by_text("The PCC asked who reads them.")).to_be_attached()
    line.press_sequentially(" And when.")
    expect(phone.get_by_text("The PCC asked who reads them. And when.")).to_be_attached()
    first = box(typist, FIRST)
    first.click()
    first.press("End")
    typist.keyboard.press("Enter")
    typist.keyboard.type("The DPCC asked the same.")
    typist.keyboard.press("Enter")
    typist.keyboard.type("Recommendation 8")
    typist.keyboard.press("Enter")
    expect_saved(typist)
    expect(phone.get_by_role("heading", name="Recommendation 8")).to_be_visible()
    expect(phone.locator(".live-line:not(.live-heading) p.live-text")).to_have_count(6)
    assert words(phone) == stored(engine, number)
    assert words(phone)[1] == "The DPCC asked the same."
    # The line that follows the new heading went below it.
    below = phone.locator(".live-section", has=phone.get_by_role("heading", name="Recommendation 8"))
    expect(below.locator("p.live-text")).to_have_count(4)
    assert phone.evaluate("window.sameDocument")
    assert phone.locator("textarea, .live-reading").count() == 0
    assert_accessible(phone)
    assert_fits(phone)


def test_after_a_break_exactly_what_was_missed_is_there(person: Person, number: int, engine: Engine) -> None:
    typist = open_minutes(person("minute_taker"), number)
    viewer = follow(person("commissioner"), number)
    viewer.context.set_offline(True)
    expect(viewer.locator("#live-state-words")).to_have_text("Not connected: trying again")
    expect(viewer.locator("body.live--off")).to_be_attached()
    line = new_line(typist)
    for text in ("One.", "Two.", "Three."):
        typist.keyboard.type(text)
        typist.keyboard.press("Enter")
    line.click()
    line.press("End")
    typist.keyboard.type(" Changed.")
    expect_saved(typist)
    assert words(viewer) == stored(engine, number)[:-3]
    viewer.context.set_offline(False)
    expect(viewer.get_by_text("Three.")).to_be_attached()
    expect(viewer.get_by_text("One. Changed.")).to_be_attached()
    assert words(viewer) == stored(engine, number)
    expect(viewer.locator("#live-state-words")).to_have_text("Following")


def test_what_a_reader_has_selected_and_where_they_are_stays_while_lines_change(
    person: Person, number: int, engine: Engine
) -> None:
    typist = open_minutes(person("minute_taker"), number)
    viewer = follow(person("commissioner", size={"width": 1280, "height": 300}), number)
    last = viewer.locator("p.live-text").last
    last.scroll_into_view_if_needed()
    viewer.mouse.wheel(0, 120)
    last.dblclick(position={"x": 20, "y": 12})
    selected = viewer.evaluate("getSelection().toString()")
    assert selected
    place = last.bounding_box()
    first = box(typist, FIRST)
    first.click()
    first.press("End")
    typist.keyboard.press("Enter")
    typist.keyboard.type("A line above whatever is being read.")
    expect(viewer.get_by_text("A line above whatever is being read.")).to_be_attached()
    end = box(typist, "ACTION: CC to name an officer by 30 June 2025.")
    end.click()
    end.press("End")
    typist.keyboard.type(" DCC to help.")
    expect(last).to_have_text(re.compile("DCC to help.$"))
    assert viewer.evaluate("getSelection().toString()") == selected
    assert last.bounding_box() == pytest.approx(place, abs=1)


def test_the_force_follows_only_while_the_meeting_allows_it(
    person: Person, number: int, engine: Engine, office: Office
) -> None:
    officer = person("force_officer")
    reply = officer.goto(f"/meetings/{number}/live")
    assert reply is not None
    assert reply.status == 404
    editing = person("minute_taker")
    editing.goto(f"/meetings/{number}/edit")
    editing.get_by_label("The force may follow live while the minutes are taken").check()
    editing.get_by_role("button", name="Save").click()
    editing.wait_for_url(f"**/meetings/{number}")
    officer.goto("/meetings")
    officer.get_by_role("link", name=re.compile("Follow Holding to account meeting")).click()
    expect(officer.locator("#live-state-words")).to_have_text("Following")
    assert words(officer) == stored(engine, number)
    allow_the_force(engine, office, number, may=False)
    expect(officer.locator("#live-state-words")).to_have_text(re.compile("no longer|may not"))
    new_line(open_minutes(editing, number)).press_sequentially("Not for the force.")
    expect_saved(editing)
    assert "Not for the force." not in officer.content()


def test_planned_questions_are_on_no_other_screen_than_the_offices(
    person: Person, number: int, engine: Engine, office: Office
) -> None:
    allow_the_force(engine, office, number)
    with Session(engine, expire_on_commit=False) as session:
        meeting = session.get_one(Meeting, number)
        section = sections.of_meeting(session, meeting)[0]
        planned_questions.plan(
            session,
            meeting,
            text="Whether anybody was asked.",
            section=section,
            by=office.users["commissioner"],
        )
        session.commit()
    assert "Whether anybody was asked." in follow(person("commissioner"), number).content()
    officer = follow(person("force_officer"), number)
    assert "Whether anybody" not in officer.content()
    assert "lanned" not in officer.locator("body").inner_text()


def test_without_scripts_the_page_leads_to_the_plain_editor(
    person: Person, server: Served, number: int, browser: Browser, engine: Engine
) -> None:
    plain = browser.new_context(base_url=server.address, java_script_enabled=False)
    page = person("minute_taker", context=plain)
    page.goto(f"/meetings/{number}/live")
    page.get_by_role("link", name="Write these minutes without scripts").click()
    page.wait_for_url(f"**/meetings/{number}")
    page.locator(".line").first.get_by_role("link", name="Edit").click()
    expect(page.locator("form textarea").first).to_be_visible()
    plain.close()


def test_the_page_is_usable_at_320_pixels_and_at_twice_the_size(
    person: Person, number: int, engine: Engine
) -> None:
    page = open_minutes(person("minute_taker"), number)
    assert_accessible(page)
    assert_fits(page)
    # 200 % zoom of a window of 1280 by 900 pixels leaves 640 by 450.
    page.set_viewport_size({"width": 640, "height": 450})
    assert_fits(page, 640)
    for width in (640, 320):
        page.set_viewport_size({"width": width, "height": 450})
        line = new_line(page)
        line.press_sequentially(
            "The PCC asked whether this can be read at any size, in any window, by anybody."
        )
        expect_saved(page)
        place = line.bounding_box()
        assert place is not None
        assert place["y"] > 50
        assert place["y"] + place["height"] <= 450
        expect(page.locator("#live-state-words")).to_be_in_viewport()
    assert_accessible(page)
    page.get_by_role("button", name="Agenda").click()
    expect(page.get_by_role("navigation", name="Agenda")).to_be_visible()
    page.get_by_role("navigation", name="Agenda").get_by_role("link", name="Homes 1").click()
    expect(page.locator("textarea.live-text:focus")).to_be_in_viewport()
