"""Undo without a time limit: every line's spells of typing, compared and restored, and all that was taken out."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.models.lines import LineRevision
from app.models.meetings import Meeting, Section
from app.models.people import User
from app.services import attendances, documents, lines, meetings, planned_questions, sections
from app.services.lines import differences
from app.services.lines.writing import SPELL
from tests.conftest import Office

SAMPLE = Path(__file__).resolve().parents[2] / "sample_minutes" / "northfold-2024-01-25.txt"


@pytest.fixture
def meeting(session: Session, office: Office, by: User) -> Meeting:
    facts = meetings.Facts(title="Holding to account", held_on=date(2025, 5, 15))
    return meetings.create(session, facts=facts, by=by)


@pytest.fixture
def section(session: Session, meeting: Meeting, by: User) -> Section:
    return sections.add(session, meeting, title="Homes", by=by)


def compared(was: str, text: str) -> str:
    marks = {"same": "", "added": "+", "removed": "-"}
    return "".join(
        f"{marks[one.what]}{{{one.words}}}" if one.what != "same" else one.words
        for one in differences(was, text)
    )


@pytest.mark.parametrize(
    ("was", "text", "said"),
    [
        ("There are three homes.", "There are four homes.", "There are -{three}+{four} homes."),
        ("There are homes.", "There are three homes.", "There are +{three }homes."),
        ("Homes, all of them.", "Homes.", "Homes-{, all of them}."),
        ("one two three", "uno due three", "-{one two}+{uno due} three"),
        ("the same", "the same", "the same"),
        ("", "new", "+{new}"),
    ],
)
def test_two_texts_are_compared_word_by_word(was: str, text: str, said: str) -> None:
    assert compared(was, text) == said
    pieces = differences(was, text)
    assert "".join(one.words for one in pieces if one.what != "added") == was
    assert "".join(one.words for one in pieces if one.what != "removed") == text


def test_keystrokes_of_one_spell_are_one_revision(session: Session, section: Section, by: User) -> None:
    line = lines.add(session, section, text="The", by=by, writer="page")
    for at, text in enumerate(("The PCC", "The PCC asked", "The PCC asked why."), start=1):
        lines.save_text(session, line, text=text, seen_revision=at, writer="page", by=by)
    history = lines.history_of(session, line)
    assert [spell.revision.text for spell in history.spells] == ["The PCC asked why."]
    assert history.spells[0].is_present
    assert history.spells[0].by == by.name


def test_a_pause_or_another_writer_begins_a_new_spell(session: Session, section: Section, by: User) -> None:
    line = lines.add(session, section, text="The PCC", by=by, writer="page")
    lines.save_text(session, line, text="The PCC asked", seen_revision=1, writer="other", by=by)
    last = session.exec(select(LineRevision).order_by(LineRevision.id.desc())).first()  # type: ignore[union-attr]
    assert last is not None
    last.ended_at -= SPELL + timedelta(seconds=1)
    session.add(last)
    lines.save_text(session, line, text="The PCC asked why.", seen_revision=2, writer="other", by=by)
    history = lines.history_of(session, line)
    assert [spell.revision.text for spell in history.spells] == [
        "The PCC asked why.",
        "The PCC asked",
        "The PCC",
    ]
    assert [one.what for one in history.spells[0].pieces] == ["same", "added"]


def test_a_line_says_again_what_it_said_and_nothing_is_lost(
    session: Session, section: Section, by: User
) -> None:
    line = lines.add(session, section, text="Three homes.", by=by, writer="a")
    lines.save_text(session, line, text="Four homes.", seen_revision=1, writer="b", by=by)
    first = lines.history_of(session, line).spells[-1].revision
    lines.restore_revision(session, line, first.id or 0, seen_revision=2, by=by)
    assert line.text == "Three homes."
    assert [spell.revision.text for spell in lines.history_of(session, line).spells] == [
        "Three homes.",
        "Four homes.",
        "Three homes.",
    ]


def test_restoring_does_not_overwrite_what_somebody_else_wrote_meanwhile(
    session: Session, section: Section, by: User
) -> None:
    line = lines.add(session, section, text="Three homes.", by=by, writer="a")
    first = lines.history_of(session, line).spells[-1].revision
    lines.save_text(session, line, text="Four homes.", seen_revision=1, writer="b", by=by)
    with pytest.raises(lines.LineConflict):
        lines.restore_revision(session, line, first.id or 0, seen_revision=1, by=by)


def test_a_line_that_was_taken_out_comes_back_with_the_words_it_had(
    session: Session, section: Section, by: User
) -> None:
    line = lines.add(session, section, text="Three homes.", by=by, writer="a")
    lines.save_text(session, line, text="Four homes.", seen_revision=1, writer="b", by=by)
    lines.remove(session, line, by=by)
    history = lines.history_of(session, line)
    assert history.is_removed
    lines.restore_revision(session, line, history.spells[-1].revision.id or 0, seen_revision=2, by=by)
    assert (line.removed_at, line.text) == (None, "Three homes.")


def test_a_typed_heading_has_a_history_and_its_words_come_back(
    session: Session, section: Section, by: User
) -> None:
    line = lines.add(session, section, text="Recommendation 8", id="l" + "0" * 20, by=by, writer="a")
    heading = lines.heading_left(session, line, by=by)
    assert heading is not None
    lines.save_heading(session, heading, text="Recommendation 9", seen_revision=2, writer="b", by=by)
    history = lines.history_of(session, line)
    assert [spell.revision.text for spell in history.spells] == ["Recommendation 9", "Recommendation 8"]
    assert not history.is_removed
    lines.restore_revision(session, line, history.spells[-1].revision.id or 0, seen_revision=3, by=by)
    assert heading.words == "Recommendation 8"


def test_what_a_brought_in_line_said_first_is_kept_when_it_is_changed(session: Session, by: User) -> None:
    meeting = documents.import_file(session, SAMPLE.read_bytes(), SAMPLE.name, by=by).meeting
    assert meeting is not None
    line = meetings.whole(session, meeting).sections[0].lines[0].line
    was = line.text
    assert lines.history_of(session, line).spells == []
    lines.save_text(session, line, text=was + " More.", seen_revision=1, writer="a", by=by)
    spells = lines.history_of(session, line).spells
    assert [(spell.revision.text, spell.by) for spell in spells] == [(was + " More.", by.name), (was, "")]


def test_everything_that_was_taken_out_stands_in_one_list_the_latest_first(
    session: Session, meeting: Meeting, section: Section, by: User
) -> None:
    other = sections.add(session, meeting, title="Cars", by=by)
    line = lines.add(session, section, text="Three homes.", by=by)
    who = attendances.add(session, meeting, facts=attendances.Facts(name="Al Dent"), by=by)
    planned = planned_questions.plan(session, meeting, text="Why?", by=by)
    lines.remove(session, line, by=by)
    lines.remove_section(session, other, by=by)
    attendances.remove(session, who, by=by)
    planned_questions.remove(session, planned, by=by)
    gone = meetings.removed_from(session, meeting)
    assert [(one.noun, one.words) for one in gone] == [
        ("planned question", "Why?"),
        ("attendance", "Al Dent"),
        ("section", "Cars"),
        ("line", "Three homes."),
    ]


def test_what_was_done_is_told_by_spells_of_work(
    session: Session, meeting: Meeting, section: Section, by: User, office: Office
) -> None:
    for number in range(3):
        line = lines.add(session, section, text=f"Home {number} is visited.", by=by)
    lines.remove(session, line, by=office.users["publisher"])
    history = meetings.history_of(session, meeting)
    assert [work.by for work in history.work] == [office.users["publisher"].name, by.name]
    assert history.work[0].told == ["1 line removed"]
    assert "3 lines added" in history.work[1].told
    assert [one.words for one in history.work[1].lines][:1] == ["Home 0 is visited."]
    assert history.older is None


def test_a_long_history_is_shown_page_by_page(
    session: Session, meeting: Meeting, section: Section, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.meetings.histories.PAGE", 4)
    for number in range(5):
        lines.add(session, section, text=f"Home {number} is visited.", by=by)
    seen, before, pages = 0, None, 0
    while True:
        history = meetings.history_of(session, meeting, before=before)
        seen += sum(len(work.lines) for work in history.work)
        pages += 1
        if history.older is None:
            break
        before = history.older
    assert (seen, pages) == (5, 2)
