"""Questions planned for a meeting: changing, ordering and putting back, and carrying one that nobody answered."""

from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import now, transaction
from app.errors import EditConflict, NotFound, RuleBroken
from app.models.lines import Entry
from app.models.meetings import Meeting, MeetingStatus, PlannedQuestion
from app.models.people import User
from app.services import planned_questions, questions
from tests.story import Story

MARCH, MAY, JULY = date(2025, 3, 13), date(2025, 5, 15), date(2025, 7, 10)
TODAY = date(2025, 5, 14)


@pytest.fixture
def story(session: Session, by: User) -> Story:
    return Story(session, by)


def coming(session: Session, on: date, kind: str = "Holding to account") -> Meeting:
    """A meeting that is still to be held."""
    meeting = Meeting(title="Holding to account", kind=kind, held_on=on, created_at=now())
    session.add(meeting)
    session.flush()
    return meeting


def texts(session: Session, meeting: Meeting) -> list[str]:
    return [one.text for one in planned_questions.of_meeting(session, meeting)]


def test_planned_questions_stand_in_the_order_in_which_they_are_to_be_asked(
    session: Session, by: User
) -> None:
    meeting = coming(session, MAY)
    made = [planned_questions.plan(session, meeting, text=f"Question {n}?", by=by) for n in range(1, 4)]
    planned_questions.move(session, made[2], steps=-2, by=by)
    planned_questions.move(session, made[0], steps=99, by=by)
    assert texts(session, meeting) == ["Question 3?", "Question 2?", "Question 1?"]


def test_a_planned_question_that_was_removed_comes_back_where_it_stood(session: Session, by: User) -> None:
    meeting = coming(session, MAY)
    first = planned_questions.plan(session, meeting, text="First?", by=by)
    planned_questions.plan(session, meeting, text="Second?", by=by)
    planned_questions.remove(session, first, by=by)
    assert texts(session, meeting) == ["Second?"]
    assert planned_questions.removed_of(session, meeting) == [first]
    planned_questions.restore(session, first, by=by)
    assert texts(session, meeting) == ["First?", "Second?"]


def test_nobody_overwrites_a_planned_question_they_did_not_see(session: Session, by: User) -> None:
    planned = planned_questions.plan(session, coming(session, MAY), text="Why?", by=by)
    planned_questions.change(session, planned, text="Why not?", seen=1, by=by)
    with pytest.raises(EditConflict, match=r"Why not\?"):
        planned_questions.change(session, planned, text="Why at all?", seen=1, by=by)
    assert planned.text == "Why not?"


def test_a_planned_question_needs_words_and_a_section_of_its_own_meeting(
    session: Session, story: Story, by: User
) -> None:
    meeting, other = coming(session, MAY), coming(session, JULY)
    with pytest.raises(RuleBroken, match="Write the question first"):
        planned_questions.plan(session, meeting, text=" \n ", by=by)
    section = story.section(other, "1", "Homes")
    with pytest.raises(NotFound):
        planned_questions.plan(session, meeting, text="Why?", section=section, by=by)


def test_a_question_about_a_recommendation_waits_in_the_section_that_speaks_of_it(
    session: Session, story: Story, by: User
) -> None:
    meeting, eight = coming(session, MAY), story.recommendation("8")
    planned = planned_questions.plan(session, meeting, text="Why?", recommendation=eight, by=by)
    assert planned_questions.place_of(session, meeting) == {planned.id: None}
    section = story.section(meeting, "3", "Recommendation 8", eight)
    assert planned_questions.place_of(session, meeting) == {planned.id: section.id}
    beside = planned_questions.plan(session, meeting, text="How?", section=section, by=by)
    assert beside.recommendation_id == eight.id, "a section about one recommendation says which"


def test_nothing_is_planned_for_a_meeting_whose_minutes_are_confirmed(session: Session, by: User) -> None:
    meeting = coming(session, MARCH)
    meeting.status = MeetingStatus.CONFIRMED
    session.flush()
    with pytest.raises(RuleBroken, match="confirmed"):
        planned_questions.plan(session, meeting, text="Too late?", by=by)


def asked(story: Story, answer: str = "") -> Entry:
    eight = story.recommendation("8")
    section = story.section(story.meeting(MARCH), "2", "Recommendation 8", eight)
    return story.asks(section, "The PCC asked when.", answer)


def test_a_question_without_an_answer_is_carried_to_the_next_meeting_of_its_kind(
    session: Session, story: Story, by: User
) -> None:
    question = asked(story)
    coming(session, MAY, kind="Ethics panel")
    coming(session, JULY)
    meeting = coming(session, MAY)
    planned = questions.ask_again(session, question, today=TODAY, by=by)
    assert planned.meeting_id == meeting.id
    assert (planned.text, planned.carried_from_id) == ("The PCC asked when.", question.id)
    assert planned.recommendation_id == story.recommendation("8").id


def test_carrying_a_question_twice_carries_it_once(session: Session, story: Story, by: User) -> None:
    question, meeting = asked(story), coming(session, MAY)
    planned = questions.ask_again(session, question, today=TODAY, by=by)
    assert questions.ask_again(session, question, today=TODAY, by=by) is planned
    planned_questions.remove(session, planned, by=by)
    assert questions.ask_again(session, question, today=TODAY, by=by) is planned
    assert texts(session, meeting) == ["The PCC asked when."]


def test_two_people_who_carry_a_question_at_the_same_moment_carry_it_once(
    session: Session, engine: Engine, story: Story, by: User
) -> None:
    question, meeting = asked(story), coming(session, MAY)
    session.commit()
    ready = Barrier(2)
    problems: list[BaseException] = []

    def press() -> None:
        with transaction(engine) as own:
            ready.wait()
            try:
                questions.ask_again(
                    own, own.get_one(Entry, question.id), today=TODAY, by=own.get(User, by.id)
                )
                own.commit()
            except Exception as problem:  # noqa: BLE001  whatever it is, the test must say it
                problems.append(problem)

    both = [Thread(target=press) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert not problems
    session.expire_all()
    assert (
        len(session.exec(select(PlannedQuestion).where(PlannedQuestion.meeting_id == meeting.id)).all()) == 1
    )


def test_where_no_later_meeting_is_planned_carrying_says_what_to_do(
    session: Session, story: Story, by: User
) -> None:
    question = asked(story)
    with pytest.raises(RuleBroken, match="Make the next meeting under Meetings first"):
        questions.ask_again(session, question, today=TODAY, by=by)


def test_a_question_that_was_answered_is_not_carried(session: Session, story: Story, by: User) -> None:
    question = asked(story, "The CC said soon.")
    coming(session, MAY)
    with pytest.raises(RuleBroken, match="has its answer"):
        questions.ask_again(session, question, today=TODAY, by=by)
