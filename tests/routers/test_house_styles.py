"""The office's own Word file as house style, and the published document for the office's website, with a browser."""

import io
from datetime import date

import pytest
from docx import Document
from fastapi import FastAPI
from lxml import html

from app.db import transaction
from app.errors import RuleBroken
from app.models.lines import Kind
from app.services import documents
from app.services.documents import pdf
from tests.conftest import Office
from tests.documents.office_file import HEADER, SECRET, office_file
from tests.page import Client
from tests.story import Story


@pytest.fixture
def meeting_id(app: FastAPI, office: Office) -> int:
    with transaction(app.state.engine) as session:
        story = Story(session, office.minute_taker)
        meeting = story.meeting(date(2025, 3, 13))
        story.line(story.section(meeting, "1", "Homes"), Kind.QUESTION, "The PCC asked about homes.")
        meeting.marking = "OFFICIAL"
        session.add(meeting)
        session.commit()
        return meeting.id or 0


def header_of(data: bytes) -> list[str]:
    return [one.text.strip() for one in Document(io.BytesIO(data)).sections[0].header.paragraphs]


def give(browser: Client, data: bytes, *, name: str = "Letterhead.docx", status: int = 200) -> str:
    return browser.post_page("/house-styles", files={"file": (name, data)}, status=status).text


@pytest.mark.parametrize("who", ["publisher", "administrator"])
def test_the_offices_word_file_is_given_and_used_for_all_that_is_written(
    request: pytest.FixtureRequest, who: str, minute_taker: Client, meeting_id: int
) -> None:
    browser: Client = request.getfixturevalue(who)
    said = give(browser, office_file())
    assert "in the style of Letterhead.docx" in said
    assert "Question" in said, "what it lacks is named"
    for address in (f"/meetings/{meeting_id}/word", f"/meetings/{meeting_id}/brief/word"):
        data = minute_taker.get(address).content
        assert HEADER in header_of(data)
        assert "OFFICIAL" in header_of(data)
        assert SECRET.encode() not in data
    assert HEADER in header_of(browser.get("/house-styles/sample").content)


def test_one_goes_back_to_ours_and_to_an_earlier_file(publisher: Client, meeting_id: int) -> None:
    give(publisher, office_file())
    page = publisher.post_page("/house-styles/ours")
    assert "the style that the program comes with" in page.text
    assert HEADER not in header_of(publisher.get(f"/meetings/{meeting_id}/word").content)
    again = str(page.css("form[action$='/use']")[0].attributes["action"])
    publisher.post_page(again)
    assert HEADER in header_of(publisher.get(f"/meetings/{meeting_id}/word").content)


def test_a_file_that_cannot_be_one_is_refused_and_nothing_changes(publisher: Client) -> None:
    assert "not a Word file" in give(publisher, b"hello", status=422)
    assert "Choose the office" in give(publisher, b"", name="", status=422)
    assert "the style that the program comes with" in publisher.get_page("/house-styles").text


def test_html_for_the_website_is_made_of_what_may_be_published(publisher: Client, meeting_id: int) -> None:
    page = publisher.get_page(f"/meetings/{meeting_id}/publishing/website")
    pasted = page.css("textarea")[0].text()
    assert "The PCC asked about homes." in html.fromstring(pasted).text_content()
    assert "class=" not in pasted
    file = publisher.get(f"/meetings/{meeting_id}/publishing/html")
    assert file.text.startswith("<!doctype html>")
    assert "attachment" in file.headers["content-disposition"]


def test_without_libreoffice_the_choice_says_so(publisher: Client, meeting_id: int) -> None:
    page = publisher.get_page(f"/meetings/{meeting_id}/publishing/website")
    assert "LibreOffice is not installed on this server" in page.text
    assert "LibreOffice is not installed" in publisher.get_page("/house-styles").text
    refused = publisher.get(f"/meetings/{meeting_id}/publishing/pdf")
    assert refused.status_code == 422
    assert "LibreOffice is not installed" in refused.text


@pytest.mark.libreoffice
def test_the_published_document_comes_as_tagged_pdf(app: FastAPI, publisher: Client, meeting_id: int) -> None:
    app.state.settings = app.state.settings.model_copy(update={"soffice": ""})
    answer = publisher.get(f"/meetings/{meeting_id}/publishing/pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in answer.content
    assert "Take the PDF" in publisher.get_page(f"/meetings/{meeting_id}/publishing/website").text


def test_a_program_that_makes_no_pdf_is_said_in_a_sentence() -> None:
    with pytest.raises(RuleBroken, match="could not make the PDF"):
        pdf.as_pdf(b"x", soffice="/bin/true")
    with pytest.raises(RuleBroken, match="not installed"):
        pdf.as_pdf(b"x", soffice="/nowhere/soffice")


def test_a_style_is_taken_apart_once_however_many_documents_are_written(
    app: FastAPI, publisher: Client, meeting_id: int
) -> None:
    give(publisher, office_file())
    documents.house_styles._make.cache_clear()
    for _ in range(3):
        publisher.get(f"/meetings/{meeting_id}/word")
    assert documents.house_styles._make.cache_info().misses == 1


def test_a_preview_holds_everything_that_minutes_have(publisher: Client) -> None:
    give(publisher, office_file())
    word = Document(io.BytesIO(publisher.get("/house-styles/sample").content))
    used = {one.style.name for one in word.paragraphs if one.style is not None}
    assert {
        "Title",
        "Heading 1",
        "Heading 2",
        "Statement",
        "Question",
        "Answer",
        "Action",
        "Decision",
    } <= used
    assert {"List Bullet", "List Bullet 2", "Assurance"} <= used
    assert len(word.tables) == 2
