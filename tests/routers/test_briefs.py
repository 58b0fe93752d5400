"""The brief in a browser: one page that is the office's alone, with planned questions and notes that can be kept."""

import io
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import now
from app.models.meetings import Meeting
from app.models.people import User
from app.services import notes, planned_questions
from tests.conftest import Office, Statements
from tests.page import Client
from tests.story import Story

JULY = date(2024, 7, 11)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def meeting(engine: Engine, office: Office, app: object) -> int:
    """A meeting of the day after tomorrow, shared with the force, after one that left something over."""
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, session.get_one(User, office.minute_taker.id))
        eight = story.recommendation("8")
        last = story.meeting(JULY, shared=True)
        story.attends(last, "Alan Brierley", "CC", "Chief Constable", office.force)
        section = story.section(last, "2", "Recommendation 8", eight)
        story.asks(section, "The PCC asked how the force knows.")
        story.raises(section, "Count the homes", "Northfold Police", due_on=date(2024, 9, 30))
        coming = Meeting(
            title="Holding to account",
            held_on=now().date() + timedelta(days=2),
            created_at=now(),
            shared_at=now(),
        )
        session.add(coming)
        session.flush()
        story.attends(coming, "Alan Brierley", "CC", "Chief Constable", office.force)
        session.commit()
        return coming.id or 0


def test_the_brief_says_on_one_page_what_to_know_and_what_to_ask(commissioner: Client, meeting: int) -> None:
    page = commissioner.get_page(f"/meetings/{meeting}/brief")
    assert page.css("h1")[0].text() == "One action is open, it is overdue, one question has had no answer"
    for words in ("Ask first", "Northfold Police 1", "Count the homes", "days overdue", "Nothing received"):
        assert words in page.text
    assert "Recommendation 8 1" in commissioner.get_page(f"/meetings/{meeting}/brief?by=recommendation").text
    assert page.links()["Word"] == f"/meetings/{meeting}/brief/word"
    assert f"/meetings/{meeting}/brief" in commissioner.get_page(f"/meetings/{meeting}").links().values()


def test_the_brief_is_private_to_the_office_bodies_get_not_found(
    engine: Engine, force_officer: Client, administrator: Client, minute_taker: Client, meeting: int
) -> None:
    page = minute_taker.post_page(f"/meetings/{meeting}/planned-questions", {"text": "Why Eastmere?"})
    planned = page.css("li[id^=planned-]")[0].attributes["id"].removeprefix("planned-")
    for client in (force_officer, administrator):
        for address in ("brief", "brief/word"):
            assert client.get(f"/meetings/{meeting}/{address}").status_code == 404
        assert client.post(f"/meetings/{meeting}/notes", data={"text": "x"}).status_code == 404
        assert client.post(f"/meetings/{meeting}/planned-questions", data={"text": "x"}).status_code == 404
        for verb in ("edit", "move", "remove", "restore"):
            assert client.post(f"/planned-questions/{planned}/{verb}").status_code == 404
    seen = force_officer.get_page(f"/meetings/{meeting}").text
    assert "Why Eastmere?" not in seen
    with Session(engine) as session:
        assert notes.of_meeting(session, session.get_one(Meeting, meeting)).revision == 0


def test_the_commissioner_plans_changes_orders_and_removes_questions_without_scripts(
    commissioner: Client, meeting: int
) -> None:
    def texts(page: object) -> list[str]:
        return [item.css_first("p").text() for item in page.css("li[id^=planned-]")]  # type: ignore[attr-defined]

    about = {
        option.text(): option.attributes["value"]
        for option in commissioner.get_page(f"/meetings/{meeting}/brief").css("#new-about option")
    }
    address = f"/meetings/{meeting}/planned-questions"
    commissioner.post_page(address, {"text": "Why?", "about": about["IIHR 8"]})
    page = commissioner.post_page(address, {"text": "How?", "about": ""})
    assert texts(page) == ["Why?", "How?"]
    assert "Recommendation 8" in page.css("li[id^=planned-]")[0].text()
    how = page.css("li[id^=planned-]")[1].attributes["id"].removeprefix("planned-")
    assert texts(commissioner.post_page(f"/planned-questions/{how}/move", {"steps": "-1"})) == [
        "How?",
        "Why?",
    ]
    form = commissioner.get_page(f"/planned-questions/{how}/edit").css("#planned-text")[0]
    assert form.text().strip() == "How?"
    sent = {"text": "How well?", "seen": "1"}
    page = commissioner.post_page(f"/planned-questions/{how}/edit", sent)
    assert texts(page) == ["How well?", "Why?"]
    clash = commissioner.post_page(
        f"/planned-questions/{how}/edit", {"text": "How badly?", "seen": "1"}, status=409
    )
    assert "Somebody else changed this question to “How well?”" in clash.text
    assert clash.css("#planned-text")[0].text().strip() == "How badly?", "what was typed stays"
    page = commissioner.post_page(f"/planned-questions/{how}/remove")
    assert texts(page) == ["Why?"]
    assert "The question was removed" in page.text
    assert texts(commissioner.post_page(f"/planned-questions/{how}/restore")) == ["How well?", "Why?"]


def test_a_question_without_words_is_refused_and_nothing_is_lost(commissioner: Client, meeting: int) -> None:
    page = commissioner.post_page(f"/meetings/{meeting}/planned-questions", {"text": " "}, status=422)
    assert "Write the question first." in page.text
    part = commissioner.post(
        f"/meetings/{meeting}/planned-questions", data={"text": " "}, headers={"HX-Request": "true"}
    )
    assert part.status_code == 422
    assert part.text.strip().startswith('<section class="plan" id="plan"')


def test_planned_questions_go_to_the_meeting_they_are_planned_for(
    commissioner: Client, engine: Engine, meeting: int
) -> None:
    commissioner.post_page(f"/meetings/{meeting}/planned-questions", {"text": "Why Eastmere?"})
    with Session(engine) as session:
        found = planned_questions.of_meeting(session, session.get_one(Meeting, meeting))
        assert [one.text for one in found] == ["Why Eastmere?"]


def test_a_question_that_nobody_answered_is_asked_again_from_the_brief(
    commissioner: Client, meeting: int
) -> None:
    page = commissioner.get_page(f"/meetings/{meeting}/brief")
    action = page.css("form[action$='/carry']")[0].attributes["action"]
    page = commissioner.post_page(action, {"brief": str(meeting)})
    assert "The PCC asked how the force knows." in page.css("#plan")[0].text()
    assert "Carried from an earlier meeting" in page.text
    assert "Planned for" in page.text
    assert not page.css("form[action$='/carry']")


def test_notes_are_kept_as_typed_and_the_loser_of_a_race_is_shown_both_texts(
    commissioner: Client, publisher: Client, meeting: int
) -> None:
    address, typing = f"/meetings/{meeting}/notes", {"HX-Request": "true"}
    first = {"text": "Thank her", "revision": "0", "writer": "first"}
    said = commissioner.post_page(address, first, headers=typing)
    assert "Saved" in said.text
    commissioner.post_page(address, first | {"text": "Thank her & him"}, headers=typing)
    second = {"text": "Be brief", "revision": "0", "writer": "second"}
    clash = publisher.post_page(address, second, status=409, headers=typing)
    assert "Thank her & him" in clash.text
    assert "Be brief" in clash.text
    both = clash.css("form")[0]
    sent = {field.attributes["name"]: field.attributes["value"] for field in both.css("input")}
    page = publisher.post_page(address, sent)
    assert page.css("#note")[0].text().strip() == "Thank her & him\n\nBe brief"
    plain = publisher.post_page(address, second, status=409)
    assert "This was not saved" in plain.text
    assert "Be brief" in plain.text, "without scripts nothing typed is lost either"


def test_notes_too_long_to_keep_are_refused_with_what_was_typed(commissioner: Client, meeting: int) -> None:
    text = "Word " * 10_001
    page = commissioner.post_page(f"/meetings/{meeting}/notes", {"text": text}, status=422)
    assert "too long to keep" in page.text
    assert page.css("#note-again")[0].text().strip() == text.strip()


def test_the_brief_takes_as_many_statements_for_much_as_for_little(
    commissioner: Client, engine: Engine, office: Office, meeting: int, statements: Statements
) -> None:
    def count() -> int:
        statements.seen.clear()
        commissioner.get_page(f"/meetings/{meeting}/brief")
        return len(statements)

    def write(many: int, year: int) -> None:
        with Session(engine) as session:
            story = Story(session, session.get_one(User, office.minute_taker.id))
            section = story.section(story.meeting(date(year, 5, 1)), "1", "Homes", story.recommendation("9"))
            there = session.get_one(Meeting, meeting)
            for number in range(many):
                story.asks(section, f"The PCC asked {number}.")
                story.asks(section, f"The PCC asked {number} again.", "The CC said no.")
                story.raises(section, f"Do {number}", "Northfold Police")
                planned_questions.plan(session, there, text=f"Why {number}?", by=story.by)
            session.commit()

    write(3, 2023)
    count()
    few = count()
    write(100, 2022)
    assert count() == few


def test_the_brief_can_be_taken_away_as_word(commissioner: Client, meeting: int) -> None:
    reply = commissioner.get(f"/meetings/{meeting}/brief/word")
    assert reply.headers["content-type"] == WORD
    assert " Brief.docx" in reply.headers["content-disposition"]
    said = [paragraph.text for paragraph in Document(io.BytesIO(reply.content)).paragraphs]
    assert "One action is open, it is overdue, one question has had no answer" in said


@pytest.mark.libreoffice
def test_a_real_word_processor_opens_the_brief(commissioner: Client, meeting: int, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    assert program
    (tmp_path / "brief.docx").write_bytes(commissioner.get(f"/meetings/{meeting}/brief/word").content)
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [program, home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "brief.docx"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert (tmp_path / "brief.pdf").read_bytes().startswith(b"%PDF")


def test_nobody_but_the_office_finds_the_register_of_questions(
    force_officer: Client, commissioner: Client, meeting: int
) -> None:
    assert force_officer.get("/questions").status_code == 403
    assert "Questions" in commissioner.get_page("/meetings").links()
