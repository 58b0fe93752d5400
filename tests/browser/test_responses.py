"""Writing a response in a real browser: kept as it is typed, also when the network goes and a colleague types too."""

from collections.abc import Callable
from datetime import date

import pytest
from fastapi import FastAPI
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import Session, select

from app.db import transaction
from app.models.people import User
from app.models.responses import Response
from tests.browser.conftest import NARROW, WIDE, Person, assert_accessible, assert_fits
from tests.conftest import Office
from tests.story import Story

pytestmark = pytest.mark.browser
MARCH, JUNE = date(2025, 3, 13), date(2025, 6, 30)


@pytest.fixture
def pages(app: FastAPI, office: Office) -> dict[str, str]:
    """The addresses of an action and of a question that the force has to answer."""
    with transaction(app.state.engine) as session:
        story = Story(session, session.get_one(User, office.minute_taker.id))
        meeting = story.meeting(MARCH, shared=True)
        story.attends(meeting, "Nasreen Qadir", "CC", "Chief Constable", office.force)
        section = story.section(meeting, "4", "Homes", story.recommendation("8"))
        question = story.asks(section, "The PCC asked how many homes had no officer.")
        question.written_answer_to_follow = True
        action = story.raises(section, "Count the homes", "Northfold Police", due_on=JUNE)
        session.commit()
        return {"action": f"/actions/{action.id}", "question": f"/written-answers/{question.id}"}


def draft(app: FastAPI) -> str:
    with Session(app.state.engine) as session:
        return session.exec(select(Response.text)).one()


def test_what_is_typed_is_kept_as_it_is_typed_and_the_caret_stays(
    sign_in_as: Callable[[str], Page], pages: dict[str, str], app: FastAPI
) -> None:
    page = sign_in_as("force_officer")
    page.goto(pages["action"])
    assert_accessible(page)
    box = page.get_by_label("What has been done")
    box.press_sequentially("Forty one homes.")
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")
    for _ in range(len(" homes.")):
        box.press("ArrowLeft")
    box.press_sequentially(" of all", delay=30)
    expect(page.locator("#draft-state")).to_contain_text("Not saved yet")
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")
    box.press_sequentially(" the")
    expect(box).to_have_value("Forty one of all the homes.")
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")
    page.get_by_label("A new date, with a reason").check()
    expect(page.get_by_label("The new date")).to_be_visible()
    page.get_by_label("Neither: this is an update").check()
    expect(page.get_by_label("The new date")).to_be_hidden()
    page.goto("/owed")
    assert_accessible(page)
    page.get_by_role("link", name="Continue draft").click()
    expect(page.get_by_label("What has been done")).to_have_value("Forty one of all the homes.")
    assert draft(app) == "Forty one of all the homes."


def test_with_the_network_gone_the_words_stay_and_are_sent_when_it_returns(
    sign_in_as: Callable[[str], Page], context: BrowserContext, pages: dict[str, str], app: FastAPI
) -> None:
    page = sign_in_as("force_officer")
    page.goto(pages["action"])
    box = page.get_by_label("What has been done")
    box.press_sequentially("Before.")
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")
    context.set_offline(offline=True)
    box.press_sequentially(" After.")
    expect(page.locator("#draft-state")).to_contain_text("could not be reached")
    expect(box).to_have_value("Before. After.")
    context.set_offline(offline=False)
    expect(page.locator("#draft-state")).to_contain_text("Draft saved", timeout=15_000)
    assert draft(app) == "Before. After."


def test_two_colleagues_see_both_texts_and_choose(
    sign_in_as: Callable[[str], Page], person: Person, pages: dict[str, str], app: FastAPI
) -> None:
    mine = sign_in_as("force_officer")
    colleague = person("force_officer")
    for page in (mine, colleague):
        page.goto(pages["action"])
    colleague.get_by_label("What has been done").press_sequentially("Theirs.")
    expect(colleague.locator("#draft-state")).to_contain_text("Draft saved")
    box = mine.get_by_label("What has been done")
    box.press_sequentially("Mine.")
    conflict = mine.locator("#draft-state .conflict")
    expect(conflict).to_contain_text("Theirs.")
    expect(box).to_have_value("Mine.")
    assert_accessible(mine)
    assert_fits(mine)
    box.press("End")
    box.press_sequentially(" And theirs.")
    expect(conflict).to_contain_text("Theirs.")
    assert draft(app) == "Theirs.", "nothing is written over it unseen"
    mine.get_by_role("button", name="Keep what is in the box").click()
    expect(mine.get_by_label("What has been done")).to_have_value("Mine. And theirs.")
    assert draft(app) == "Mine. And theirs."


def test_a_written_answer_s_page_is_accessible_and_fits_a_phone(
    sign_in_as: Callable[[str], Page], pages: dict[str, str]
) -> None:
    page = sign_in_as("force_officer")
    page.goto(pages["question"])
    assert_accessible(page)
    assert_fits(page)
    page.set_viewport_size(NARROW)
    assert_accessible(page)
    page.set_viewport_size(WIDE)
    page.get_by_label("Your answer").press_sequentially("Forty-one.")
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")
    page.get_by_role("button", name="Send to the Commissioner’s office").click()
    expect(page.locator(".tls")).to_contain_text("Forty-one.")
    assert_accessible(page)
