"""Under "Review of the action tracker" every open action appears, and what is decided becomes a line there."""

from fastapi import FastAPI
from playwright.sync_api import expect

from app.db import transaction
from app.models.meetings import Meeting
from app.services import sections
from tests.browser.conftest import assert_accessible, assert_fits
from tests.browser.typist import Typist, meeting, typist
from tests.conftest import Office

__all__ = ["meeting", "typist"]


def test_every_open_action_appears_in_the_review_of_the_action_tracker_and_is_closed_from_there(
    app: FastAPI, office: Office, typist: Typist
) -> None:
    with transaction(app.state.engine, writes=True) as session:
        held = session.get_one(Meeting, typist.number)
        heading = "2. Review of the action tracker"
        sections.add_as_typed(session, held, heading=heading, by=office.minute_taker)
        session.commit()
    typist.open()
    tracker = typist.page.get_by_role("list", name="Open actions of earlier meetings")
    expect(tracker).to_contain_text("CC to share the audit")
    expect(tracker).to_contain_text("overdue")
    assert_accessible(typist.page)
    assert_fits(typist.page)
    tracker.get_by_role("button", name="Close, progress or carry").click()
    typist.press("Enter", "Tab")
    remark = typist.page.locator(".oa--open textarea")
    remark.fill("the PCC was satisfied")
    remark.press("Enter")
    typist.is_in(heading)
    expect(typist.box).to_have_value("1/2025: closed, the PCC was satisfied")
    expect(typist.reading).to_contain_text("closed")
    expect(tracker).to_contain_text("Closed here: change")
