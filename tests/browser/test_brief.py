"""The brief in a real browser: notes kept as they are typed, questions planned by keyboard, and paper."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import now
from app.models.meetings import Meeting
from app.models.people import User
from tests.browser.conftest import NARROW, WIDE, Person, assert_accessible, assert_fits
from tests.conftest import Office
from tests.story import Story


@pytest.fixture
def meeting(engine: Engine, office: Office) -> int:
    """Tomorrow's, after one that left a question and an action over."""
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, session.get_one(User, office.minute_taker.id))
        section = story.section(
            story.meeting(date(2024, 7, 11)), "2", "Recommendation 8", story.recommendation("8")
        )
        story.asks(section, "The PCC asked how the force knows.")
        story.asks(section, "The DPCC asked whether advocates are told at night.", who="DPCC")
        story.raises(section, "Count the homes", "Northfold Police", due_on=date(2024, 9, 30))
        coming = Meeting(
            title="Holding to account", held_on=now().date() + timedelta(days=1), created_at=now()
        )
        session.add(coming)
        session.flush()
        story.section(coming, "1", "Recommendation 8", story.recommendation("8"))
        session.commit()
        return coming.id or 0


def saved(page: Page) -> None:
    expect(page.locator("#note-state")).to_contain_text("Saved ")


def test_notes_are_kept_as_they_are_typed_and_nothing_is_lost_when_two_write(
    sign_in_as: Callable[[str], Page], person: Person, meeting: int
) -> None:
    page = sign_in_as("commissioner")
    page.goto(f"/meetings/{meeting}/brief")
    page.locator("#note").press_sequentially("Thank her.")
    saved(page)
    page.reload()
    expect(page.locator("#note")).to_have_value("Thank her.")
    other = person("publisher")
    other.goto(f"/meetings/{meeting}/brief")
    page.locator("#note").press("Control+End")
    page.locator("#note").press_sequentially(" And him.")
    saved(page)
    other.locator("#note").press("Control+End")
    other.locator("#note").press_sequentially(" Be brief.")
    expect(other.get_by_role("alert").filter(has_text="Somebody else changed these notes")).to_be_visible()
    assert_accessible(other)
    expect(other.locator("#note")).to_have_value("Thank her. Be brief.")
    other.get_by_role("button", name="Keep both").click()
    expect(other.locator("#note")).to_have_value("Thank her. And him.\n\nThank her. Be brief.")


def test_the_last_words_of_a_note_are_kept_when_the_page_is_left_at_once(
    sign_in_as: Callable[[str], Page], meeting: int
) -> None:
    page = sign_in_as("commissioner")
    page.goto(f"/meetings/{meeting}/brief")
    page.locator("#note").press_sequentially("Thank her")
    saved(page)
    page.locator("#note").press_sequentially(" and him.")
    expect(page.locator("#note-state")).to_have_text("Not kept yet")
    page.goto("/questions")
    for _ in range(40):  # the words are on their way while the next page opens
        page.goto(f"/meetings/{meeting}/brief")
        if page.locator("#note").input_value() == "Thank her and him.":
            break
    expect(page.locator("#note")).to_have_value("Thank her and him.")


def test_questions_are_planned_changed_ordered_and_brought_back_by_keyboard_alone(
    sign_in_as: Callable[[str], Page], meeting: int
) -> None:
    page = sign_in_as("commissioner")
    page.goto(f"/meetings/{meeting}/brief")
    planned = page.locator("#plan li")
    for words in ("Why Eastmere?", "Who brings the comments?"):
        page.get_by_label("New question").focus()
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(planned.last).to_contain_text(words)
    page.get_by_role("button", name=re.compile("Earlier.*Who brings")).press("Enter")
    expect(planned.first).to_contain_text("Who brings the comments?")
    page.get_by_role("link", name=re.compile("Change.*Why Eastmere")).press("Enter")
    box = page.get_by_label("The question")
    expect(box).to_be_focused()
    box.press("Control+a")
    page.keyboard.type("Why has Eastmere not been counted?")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(planned.last).to_contain_text("Why has Eastmere not been counted?")
    page.get_by_role("button", name=re.compile("Remove.*Who brings")).press("Enter")
    expect(planned).to_have_count(1)
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    undo.press("Enter")
    expect(planned).to_have_count(2)
    assert_accessible(page)
    assert_fits(page)


def test_planned_questions_wait_on_the_live_page(sign_in_as: Callable[[str], Page], meeting: int) -> None:
    page = sign_in_as("minute_taker")
    page.goto(f"/meetings/{meeting}/brief")
    page.get_by_label("New question").press_sequentially("Why has Eastmere not been counted?")
    page.get_by_label("About").select_option(label="1 Recommendation 8")
    page.get_by_role("button", name="Add a question").click()
    expect(page.locator("#plan li")).to_have_count(1)
    page.goto(f"/meetings/{meeting}/live")
    expect(page.get_by_text("Why has Eastmere not been counted?", exact=True)).to_be_visible()


def test_one_click_carries_a_question_and_the_row_says_to_which_meeting(
    sign_in_as: Callable[[str], Page], meeting: int
) -> None:
    page = sign_in_as("commissioner")
    page.goto("/questions")
    row = page.get_by_role("row").filter(has_text="The PCC asked how the force knows.")
    row.get_by_role("button", name="Carry to").click()
    expect(row).to_contain_text("Carried to")
    expect(row.get_by_role("button", name="Carry to")).to_have_count(0)
    assert page.url.endswith("/questions"), "the list stays where it is"
    assert_accessible(page)
    assert_fits(page)
    page.goto(f"/meetings/{meeting}/brief")
    expect(page.locator("#plan")).to_contain_text("The PCC asked how the force knows.")


def test_the_form_that_makes_an_action_of_a_question_is_accessible_and_fits_a_phone(
    sign_in_as: Callable[[str], Page], meeting: int
) -> None:
    page = sign_in_as("minute_taker")
    page.goto("/questions")
    page.get_by_role("link", name="Make it an action").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Make this question an action")
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("What is to be done").fill("")
    page.get_by_role("button", name="Make it an action").click()
    expect(page.get_by_role("alert").filter(has_text="Say what is to be done.")).to_be_visible()
    assert_accessible(page)


def test_the_brief_prints_without_furniture_and_says_that_it_is_private(
    sign_in_as: Callable[[str], Page], meeting: int
) -> None:
    page = sign_in_as("commissioner")
    page.goto(f"/meetings/{meeting}/brief")
    page.locator("#note").press_sequentially("Thank her.")
    saved(page)
    page.reload()
    assert_accessible(page)
    page.set_viewport_size(NARROW)
    assert_accessible(page)
    page.set_viewport_size(WIDE)
    page.emulate_media(media="print")
    expect(page.get_by_text("Private to the office. Made")).to_be_visible()
    expect(page.locator(".onpaper")).to_have_text("Thank her.")
    for furniture in ("header.top", "#note", "footer.foot"):
        expect(page.locator(furniture)).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.locator(".rules")).to_be_visible()
