"""Word goes out in the office's own style, is edited, and comes back: as people do it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import FilePayload, Page, expect

from app.db import transaction
from app.services import documents
from tests.browser.conftest import NARROW, WIDE, assert_accessible, assert_fits
from tests.conftest import Office
from tests.documents.edited_word import EditedWord
from tests.documents.office_file import HEADER, office_file

pytestmark = pytest.mark.browser
SAMPLES = Path(__file__).resolve().parents[2] / "sample_minutes"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def meeting_address(app: FastAPI, office: Office) -> str:
    path = SAMPLES / "northfold-2024-09-19.docx"
    with transaction(app.state.engine) as session:
        found = documents.import_file(session, path.read_bytes(), path.name, by=office.minute_taker).meeting
        session.commit()
        assert found is not None
        return f"/meetings/{found.id}"


def sound(page: Page) -> None:
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        assert_accessible(page)
        assert_fits(page)


def test_word_goes_out_in_the_offices_style_is_edited_and_its_differences_are_settled(
    sign_in_as: Callable[[str], Page], meeting_address: str
) -> None:
    page = sign_in_as("publisher")
    page.goto("/publications")
    page.get_by_role("link", name="How Word files look").click()
    letterhead = FilePayload(name="Letterhead.docx", mimeType=WORD, buffer=office_file())
    page.get_by_label("A Word file or template").set_input_files(letterhead)
    page.get_by_role("button", name="Use this file").click()
    expect(page.get_by_text("in the style of Letterhead.docx")).to_be_visible()
    sound(page)

    word = EditedWord(page.request.get(f"{meeting_address}/word").body())
    assert HEADER in b"".join(word.parts.values()).decode("utf-8", "replace")
    line = next(one for one in word.lines() if " the " in word.words(one))
    word.replace(line, " the ", " that very ")
    word.remove(word.lines()[6])
    edited = FilePayload(name="Edited.docx", mimeType=WORD, buffer=word.saved())

    page.goto(meeting_address)
    page.get_by_role("link", name="Bring an edited Word file back").click()
    sound(page)
    page.get_by_label("The edited Word file").set_input_files(edited)
    page.get_by_role("button", name="Compare it with the record").click()
    expect(page.get_by_text("2 differences from the record wait")).to_be_visible()
    sound(page)

    page.goto(f"{meeting_address}/word")
    expect(page.get_by_role("heading", name="An edited file is not settled yet")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Settle the differences first").click()

    page.get_by_label("Words are changed").check()
    page.get_by_role("button", name="Accept what is ticked").click()
    expect(page.get_by_text("1 difference from the record waits")).to_be_visible()
    page.get_by_label("A line is removed").check()
    page.get_by_role("button", name="Decline what is ticked").click()
    expect(page.get_by_text("Every difference is settled.")).to_be_visible()
    sound(page)
    page.goto(meeting_address)
    expect(page.get_by_text("that very").first).to_be_visible()

    page.goto(f"{meeting_address}/publishing/website")
    expect(page.get_by_label("HTML to paste")).to_have_value(re.compile("that very"))
    sound(page)
