"""What was brought in comes out again: as plain minutes, and as Word that reads back equal."""

import io
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from sqlmodel import Session

from app.documents.interpret import interpret
from app.documents.minutes import Kind, Minutes
from app.documents.source import read_source
from app.models.meetings import Assurance, Meeting
from app.models.people import User
from app.services import actions, documents, lines, meetings, sections
from tests.readings import a_reading

SAMPLES = Path(__file__).resolve().parents[2] / "sample_minutes"
SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
ROUND_TRIP = ["northfold-2023-11-09.docx", "northfold-2024-01-25.txt", "northfold-2024-05-16.html"]


def plain(minutes: Minutes, *, references: bool = True) -> dict[str, Any]:
    """What must be equal: everything but keys and source lines. Passages are numbered anew, in order.

    Without `references` those of raised actions are left out: the register gives a number to what had none.
    """
    found = asdict(minutes)
    numbers: dict[int | None, int] = {}
    for part in found["parts"]:
        for line in part["lines"]:
            for passage in line["passages"]:
                numbers[passage["key"]] = len(numbers) + 1
    for part in found["parts"]:
        del part["source_lines"], part["key"]
        for line in part["lines"]:
            del line["source_lines"], line["key"]
            for passage in line["passages"]:
                passage["key"] = numbers[passage["key"]]
                passage["replies_to"] = numbers.get(passage["replies_to"])
                passage["also_replies_to"] = [numbers[key] for key in passage["also_replies_to"]]
                if passage["action"]:
                    passage["action"]["restates"] = numbers.get(passage["action"]["restates"])
                    if not references and passage["action"]["mention"] == "raised":
                        passage["action"]["reference"] = None
    for attendee in found["attendances"]:
        del attendee["source_lines"], attendee["key"]
    return found


def bring_in(session: Session, path: Path, by: User) -> tuple[Minutes, Meeting]:
    """What was read from a file, and the meeting that it became."""
    data = path.read_bytes()
    read = interpret(read_source(data, path.name)).minutes
    read.title = read.title or "Holding to account"
    meeting = documents.import_file(session, data, path.name, by=by).meeting
    assert meeting is not None
    session.commit()
    session.expire_all()
    return read, meeting


@pytest.mark.parametrize("name", ROUND_TRIP)
def test_a_sample_brought_in_is_gathered_as_it_was_read(session: Session, by: User, name: str) -> None:
    read, meeting = bring_in(session, SAMPLES / name, by)
    assert plain(documents.gather(session, meeting)) == plain(read)


@pytest.mark.parametrize("name", ROUND_TRIP)
def test_a_sample_written_as_word_reads_back_equal(session: Session, by: User, name: str) -> None:
    _, meeting = bring_in(session, SAMPLES / name, by)
    word = documents.as_word(session, meeting)
    again = interpret(read_source(word, "again.docx")).minutes
    assert plain(again, references=False) == plain(documents.gather(session, meeting), references=False)


@pytest.mark.seeds
@pytest.mark.parametrize("number", ["001", "004"])
def test_published_minutes_are_gathered_as_they_were_read_and_come_back_from_word(
    session: Session, by: User, number: str
) -> None:
    read, meeting = bring_in(session, next(SEEDS.glob(f"{number}_*")), by)
    gathered = documents.gather(session, meeting)
    assert plain(gathered) == plain(read)
    again = interpret(read_source(documents.as_word(session, meeting), "again.docx")).minutes
    assert plain(again, references=False) == plain(gathered, references=False)


def test_the_reference_that_the_register_gave_is_printed_and_read_back(session: Session, by: User) -> None:
    _, meeting = bring_in(session, SAMPLES / ROUND_TRIP[0], by)
    given = [action.reference for action in meetings.whole(session, meeting).raised]
    again = interpret(read_source(documents.as_word(session, meeting), "again.docx")).minutes
    printed = [
        passage.action.reference
        for part in again.parts
        for line in part.lines
        for passage in line.passages
        if passage.action is not None and passage.kind == Kind.ACTION and passage.action.mention == "raised"
    ]
    assert given == ["1/2023", "2/2023", "3/2023", "4/2023", "5/2023", "6/2023", "7/2023", "8/2023"]
    assert printed == given


def test_what_becomes_of_an_action_later_changes_no_minutes(session: Session, by: User) -> None:
    file = documents.store_file(session, b"january", name="january.txt", media_type="text/plain", by=by)
    stored = documents.begin_reading(session, file, by=by, reading=a_reading())
    meeting = documents.accept(session, stored, by=by)
    before, word = documents.gather(session, meeting), documents.as_word(session, meeting)
    (action,) = meetings.whole(session, meeting).raised
    later = meeting.held_on.replace(year=2026)
    owners = actions.resolve_owners(session, ["PCC"], meeting=meeting)
    actions.set_owners(session, action, owners, today=later, by=by)
    actions.set_due(session, action, later, today=later, by=by)
    actions.close(session, action, reason="Done.", today=later, by=by)
    session.flush()
    session.expire_all()
    assert documents.gather(session, meeting) == before
    again = [
        interpret(read_source(data, "x.docx")).minutes for data in (word, documents.as_word(session, meeting))
    ]
    assert plain(again[0]) == plain(again[1])


def test_a_word_file_is_named_by_its_day_and_title_whatever_the_title_holds(
    session: Session, by: User
) -> None:
    _, meeting = bring_in(session, SAMPLES / ROUND_TRIP[1], by)
    meeting.title = 'Public: "accountability" / part 1?'
    assert documents.word_name(meeting) == "2024-01-25 Public accountability part 1.docx"


def test_assurance_and_promised_answers_go_to_word_and_come_back(session: Session, by: User) -> None:
    meeting = meetings.create(session, facts=meetings.Facts(title="Held", held_on=date(2025, 5, 15)), by=by)
    section = sections.add(session, meeting, title="Homes", number="2", by=by)
    sections.add(session, meeting, title="Cars", by=by)
    lines.add(session, section, text="The PCC asked how many homes there were.", by=by)
    text = "The PCC asked who visits them. The DPCC asked when. The PCC asked why."
    three = lines.add(session, section, text=text, by=by)
    alone = lines.add(session, section, text="The PCC asked what they cost.", bullet=True, by=by)
    for entry in (three.entries[0], three.entries[2], alone.entries[0]):
        lines.set_written_answer(session, entry, to_follow=True, by=by)
    sections.assure(
        session, section, assurance=Assurance.PARTLY, statement="Visits are late. Some never happen.", by=by
    )
    session.commit()
    session.expire_all()
    gathered = documents.gather(session, meeting)
    promised = [one.written_answer_to_follow for line in gathered.parts[0].lines for one in line.passages]
    assert promised == [False, True, False, True, True]
    word = documents.as_word(session, meeting)
    again = interpret(read_source(word, "again.docx")).minutes
    assert plain(again) == plain(gathered)
    stored = documents.import_file(session, word, "again.docx", by=by).meeting
    assert stored is not None
    assert plain(documents.gather(session, stored)) == plain(gathered)


def test_word_prints_assurance_below_its_section_and_the_promise_below_the_question(
    session: Session, by: User
) -> None:
    meeting = meetings.create(session, facts=meetings.Facts(title="Held", held_on=date(2025, 5, 15)), by=by)
    section = sections.add(session, meeting, title="Homes", by=by)
    line = lines.add(session, section, text="The PCC asked how many homes there were.", by=by)
    lines.set_written_answer(session, line.entries[0], to_follow=True, by=by)
    sections.assure(session, section, assurance=Assurance.NOT, statement="Nobody knows.", by=by)
    word = Document(io.BytesIO(documents.as_word(session, meeting)))
    said = [(one.style.name, one.text) for one in word.paragraphs if one.style is not None]
    assert said[-3:] == [
        ("Question", "The PCC asked how many homes there were."),
        ("Remark", "A written answer is to follow."),
        ("Assurance", "Not assured. Nobody knows."),
    ]
