"""Bringing an edited Word file back with a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.db import transaction
from app.services import documents
from tests.conftest import Office, Statements
from tests.documents.edited_word import EditedWord
from tests.page import Client, Page

SAMPLES = Path(__file__).resolve().parents[2] / "sample_minutes"


@pytest.fixture
def meeting_id(app: FastAPI, office: Office) -> int:
    path = SAMPLES / "northfold-2024-09-19.docx"
    with transaction(app.state.engine) as session:
        found = documents.import_file(session, path.read_bytes(), path.name, by=office.minute_taker).meeting
        session.commit()
        assert found is not None
        return found.id or 0


def reword(word: EditedWord) -> None:
    line = next(one for one in word.lines() if " the " in word.words(one))
    word.replace(line, " the ", " that very ")


def bring_back(
    browser: Client, meeting_id: int, *edits: Callable[[EditedWord], object], status: int = 200
) -> Page:
    word = EditedWord(browser.get(f"/meetings/{meeting_id}/word?anyway=true").content)
    for edit in edits:
        edit(word)
    files = {"file": ("Edited.docx", word.saved())}
    return browser.post_page(f"/meetings/{meeting_id}/bring-back", files=files, status=status)


def ticks(page: Page) -> list[str]:
    return [str(one.attributes["value"]) for one in page.css("input[name=pick]")]


def test_an_edited_file_is_brought_back_compared_and_accepted(minute_taker: Client, meeting_id: int) -> None:
    page = bring_back(minute_taker, meeting_id, reword)
    assert "1 difference from the record waits" in page.text
    assert [one.text() for one in page.css("ins")] == ["added: that very (end)"]
    (form,) = page.css("form.difs")
    address = str(form.attributes["action"])
    page = minute_taker.post_page(address, {"pick": ticks(page), "decision": "accept"})
    assert "Every difference is settled" in page.text
    assert "that very" in minute_taker.get_page(f"/meetings/{meeting_id}").text


def test_all_are_ticked_by_a_link_and_none_by_another(minute_taker: Client, meeting_id: int) -> None:
    page = bring_back(minute_taker, meeting_id, reword, lambda word: word.remove(word.lines()[5]))
    assert not page.css("input[name=pick][checked]")
    all_of_them = next(href for words, href in page.links().items() if words == "Tick all")
    page = minute_taker.get_page(all_of_them.partition("#")[0])
    assert len(page.css("input[name=pick][checked]")) == 2


def test_what_is_not_ticked_waits_and_what_is_declined_does_not(
    minute_taker: Client, meeting_id: int
) -> None:
    page = bring_back(minute_taker, meeting_id, reword, lambda word: word.remove(word.lines()[5]))
    address = str(page.css("form.difs")[0].attributes["action"])
    page = minute_taker.post_page(address, {"pick": ticks(page)[:1], "decision": "decline"})
    assert "1 difference from the record waits" in page.text
    assert "Declined on" in page.text
    assert "that very" not in minute_taker.get_page(f"/meetings/{meeting_id}").text


def test_nothing_ticked_is_said(minute_taker: Client, meeting_id: int) -> None:
    page = bring_back(minute_taker, meeting_id, reword)
    address = str(page.css("form.difs")[0].attributes["action"])
    page = minute_taker.post_page(address, {"decision": "accept"}, status=422)
    assert "Tick the differences first." in page.text


def test_a_new_export_asks_first_while_an_edited_file_is_not_settled(
    minute_taker: Client, commissioner: Client, meeting_id: int
) -> None:
    page = bring_back(minute_taker, meeting_id, reword)
    address = str(page.css("form.difs")[0].attributes["action"])
    for browser in (minute_taker, commissioner):
        asked = browser.get_page(f"/meetings/{meeting_id}/word")
        assert "An edited file is not settled yet" in asked.text
        anyway = asked.links()["Write the new file all the same"]
        assert browser.get(anyway).content.startswith(b"PK")
    minute_taker.post_page(address, {"pick": ticks(page), "decision": "decline"})
    assert minute_taker.get(f"/meetings/{meeting_id}/word").content.startswith(b"PK")


def test_what_is_no_word_file_of_these_minutes_is_refused(minute_taker: Client, meeting_id: int) -> None:
    address = f"/meetings/{meeting_id}/bring-back"
    other = SAMPLES / "northfold-2023-11-09.docx"
    for files, said in (
        ({"file": ("a.docx", b"nothing like it")}, "not a Word file"),
        ({"file": (other.name, other.read_bytes())}, "holds other minutes"),
        ({"file": ("", b"")}, "Choose the Word file"),
    ):
        assert said in minute_taker.post_page(address, files=files, status=422).text


def test_the_page_of_differences_needs_no_more_statements_for_many(
    minute_taker: Client, meeting_id: int, statements: Statements
) -> None:
    counted = []
    for edits in ([reword], [reword, *(_remove(n) for n in range(20))]):
        page = bring_back(minute_taker, meeting_id, *edits)
        address = str(page.css("form.difs")[0].attributes["action"])
        statements.seen.clear()
        minute_taker.get_page(address)
        counted.append(len(statements.seen))
    assert counted[0] == counted[1]


def _remove(number: int) -> Callable[[EditedWord], object]:
    return lambda word: word.remove(word.lines()[2]) if number else None
