"""The office's own notes: saved as they are typed, and never overwritten unseen."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import now
from app.models.meetings import Meeting, MeetingStatus
from app.models.people import User
from app.services import changes, notes
from app.services.notes import NoteConflict


@pytest.fixture
def meeting(session: Session, by: User) -> Meeting:
    """Of an office whose people are stored already."""
    assert by.id
    meeting = Meeting(title="Holding to account", held_on=date(2025, 5, 15), created_at=now())
    session.add(meeting)
    session.flush()
    return meeting


def test_one_page_saves_as_it_types_without_ever_being_in_conflict_with_itself(
    session: Session, meeting: Meeting, by: User
) -> None:
    for text in ("A", "Ask", "Ask about homes"):
        notes.save(session, meeting, text=text, seen_revision=0, writer="page", by=by)
    note = notes.of_meeting(session, meeting)
    assert (note.text, note.revision) == ("Ask about homes", 3)


def test_whoever_is_second_keeps_both_texts(session: Session, meeting: Meeting, by: User) -> None:
    notes.save(session, meeting, text="Mine", seen_revision=0, writer="first", by=by)
    with pytest.raises(NoteConflict) as conflict:
        notes.save(session, meeting, text="Yours", seen_revision=0, writer="second", by=by)
    assert (conflict.value.theirs, conflict.value.yours, conflict.value.both) == (
        "Mine",
        "Yours",
        "Mine\n\nYours",
    )
    notes.save(session, meeting, text=conflict.value.both, seen_revision=1, writer="second", by=by)
    with pytest.raises(NoteConflict):
        notes.save(session, meeting, text="Mine again", seen_revision=0, writer="first", by=by)
    assert notes.of_meeting(session, meeting).text == "Mine\n\nYours"


def test_the_words_that_another_page_left_are_kept_in_the_history(
    session: Session, meeting: Meeting, by: User
) -> None:
    notes.save(session, meeting, text="First", seen_revision=0, writer="first", by=by)
    notes.save(session, meeting, text="", seen_revision=1, writer="second", by=by)
    latest = changes.of_subject(session, "note", meeting.id or 0)[0]
    assert latest.details == {"was": "First"}


def test_notes_can_be_kept_after_the_minutes_are_confirmed(
    session: Session, meeting: Meeting, by: User, engine: Engine
) -> None:
    meeting.status = MeetingStatus.CONFIRMED
    session.flush()
    notes.save(session, meeting, text="For next time", seen_revision=0, writer="page", by=by)
    session.commit()
    with Session(engine) as other:
        assert notes.of_meeting(other, meeting).text == "For next time"
