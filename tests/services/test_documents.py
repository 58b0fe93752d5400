"""Files kept, readings checked, and meetings made of them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.documents import corrections
from app.documents.minutes import ActionRead, Kind, Mention, Outcome, Reading, RecommendationRead, Update
from app.errors import RuleBroken
from app.models.actions import Action, ActionState, EventKind
from app.models.documents import ReadingState, StoredFile, StoredReading
from app.models.lines import Doubt, Entry, Line
from app.models.meetings import Meeting, MeetingStatus
from app.models.people import Person, User
from app.models.recommendations import ProgressUpdate, Recommendation
from app.services import actions, attendances, documents, meetings, sections
from tests.readings import QUESTION, a_reading

MINUTES = b"Holding to account\n\n30 January 2025\n"


@pytest.fixture
def checked(session: Session, by: User) -> Callable[..., StoredReading]:
    """Keeps a reading as one that is being checked."""

    def begin(reading: Reading | None = None, data: bytes = MINUTES) -> StoredReading:
        file = documents.store_file(session, data, name="january.txt", media_type="text/plain", by=by)
        return documents.begin_reading(session, file, by=by, reading=reading or a_reading())

    return begin


def test_the_same_bytes_are_kept_once_under_their_first_name(session: Session, by: User) -> None:
    first = documents.store_file(
        session, MINUTES, name="C:\\Minutes\\january.txt", media_type="text/plain", by=by
    )
    again = documents.store_file(session, MINUTES, name="copy.txt", media_type="text/plain", by=by)
    assert again.id == first.id
    assert again.name == "january.txt"
    assert documents.content(session, again) == MINUTES
    assert len(session.exec(select(StoredFile)).all()) == 1


def test_an_empty_file_is_refused(session: Session, by: User) -> None:
    with pytest.raises(RuleBroken, match="empty"):
        documents.store_file(session, b"", name="nothing.txt", media_type="text/plain", by=by)


def test_a_reading_can_be_left_for_later_and_taken_up_as_it_was(
    session: Session, checked: Callable[..., StoredReading], by: User
) -> None:
    stored = checked()
    documents.correct(session, stored, lambda reading: corrections.set_kind(reading, 3, Kind.DECISION), by=by)
    documents.correct(session, stored, lambda reading: corrections.settle(reading, 0), by=by)
    session.commit()
    session.expire_all()
    waiting = documents.being_checked(session)
    assert [(one.file.name, one.doubts, one.settled) for one in waiting] == [("january.txt", 2, 1)]
    reading = documents.reading_of(waiting[0].stored)
    assert corrections.find_passage(reading, 3)[2].kind == Kind.DECISION


def test_a_file_that_is_being_checked_is_not_read_again(
    session: Session, checked: Callable[..., StoredReading], by: User
) -> None:
    stored = checked()
    file = documents.file_by_id(session, stored.file_id)
    assert documents.begin_reading(session, file, by=by).id == stored.id


def test_accepting_makes_a_draft_of_minutes_published_elsewhere(
    session: Session, checked: Callable[..., StoredReading], by: User
) -> None:
    stored = checked()
    meeting = documents.accept(session, stored, by=by)
    assert (meeting.status, meeting.published_elsewhere) == (MeetingStatus.DRAFT, True)
    assert meeting.original_file_id == stored.file_id
    assert (stored.state, stored.meeting_id) == (ReadingState.ACCEPTED, meeting.id)
    whole = meetings.whole(session, meeting)
    assert [section.section.title for section in whole.sections] == ["Audit", "Recommendation 8"]
    assert [each.line.text for each in whole.sections[0].lines] == [QUESTION, "The PCC welcomed this."]
    assert [one.reference for one in whole.sections[1].recommendations] == ["8"]
    chair, chief = attendances.of_meeting(session, meeting)
    assert (chair.is_chair, chief.is_chair) == (True, False)
    assert chief.organisation is not None
    assert chief.organisation.name == "Northfold Police"


def test_answers_and_speakers_are_tied_to_what_they_mean(
    session: Session, checked: Callable[..., StoredReading], by: User
) -> None:
    meeting = documents.accept(session, checked(), by=by)
    whole = meetings.whole(session, meeting)
    question, answer = whole.sections[0].lines[0].line.entries
    assert answer.replies_to_id == question.id
    pcc, chief = attendances.of_meeting(session, meeting)
    assert [speaker.attendance_id for speaker in question.speakers] == [pcc.id]
    assert [(speaker.words, speaker.attendance_id) for speaker in answer.speakers] == [("CC", chief.id)]


def test_an_action_that_the_summary_repeats_is_one_action(
    session: Session, checked: Callable[..., StoredReading], by: User
) -> None:
    meeting = documents.accept(session, checked(), by=by)
    (action,) = meetings.whole(session, meeting).raised
    assert action.reference == "1/2025"
    assert [owner.words for owner in action.owners] == ["CC"]
    assert len(actions.recommendation_ids(session, action)) == 1
    said = session.exec(select(Entry).where(Entry.action_id == action.id).order_by(col(Entry.id))).all()
    assert [entry.mention for entry in said] == [Mention.RAISED, Mention.RESTATED]


def test_doubts_that_nobody_settled_stay_marked_at_their_lines(
    session: Session, checked: Callable[..., StoredReading], by: User
) -> None:
    stored = checked()
    documents.correct(session, stored, lambda reading: corrections.settle(reading, 1), by=by)
    meeting = documents.accept(session, stored, by=by)
    (doubt,) = session.exec(select(Doubt)).all()
    entry = session.get_one(Entry, doubt.entry_id)
    assert (doubt.meeting_id, doubt.subject, entry.kind) == (meeting.id, "answer", Kind.ANSWER)
    line = session.get_one(Line, doubt.line_id)
    assert line.text == QUESTION


def test_accepting_twice_makes_one_meeting(
    session: Session, checked: Callable[..., StoredReading], by: User
) -> None:
    stored = checked()
    meeting = documents.accept(session, stored, by=by)
    assert documents.accept(session, stored, by=by).id == meeting.id
    assert len(session.exec(select(Meeting)).all()) == 1
    file = documents.file_by_id(session, stored.file_id)
    assert documents.already_here(session, file) == meeting
    assert documents.begin_reading(session, file, by=by).meeting_id == meeting.id


def test_minutes_without_a_date_are_not_accepted_and_nothing_is_half_done(
    session: Session, checked: Callable[..., StoredReading], by: User
) -> None:
    reading = a_reading()
    reading.minutes.held_on = None
    stored = checked(reading)
    session.commit()
    with pytest.raises(RuleBroken, match="date of the meeting"):
        documents.accept(session, stored, by=by)
    session.rollback()
    assert session.exec(select(Meeting)).all() == []
    assert session.get_one(StoredReading, stored.id).state == ReadingState.BEING_CHECKED


def test_a_discarded_import_is_over_and_its_file_can_come_again(
    session: Session, checked: Callable[..., StoredReading], by: User
) -> None:
    stored = checked()
    documents.discard(session, stored, by=by)
    with pytest.raises(RuleBroken, match="discarded"):
        documents.accept(session, stored, by=by)
    with pytest.raises(RuleBroken, match="discarded"):
        documents.correct(session, stored, lambda reading: corrections.settle(reading, 0), by=by)
    assert documents.being_checked(session) == []


def test_somebody_who_was_at_an_earlier_meeting_is_the_same_person(
    session: Session, checked: Callable[..., StoredReading], by: User
) -> None:
    documents.accept(session, checked(), by=by)
    later = a_reading()
    later.minutes.attendances[1].title = "Temporary Chief Constable"
    meeting = documents.accept(session, checked(later, b"another file"), by=by)
    assert sorted(person.name for person in session.exec(select(Person)).all()) == [
        "Margaret Ellery",
        "Nasreen Qadir",
    ]
    assert attendances.of_meeting(session, meeting)[1].title == "Temporary Chief Constable"


def test_whoever_took_the_minutes_was_there_even_if_the_list_forgets_them(
    session: Session, checked: Callable[..., StoredReading], by: User
) -> None:
    reading = a_reading()
    reading.minutes.minute_taker = "Joan Tully"
    meeting = documents.accept(session, checked(reading), by=by)
    assert [one.name for one in attendances.of_meeting(session, meeting) if one.is_minute_taker] == [
        "Joan Tully"
    ]


def review_of(reference: str) -> Reading:
    """Minutes of a later meeting whose only passage closes the action of that reference."""
    reading = a_reading()
    assert reading.minutes.held_on is not None
    reading.minutes.held_on = reading.minutes.held_on.replace(month=3)
    del reading.minutes.parts[0]
    del reading.minutes.parts[0].lines[1]
    reading.doubts.clear()
    (passage,) = reading.minutes.parts[0].lines[0].passages
    passage.kind, passage.outcome = Kind.REVIEW, Outcome.CLOSED
    assert passage.action is not None
    passage.action.reference, passage.action.mention = reference, Mention.REVIEWED
    return reading


def test_the_review_of_a_known_action_closes_it_on_the_day_of_that_meeting(
    session: Session, checked: Callable[..., StoredReading], by: User
) -> None:
    first = documents.accept(session, checked(), by=by)
    later = documents.accept(session, checked(review_of("1/2025"), b"march"), by=by)
    (action,) = session.exec(select(Action)).all()
    assert (action.state, action.settled_on) == (ActionState.CLOSED, later.held_on)
    assert action.meeting_id == first.id
    closing = actions.events(session, action)[-1]
    assert (closing.kind, closing.meeting_id) == (EventKind.CLOSED, later.id)


def test_the_review_of_an_action_that_nobody_knows_is_a_doubt(
    session: Session, checked: Callable[..., StoredReading], by: User
) -> None:
    documents.accept(session, checked(review_of("17/2019")), by=by)
    (doubt,) = session.exec(select(Doubt)).all()
    assert doubt.subject == "review"
    assert session.exec(select(Action)).all() == []


def test_a_report_brings_what_bodies_say_about_recommendations(
    session: Session, checked: Callable[..., StoredReading], by: User
) -> None:
    reading = a_reading()
    reading.minutes.parts[1].source = "IIHR"
    said = [Update("Northfold Police", "All records are read."), Update("Eastmere Trust", "Half are.")]
    reading.minutes.recommendations = [
        RecommendationRead("8", "Reasons in writing", ["Northfold Police", "Eastmere Trust"], said)
    ]
    meeting = documents.accept(session, checked(reading), by=by)
    (recommendation,) = session.exec(select(Recommendation)).all()
    assert (recommendation.reference, recommendation.title) == ("8", "Reasons in writing")
    assert recommendation.source.short_name == "IIHR"
    bodies = [one.organisation.name for one in recommendation.responsibilities]
    assert bodies == ["Northfold Police", "Eastmere Trust"]
    updates = session.exec(select(ProgressUpdate).order_by(col(ProgressUpdate.id))).all()
    assert [(update.text, update.made_on) for update in updates] == [
        ("All records are read.", meeting.held_on),
        ("Half are.", meeting.held_on),
    ]


def test_a_long_set_of_minutes_keeps_its_order(
    session: Session, checked: Callable[..., StoredReading], by: User
) -> None:
    reading = a_reading()
    words = [f"Line {number}." for number in range(30)]
    base = reading.minutes.parts[1]
    base.lines.clear()
    reading.doubts.clear()
    for word in words:
        base.lines.append(type(reading.minutes.parts[0].lines[1])(word))
    corrections.number(reading)
    meeting = documents.accept(session, checked(reading), by=by)
    assert len(sections.of_meeting(session, meeting)) == 2
    whole = meetings.whole(session, meeting)
    assert [each.line.text for each in whole.sections[1].lines] == words


def test_a_second_sentence_of_a_review_decides_nothing_by_itself(
    session: Session, checked: Callable[..., StoredReading], by: User
) -> None:
    documents.accept(session, checked(), by=by)
    reading = review_of("1/2025")
    second = corrections.split(reading, 4, len("ACTION: "))
    second.kind, second.outcome = Kind.REVIEW, Outcome.REOPENED
    second.action = ActionRead(words="and more", mention=Mention.REVIEWED)
    documents.accept(session, checked(reading, b"march"), by=by)
    (action,) = session.exec(select(Action)).all()
    assert action.state == ActionState.CLOSED
    assert session.exec(select(Doubt).where(Doubt.subject == "review")).all() == []
    said = session.exec(select(Entry).where(Entry.mention == Mention.REVIEWED)).all()
    assert [entry.action_id for entry in said] == [action.id, action.id]


@pytest.mark.parametrize("step", ["begin", "accept"])
def test_two_clicks_at_the_same_moment_make_one(engine: Engine, by: User, step: str) -> None:
    def click() -> int | None:
        with Session(engine, expire_on_commit=False) as session:
            user = session.get_one(User, by.id)
            file = documents.store_file(
                session, MINUTES, name="january.txt", media_type="text/plain", by=user
            )
            stored = documents.begin_reading(session, file, by=user, reading=a_reading())
            found = stored.id if step == "begin" else documents.accept(session, stored, by=user).id
            session.commit()
            return found

    if step == "accept":
        with Session(engine) as session:
            file = documents.store_file(
                session, MINUTES, name="january.txt", media_type="text/plain", by=None
            )
            documents.begin_reading(session, file, by=None, reading=a_reading())
            session.commit()
    with ThreadPoolExecutor(4) as pool:
        made = {each.result() for each in [pool.submit(click) for _ in range(4)]}
    assert len(made) == 1
    with Session(engine) as session:
        assert len(session.exec(select(StoredReading)).all()) == 1
        assert len(session.exec(select(Meeting)).all()) == (1 if step == "accept" else 0)
