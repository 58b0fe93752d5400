"""Putting right what was read, before it becomes a meeting."""

from datetime import date

import pytest

from app.documents import corrections
from app.documents.minutes import ActionRead, Kind, Mention, Reading, Text, passages
from app.errors import EditConflict, RuleBroken
from tests.readings import QUESTION, a_reading


def kinds(reading: Reading) -> list[Kind]:
    return [passage.kind for _, _, passage in passages(reading.minutes)]


def every_line_is_covered(reading: Reading) -> bool:
    return all(
        [line.passages[0].starts, *(p.ends for p in line.passages)]
        == [0, *(p.starts for p in line.passages[1:]), len(line.text)]
        for part in reading.minutes.parts
        for line in part.lines
    )


def test_numbering_again_changes_no_key() -> None:
    reading = a_reading()
    keys = [line.key for part in reading.minutes.parts for line in part.lines]
    reading.minutes.parts[0].lines.insert(0, Text("New."))
    corrections.number(reading)
    assert [line.key for part in reading.minutes.parts for line in part.lines][1:] == keys
    assert len({*keys, reading.minutes.parts[0].lines[0].key}) == 5


def test_a_question_that_is_none_leaves_its_answer_without_one() -> None:
    reading = a_reading()
    corrections.set_kind(reading, 1, Kind.STATEMENT)
    _, _, answer = corrections.find_passage(reading, 2)
    assert (answer.kind, answer.replies_to) == (Kind.ANSWER, None)


def test_an_answer_to_two_questions_keeps_the_one_that_is_left() -> None:
    reading = a_reading()
    corrections.set_kind(reading, 3, Kind.QUESTION)
    answer = corrections.find_passage(reading, 2)[2]
    answer.replies_to, answer.also_replies_to = 3, [1]
    corrections.set_kind(reading, 3, Kind.STATEMENT)
    assert (answer.replies_to, answer.also_replies_to) == (1, [])
    corrections.join(reading, 2)
    answer = corrections.find_passage(reading, 1)[2]
    assert (answer.replies_to, answer.also_replies_to) == (None, [])


def test_a_new_answer_replies_to_the_last_question_under_its_heading() -> None:
    reading = a_reading()
    corrections.set_kind(reading, 3, Kind.ANSWER)
    assert corrections.find_passage(reading, 3)[2].replies_to == 1
    corrections.set_kind(reading, 4, Kind.ANSWER)
    assert corrections.find_passage(reading, 4)[2].replies_to is None


def test_a_statement_made_an_action_has_its_words_without_the_marker() -> None:
    reading = a_reading()
    corrections.set_kind(reading, 4, Kind.STATEMENT)
    assert corrections.find_passage(reading, 5)[2].action == ActionRead("CC to share the audit")
    corrections.set_kind(reading, 4, Kind.ACTION)
    action = corrections.find_passage(reading, 4)[2].action
    assert action is not None
    assert action.words == "CC to share the audit by 28 February 2025"
    assert action.recommendations == ["8"]


def test_a_passage_can_be_split_at_any_clause_and_joined_again() -> None:
    reading = a_reading()
    _, line, answer = corrections.find_passage(reading, 2)
    assert [line.text[at:] for at in corrections.breaks(line, answer)] == ["and would."]
    second = corrections.split(reading, 2, corrections.breaks(line, answer)[0])
    assert line.words_of(second) == "and would."
    assert second.known_as == ["CC"]
    assert second.replies_to == 1
    assert every_line_is_covered(reading)
    corrections.join(reading, second.key)
    assert [line.words_of(passage) for passage in line.passages][
        1
    ] == "The CC said that nobody had, and would."
    assert every_line_is_covered(reading)


@pytest.mark.parametrize("at", [-1, 0, 5000])
def test_a_passage_cannot_be_split_outside_its_words(at: int) -> None:
    reading = a_reading()
    with pytest.raises(RuleBroken):
        corrections.split(reading, 1, at)


def test_joining_a_question_away_leaves_nothing_pointing_at_it() -> None:
    reading = a_reading()
    corrections.join(reading, 2)
    assert reading.doubts[0].passage == 1
    with pytest.raises(EditConflict):
        corrections.find_passage(reading, 2)


def test_an_answer_can_only_reply_to_a_question() -> None:
    reading = a_reading()
    with pytest.raises(RuleBroken, match="reply to a question"):
        corrections.set_replies_to(reading, 2, 3)
    corrections.set_replies_to(reading, 2, None)
    assert corrections.find_passage(reading, 2)[2].set_by == "hand"


def test_an_owner_known_to_the_attendance_brings_the_kind_of_organisation() -> None:
    reading = a_reading()
    corrections.set_action(
        reading, 4, owners=["PCC"], due_on=date(2025, 3, 31), reference="4/2025", recommendations=["8", "9"]
    )
    action = corrections.find_passage(reading, 4)[2].action
    assert action is not None
    assert (action.owner, action.owner_organisation_kind) == ("PCC", "commissioner")
    assert (action.due_on, action.reference, action.recommendations) == (
        date(2025, 3, 31),
        "4/2025",
        ["8", "9"],
    )


def test_a_restated_action_can_become_one_of_its_own_and_back() -> None:
    reading = a_reading()
    corrections.set_restated(reading, 5, None)
    action = corrections.find_passage(reading, 5)[2].action
    assert action is not None
    assert (action.mention, action.restates) == (Mention.RAISED, None)
    corrections.set_restated(reading, 5, 4)
    assert (action.mention, action.restates) == (Mention.RESTATED, 4)
    with pytest.raises(RuleBroken):
        corrections.set_restated(reading, 5, 5)


def test_actions_follow_their_heading_to_another_recommendation() -> None:
    reading = a_reading()
    part = reading.minutes.parts[1]
    corrections.set_heading(
        reading,
        part.key,
        title="Recommendation 9",
        number=None,
        level=3,
        recommendations=["9"],
        source="IIHR",
    )
    action = corrections.find_passage(reading, 4)[2].action
    assert action is not None
    assert action.recommendations == ["9"]
    assert (part.title, part.level, part.source) == ("Recommendation 9", 3, "IIHR")


def test_a_line_made_a_heading_takes_what_follows_and_gives_it_back() -> None:
    reading = a_reading()
    line = reading.minutes.parts[0].lines[0]
    heading = corrections.line_to_heading(reading, line.key)
    assert [part.title for part in reading.minutes.parts] == ["Audit", QUESTION, "Recommendation 8"]
    assert [each.text for each in heading.lines] == ["The PCC welcomed this."]
    assert reading.doubts[0].passage is None
    corrections.heading_to_line(reading, heading.key)
    assert [each.text for each in reading.minutes.parts[0].lines] == [QUESTION, "The PCC welcomed this."]
    assert reading.minutes.parts[0].lines[0].source_lines == [5]
    assert every_line_is_covered(reading)


def test_the_first_heading_made_a_line_leaves_lines_before_any_heading() -> None:
    reading = a_reading()
    corrections.heading_to_line(reading, reading.minutes.parts[0].key)
    first = reading.minutes.parts[0]
    assert first.title is None
    assert first.lines[0].text == "1. Audit"


def test_a_paragraph_cut_in_two_becomes_one_line() -> None:
    reading = a_reading()
    joined = corrections.join_lines(reading, reading.minutes.parts[0].lines[1].key)
    assert joined.text == f"{QUESTION} The PCC welcomed this."
    assert joined.source_lines == [5, 6]
    assert every_line_is_covered(reading)


def test_what_was_left_out_as_furniture_can_be_kept_where_it_stood() -> None:
    reading = a_reading()
    line = corrections.keep_residue(reading, 1)
    assert reading.minutes.parts[0].lines[0] is line
    assert reading.ledger[0].became == ["line"]
    with pytest.raises(EditConflict):
        corrections.keep_residue(reading, 1)


def test_a_new_short_form_is_used_wherever_the_person_speaks() -> None:
    reading = a_reading()
    corrections.set_attendee(
        reading,
        reading.minutes.attendances[1].key,
        name="Nasreen Qadir",
        title="Temporary Chief Constable",
        known_as="T/CC",
        organisation=None,
        organisation_kind="force",
        presence="present",
    )
    assert corrections.find_passage(reading, 2)[2].known_as == ["T/CC"]


def test_nobody_taken_off_the_attendance_takes_words_along() -> None:
    reading = a_reading()
    corrections.remove_attendee(reading, reading.minutes.attendances[0].key)
    assert next(line.text for line in reading.minutes.parts[0].lines) == "Margaret Ellery"
    assert reading.ledger[1].became == ["line"]


def test_a_doubt_can_be_settled_and_taken_up_again() -> None:
    reading = a_reading()
    corrections.settle(reading, 1)
    assert [doubt.settled for doubt in reading.doubts] == [False, True]
    corrections.settle(reading, 1, settled=False)
    assert not reading.doubts[1].settled
    with pytest.raises(EditConflict):
        corrections.settle(reading, 2)


def test_a_day_that_is_no_date_is_refused_and_the_rest_stays() -> None:
    reading = a_reading()
    with pytest.raises(RuleBroken, match="day, month and year"):
        corrections.set_field(reading, "held_on", "soon")
    corrections.set_field(reading, "venue", "  ")
    assert reading.minutes.venue is None
    assert reading.minutes.title == "Holding to account"
    assert kinds(reading)[0] == Kind.QUESTION
