"""Bringing minutes in with a browser: sending, checking, correcting, accepting; with and without scripts."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select

from app.db import transaction
from app.documents.minutes import Kind
from app.models.actions import Action
from app.models.documents import StoredFile, StoredReading
from app.models.meetings import Meeting
from app.services import documents
from tests.conftest import Office, Statements
from tests.page import Client, Page
from tests.readings import QUESTION, a_reading

SAMPLES = Path(__file__).resolve().parents[2] / "sample_minutes"
WORD = SAMPLES / "northfold-2023-11-09.docx"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def stored(app: FastAPI, office: Office) -> int:
    """The number of a small import that is being checked."""
    with transaction(app.state.engine) as session:
        file = documents.store_file(session, b"x", name="january.txt", media_type="text/plain", by=None)
        reading = documents.begin_reading(session, file, by=office.minute_taker, reading=a_reading())
        session.commit()
        return reading.id or 0


@pytest.fixture
def look(app: FastAPI) -> Callable[[], Session]:
    """A fresh look at the database."""
    return lambda: Session(app.state.engine)


def send(browser: Client, data: bytes, name: str, *, status: int = 200) -> Page:
    return browser.post_page("/bring-in", files={"file": (name, data)}, status=status)


def paste(browser: Client, text: str, html: str = "", *, status: int = 200) -> Page:
    fields = {"pasted": (None, text), "pasted_html": (None, html)}
    return browser.post_page("/bring-in", files=fields, status=status)


def test_a_word_file_is_sent_checked_and_brought_in(
    minute_taker: Client, look: Callable[[], Session]
) -> None:
    page = send(minute_taker, WORD.read_bytes(), WORD.name)
    assert "Check what was read" in page.text
    assert "9 November 2023" in page.text
    (form,) = page.css("form[action$='/accept']")
    meeting = minute_taker.post(form.attributes["action"])
    assert re.search(r"/meetings/\d+$", str(meeting.url))
    with look() as session:
        found = session.exec(select(Meeting)).one()
        assert found.published_elsewhere
        assert len(session.exec(select(Action)).all()) == 8


def test_the_same_file_again_is_said_to_be_here_with_a_link(minute_taker: Client) -> None:
    page = send(minute_taker, WORD.read_bytes(), WORD.name)
    minute_taker.post(page.css("form[action$='/accept']")[0].attributes["action"])
    again = send(minute_taker, WORD.read_bytes(), "other name.docx")
    assert "This file is already here" in again.text
    assert any(
        address.startswith("/meetings/") for words, address in again.links().items() if "2023" in words
    )


def test_one_click_sent_twice_makes_one_reading_and_one_meeting(
    minute_taker: Client, look: Callable[[], Session]
) -> None:
    pages = [send(minute_taker, WORD.read_bytes(), WORD.name) for _ in range(2)]
    address = pages[0].css("form[action$='/accept']")[0].attributes["action"]
    first, second = (minute_taker.post(address) for _ in range(2))
    assert first.url == second.url
    with look() as session:
        assert len(session.exec(select(StoredReading)).all()) == 1
        assert len(session.exec(select(Meeting)).all()) == 1


def test_pasted_text_is_read_and_kept(minute_taker: Client, look: Callable[[], Session]) -> None:
    text = (
        "Minutes of the meeting\nDate: 31 March 2023\n\n1. Audit\n\nThe PCC asked whether anybody reads them."
    )
    page = paste(minute_taker, text)
    assert "31 March 2023" in page.text
    with look() as session:
        file = session.exec(select(StoredFile)).one()
        assert documents.content(session, file).decode() == text
        assert re.fullmatch(r"Pasted on \d+ \w+ \d{4}\.txt", file.name)


def test_a_pasted_page_keeps_its_headings(minute_taker: Client) -> None:
    html = "<html><body><h2>Audit</h2><p>The PCC asked whether anybody reads them.</p></body></html>"
    page = paste(minute_taker, "Audit\nThe PCC asked whether anybody reads them.", html)
    assert "Heading, level" in page.text


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "nothing.docx"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 20, "photo.docx"),
        (b"PK\x03\x04" + bytes(100), "broken.docx"),
        (b"%PDF-1.7 broken", "broken.pdf"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence_on_the_form(
    minute_taker: Client, look: Callable[[], Session], data: bytes, name: str
) -> None:
    page = send(minute_taker, data, name, status=422)
    assert page.css("form[action='/bring-in'] input[type=file]")
    (said,) = page.css(".notice--alarm")
    assert said.text(strip=True).endswith(".")
    with look() as session:
        assert session.exec(select(StoredFile)).all() == []


def test_a_paste_that_cannot_be_read_stays_in_the_box(minute_taker: Client) -> None:
    text = "  \n \t\n" + "\x00" * 50
    page = paste(minute_taker, "keep me\n" * 3 + "x" * 3_000_000, status=422)
    assert page.css("textarea")[0].text().startswith("keep me")
    assert paste(minute_taker, text, status=422).css(".notice--alarm")


def test_a_file_beyond_the_limit_is_refused_while_it_arrives(app: FastAPI, minute_taker: Client) -> None:
    app.state.settings = app.state.settings.model_copy(update={"upload_limit_mb": 1})
    page = send(minute_taker, bytes(1_500_000), "large.docx", status=422)
    assert "larger than 1 MB" in page.text
    reply = minute_taker.post("/bring-in", files={"file": ("huge.docx", bytes(4_500_000))})
    assert reply.status_code == 422
    assert "larger than 1 MB" in reply.text


@pytest.mark.parametrize("who", ["public", "force_officer", "commissioner", "administrator"])
def test_only_those_who_write_minutes_bring_them_in(
    request: pytest.FixtureRequest, stored: int, look: Callable[[], Session], who: str
) -> None:
    browser = request.getfixturevalue(who)
    assert browser.post("/bring-in", files={"file": ("a.txt", b"The PCC asked why.")}).status_code in (
        401,
        403,
    )
    assert browser.post(f"/bring-in/{stored}/accept").status_code in (401, 403)
    with look() as session:
        assert session.exec(select(Meeting)).all() == []


def test_the_check_page_shows_every_line_of_the_source_once(minute_taker: Client, stored: int) -> None:
    page = minute_taker.get_page(f"/bring-in/{stored}")
    rows = page.css("#everything .srcn")
    numbers = sorted(int(found[0]) for row in rows if (found := re.findall(r"\d+", row.text())))
    assert numbers == list(range(1, 10))


def test_a_doubt_is_settled_and_can_be_decided_again(
    minute_taker: Client, stored: int, look: Callable[[], Session]
) -> None:
    page = minute_taker.post_page(f"/bring-in/{stored}/doubts/0", {"choice": "no"})
    assert "1 of 2 settled" in page.text
    with look() as session:
        reading = documents.reading_of(session.get_one(StoredReading, stored))
        assert reading.minutes.parts[0].lines[0].passages[1].kind == Kind.STATEMENT
    page = minute_taker.post_page(f"/bring-in/{stored}/doubts/0/again")
    assert "0 of 2 settled" in page.text
    page = minute_taker.post_page(f"/bring-in/{stored}/doubts/0", {"choice": "yes"})
    with look() as session:
        answer = (
            documents.reading_of(session.get_one(StoredReading, stored)).minutes.parts[0].lines[0].passages[1]
        )
        assert (answer.kind, answer.replies_to) == (Kind.ANSWER, 1)


def test_with_htmx_a_settled_doubt_brings_the_counts_along(minute_taker: Client, stored: int) -> None:
    reply = minute_taker.post_page(f"/bring-in/{stored}/doubts/0", {"choice": "no"}, headers=HTMX)
    assert "dbt--done" in reply.html
    assert "1 of 2 settled" in reply.text
    assert "<html" not in reply.html
    assert [part.attributes["hx-target"] for part in reply.css("hx-partial")] == [
        "#doubts-head",
        "#line-4",
        "#summary",
        "#accept",
    ]


def test_a_date_that_is_settled_is_corrected_above_the_people_too(minute_taker: Client) -> None:
    page = paste(
        minute_taker, "Date: Thursday 30 January\n\n1. Audit\n\nThe PCC asked whether anybody reads them."
    )
    form = page.css("form[action*='/doubts/']")[0].attributes["action"]
    given = {"choice": "typed", "typed": "30 January 2025"}
    reply = minute_taker.post_page(form, given, headers=HTMX)
    assert "30 January 2025" in reply.css("hx-partial[hx-target='#facts']")[0].text().replace("\xa0", " ")


def test_a_choice_that_is_none_is_refused_beside_the_doubt(minute_taker: Client, stored: int) -> None:
    reply = minute_taker.post(f"/bring-in/{stored}/doubts/0", data={"choice": "perhaps"}, headers=HTMX)
    assert reply.status_code == 422
    assert reply.headers["HX-Retarget"] == "#doubt-0-problem"
    assert minute_taker.post(f"/bring-in/{stored}/doubts/7", data={"choice": "yes"}).status_code == 409


def row_of(page: Page, words: str) -> str:
    """The id of the row of "everything" whose source holds the words."""
    return str(next(row.attributes["id"] for row in page.css("#everything .ck") if words in row.text()))


def fields_of(page: Page, row: str) -> dict[str, str]:
    """What the open row's form would send if nobody touched it."""
    sent: dict[str, str] = {}
    for field in page.css(f"#{row} form input[name], #{row} form select[name]"):
        value = field.attributes.get("value") or ""
        if field.tag == "select":
            chosen = field.css_first("option[selected]") or field.css_first("option")
            value = chosen.attributes.get("value") or ""
        sent[field.attributes["name"]] = value
    return sent


def open_row(browser: Client, stored: int, words: str) -> tuple[str, dict[str, str], str]:
    """A row opened as without scripts: its id, its fields, and where its form goes."""
    row = row_of(browser.get_page(f"/bring-in/{stored}"), words)
    page = browser.get_page(f"/bring-in/{stored}?edit={row}")
    return row, fields_of(page, row), page.css(f"#{row} form")[0].attributes["action"]


def test_every_row_can_be_saved_untouched_and_nothing_changes(
    minute_taker: Client, stored: int, look: Callable[[], Session]
) -> None:
    with look() as session:
        before = documents.reading_of(session.get_one(StoredReading, stored))
    page = minute_taker.get_page(f"/bring-in/{stored}")
    rows = [
        row.attributes["id"]
        for row in page.css("#everything .ck[id]")
        if row.attributes["id"] != "add-attendee"
    ]
    assert len(rows) == 9
    for row in rows:
        opened = minute_taker.get_page(f"/bring-in/{stored}?edit={row}")
        action = opened.css(f"#{row} form")[0].attributes["action"]
        reply = minute_taker.post(action, data=fields_of(opened, row), headers=HTMX)
        assert reply.status_code == 200, reply.text
    with look() as session:
        assert documents.reading_of(session.get_one(StoredReading, stored)) == before


def test_an_action_is_corrected_where_it_stands(
    minute_taker: Client, stored: int, look: Callable[[], Session]
) -> None:
    row, fields, address = open_row(minute_taker, stored, "ACTION: CC to share the audit by 28")
    fields |= {"owners-4": "CC, PCC", "due-4": "28/2/2025", "recommendations-4": "8 and 12"}
    reply = minute_taker.post_page(address, fields, headers=HTMX)
    assert reply.css(f"#{row}")
    assert "CC, PCC" in reply.text
    assert "due 28 February 2025" in reply.text
    with look() as session:
        action = (
            documents.reading_of(session.get_one(StoredReading, stored))
            .minutes.parts[1]
            .lines[0]
            .passages[0]
            .action
        )
        assert action is not None
        assert (action.owners, action.recommendations) == (["CC", "PCC"], ["8", "12"])


def test_a_date_that_cannot_be_read_is_refused_in_place_and_nothing_is_saved(
    minute_taker: Client, stored: int, look: Callable[[], Session]
) -> None:
    row, fields, address = open_row(minute_taker, stored, "ACTION: CC to share the audit by 28")
    reply = minute_taker.post(address, data=fields | {"owners-4": "PCC", "due-4": "soon"}, headers=HTMX)
    assert reply.status_code == 422
    assert reply.headers["HX-Retarget"] == f"#{row}-problem"
    assert "31 March 2023" in reply.text
    with look() as session:
        action = (
            documents.reading_of(session.get_one(StoredReading, stored))
            .minutes.parts[1]
            .lines[0]
            .passages[0]
            .action
        )
        assert action is not None
        assert action.owners == ["CC"]


def test_a_new_kind_leaves_the_row_open_for_what_it_needs(minute_taker: Client, stored: int) -> None:
    _, fields, address = open_row(minute_taker, stored, "The PCC welcomed this.")
    reply = minute_taker.post_page(address, fields | {"kind-3": "action"}, headers=HTMX)
    assert reply.css("input[name='owners-3']")


def test_a_line_is_made_the_review_of_an_action(
    minute_taker: Client, stored: int, look: Callable[[], Session]
) -> None:
    _, fields, address = open_row(minute_taker, stored, "The PCC welcomed this.")
    minute_taker.post_page(address, fields | {"kind-3": "review"}, headers=HTMX)
    row, fields, address = open_row(minute_taker, stored, "The PCC welcomed this.")
    given = {"reference-3": "6/2023", "outcome-3": "carried", "due-3": "30 April 2025"}
    reply = minute_taker.post_page(address, fields | given, headers=HTMX)
    said = reply.css(f"#{row}")[0].text()
    assert all(words in said for words in ("Review", "6/2023", "carried", "due 30\xa0April\xa02025"))
    with look() as session:
        reading = documents.reading_of(session.get_one(StoredReading, stored))
        passage = reading.minutes.parts[0].lines[1].passages[0]
        assert passage.action is not None
        assert (passage.outcome, passage.action.reference, passage.action.mention) == (
            "carried",
            "6/2023",
            "reviewed",
        )


def test_a_passage_is_split_and_joined_again(minute_taker: Client, stored: int) -> None:
    row, fields, address = open_row(minute_taker, stored, QUESTION)
    at = str(QUESTION.index("and would"))
    split = minute_taker.post_page(f"{address}/passages/2/split", fields | {"at-2": at}, headers=HTMX)
    assert len(split.css(f"#{row} fieldset")) == 3
    joined = minute_taker.post_page(f"{address}/passages/6/join", fields, headers=HTMX)
    assert len(joined.css(f"#{row} fieldset")) == 2


def test_lines_become_headings_and_headings_lines(minute_taker: Client, stored: int) -> None:
    _, _, address = open_row(minute_taker, stored, "The PCC welcomed this.")
    page = minute_taker.post_page(f"{address}/heading")
    assert "3 sections" in page.text
    _, _, address = open_row(minute_taker, stored, "The PCC welcomed this.")
    assert "/headings/" in address
    again = minute_taker.post_page(f"{address}/line", headers=HTMX)
    assert again.css("#everything[data-go-to^='line-']")


def test_people_are_added_corrected_and_taken_off(minute_taker: Client, stored: int) -> None:
    page = minute_taker.post_page(f"/bring-in/{stored}/attendees", {"name": "Joan Tully"})
    assert "3 people" in page.text
    _, fields, address = open_row(minute_taker, stored, "Nasreen Qadir")
    page = minute_taker.post_page(address, fields | {"known_as": "T/CC", "organisation": "Northfold Police"})
    assert "Answer by the T/CC" in page.text
    page = minute_taker.post_page(f"{address}/remove")
    assert "2 people" in page.text


def test_what_cannot_be_printed_is_not_kept(minute_taker: Client, stored: int) -> None:
    page = minute_taker.post_page(f"/bring-in/{stored}/attendees", {"name": "Joan\x00Tully\x07 "})
    assert "Joan Tully" in page.text
    assert "\x00" not in page.html


def test_what_was_left_out_can_be_kept(minute_taker: Client, stored: int) -> None:
    page = minute_taker.get_page(f"/bring-in/{stored}")
    (form,) = page.css("form[action*='/left-out/']")
    page = minute_taker.post_page(form.attributes["action"])
    assert "9 of 9, none dropped" in page.text


def test_without_a_date_the_page_asks_for_it_and_then_goes_on(
    minute_taker: Client, look: Callable[[], Session]
) -> None:
    page = paste(minute_taker, "1. Audit\n\nThe PCC asked whether anybody reads them.")
    address = page.css("form[action$='/accept']")[0].attributes["action"]
    asked = minute_taker.post_page(address)
    assert "Give the date of the meeting" in asked.text
    form = asked.css("#facts form")[0].attributes["action"]
    minute_taker.post_page(
        form, fields_of(asked, "facts") | {"held_on": "31 March 2023", "starts_at": "10.30am"}
    )
    minute_taker.post(address)
    with look() as session:
        meeting = session.exec(select(Meeting)).one()
        assert (meeting.held_on.isoformat(), str(meeting.starts_at)) == ("2023-03-31", "10:30:00")


def test_an_import_is_left_for_later_listed_and_discarded(minute_taker: Client, stored: int) -> None:
    page = minute_taker.get_page("/bring-in")
    assert page.links()["january.txt"] == f"/bring-in/{stored}"
    page = minute_taker.post_page(f"/bring-in/{stored}/discard")
    assert "Nothing is waiting" in page.text
    assert minute_taker.post(f"/bring-in/{stored}/accept").status_code == 422


def test_an_import_that_is_over_leads_to_its_meeting(minute_taker: Client, stored: int) -> None:
    meeting = minute_taker.post(f"/bring-in/{stored}/accept").url
    assert minute_taker.get(f"/bring-in/{stored}").url == meeting
    reply = minute_taker.post(f"/bring-in/{stored}/doubts/0", data={"choice": "no"})
    assert reply.status_code == 422


def test_minutes_and_their_original_can_be_downloaded(minute_taker: Client, stored: int) -> None:
    meeting = minute_taker.post(f"/bring-in/{stored}/accept").url.path
    word = minute_taker.get(f"{meeting}/word")
    assert "2025-01-30%20Holding%20to%20account.docx" in word.headers["content-disposition"]
    assert word.content.startswith(b"PK")
    original = minute_taker.get(f"{meeting}/original")
    assert (original.content, original.headers["x-content-type-options"]) == (b"x", "nosniff")
    assert original.headers["content-disposition"].startswith("attachment")


def test_a_body_downloads_no_minutes(minute_taker: Client, force_officer: Client, stored: int) -> None:
    meeting = minute_taker.post(f"/bring-in/{stored}/accept").url.path
    assert force_officer.get(f"{meeting}/word").status_code in (403, 404)
    assert force_officer.get(f"{meeting}/original").status_code in (403, 404)


def test_the_check_page_asks_the_database_no_more_for_three_hundred_lines(
    minute_taker: Client, statements: Statements
) -> None:
    counts = []
    for lines in (3, 300):
        text = "Date: 31 March 2023\n\n1. Audit\n\n" + "\n\n".join(
            f"The PCC asked whether report {number} of {lines} was read." for number in range(lines)
        )
        page = paste(minute_taker, text)
        address = page.css("form[action$='/accept']")[0].attributes["action"].removesuffix("/accept")
        statements.seen.clear()
        shown = minute_taker.get_page(address)
        counts.append(len(statements))
        assert len(shown.css("#everything .ck[id^='line-']")) == lines
    assert counts[0] == counts[1]
