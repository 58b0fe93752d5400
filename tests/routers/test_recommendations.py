"""Recommendations in a browser: reports, loading from CSV, and the page of each."""

import io
from datetime import date

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine
from sqlmodel import Session

from app.models.people import User
from tests.conftest import Office
from tests.page import Client, Page
from tests.story import Story

CSV = b"Ref,Title,Wording,Lead\n8,Grading,Grade every report.,Northfold Police\n9,Counting,Count them.,NCC\n"


@pytest.fixture
def written(engine: Engine, office: Office) -> dict[str, int]:
    """A meeting that asked about recommendation 8, without an answer; ids by name."""
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, session.get_one(User, office.minute_taker.id))
        eight = story.recommendation("8")
        section = story.section(story.meeting(date(2023, 3, 31)), "2", "Recommendation 8", eight)
        question = story.asks(section, "The PCC asked how reports are graded.")
        action = story.raises(section, "Set out how reports are graded", "NP")
        session.commit()
        return {
            "recommendation": eight.id or 0,
            "source": eight.source_id,
            "action": action.id or 0,
            "meeting": section.meeting_id,
            "question": question.id or 0,
        }


def test_a_recommendation_shows_what_was_asked_and_says_silence(
    minute_taker: Client, written: dict[str, int]
) -> None:
    page = minute_taker.get_page(f"/recommendations/{written['recommendation']}")
    assert "asked how reports are graded" in page.text
    assert "No answer is recorded." in page.text
    assert "One question has had no answer since 31 March 2023, and one action is open." in page.text
    assert f"/actions/{written['action']}" in page.links().values()
    lines = [address for address in page.links().values() if "#line-" in address]
    assert lines, "the question leads to its line"
    oldest = minute_taker.get_page(f"/recommendations/{written['recommendation']}?order=oldest")
    assert "Oldest first" in oldest.text


def load(browser: Client, address: str, data: bytes) -> Page:
    """Send a file, look at it, and add what it says."""
    looked = browser.post_page(address, files={"file": ("recommendations.csv", data)})
    (form,) = looked.css("form[action$='/add']")
    return browser.post_page(str(form.attributes["action"]), {})


def test_a_file_is_looked_at_then_added_and_what_is_here_already_is_described_not_doubled(
    minute_taker: Client, written: dict[str, int]
) -> None:
    address = f"/sources/{written['source']}/load"
    looked = minute_taker.post_page(address, files={"file": ("recommendations.csv", CSV)})
    assert "1 new recommendation" in looked.text
    assert "1 brought up to date" in looked.text
    assert (
        "Grade every report."
        not in minute_taker.get_page(f"/recommendations/{written['recommendation']}").text
    ), "looking changes nothing"
    page = load(minute_taker, address, CSV)
    assert "1 added, 1 changed" in page.text
    again = minute_taker.post_page(address, files={"file": ("recommendations.csv", CSV)})
    assert "no new recommendation; 2 already as they stand here" in again.text
    assert not again.css("form[action$='/add']")
    assert (
        "Grade every report." in minute_taker.get_page(f"/recommendations/{written['recommendation']}").text
    )


def test_what_a_column_holds_can_be_corrected(minute_taker: Client, written: dict[str, int]) -> None:
    data = b"Nr,Whatever,Title\n8,Grade them.,Grading\n"
    page = minute_taker.post_page(f"/sources/{written['source']}/load", files={"file": ("r.csv", data)})
    assert "Say which column holds the recommendations" in page.text
    (form,) = page.css("form[action$='/columns']")
    sent = {
        "sheet": "The file",
        "header": "1",
        "column-0": "reference",
        "column-1": "wording",
        "column-2": "title",
    }
    page = minute_taker.post_page(str(form.attributes["action"]), sent)
    assert "1 brought up to date" in page.text
    assert "Changes its title, wording." in page.text


@pytest.mark.parametrize(
    "pasted",
    [
        "Ref\tTitle\n8\tGrading\n41.3\tCounting",
        "8. Grading\n41.3 Counting",
        "Recommendation 8 – Grading\nRecommendation 41.3: Counting",
    ],
)
def test_a_table_or_a_list_can_be_pasted(minute_taker: Client, written: dict[str, int], pasted: str) -> None:
    address = f"/sources/{written['source']}/load"
    looked = minute_taker.post_page(address, files={"pasted": (None, pasted), "file": ("", b"")})
    assert "1 new recommendation" in looked.text
    assert "1 brought up to date" in looked.text
    assert "Counting" in looked.css("#rows")[0].parent.text()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Choose a file, or paste a table or a list."),
        (b"\xff\xd8\xff\xe0 a picture", "no spreadsheet"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_a_sentence(
    minute_taker: Client, written: dict[str, int], data: bytes, sentence: str
) -> None:
    address = f"/sources/{written['source']}/load"
    page = minute_taker.post_page(address, files={"file": ("recommendations.csv", data)}, status=422)
    assert sentence in page.text


def test_a_report_is_added_and_renamed(minute_taker: Client) -> None:
    page = minute_taker.post_page("/sources/new", {"short_name": "Audit", "published_on": "2023-01-02"})
    assert "published 2 January 2023" in page.text
    twice = minute_taker.post_page("/sources/new", {"short_name": "audit"}, status=422)
    assert "There is already a report called Audit." in twice.text
    bad = {"short_name": "", "published_on": "soon", "address": "javascript:alert(1)"}
    page = minute_taker.post_page("/sources/new", bad, status=422)
    assert "Give the report a short name" in page.text
    assert "begins with https://" in page.text
    page = minute_taker.post_page(
        "/sources/1/edit", {"short_name": "Audit", "title": "The great audit", "revision": "2"}
    )
    assert "The great audit" in page.text
    assert "The great audit" in minute_taker.get_page("/sources").text


def test_what_is_written_of_a_recommendation_can_be_changed(
    minute_taker: Client, written: dict[str, int]
) -> None:
    address = f"/recommendations/{written['recommendation']}"
    sent = {
        "title": "Grading",
        "wording": "Grade them.",
        "body": ["Northfold Police", "NCC", ""],
        "part": ["lead", "lead", "partner"],
        "officer": ["Ann Lee", "", ""],
        "revision": "1",
        "target_on": "2025-01-31",
    }
    page = minute_taker.post_page(f"{address}/edit", sent)
    for words in (
        "Grading",
        "Grade them.",
        "Lead: Northfold Police, Ann Lee; Northfold County Council.",
        "31 January 2025",
    ):
        assert words in page.text
    form = minute_taker.get_page(f"{address}/edit")
    assert [one.attributes["value"] for one in form.css("[name=body]")][:2] == [
        "Northfold Police",
        "Northfold County Council",
    ]
    wrong = minute_taker.post_page(f"{address}/edit", {"title": "Kept", "target_on": "soon"}, status=422)
    assert wrong.css("[name=title]")[0].attributes["value"] == "Kept"


def test_a_body_opens_only_the_recommendations_it_answers_for(
    minute_taker: Client,
    force_officer: Client,
    other_force_officer: Client,
    administrator: Client,
    written: dict[str, int],
) -> None:
    address = f"/recommendations/{written['recommendation']}"
    force_officer.get_page(address, status=404)
    minute_taker.post_page(
        f"{address}/edit", {"title": "Grading", "body": "Northfold Police", "part": "lead", "revision": "1"}
    )
    page = force_officer.get_page(address)
    assert "how reports are graded" not in page.text, "the minutes were not shared"
    assert "Grading" in force_officer.get_page("/recommendations").text
    other_force_officer.get_page(address, status=404)
    other_force_officer.get_page(f"/sources/{written['source']}", status=404)
    administrator.get_page("/recommendations", status=403)
    for refused in (force_officer, administrator):
        refused.get_page(f"{address}/edit", status=403)
        refused.post_page(f"/sources/{written['source']}/load", status=403)
        refused.post_page("/sources/new", {"short_name": "X"}, status=403)


def test_one_report_under_two_names_is_made_one(minute_taker: Client, written: dict[str, int]) -> None:
    minute_taker.post_page("/sources/new", {"short_name": "Harbour"})
    nothing = minute_taker.post_page(f"/sources/{written['source']}/merge", {"into": ""}, status=422)
    assert "Choose the report" in nothing.text
    page = minute_taker.post_page(f"/sources/{written['source']}/merge", {"into": "2"})
    assert page.css("h1")[0].text() == "Harbour"
    assert "Harbour" in minute_taker.get_page(f"/recommendations/{written['recommendation']}").text
    minute_taker.get_page(f"/sources/{written['source']}", status=404)


def test_a_recommendation_is_moved_to_the_report_that_makes_it(
    minute_taker: Client, written: dict[str, int]
) -> None:
    minute_taker.post_page("/sources/new", {"short_name": "Harbour"})
    load(minute_taker, "/sources/2/load", CSV)
    address = f"/recommendations/{written['recommendation']}"
    form = minute_taker.get_page(f"{address}/edit")
    assert form.css("[name=source] option[selected]")[0].text() == "IIHR"
    page = minute_taker.post_page(f"{address}/edit", {"title": "Grading", "source": "2", "revision": "1"})
    assert "asked how reports are graded" in page.text
    minute_taker.get_page(address, status=404)


def test_a_report_says_who_comes_back_and_what_it_owes(minute_taker: Client) -> None:
    sent = {
        "short_name": "Audit",
        "kind": "audit",
        "made_by": "The county’s auditor",
        "recommendations_said": "12",
        "reports_words": "A report to the audit committee",
        "reports_every": "6",
        "next_report_on": "2024-01-31",
        "review_on": ["2025-01-31", ""],
        "review_words": ["The auditor returns", ""],
    }
    page = minute_taker.post_page("/sources/new", sent)
    said = " ".join(page.css(".facts")[0].text(separator=" ").split())
    assert "An audit by The county’s auditor" in said
    assert "31 January 2025: The auditor returns" in said
    assert "A report to the audit committee. Every 6 months. The next was due 31 January 2024." in said
    (form,) = page.css("form[action$='/report-given']")
    due = str(form.css("[name=due]")[0].attributes["value"])
    given = minute_taker.post_page(str(form.attributes["action"]), {"due": due})
    assert "31 July 2024" in given.text.replace("\xa0", " ")
    wrong = {
        "short_name": "Audit",
        "reports_every": "often",
        "review_words": "Somebody returns",
        "revision": "3",
    }
    page = minute_taker.post_page("/sources/1/edit", wrong, status=422)
    assert "Give a number from 1 to 120" in page.text
    assert "Give the day of each review" in page.text
    mine = sent | {"title": "Mine", "revision": "1"}
    page = minute_taker.post_page("/sources/1/edit", mine, status=409)
    assert "As somebody else left it" in page.text
    assert page.css("[name=title]")[0].attributes["value"] == "Mine", "what was typed is kept"
    again = mine | {"revision": str(page.css("[name=revision]")[0].attributes["value"])}
    assert minute_taker.post_page("/sources/1/edit", again).css("h1")[0].text() == "Mine"


def test_a_recommendation_is_added_by_hand_with_what_was_answered_and_what_it_is_part_of(
    minute_taker: Client, written: dict[str, int]
) -> None:
    address = f"/sources/{written['source']}/recommendations/new"
    taken = minute_taker.post_page(address, {"reference": "Rec. 8", "title": "Twice"}, status=422)
    assert "Recommendation 8 is here already." in taken.text
    sent = {
        "reference": "8.1",
        "title": "Counting",
        "parent": "8",
        "acceptance": "partly accepted",
        "response": "We will count some.",
        "responded_on": "2023-05-01",
    }
    page = minute_taker.post_page(address, sent)
    said = " ".join(page.css("main")[0].text().split())
    assert "Partly accepted, 1 May 2023: We will count some." in said
    assert "Part of recommendation 8" in said
    assert "Its parts: 8.1, Counting" in " ".join(
        minute_taker.get_page(f"/recommendations/{written['recommendation']}").text.split()
    )
    nobody = minute_taker.post_page(address, sent | {"reference": "8.2", "parent": "77"}, status=422)
    assert "There is no recommendation 77 for it to be part of." in nobody.text


def test_what_somebody_else_wrote_of_a_recommendation_is_shown_and_not_lost(
    minute_taker: Client, publisher: Client, written: dict[str, int]
) -> None:
    address = f"/recommendations/{written['recommendation']}/edit"
    publisher.post_page(address, {"title": "Theirs", "revision": "1"})
    page = minute_taker.post_page(address, {"title": "Mine", "revision": "1"}, status=409)
    assert "Theirs" in page.css("dl.facts")[0].text()
    assert page.css("[name=title]")[0].attributes["value"] == "Mine"


def test_a_workbook_of_recommendations_comes_in(minute_taker: Client, written: dict[str, int]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Lead agency", "Recommendation", "Rec no"],
        ["NP", "Grade them.", 8],
        ["NCC", "Count them.", 41.3],
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    page = load(minute_taker, f"/sources/{written['source']}/load", out.getvalue())
    assert "1 added, 1 changed" in page.text
    assert "41.3" in minute_taker.get_page(f"/sources/{written['source']}").text
