"""Headings typed as lines: they become sections when they are left, tied as from a file, and go back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import transaction
from app.documents.interpret import interpret
from app.documents.minutes import Minutes, Part
from app.documents.source import read_source
from app.models.actions import Action
from app.models.lines import Kind, Line
from app.models.meetings import Meeting, Section
from app.models.people import User
from app.services import actions, documents, lines, meetings, planned_questions, sections
from app.services.documents import presence
from tests.services.test_gathering import SAMPLES, SEEDS, plain

numbers = count(1)


class Typist:
    """Types line after line, as the live page does: each under an id of its own, left before the next."""

    def __init__(self, session: Session, meeting: Meeting, by: User) -> None:
        self.session, self.meeting, self.by = session, meeting, by
        self.section = sections.add(session, meeting, title="", by=by)
        self.last: Line | None = None

    def types(self, text: str, *, bullet: bool = False, depth: int = 0) -> Line | Section:
        key = f"l{next(numbers):020x}"
        line = lines.add(
            self.session, self.section, text=text, by=self.by, id=key, after=self.last, writer="page",
            bullet=bullet, depth=depth,
        )  # fmt: skip
        heading = lines.heading_left(self.session, line, by=self.by)
        self.session.commit()
        if heading is not None:
            self.section, self.last = heading, None
            return heading
        self.last = line
        return line

    def types_all(self, minutes: Minutes) -> None:
        for part in minutes.parts:
            if part.title is not None:
                self.types(heading_of(part))
            for line in part.lines:
                self.types(line.text, bullet=line.bullet, depth=line.depth)


def heading_of(part: Part) -> str:
    number = f"{part.number}." if part.number and part.number.isdecimal() else part.number
    return f"{number or ''} {part.title}".strip()


@pytest.fixture
def meeting(session: Session, by: User) -> Meeting:
    facts = meetings.Facts(title="Holding to account", held_on=date(2025, 5, 15))
    return meetings.create(session, facts=facts, by=by)


@pytest.fixture
def typist(session: Session, meeting: Meeting, by: User) -> Typist:
    return Typist(session, meeting, by)


def titles(session: Session, meeting: Meeting) -> list[str]:
    return [section.words for section in sections.of_meeting(session, meeting)]


def heading(typed: Line | Section) -> Section:
    assert isinstance(typed, Section)
    return typed


def as_said(minutes: Minutes) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = plain(minutes, references=False)["parts"]
    for part in parts:
        for line in part["lines"]:
            for passage in line["passages"]:
                passage["known_as"] = None if passage["kind"] == "action" else passage["known_as"]
    return parts


@pytest.mark.seeds
@pytest.mark.parametrize("number", ["001", "004"])
def test_published_minutes_typed_line_by_line_are_what_reading_them_from_file_gives(
    session: Session, by: User, number: str
) -> None:
    read_and_typed_are_equal(session, by, next(SEEDS.glob(f"{number}_*.txt")))


@pytest.mark.parametrize("name", ["northfold-2024-01-25.txt", "northfold-2024-07-11.txt"])
def test_a_sample_typed_line_by_line_is_what_reading_it_from_file_gives(
    session: Session, by: User, name: str
) -> None:
    read_and_typed_are_equal(session, by, SAMPLES / name)


def read_and_typed_are_equal(session: Session, by: User, path: Path) -> None:
    read = interpret(read_source(path.read_bytes(), path.name)).minutes
    facts = meetings.Facts(
        title=read.title or "Holding to account", held_on=read.held_on or date(2025, 5, 15)
    )
    meeting = meetings.create(session, facts=facts, by=by)
    presence.bring_in(session, meeting, read, by=by)
    Typist(session, meeting, by).types_all(read)
    session.expire_all()
    typed = as_said(documents.gather(session, meeting))
    for one, other in zip(typed, as_said(read), strict=True):
        assert {**one, "lines": None} == {**other, "lines": None}
        for line, as_read in zip(one["lines"], other["lines"], strict=True):
            assert [*map(str, line["passages"])] == [*map(str, as_read["passages"])], line["text"]
            assert line == as_read


def test_a_heading_typed_on_a_line_of_its_own_becomes_a_section_when_it_is_left(
    session: Session, typist: Typist
) -> None:
    typist.types("2. Tackling CSE")
    made = heading(typist.types("Recommendation 8"))
    below = typist.types("The PCC asked how many homes there were.")
    assert titles(session, typist.meeting) == ["2. Tackling CSE", "Recommendation 8"]
    assert (made.level, [one.reference for one in sections.recommendations_of(session, made)]) == (2, ["8"])
    assert isinstance(below, Line)
    assert below.section_id == made.id


def test_an_action_below_a_typed_recommendation_concerns_it(session: Session, typist: Typist) -> None:
    made = heading(typist.types("Recommendation 8"))
    typist.types("ACTION: CC to name an officer by 30 June 2025.")
    action = session.exec(select(Action)).one()
    assert actions.recommendation_ids(session, action) == [
        one.id for one in sections.recommendations_of(session, made)
    ]


def test_lines_below_a_line_that_becomes_a_heading_stand_under_it(session: Session, typist: Typist) -> None:
    first = typist.types("The meeting began with a minute of silence.")
    action = typist.types("ACTION: CC to name an officer for each home.")
    assert isinstance(first, Line)
    assert isinstance(action, Line)
    between = lines.add(
        session, typist.section, text="Recommendation 12", by=typist.by, after=first, id="l" + "a" * 20
    )
    made = lines.heading_left(session, between, by=typist.by)
    assert made is not None
    assert (first.section_id, action.section_id) == (typist.section.id, made.id)
    raised = session.exec(select(Action)).one()
    assert len(actions.recommendation_ids(session, raised)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The PCC asked about homes.",
        "ACTION: CC to report.",
        "N/A",
        "The following was agreed:",
        "Agreed.",
    ],
)
def test_a_line_that_reads_as_something_else_stays_a_line(
    session: Session, typist: Typist, text: str
) -> None:
    assert isinstance(typist.types(text), Line)


def test_a_bullet_stays_a_bullet(session: Session, typist: Typist) -> None:
    assert isinstance(typist.types("Recommendation 8", bullet=True), Line)


def test_a_line_set_by_hand_stays_what_it_is_when_it_is_left(session: Session, typist: Typist) -> None:
    line = lines.add(session, typist.section, text="Recommendation 8", by=typist.by)
    lines.set_kind(session, line.entries[0], kind=Kind.DECISION, by=typist.by)
    assert lines.heading_left(session, line, by=typist.by) is None


def test_a_heading_sent_again_is_the_same_heading(session: Session, typist: Typist) -> None:
    made = heading(typist.types("Recommendation 8"))
    again = lines.heading_by_typed_id(session, made.typed_id or "")
    assert again is made
    lines.save_heading(session, made, text="Recommendation 8", seen_revision=0, writer="page", by=typist.by)
    assert titles(session, typist.meeting) == ["Recommendation 8"]
    assert made.revision == 2


def test_a_heading_changed_by_typing_ties_the_recommendation_it_names_now(
    session: Session, typist: Typist
) -> None:
    made = heading(typist.types("Recommendation 8"))
    typist.types("ACTION: CC to name an officer by 30 June 2025.")
    lines.save_heading(
        session, made, text="Recommendation 9", seen_revision=made.revision, writer="page", by=typist.by
    )
    assert [one.reference for one in sections.recommendations_of(session, made)] == ["9"]
    action = session.exec(select(Action)).one()
    assert actions.recommendation_ids(session, action) == [
        one.id for one in sections.recommendations_of(session, made)
    ]


def test_two_who_type_in_one_heading_lose_neither_text(session: Session, typist: Typist) -> None:
    made = heading(typist.types("Recommendation 8"))
    lines.save_heading(
        session, made, text="Recommendation 8 and 9", seen_revision=2, writer="a", by=typist.by
    )
    with pytest.raises(lines.HeadingConflict) as refused:
        lines.save_heading(session, made, text="Homes", seen_revision=2, writer="b", by=typist.by)
    assert (refused.value.theirs, refused.value.yours) == ("Recommendation 8 and 9", "Homes")
    lines.save_heading(session, made, text="Recommendation 9", seen_revision=2, writer="a", by=typist.by)
    assert made.words == "Recommendation 9"


def test_a_heading_becomes_a_line_again_with_its_id_and_what_stood_below_it(
    session: Session, typist: Typist
) -> None:
    before = heading(typist.types("Victims"))
    asked = typist.types("The PCC asked about homes.")
    made = heading(typist.types("Recommendation 8"))
    key = made.typed_id
    typist.types("The CC said that there were three.")
    stood_at = asked.position
    line = lines.heading_to_line(session, made, by=typist.by)
    session.commit()
    assert line.id == key
    assert asked.position == stood_at, "open pages are told of those alone that moved"
    assert [one.text for one in lines.of_section(session, before)] == [
        "The PCC asked about homes.",
        "Recommendation 8",
        "The CC said that there were three.",
    ]
    assert titles(session, typist.meeting) == ["Victims"]
    assert lines.heading_left(session, line, by=typist.by) is None
    again = lines.become_heading(session, line, by=typist.by)
    session.commit()
    assert (again.typed_id, titles(session, typist.meeting)) == (key, ["Victims", "Recommendation 8"])
    assert [one.text for one in lines.of_section(session, again)] == ["The CC said that there were three."]


def test_the_first_heading_becomes_a_line_before_any_heading(session: Session, typist: Typist) -> None:
    made = heading(typist.types("Recommendation 8"))
    typist.types("The PCC asked about homes.")
    lines.heading_to_line(session, made, by=typist.by)
    assert titles(session, typist.meeting) == [""]
    assert [one.text for one in lines.of_section(session, made)] == [
        "Recommendation 8",
        "The PCC asked about homes.",
    ]
    assert not sections.recommendations_of(session, made)


def test_a_heading_that_grows_into_a_sentence_is_a_line_again_when_it_is_left(
    session: Session, typist: Typist
) -> None:
    typist.types("Homes")
    made = heading(typist.types("Recommendation 8"))
    sentence = "Recommendation 8 was carried out last year."
    lines.save_heading(session, made, text=sentence, seen_revision=2, writer="page", by=typist.by)
    line = lines.heading_of_sentence_left(session, made, by=typist.by)
    assert line is not None
    assert [entry.kind for entry in line.entries] == [Kind.STATEMENT]


def test_a_heading_goes_deeper_and_shallower(session: Session, typist: Typist) -> None:
    made = heading(typist.types("2. Tackling CSE"))
    assert lines.set_level(session, made, level=2, by=typist.by).level == 2
    assert lines.set_level(session, made, level=0, by=typist.by).level == 1


def test_a_heading_typed_and_its_line_are_not_listed_as_removed(session: Session, typist: Typist) -> None:
    typist.types("Recommendation 8")
    assert meetings.whole(session, typist.meeting).removed == []


def test_a_line_left_by_two_pages_at_once_becomes_one_heading(
    engine: Engine, session: Session, typist: Typist
) -> None:
    line = lines.add(session, typist.section, text="Recommendation 8", id="l" + "b" * 20, by=typist.by)
    session.commit()

    def leave(_: int) -> int | None:
        with transaction(engine, writes=True) as apart:
            made = lines.heading_left(apart, lines.by_id(apart, line.id), by=apart.get(User, typist.by.id))
            apart.commit()
            return made.id if made else None

    with ThreadPoolExecutor(4) as pages:
        made = {number for number in pages.map(leave, range(4)) if number is not None}
    assert len(made) == 1
    session.expire_all()
    assert titles(session, typist.meeting) == ["Recommendation 8"]


def test_a_planned_question_asked_by_two_pages_at_once_is_asked_once(
    engine: Engine, session: Session, typist: Typist
) -> None:
    planned = planned_questions.plan(session, typist.meeting, text="Why?", by=typist.by)
    session.commit()

    def ask(number: int) -> str:
        with transaction(engine, writes=True) as apart:
            question = planned_questions.by_id(apart, planned.id or 0)
            section = sections.by_id(apart, typist.section.id or 0)
            by = apart.get(User, typist.by.id)
            line = lines.ask(apart, question, key=f"l{number:020x}", section=section, by=by)
            apart.commit()
            return line.id

    with ThreadPoolExecutor(4) as pages:
        asked = set(pages.map(ask, range(4)))
    assert len(asked) == 1
    session.expire_all()
    assert [one.text for one in lines.of_section(session, typist.section)] == ["The PCC asked: Why?"]
