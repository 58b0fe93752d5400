"""What the grammar understood otherwise is put right while minutes are taken, and stays put right."""

from datetime import date

import pytest
from sqlmodel import Session, select

from app.documents.interpret import interpret
from app.documents.minutes import Mention, Minutes, Passage
from app.documents.source import read_source
from app.errors import RuleBroken
from app.models.actions import Action
from app.models.lines import Entry, Kind, Line
from app.models.meetings import Attendance, Meeting, PlannedQuestion, Section
from app.models.people import OrganisationKind, User
from app.models.recommendations import Recommendation
from app.services import (
    actions,
    attendances,
    documents,
    lines,
    meetings,
    planned_questions,
    recommendations,
    sections,
)
from app.services.lines import Correction
from tests.conftest import Office

TO_DO = "ACTION: CC to name an officer for each home."


@pytest.fixture
def meeting(session: Session, office: Office, by: User) -> Meeting:
    facts = meetings.Facts(title="Holding to account meeting", held_on=date(2025, 5, 15))
    meeting = meetings.create(session, facts=facts, by=by)
    for name, title, known_as, kind in (
        ("Margaret Ellery", "Police and Crime Commissioner", "PCC", OrganisationKind.COMMISSIONER),
        ("Nasreen Qadir", "Chief Constable", "CC", OrganisationKind.FORCE),
        ("Paul Mabey", "Assistant Chief Constable", "ACC", OrganisationKind.FORCE),
    ):
        facts_of = attendances.Facts(name=name, title=title, known_as=known_as, kind=kind)
        attendances.add(session, meeting, facts=facts_of, by=by)
    return meeting


@pytest.fixture
def section(session: Session, meeting: Meeting, by: User) -> Section:
    return sections.add(session, meeting, title="Named officers", number="3.", by=by)


@pytest.fixture
def line(session: Session, section: Section, by: User) -> Line:
    return lines.add(session, section, text="Homes are visited each month.", id="l" + "0" * 20, by=by)


@pytest.fixture
def to_do(session: Session, section: Section, by: User) -> Line:
    return lines.add(session, section, text=TO_DO, id="l" + "1" * 20, by=by, writer="page")


def raised(session: Session, line: Line) -> Action:
    return session.exec(select(Action).where(Action.id == line.entries[0].action_id)).one()


def asked(
    session: Session, meeting: Meeting, by: User, text: str = "Why are homes not visited?"
) -> PlannedQuestion:
    return planned_questions.plan(session, meeting, text=text, by=by)


@pytest.mark.parametrize("kind", list(Kind))
def test_one_key_sets_what_a_line_is(session: Session, line: Line, by: User, kind: Kind) -> None:
    lines.correct(session, line, Correction(kind=kind.value), by=by)
    assert [entry.kind for entry in line.entries] == [kind]
    lines.save_text(session, line, text=line.text + " All.", seen_revision=1, writer="page", by=by)
    assert line.entries[0].kind == kind


def test_only_the_passage_that_is_meant_is_set(session: Session, section: Section, by: User) -> None:
    text = "The PCC asked how many homes there were. The CC said that there were three."
    line = lines.add(session, section, text=text, by=by)
    lines.correct(session, line, Correction(passage=1, kind="statement"), by=by)
    assert [entry.kind for entry in line.entries] == [Kind.QUESTION, Kind.STATEMENT]
    with pytest.raises(RuleBroken):
        lines.correct(session, line, Correction(passage=5, kind="statement"), by=by)


def test_setting_it_twice_is_setting_it_once(session: Session, to_do: Line, by: User) -> None:
    for _ in range(2):
        lines.correct(session, to_do, Correction(kind="action", due="30 June"), by=by)
    assert len(session.exec(select(Action)).all()) == 1
    due = [one for one in actions.events(session, raised(session, to_do)) if one.kind == "due date changed"]
    assert len(due) == 1


@pytest.mark.parametrize("words", ["the force", "Chief Officers"])
def test_the_force_speaks_where_nobody_is_named(
    session: Session, office: Office, line: Line, by: User, words: str
) -> None:
    lines.correct(session, line, Correction(kind="answer", speakers=[words]), by=by)
    [speaker] = line.entries[0].speakers
    assert (speaker.words, speaker.attendance_id, speaker.organisation_id) == (words, None, office.force.id)


@pytest.mark.parametrize("words", ["the force", "Chief Officers"])
def test_the_force_speaks_by_plain_typing_too(
    session: Session, office: Office, section: Section, by: User, words: str
) -> None:
    text = f"{words[0].upper()}{words[1:]} said that homes are visited."
    line = lines.add(session, section, text=text, by=by)
    [speaker] = line.entries[0].speakers
    assert speaker.organisation_id == office.force.id


@pytest.mark.parametrize(
    ("words", "on", "kept"),
    [
        ("30 June", date(2025, 6, 30), "30 June"),
        ("by the end of Q2", date(2025, 9, 30), "by the end of Q2"),
        ("10 working days", date(2025, 5, 30), "10 working days"),
        ("when the review is out", None, "when the review is out"),
        ("", None, ""),
    ],
)
def test_a_due_date_is_corrected_in_words_or_as_a_date(
    session: Session, to_do: Line, by: User, words: str, on: date | None, kept: str
) -> None:
    lines.correct(session, to_do, Correction(due="1 June 2025"), by=by)
    lines.correct(session, to_do, Correction(due=words), by=by)
    action = raised(session, to_do)
    assert (action.due_on, action.due_words) == (on, kept)


def test_a_corrected_due_date_stays_while_the_line_is_typed_on(
    session: Session, to_do: Line, by: User
) -> None:
    lines.correct(session, to_do, Correction(due="30 June 2025"), by=by)
    longer = TO_DO[:-1] + " by 1 June 2025."
    lines.save_text(session, to_do, text=longer, seen_revision=1, writer="page", by=by)
    assert raised(session, to_do).due_on == date(2025, 6, 30)


def test_the_minutes_print_a_corrected_due_date_and_read_back_equal(
    session: Session, meeting: Meeting, to_do: Line, by: User
) -> None:
    lines.correct(session, to_do, Correction(due="30 June 2025", speakers=["ACC Mabey"]), by=by)
    [action] = [one.action for one in _passages(documents.gather(session, meeting)) if one.action]
    assert (action.due_on, action.owners) == (date(2025, 6, 30), ["ACC Mabey"])
    again = interpret(read_source(documents.as_word(session, meeting), "a.docx")).minutes
    [read] = [one.action for one in _passages(again) if one.action]
    assert (read.due_on, read.owner) == (date(2025, 6, 30), "ACC Mabey")


def _passages(minutes: Minutes) -> list[Passage]:
    return [one for part in minutes.parts for line in part.lines for one in line.passages]


def test_a_due_date_before_the_meeting_is_refused(session: Session, to_do: Line, by: User) -> None:
    with pytest.raises(RuleBroken, match="before the day of the meeting"):
        lines.correct(session, to_do, Correction(due="1 May 2025"), by=by)


def test_only_an_action_has_a_due_date(session: Session, line: Line, by: User) -> None:
    with pytest.raises(RuleBroken, match="Only an action"):
        lines.correct(session, line, Correction(due="30 June"), by=by)


@pytest.fixture
def eight(session: Session, by: User) -> Recommendation:
    recommendations.find_or_create(session, source="OTHER", reference="8", by=by)
    return recommendations.find_or_create(session, source="IIHR", reference="8", by=by)


def tied(session: Session, action: Action) -> list[int]:
    return actions.recommendation_ids(session, action)


def test_a_recommendation_is_tied_to_an_action_and_untied(
    session: Session, to_do: Line, eight: Recommendation, by: User
) -> None:
    action = raised(session, to_do)
    for said in ("IIHR 8", "IIHR recommendation 8", str(eight.id)):
        lines.correct(session, to_do, Correction(recommendation=said, tied=True), by=by)
        assert tied(session, action) == [eight.id]
    lines.correct(session, to_do, Correction(recommendation=str(eight.id), tied=False), by=by)
    assert tied(session, action) == []
    lines.correct(session, to_do, Correction(recommendation=str(eight.id)), by=by)
    lines.save_text(session, to_do, text=TO_DO + " Soon.", seen_revision=1, writer="page", by=by)
    assert tied(session, action) == [eight.id]


def test_a_recommendation_that_several_reports_make_must_be_named_with_its_report(
    session: Session, to_do: Line, eight: Recommendation, by: User
) -> None:
    with pytest.raises(RuleBroken, match="Several reports"):
        lines.correct(session, to_do, Correction(recommendation="recommendation 8"), by=by)


def test_a_recommendation_tied_to_a_line_or_heading_is_the_sections_and_its_actions(
    session: Session, section: Section, line: Line, to_do: Line, eight: Recommendation, by: User
) -> None:
    lines.correct(session, line, Correction(recommendation="IIHR 8", tied=True), by=by)
    assert [one.id for one in sections.recommendations_of(session, section)] == [eight.id]
    assert tied(session, raised(session, to_do)) == [eight.id]
    lines.correct(session, section, Correction(recommendation="IIHR 8", tied=False), by=by)
    assert tied(session, raised(session, to_do)) == []


def test_an_answer_is_tied_to_another_question_or_none(session: Session, section: Section, by: User) -> None:
    first = lines.add(session, section, text="The PCC asked how many homes there were.", by=by)
    lines.add(session, section, text="The PCC asked who visits them.", by=by)
    answer = lines.add(session, section, text="The CC said that there were three.", by=by)
    number = first.entries[0].id
    lines.correct(session, answer, Correction(reply=str(number)), by=by)
    assert answer.entries[0].replies_to_id == number
    lines.correct(session, answer, Correction(reply=""), by=by)
    assert answer.entries[0].replies_to_id is None


def test_an_answer_in_writing_is_promised_and_taken_back(
    session: Session, section: Section, by: User
) -> None:
    line = lines.add(session, section, text="The PCC asked how many homes there were.", by=by)
    lines.correct(session, line, Correction(written_answer=True), by=by)
    assert line.entries[0].written_answer_to_follow
    lines.correct(session, line, Correction(written_answer=False), by=by)
    assert not line.entries[0].written_answer_to_follow
    answer = lines.add(session, section, text="The CC said that there were three.", by=by)
    with pytest.raises(RuleBroken, match="Only a question"):
        lines.correct(session, answer, Correction(written_answer=True), by=by)


def test_a_line_becomes_a_bullet_of_any_depth_and_a_heading(session: Session, line: Line, by: User) -> None:
    lines.correct(session, line, Correction(bullet=True, depth=2), by=by)
    assert (line.bullet, line.depth) == (True, 2)
    made = lines.correct(session, line, Correction(kind="heading"), by=by)
    assert isinstance(made, Section)
    back = lines.correct(session, made, Correction(kind="decision"), by=by)
    assert isinstance(back, Line)
    assert (back.id, [entry.kind for entry in back.entries]) == (line.id, [Kind.DECISION])


# --- planned questions -----------------------------------------------------------------------------------


def test_a_planned_question_is_asked_by_one_call_that_puts_its_wording_in(
    session: Session, meeting: Meeting, section: Section, by: User
) -> None:
    planned = asked(session, meeting, by)
    line = lines.ask(session, planned, key="l" + "2" * 20, section=section, by=by)
    assert line.text == "The PCC asked: Why are homes not visited?"
    assert [entry.kind for entry in line.entries] == [Kind.QUESTION]
    assert [speaker.words for speaker in line.entries[0].speakers] == ["PCC"]
    assert lines.is_asked(session, planned)
    assert planned_questions.asked(session, [planned]) == {planned.id}


def test_a_question_written_as_a_plan_is_put_in_as_what_was_asked(
    session: Session, meeting: Meeting, section: Section, by: User
) -> None:
    planned = planned_questions.plan(session, meeting, text="The DPCC to ask to see one record.", by=by)
    line = lines.ask(session, planned, key="l" + "2" * 20, section=section, by=by)
    assert line.text == "The DPCC asked to see one record."
    assert [entry.kind for entry in line.entries] == [Kind.QUESTION]
    assert [speaker.words for speaker in line.entries[0].speakers] == ["DPCC"]


@pytest.mark.parametrize(
    ("planned", "line"),
    [
        ("Why are homes not visited?", "The PCC asked: Why are homes not visited?"),
        ("The PCC to ask who decides at night.", "The PCC asked who decides at night."),
        ("The DPCC to ask to see one interview", "The DPCC asked to see one interview."),
        ("To seek reassurance that homes are visited", "The PCC sought reassurance that homes are visited."),
        ("Challenge the CC on the delay.", "The PCC challenged the CC on the delay."),
        ("whether homes are visited", "The PCC asked whether homes are visited."),
        ("How many homes there are", "The PCC asked how many homes there are."),
        ("Homes: what next?", "The PCC asked: Homes: what next?"),
    ],
)
def test_a_planned_question_is_put_in_as_minutes_say_it_and_read_as_a_question(
    session: Session, meeting: Meeting, section: Section, by: User, planned: str, line: str
) -> None:
    question = asked(session, meeting, by, planned)
    made = lines.ask(session, question, key="l" + "2" * 20, section=section, by=by)
    assert made.text == line
    assert [entry.kind for entry in made.entries] == [Kind.QUESTION]
    assert lines.is_asked(session, question)


def test_asking_twice_asks_once(session: Session, meeting: Meeting, section: Section, by: User) -> None:
    planned = asked(session, meeting, by)
    first = lines.ask(session, planned, key="l" + "2" * 20, section=section, by=by)
    again = lines.ask(session, planned, key="l" + "2" * 20, section=section, by=by)
    by_a_colleague = lines.ask(session, planned, key="l" + "3" * 20, section=section, by=by)
    assert first.id == again.id == by_a_colleague.id
    assert len(lines.of_section(session, section)) == 1


def test_a_question_whose_line_is_removed_is_unasked_again(
    session: Session, meeting: Meeting, section: Section, by: User
) -> None:
    planned = asked(session, meeting, by)
    line = lines.ask(session, planned, key="l" + "2" * 20, section=section, by=by)
    lines.remove(session, line, by=by)
    assert not lines.is_asked(session, planned)
    late = lines.ask(session, planned, key="l" + "2" * 20, section=section, by=by)
    assert late.removed_at is not None, "the first call, sent again late, asks nothing"
    new = lines.ask(session, planned, key="l" + "4" * 20, section=section, by=by)
    assert lines.is_asked(session, planned)
    assert [one.id for one in lines.of_section(session, section)] == [new.id]


def test_what_was_not_asked_stays_visible_to_the_office_alone(
    session: Session, meeting: Meeting, section: Section, by: User
) -> None:
    planned = asked(session, meeting, by)
    other = asked(session, meeting, by, "Who decides?")
    lines.ask(session, planned, key="l" + "2" * 20, section=section, by=by)
    whole = meetings.whole(session, meeting)
    assert [one.id for one in meetings.shown(whole, may_write=True).unasked] == [other.id]
    assert meetings.shown(whole, may_write=False, is_for_the_office=False).unasked == []


def test_an_action_of_a_summary_that_is_said_to_restate_stays_restated(
    session: Session, meeting: Meeting, section: Section, to_do: Line, by: User
) -> None:
    text = "ACTION: Write to each home."
    again = lines.add(session, section, text=text, by=by, writer="page")
    lines.set_action(session, again.entries[0], action=raised(session, to_do), by=by)
    lines.save_text(session, again, text=text + " All of them.", seen_revision=1, writer="page", by=by)
    entry: Entry = again.entries[0]
    assert (entry.mention, entry.action_id) == (Mention.RESTATED, to_do.entries[0].action_id)


# --- coming and going ------------------------------------------------------------------------------------


def the_acc(session: Session, meeting: Meeting) -> Attendance:
    return next(one for one in attendances.of_meeting(session, meeting) if one.known_as == "ACC")


def test_somebody_arrives_leaves_and_sends_apologies(session: Session, meeting: Meeting, by: User) -> None:
    acc = the_acc(session, meeting)
    attendances.arrive(session, acc, at=attendances.read_time("10.30"), by=by)
    attendances.leave(session, acc, at=attendances.read_time("2.05 pm"), by=by)
    session.commit()
    session.expire_all()
    acc = the_acc(session, meeting)
    assert acc.presence == "part"
    assert attendances.movements(acc) == "arrived at 10:30, left at 14:05"
    assert attendances.comings_and_goings([acc]) == "ACC Mabey arrived at 10:30, left at 14:05."
    attendances.put_back(session, acc, by=by)
    attendances.put_back(session, acc, by=by)
    assert attendances.movements(acc) == "arrived at 10:30"
    attendances.send_apologies(session, acc, by=by)
    assert (acc.presence, attendances.movements(acc)) == ("apologies", "")


@pytest.mark.parametrize(
    ("words", "said"), [("14:05", "14:05"), ("1405", "14:05"), ("2pm", "14:00"), ("", "")]
)
def test_a_time_is_typed_in_any_form(words: str, said: str) -> None:
    found = attendances.read_time(words)
    assert (f"{found:%H:%M}" if found else "") == said


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(RuleBroken, match="Write it like 14:05"):
        attendances.read_time("after lunch")


def test_somebody_who_left_stands_so_in_word_and_reads_back(
    session: Session, meeting: Meeting, by: User
) -> None:
    attendances.leave(session, the_acc(session, meeting), at=attendances.read_time("14:05"), by=by)
    gathered = documents.gather(session, meeting)
    word = documents.as_word(session, meeting)
    read = interpret(read_source(word, "a.docx")).minutes
    assert [(one.name, one.presence, one.presence_note) for one in read.attendances] == [
        (one.name, one.presence, one.presence_note) for one in gathered.attendances
    ]
    stored = documents.import_file(session, word, "again.docx", by=by).meeting
    assert stored is not None
    acc = the_acc(session, stored)
    assert (acc.presence, acc.presence_note, attendances.movements(acc)) == ("part", "", "left at 14:05")
