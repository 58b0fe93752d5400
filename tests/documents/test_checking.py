"""A reading laid out for checking: every source line once, doubts as questions, and what their answers change."""

import pytest

from app.documents import checking, corrections
from app.documents.interpret import interpret
from app.documents.minutes import Doubt, Kind, Reading
from app.documents.source import source_from_text
from app.errors import RuleBroken
from tests.readings import a_reading

TEXT = """Minutes of the holding to account meeting
Thursday 30 January

Present:
Margaret Ellery, Police and Crime Commissioner (PCC)
Nasreen Qadir, Chief Constable (CC)
Joan Tully, Policy Officer

1. Audit

The PCC asked whether anybody reads them. The CC said that nobody had.

ACTION: figures to be included next time.
"""


def with_doubt(
    subject: str, *, passage: int | None = None, line: int = 5, guess: str = "something"
) -> Reading:
    reading = a_reading()
    reading.doubts = [Doubt(line, reading.ledger[line - 1].text, guess, "it is not said", subject, passage)]
    return reading


def test_every_source_line_stands_somewhere_and_only_once() -> None:
    reading = corrections.number(interpret(source_from_text(TEXT)))
    sheet = checking.sheet(reading)
    shown = [words.number for words in [*sheet.facts, *sheet.attendance]]
    shown += [words.number for row in [*sheet.attendees, *sheet.body] for words in row.source]
    shown += [row.line for row in sheet.left_out]
    assert sorted(shown) == [row.line for row in reading.ledger]
    assert sheet.source_lines == 9


def test_questions_that_nothing_answers_are_known() -> None:
    reading = a_reading()
    assert checking.sheet(reading).unanswered == set()
    corrections.set_kind(reading, 2, Kind.STATEMENT)
    assert checking.sheet(reading).unanswered == {1}


@pytest.mark.parametrize("place", range(8))
def test_every_doubt_of_the_reader_can_be_settled_as_it_stands(place: int) -> None:
    reading = corrections.number(interpret(source_from_text(TEXT)))
    if place >= len(reading.doubts):
        assert len(reading.doubts) >= 3
        return
    before = checking.ask(reading, place)
    checking.answer(reading, place, before.chosen, before.typed or "30 January 2025")
    assert reading.doubts[place].settled


@pytest.mark.parametrize(
    ("subject", "passage", "choice", "typed", "kind", "replies_to"),
    [
        ("answer", 2, "no", "", Kind.STATEMENT, None),
        ("answer", 2, "yes", "", Kind.ANSWER, 1),
        ("kind", 3, "decision", "", Kind.DECISION, None),
        ("line", 3, "answer", "", Kind.ANSWER, 1),
    ],
)
def test_the_kind_of_a_passage_is_decided(
    subject: str, passage: int, choice: str, typed: str, kind: Kind, replies_to: int | None
) -> None:
    reading = with_doubt(subject, passage=passage)
    checking.answer(reading, 0, choice, typed)
    _, _, found = corrections.find_passage(reading, passage)
    assert (found.kind, found.replies_to) == (kind, replies_to)


def test_who_speaks_is_chosen_or_typed() -> None:
    reading = with_doubt("speaker", passage=2)
    asked = checking.ask(reading, 0)
    assert [choice.value for choice in asked.choices] == ["CC", "", "PCC"]
    checking.answer(reading, 0, "typed", "the force")
    assert corrections.find_passage(reading, 2)[2].known_as == ["the force"]
    assert checking.ask(reading, 0).said == "the force"


def test_the_owner_is_nobody_somebody_or_several() -> None:
    reading = with_doubt("owner", passage=4)
    action = corrections.find_passage(reading, 4)[2].action
    assert action is not None
    checking.answer(reading, 0, "")
    assert (action.owner, action.owners) == (None, [])
    checking.answer(reading, 0, "typed", "CC, Joan Tully")
    assert action.owners == ["CC", "Joan Tully"]


def test_a_due_date_is_typed_in_british_order_or_taken_away() -> None:
    reading = with_doubt("due_on", passage=4)
    action = corrections.find_passage(reading, 4)[2].action
    assert action is not None
    checking.answer(reading, 0, "typed", "3/4/2025")
    assert action.due_on is not None
    assert action.due_on.isoformat() == "2025-04-03"
    checking.answer(reading, 0, "")
    assert action.due_on is None


def test_recommendations_are_typed_as_people_write_them() -> None:
    reading = with_doubt("recommendation", passage=4)
    checking.answer(reading, 0, "typed", "8, 12 and 41.3")
    action = corrections.find_passage(reading, 4)[2].action
    assert action is not None
    assert action.recommendations == ["8", "12", "41.3"]


def test_a_restated_action_is_one_of_those_raised_or_its_own() -> None:
    reading = with_doubt("restated", passage=5, line=9)
    asked = checking.ask(reading, 0)
    assert asked.chosen == "4"
    assert [choice.value for choice in asked.choices] == ["4", ""]
    checking.answer(reading, 0, "")
    action = corrections.find_passage(reading, 5)[2].action
    assert action is not None
    assert action.restates is None


def test_the_side_of_somebody_who_was_there_is_chosen() -> None:
    reading = with_doubt("attendance", line=3, guess="the force")
    asked = checking.ask(reading, 0)
    assert asked.title == "Which side is Nasreen Qadir on?"
    checking.answer(reading, 0, "other")
    assert reading.minutes.attendances[1].organisation_kind == "other"


def test_a_heading_that_is_none_becomes_a_line() -> None:
    reading = with_doubt("heading", line=7)
    checking.answer(reading, 0, "line")
    assert [part.title for part in reading.minutes.parts] == ["Audit"]
    assert checking.ask(reading, 0).chosen == "line"


def test_a_doubt_about_nothing_that_can_be_chosen_can_still_be_settled() -> None:
    reading = with_doubt("something new", guess="a line")
    asked = checking.ask(reading, 0)
    assert [choice.words for choice in asked.choices] == ["It is right: a line"]
    checking.answer(reading, 0, asked.chosen)
    assert reading.doubts[0].settled


def test_the_doubt_of_a_passage_that_is_gone_is_asked_about_its_line() -> None:
    reading = with_doubt("answer", passage=2)
    corrections.line_to_heading(reading, reading.minutes.parts[0].lines[0].key)
    assert checking.ask(reading, 0).row.startswith("heading-")


@pytest.mark.parametrize(("choice", "typed"), [("perhaps", ""), ("typed", ""), ("typed", "next week")])
def test_an_answer_that_is_none_settles_nothing(choice: str, typed: str) -> None:
    reading = with_doubt("due_on", passage=4)
    with pytest.raises(RuleBroken):
        checking.answer(reading, 0, choice, typed)
    assert not reading.doubts[0].settled
