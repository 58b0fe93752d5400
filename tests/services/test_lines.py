"""Lines: written, read, read again, set by hand, moved, removed and put back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import transaction
from app.documents.minutes import ActionRead, Passage
from app.errors import EditConflict, RuleBroken
from app.models.actions import Action, ActionState
from app.models.lines import Entry, Kind, Line, Mention, Outcome, SetBy
from app.models.meetings import Meeting, Section
from app.models.people import OrganisationKind, User
from app.services import actions, attendances, lines, meetings, sections
from tests.conftest import Office
from tests.story import Story

QUESTION = "The PCC asked how many homes had no named officer."
ANSWER = "The CC said that three had none."
TO_DO = "ACTION: CC to name an officer for each home by 30 June 2025."


@pytest.fixture
def meeting(session: Session, office: Office, by: User) -> Meeting:
    facts = meetings.Facts(title="Holding to account meeting", held_on=date(2025, 5, 15))
    meeting = meetings.create(session, facts=facts, by=by)
    for name, title, known_as, kind in (
        ("Margaret Ellery", "Police and Crime Commissioner", "PCC", OrganisationKind.COMMISSIONER),
        ("Nasreen Qadir", "Chief Constable", "CC", OrganisationKind.FORCE),
    ):
        facts_of = attendances.Facts(name=name, title=title, known_as=known_as, kind=kind)
        attendances.add(session, meeting, facts=facts_of, by=by)
    return meeting


@pytest.fixture
def section(session: Session, meeting: Meeting, by: User) -> Section:
    return sections.add(session, meeting, title="Named officers", number="3.", by=by)


def texts(session: Session, section: Section) -> list[str]:
    return [line.text for line in lines.of_section(session, section)]


def kinds(line: Line) -> list[Kind]:
    return [entry.kind for entry in line.entries]


def is_open(action: Action) -> bool:
    return action.state == ActionState.OPEN


def test_a_typed_line_is_read(session: Session, section: Section, by: User) -> None:
    line = lines.add(session, section, text=QUESTION, by=by)
    assert kinds(line) == [Kind.QUESTION]
    assert [speaker.words for speaker in line.entries[0].speakers] == ["PCC"]
    assert line.entries[0].speakers[0].attendance_id is not None


def test_an_answer_replies_to_the_question_of_the_line_before(
    session: Session, section: Section, by: User
) -> None:
    asked = lines.add(session, section, text=QUESTION, by=by)
    said = lines.add(session, section, text=ANSWER, by=by)
    assert kinds(said) == [Kind.ANSWER]
    assert said.entries[0].replies_to_id == asked.entries[0].id


def test_one_answer_can_reply_to_two_questions(session: Session, section: Section, by: User) -> None:
    text = (
        "The PCC asked how many homes there were. The DPCC asked who runs them. The CC said the council did."
    )
    line = lines.add(session, section, text=text, by=by)
    asked = {entry.id for entry in line.entries if entry.kind == Kind.QUESTION}
    assert len(asked) == 2
    assert lines.answered(session, section.meeting_id) == asked
    meeting = session.get_one(Meeting, section.meeting_id)
    assert meetings.whole(session, meeting).answered == asked
    said = line.entries[-1]
    lines.set_reply(session, said, question=None, by=by)
    assert lines.answered(session, section.meeting_id) == set()


def test_a_typed_action_is_in_the_register_with_owner_and_date(
    session: Session, section: Section, by: User, office: Office
) -> None:
    line = lines.add(session, section, text=TO_DO, by=by)
    action = session.get_one(Action, line.entries[0].action_id)
    assert action.reference == "1/2025"
    assert action.due_on == date(2025, 6, 30)
    assert [owner.organisation_id for owner in action.present_owners] == [office.force.id]


def test_sending_a_new_line_twice_makes_one_line(session: Session, section: Section, by: User) -> None:
    first = lines.add(session, section, id="made-by-the-page", text=QUESTION, writer="page", by=by)
    again = lines.add(session, section, id="made-by-the-page", text=QUESTION, writer="page", by=by)
    assert again is first
    assert texts(session, section) == [QUESTION]
    assert first.revision == 1


def test_the_loser_of_a_race_gets_both_texts(session: Session, section: Section, by: User) -> None:
    line = lines.add(session, section, text="The CC said three.", by=by)
    lines.save_text(session, line, text="The CC said four.", seen_revision=1, writer="hers", by=by)
    with pytest.raises(lines.LineConflict) as refused:
        lines.save_text(session, line, text="The CC said five.", seen_revision=1, writer="his", by=by)
    assert isinstance(refused.value, EditConflict)
    assert (refused.value.theirs, refused.value.yours) == ("The CC said four.", "The CC said five.")
    assert line.text == "The CC said four."


def test_of_several_who_save_at_the_same_moment_one_wins_and_none_is_overwritten(
    session: Session, engine: Engine, section: Section, by: User
) -> None:
    line = lines.add(session, section, text="The CC said three.", by=by)
    session.commit()

    def save(who: int) -> str | None:
        with transaction(engine) as mine:
            try:
                found = lines.by_id(mine, line.id)
                lines.save_text(mine, found, text=f"By {who}.", seen_revision=1, writer=f"page {who}", by=by)
                mine.commit()
            except lines.LineConflict as conflict:
                return conflict.theirs
        return None

    with ThreadPoolExecutor(4) as people:
        outcomes = list(people.map(save, range(4)))
    session.expire_all()
    assert outcomes.count(None) == 1
    winner = f"By {outcomes.index(None)}."
    assert lines.by_id(session, line.id).text == winner
    assert {theirs for theirs in outcomes if theirs is not None} == {winner}


def test_a_page_is_never_in_conflict_with_itself(session: Session, section: Section, by: User) -> None:
    line = lines.add(session, section, text="The CC", by=by)
    for words in ("The CC said", "The CC said that", "The CC said that three"):
        lines.save_text(session, line, text=words, seen_revision=1, writer="page", by=by)
    assert (line.text, line.revision) == ("The CC said that three", 4)


def test_a_page_that_missed_another_s_words_does_not_overwrite_them(
    session: Session, section: Section, by: User
) -> None:
    line = lines.add(session, section, text="One.", by=by)
    lines.save_text(session, line, text="Two.", seen_revision=1, writer="hers", by=by)
    lines.save_text(session, line, text="Three.", seen_revision=2, writer="his", by=by)
    with pytest.raises(lines.LineConflict):
        lines.save_text(session, line, text="Four.", seen_revision=2, writer="hers", by=by)


def test_the_same_words_again_are_saved_without_a_change(
    session: Session, section: Section, by: User
) -> None:
    line = lines.add(session, section, text=QUESTION, by=by)
    lines.save_text(session, line, text=QUESTION, seen_revision=0, writer="another page", by=by)
    assert line.revision == 1


def test_a_spell_of_typing_is_one_row_of_history(session: Session, section: Section, by: User) -> None:
    line = lines.add(session, section, text="The CC", writer="page", by=by)
    lines.save_text(session, line, text="The CC said", seen_revision=1, writer="page", by=by)
    lines.save_text(session, line, text="The CC said so.", seen_revision=2, writer="other", by=by)
    assert [row.text for row in lines.history(session, line)] == ["The CC said so.", "The CC said"]


def test_a_line_without_words_is_refused(session: Session, section: Section, by: User) -> None:
    with pytest.raises(RuleBroken, match="needs words"):
        lines.add(session, section, text=" \n ", by=by)


def test_pasted_paragraphs_become_lines_and_bullets(session: Session, section: Section, by: User) -> None:
    made = lines.add_many(session, section, text="The PCC asked about:\r\n\r\n• homes\n- cars\n", by=by)
    assert [(line.text, line.bullet) for line in made] == [
        ("The PCC asked about:", False),
        ("homes", True),
        ("cars", True),
    ]


def test_changing_words_keeps_the_action_and_its_history(
    session: Session, section: Section, by: User
) -> None:
    line = lines.add(session, section, text=TO_DO, by=by)
    number = line.entries[0].action_id
    changed = "ACTION: CC to name an officer and a deputy for each home by 31 July 2025."
    lines.save_text(session, line, text=changed, seen_revision=1, writer="", by=by)
    assert line.entries[0].action_id == number
    action = session.get_one(Action, number)
    assert action.due_on == date(2025, 7, 31)
    assert "deputy" in action.wording


def test_words_typed_after_a_question_leave_its_answer_tied(
    session: Session, section: Section, by: User
) -> None:
    asked = lines.add(session, section, text=QUESTION, by=by)
    said = lines.add(session, section, text=ANSWER, by=by)
    number = asked.entries[0].id
    longer = QUESTION[:-1] + " in March, and whether that had changed since the report of the county council."
    lines.save_text(session, asked, text=longer, seen_revision=1, writer="", by=by)
    assert asked.entries[0].id == number
    assert said.entries[0].replies_to_id == number


def test_a_question_grown_into_question_and_answer_stays_the_question(
    session: Session, section: Section, by: User
) -> None:
    line = lines.add(session, section, text=QUESTION, by=by)
    number = line.entries[0].id
    lines.save_text(session, line, text=f"{QUESTION} {ANSWER}", seen_revision=1, writer="", by=by)
    assert kinds(line) == [Kind.QUESTION, Kind.ANSWER]
    assert line.entries[0].id == number
    assert line.entries[1].replies_to_id == number
    assert [entry.words_in(line.text) for entry in line.entries] == [QUESTION, ANSWER]


def test_an_action_whose_words_go_leaves_the_register_and_comes_back_with_them(
    session: Session, section: Section, by: User
) -> None:
    line = lines.add(session, section, text=TO_DO, by=by)
    action = session.get_one(Action, line.entries[0].action_id)
    lines.save_text(session, line, text="The CC thanked everybody.", seen_revision=1, writer="", by=by)
    assert action.removed_at is not None
    assert kinds(line) == [Kind.STATEMENT]
    lines.save_text(session, line, text=TO_DO, seen_revision=2, writer="", by=by)
    assert action.removed_at is None
    assert line.entries[0].action_id == action.id


def test_a_kind_set_by_hand_survives_new_words(session: Session, section: Section, by: User) -> None:
    line = lines.add(session, section, text="The PCC noted that nobody had answered her letter.", by=by)
    assert kinds(line) == [Kind.STATEMENT]
    lines.set_kind(session, line.entries[0], kind=Kind.QUESTION, by=by)
    lines.set_speakers(session, line.entries[0], ["PCC"], by=by)
    words = "The PCC noted that nobody had answered her letter of 3 March 2025."
    lines.save_text(session, line, text=words, seen_revision=1, writer="", by=by)
    assert kinds(line) == [Kind.QUESTION]
    assert [speaker.words for speaker in line.entries[0].speakers] == ["PCC"]
    assert line.entries[0].words_in(line.text) == words


def test_a_passage_set_by_hand_ends_with_its_words(session: Session, section: Section, by: User) -> None:
    line = lines.add(session, section, text="The PCC noted the figures for March.", by=by)
    lines.set_kind(session, line.entries[0], kind=Kind.QUESTION, by=by)
    lines.save_text(session, line, text="Somebody else opened a window.", seen_revision=1, writer="", by=by)
    assert kinds(line) == [Kind.STATEMENT]
    assert line.entries[0].set_by == SetBy.GRAMMAR


def test_a_statement_can_be_made_an_action_and_back(session: Session, section: Section, by: User) -> None:
    line = lines.add(session, section, text="The CC would write to every home.", by=by)
    lines.set_kind(session, line.entries[0], kind=Kind.ACTION, by=by)
    action = session.get_one(Action, line.entries[0].action_id)
    assert action.wording == "The CC would write to every home."
    lines.set_kind(session, line.entries[0], kind=Kind.STATEMENT, by=by)
    assert action.removed_at is not None
    lines.set_kind(session, line.entries[0], kind=Kind.ACTION, by=by)
    assert line.entries[0].action_id == action.id
    assert action.removed_at is None


def test_a_passage_can_be_parted_and_joined_again(session: Session, section: Section, by: User) -> None:
    text = "Homes were discussed. Cars were a worry too."
    line = lines.add(session, section, text=text, by=by)
    assert len(line.entries) == 1
    places = dict(lines.where_to_split(line, line.entries[0]))
    at = text.index("Cars")
    assert places[at] == "Cars were a worry too."
    rest = lines.split(session, line.entries[0], at=at, kind=Kind.QUESTION, by=by)
    assert kinds(line) == [Kind.STATEMENT, Kind.QUESTION]
    assert rest.words_in(line.text) == "Cars were a worry too."
    changed = "Homes were discussed in May. Cars were a worry too, and vans."
    lines.save_text(session, line, text=changed, seen_revision=1, writer="", by=by)
    assert [entry.words_in(line.text) for entry in line.entries] == [
        "Homes were discussed in May.",
        "Cars were a worry too, and vans.",
    ]
    assert kinds(line) == [Kind.STATEMENT, Kind.QUESTION]
    lines.join(session, line.entries[1], by=by)
    assert [entry.words_in(line.text) for entry in line.entries] == [changed]


def test_an_answer_can_be_tied_to_another_question(session: Session, section: Section, by: User) -> None:
    first = lines.add(session, section, text=QUESTION, by=by)
    second = lines.add(session, section, text="The PCC asked whether that was enough.", by=by)
    said = lines.add(session, section, text=ANSWER, by=by)
    assert said.entries[0].replies_to_id == second.entries[0].id
    choices = [words for _, words in lines.questions_before(session, said)]
    assert choices == [second.text, first.text]
    lines.set_reply(session, said.entries[0], question=first.entries[0], by=by)
    assert said.entries[0].replies_to_id == first.entries[0].id


def test_reading_afresh_forgets_what_was_set_by_hand(session: Session, section: Section, by: User) -> None:
    line = lines.add(session, section, text=QUESTION, by=by)
    lines.set_kind(session, line.entries[0], kind=Kind.STATEMENT, by=by)
    lines.read_afresh(session, line, by=by)
    assert kinds(line) == [Kind.QUESTION]


def test_a_removed_line_takes_its_action_along_and_brings_it_back(
    session: Session, section: Section, meeting: Meeting, by: User
) -> None:
    line = lines.add(session, section, text=TO_DO, by=by)
    action = session.get_one(Action, line.entries[0].action_id)
    lines.remove(session, line, by=by)
    assert texts(session, section) == []
    assert action.removed_at is not None
    assert [gone.noun for gone in meetings.whole(session, meeting).removed] == ["line"]
    lines.restore(session, line, by=by)
    assert texts(session, section) == [TO_DO]
    assert action.removed_at is None


def test_a_removed_section_takes_its_actions_along(session: Session, section: Section, by: User) -> None:
    line = lines.add(session, section, text=TO_DO, by=by)
    action = session.get_one(Action, line.entries[0].action_id)
    lines.remove_section(session, section, by=by)
    assert action.removed_at is not None
    with pytest.raises(RuleBroken, match="section"):
        lines.restore(session, lines.remove(session, line, by=by), by=by)
    lines.restore_section(session, section, by=by)
    assert action.removed_at is not None, "its line was removed by itself"
    lines.restore(session, line, by=by)
    assert action.removed_at is None


def test_a_review_removed_and_put_back_keeps_the_date_it_gave(
    session: Session, section: Section, by: User
) -> None:
    raised = lines.add(session, section, text=TO_DO, by=by)
    action = session.get_one(Action, raised.entries[0].action_id)
    facts = meetings.Facts(title="The next one", held_on=date(2025, 7, 10))
    later = meetings.create(session, facts=facts, by=by)
    review = sections.add(session, later, title="Review of actions", by=by)
    lines.add(session, review, text="1/2025: carried to 30 September 2025, two homes are left.", by=by)
    assert action.due_on == date(2025, 9, 30)
    lines.remove_section(session, review, by=by)
    assert action.due_on == date(2025, 6, 30)
    lines.restore_section(session, review, by=by)
    assert action.due_on == date(2025, 9, 30)


def test_a_review_typed_in_a_later_meeting_closes_the_action(
    session: Session, section: Section, by: User
) -> None:
    raised = lines.add(session, section, text=TO_DO, by=by)
    action = session.get_one(Action, raised.entries[0].action_id)
    facts = meetings.Facts(title="The next one", held_on=date(2025, 7, 10))
    later = meetings.create(session, facts=facts, by=by)
    review = sections.add(session, later, title="Review of actions", by=by)
    line = lines.add(session, review, text="Action 1/2025: closed.", by=by)
    assert kinds(line) == [Kind.REVIEW]
    assert (action.state, action.settled_on) == (ActionState.CLOSED, date(2025, 7, 10))
    lines.remove(session, line, by=by)
    assert is_open(action)
    lines.restore(session, line, by=by)
    assert not is_open(action)
    entry = line.entries[0]
    lines.set_outcome(session, entry, action=action, outcome=Outcome.CARRIED, by=by)
    assert is_open(action)


def test_lines_move_within_and_between_sections(
    session: Session, section: Section, meeting: Meeting, by: User
) -> None:
    beyond = sections.add(session, meeting, title="Cars", by=by)
    made = lines.add_many(session, section, text="One.\nTwo.\nThree.", by=by)
    lines.move(session, made[2], steps=-1, by=by)
    assert texts(session, section) == ["One.", "Three.", "Two."]
    lines.move(session, made[1], steps=1, by=by)
    assert (texts(session, section), texts(session, beyond)) == (["One.", "Three."], ["Two."])
    lines.move(session, made[1], steps=-1, by=by)
    assert texts(session, section) == ["One.", "Three.", "Two."]
    lines.move(session, made[0], steps=-1, by=by)
    assert texts(session, section)[0] == "One."


def test_a_hundred_insertions_at_one_place_keep_their_order(
    session: Session, section: Section, by: User
) -> None:
    top = lines.add(session, section, text="Top.", by=by)
    lines.add(session, section, text="Bottom.", by=by)
    for number in range(100):
        plain = [Passage(key=1, kind=Kind.STATEMENT, starts=0, ends=len(f"{number}."))]
        lines.add(session, section, text=f"{number}.", after=top, by=by, passages=plain)
    expected = ["Top.", *(f"{number}." for number in reversed(range(100))), "Bottom."]
    assert texts(session, section) == expected


def test_what_comes_back_to_a_place_that_was_taken_stands_behind_what_took_it(
    session: Session, section: Section, meeting: Meeting, by: User
) -> None:
    top = lines.add(session, section, text="Top.", by=by)
    taken_out = lines.add(session, section, text="Taken out and put back.", by=by)
    lines.add(session, section, text="Bottom.", by=by)
    lines.remove(session, taken_out, by=by)
    lines.add(session, section, text="Where it stood.", after=top, by=by)
    lines.restore(session, taken_out, by=by)
    assert texts(session, section) == ["Top.", "Where it stood.", "Taken out and put back.", "Bottom."]
    last = sections.add(session, meeting, title="Last", by=by)
    between = sections.add(session, meeting, title="Between", after=section, by=by)
    sections.remove(session, between, by=by)
    sections.add(session, meeting, title="Instead", after=section, by=by)
    sections.restore(session, between, by=by)
    places = [one.position for one in sections.of_meeting(session, meeting)]
    assert len(set(places)) == 4
    assert [one.title for one in sections.of_meeting(session, meeting)][1:] == [
        "Instead",
        "Between",
        last.title,
    ]


def test_a_line_stands_where_what_it_was_typed_below_stood_before_it_was_taken_out(
    session: Session, section: Section, by: User
) -> None:
    lines.add(session, section, text="Top.", by=by)
    taken_out = lines.add(session, section, text="Taken out.", by=by)
    lines.add(session, section, text="Bottom.", by=by)
    lines.remove(session, taken_out, by=by)
    lines.add(session, section, text="Typed below it.", after=taken_out, by=by)
    assert texts(session, section) == ["Top.", "Typed below it.", "Bottom."]


def test_what_was_taken_out_is_not_moved_and_becomes_no_heading(
    session: Session, section: Section, by: User
) -> None:
    line = lines.add(session, section, text=QUESTION, by=by)
    lines.remove(session, line, by=by)
    with pytest.raises(RuleBroken, match="That line was taken out"):
        lines.move(session, line, steps=1, by=by)
    with pytest.raises(RuleBroken, match="That line was taken out"):
        lines.become_heading(session, line, by=by)
    sections.remove(session, section, by=by)
    with pytest.raises(RuleBroken, match="That section was taken out"):
        sections.move(session, section, steps=1, by=by)
    with pytest.raises(RuleBroken, match="That section was taken out"):
        lines.heading_to_line(session, section, by=by)


def test_confirmed_minutes_refuse_every_change(
    session: Session, section: Section, meeting: Meeting, by: User, office: Office
) -> None:
    line = lines.add(session, section, text=QUESTION, by=by)
    meetings.finish(session, meeting, by=by)
    meetings.confirm(session, meeting, by=office.users["publisher"])
    for change in (
        lambda: lines.add(session, section, text="More.", by=by),
        lambda: lines.save_text(session, line, text="Other.", seen_revision=1, writer="", by=by),
        lambda: lines.remove(session, line, by=by),
        lambda: lines.move(session, line, steps=1, by=by),
        lambda: lines.set_kind(session, line.entries[0], kind=Kind.STATEMENT, by=by),
        lambda: sections.add(session, meeting, title="More", by=by),
        lambda: lines.remove_section(session, section, by=by),
    ):
        with pytest.raises(RuleBroken, match="confirmed"):
            change()


def test_a_document_is_brought_in_line_by_line_with_one_mapping_of_keys(
    session: Session, section: Section, meeting: Meeting, by: User
) -> None:
    asked = Passage(key=7, kind=Kind.QUESTION, starts=0, ends=len(QUESTION), speakers=["PCC"])
    said = Passage(key=8, kind=Kind.ANSWER, starts=0, ends=len(ANSWER), speakers=["CC"], replies_to=7)
    done = ActionRead(words="name an officer", owner="CC", owners=["CC"])
    raised = Passage(key=9, kind=Kind.ACTION, starts=0, ends=len(TO_DO), action=done)
    again = ActionRead(words="an officer for each home", mention=Mention.RESTATED, restates=9)
    restated = Passage(key=10, kind=Kind.ACTION, starts=0, ends=10, action=again)
    known: dict[int, Entry] = {}
    made = []
    for text, passage in ((QUESTION, asked), (ANSWER, said), (TO_DO, raised), ("CC: homes.", restated)):
        line = lines.add(session, section, text=text, by=by, passages=[])
        lines.reconcile(session, line, [passage], meeting=meeting, by=by, known=known)
        made.append(line)
    assert made[1].entries[0].replies_to_id == made[0].entries[0].id
    assert made[3].entries[0].action_id == made[2].entries[0].action_id
    assert made[3].entries[0].mention == Mention.RESTATED
    assert len(actions.events(session, session.get_one(Action, made[2].entries[0].action_id))) == 1


def test_before_the_next_meeting_is_its_day_when_that_is_known(
    session: Session, meeting: Meeting, section: Section, by: User
) -> None:
    words = "ACTION: CC to report before the next meeting."
    first = lines.add(session, section, text=words, by=by)
    action = session.get_one(Action, first.entries[0].action_id)
    assert (action.due_on, action.due_words) == (None, "before the next meeting")
    later = meetings.Facts(title="Holding to account meeting", held_on=date(2025, 7, 10))
    meetings.create(session, facts=later, by=by)
    planned = lines.add(session, section, text=words, by=by)
    assert session.get_one(Action, planned.entries[0].action_id).due_on == date(2025, 7, 10)
    meeting.next_meeting = "Thursday 12 June, 10:00"
    said = lines.add(session, section, text=words, by=by)
    assert session.get_one(Action, said.entries[0].action_id).due_on == date(2025, 6, 12)


def test_working_days_leave_bank_holidays_out(session: Session, section: Section, by: User) -> None:
    line = lines.add(session, section, text="ACTION: CC to report within 10 working days.", by=by)
    assert session.get_one(Action, line.entries[0].action_id).due_on == date(2025, 5, 30)


@pytest.mark.parametrize("name", ['"><form action="//elsewhere.example">', "a b", "l" * 65, "l\n1", "ß"])
def test_a_line_is_called_by_letters_and_digits_only(
    session: Session, office: Office, by: User, name: str
) -> None:
    story = Story(session, by)
    section = story.section(story.meeting(date(2023, 3, 31)), "1", "Homes")
    with pytest.raises(RuleBroken, match="no name for a line"):
        lines.add(session, section, text="words", id=name, by=by)


def test_an_answer_in_the_line_of_its_question_replies_to_it_and_not_to_one_of_other_minutes(
    session: Session, meeting: Meeting, section: Section, by: User
) -> None:
    for _ in range(3):
        lines.add(session, section, text=QUESTION, by=by)
    new = sections.add(session, meeting, title="Cars", by=by)
    line = lines.add(session, new, text=f"{QUESTION} {ANSWER}", by=by)
    assert [entry.replies_to_id for entry in line.entries] == [None, line.entries[0].id]
