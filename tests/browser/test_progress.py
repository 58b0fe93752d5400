"""Progress in a real browser: a body's update from first key to verified, a report issued, a response published."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from app.db import now, transaction
from app.models.people import User
from app.models.progress_updates import ProgressDraft
from app.models.recommendations import Responsibility, Source, SourceKind
from app.services import recommendations
from tests.browser.conftest import NARROW, WIDE, assert_accessible, assert_fits
from tests.conftest import Office
from tests.story import Story

pytestmark = pytest.mark.browser


@pytest.fixture
def today() -> date:
    return now().date()


@pytest.fixture
def inspection(app: FastAPI, office: Office, today: date) -> str:
    """The id of an inspection report of 60 days ago, whose recommendation 8 the force leads."""
    with transaction(app.state.engine) as session:
        source = Source(
            short_name="PEEL", title="PEEL 2025", kind=SourceKind.INSPECTION,
            published_on=today - timedelta(days=60),
        )  # fmt: skip
        session.add(source)
        session.flush()
        found = recommendations.find_or_create(session, source=source, reference="8")
        found.title = "Grading"
        session.add(found)
        session.add(Responsibility(recommendation_id=found.id or 0, organisation_id=office.force.id or 0))
        story = Story(session, session.get_one(User, office.minute_taker.id))
        section = story.section(story.meeting(today - timedelta(days=20)), "4", "Grading", found)
        story.asks(section, "The PCC asked who grades.", "The call handler.")
        story.raises(section, "Train the teams", "Northfold Police", due_on=today + timedelta(days=30))
        session.commit()
        return str(source.id)


def looked_at(page: Page) -> None:
    """Accessible and never wider than the window, wide and narrow."""
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        assert_accessible(page)
        assert_fits(page)


def kept(app: FastAPI) -> str:
    with Session(app.state.engine) as session:
        return session.exec(select(ProgressDraft.text)).one()


def test_an_update_goes_from_the_first_key_to_verified(
    sign_in_as: Callable[[str], Page], inspection: str, app: FastAPI
) -> None:
    page = sign_in_as("force_officer")
    page.goto("/progress-updates")
    looked_at(page)
    page.get_by_role("link", name="Write one on recommendation 8").click()
    page.get_by_label("Under way").check()
    page.get_by_label("What has been done").press_sequentially("Two teams are trained.")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    assert kept(app) == "Two teams are trained."
    page.set_input_files(
        "#file", {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"}
    )
    page.get_by_role("button", name="Add the file").click()
    expect(page.get_by_role("link", name="plan.pdf")).to_be_visible()
    looked_at(page)
    page.get_by_role("button", name="Send to the Commissioner’s office").click()
    expect(page.get_by_text("Neither verified nor queried yet.")).to_be_visible()
    looked_at(page)
    page.context.clear_cookies()
    page = sign_in_as("minute_taker")
    page.goto("/progress-updates")
    looked_at(page)
    page.get_by_role("link", name="Northfold Police on recommendation 8: under way").click()
    page.get_by_text("Verify it").click()
    page.get_by_label("What you looked at").fill("The plan, and the lists of both courses.")
    looked_at(page)
    page.get_by_role("button", name="It is verified").click()
    expect(page.get_by_text("Verified by the Commissioner’s office")).to_be_visible()
    looked_at(page)


def test_a_response_that_is_overdue_says_so_and_is_published(
    sign_in_as: Callable[[str], Page], inspection: str
) -> None:
    page = sign_in_as("publisher")
    page.goto("/inspections")
    looked_at(page)
    page.get_by_role("link", name="PEEL 2025").click()
    expect(page.get_by_role("alert").filter(has_text="5 days overdue")).to_be_visible()
    page.get_by_text("Write what is said").click()
    page.get_by_label("The action taken or proposed").fill("The Commissioner asks for the audit every month.")
    looked_at(page)
    page.locator("section[id^=answer-]").get_by_role("button", name="Save").click()
    expect(page.get_by_text("The Commissioner asks for the audit every month.").first).to_be_visible()
    page.locator("#step-published summary").click()
    looked_at(page)
    page.get_by_role("button", name="It was published").click()
    expect(page.get_by_text("day 61 of 56: 5 days late.")).to_be_visible()
    looked_at(page)
    page.goto("/")
    looked_at(page)


def test_a_progress_report_is_begun_changed_and_issued(
    sign_in_as: Callable[[str], Page], inspection: str
) -> None:
    page = sign_in_as("publisher")
    page.goto(f"/progress-reports/new?source={inspection}")
    looked_at(page)
    page.get_by_role("button", name="Begin the report").click()
    expect(page.get_by_role("heading", name="Progress on PEEL 2025")).to_be_visible()
    expect(page.get_by_text("The PCC asked who grades.")).to_be_visible()
    page.locator("h2#risks ~ details summary").first.click()
    page.locator("#words-risks").fill("Money runs out.")
    looked_at(page)
    page.locator("form", has=page.locator("#words-risks")).get_by_role("button", name="Save").click()
    expect(page.get_by_text("Money runs out.").first).to_be_visible()
    page.get_by_role("button", name="Issue this report").click()
    expect(page.get_by_text("it stays as it was")).to_be_visible()
    looked_at(page)
    page.goto("/progress-reports")
    looked_at(page)
