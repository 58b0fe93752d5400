"""Every page of the demonstration, as a careful tester meets it: accessible, and never wider than a phone."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page

from app.db import now, transaction
from app.main import create_app
from app.security import hash_password
from app.services import samples
from app.settings import SAMPLE_MINUTES, Settings
from tests.browser.conftest import NARROW, WIDE, assert_accessible, assert_fits

STRANGER = "somebody who never signs in"
PAGES = {
    STRANGER: [
        "/published",
        "/published/search?q=children",
        "/published/2024-01-25-holding-to-account",
        "/published/actions",
        "/published/actions?state=open",
        "/published/actions/9/2024",
        "/published/recommendations",
        "/published/coming",
        "/published/about",
        "/accessibility",
        "/privacy",
    ],
    "joan.tully@northfold-commissioner.example": [
        "/",
        "/calendars",
        "/figures",
        "/trackers/new",
        "/meetings",
        "/meetings/new",
        "/meetings/1",
        "/meetings/1/edit",
        "/meetings/1/history",
        "/meetings/1/live",
        "/meetings/1/brief",
        "/meetings/1/brief?by=recommendation&open=all",
        "/questions",
        "/questions?status=all&order=oldest",
        "/actions",
        "/actions?status=overdue",
        "/actions/1",
        "/actions/new",
        "/actions/1/edit",
        "/actions/19",
        "/actions/26/hand-over",
        "/actions/26/split",
        "/actions/26/tie",
        "/recommendations",
        "/recommendations/8",
        "/recommendations?status=never&sort=due",
        "/coverage",
        "/meetings/1/enquiries",
        "/sources",
        "/sources/1",
        "/inspections",
        "/progress-reports",
        "/progress-reports/new?source=1",
        "/progress-updates",
        "/recommendations/8/updates",
        "/bring-in",
        "/meetings/1/bring-back",
        "/search",
        "/search?q=reasons",
        "/account",
        "/letters/choices",
        "/short-forms",
    ],
    "administrator@northfold-commissioner.example": ["/letters", "/people", "/expunging"],
    "priya.nair@northfold-commissioner.example": [
        "/meetings/1/confirm",
        "/meetings/1/circulate",
        "/meetings/1/corrections",
        "/meetings/1/amendments",
        "/meetings/1/publishing/website",
        "/house-styles",
        "/actions/1",
        "/markings",
        "/meetings/1/check",
        "/meetings/1/withholdings",
        "/meetings/1/publishing",
        "/meetings/1/publishing/preview",
        "/meetings/2/publishing",
        "/meetings/10/publishing",
        "/publications",
        "/publications/1",
        "/publications/1/withdraw",
        "/publications/due",
        "/publications/due?show=all",
    ],
    "farah.dunn@northfold-police.example": [
        "/",
        "/owed",
        "/actions/19",
        "/meetings",
        "/actions",
        "/recommendations",
        "/progress-updates",
        "/recommendations/8/updates",
        "/search?q=reasons",
    ],
}

OTHERWISE_WHEN_NARROW = {"/actions", "/coverage", "/questions", "/meetings/1/brief", "/recommendations/8"}
"""Where tables become blocks and marks stand on each other."""


@pytest.fixture
def app(database: str) -> Iterator[FastAPI]:
    """The demonstration, with all its minutes read."""
    settings = Settings(database_url=database, demo=True)
    application = create_app(settings)
    with transaction(application.state.engine) as session:
        samples.load(session, SAMPLE_MINUTES, password_hash=hash_password(settings.demo_password))
        samples.look_ahead(session, SAMPLE_MINUTES, at=now())
        samples.make_public(session, at=now())
        session.commit()
    yield application
    application.state.engine.dispose()


def test_every_page_is_accessible_and_fits_a_phone(page: Page) -> None:
    page.goto("/sign-in")
    assert_accessible(page)
    assert_fits(page)
    for email, addresses in PAGES.items():
        page.context.clear_cookies()
        if email != STRANGER:
            page.goto("/sign-in")
            page.get_by_label("E-mail address").fill(email)
            page.get_by_label("Password", exact=True).fill(Settings(demo=True).demo_password)
            page.get_by_role("button", name="Sign in", exact=True).first.click()
            page.get_by_role("button", name="Sign out").wait_for()
        for address in addresses:
            reply = page.goto(address)
            assert reply is not None, address
            assert reply.status == 200, f"{address} for {email}: {reply.status}"
            assert_accessible(page)
            for width in (320, 640, 900):
                assert_fits(page, width)
            if address in OTHERWISE_WHEN_NARROW:
                page.set_viewport_size(NARROW)
                assert_accessible(page)
                page.set_viewport_size(WIDE)
