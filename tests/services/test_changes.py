"""The history, on both databases."""

from datetime import date

from sqlmodel import Session

from app.db import now
from app.models.meetings import Meeting
from app.models.people import User
from app.services import changes


def a_meeting(session: Session) -> Meeting:
    meeting = Meeting(title="Holding to account", held_on=date(2025, 3, 13), created_at=now())
    session.add(meeting)
    session.flush()
    return meeting


def test_changes_of_a_meeting_are_numbered_without_a_gap(session: Session, by: User) -> None:
    meeting = a_meeting(session)
    numbers = [
        changes.record(session, "added", "line", n, by=by, meeting=meeting).change_no for n in range(3)
    ]
    session.commit()
    assert numbers == [1, 2, 3]
    assert [change.subject_id for change in changes.since(session, meeting, 1)] == ["1", "2"]


def test_a_change_that_was_rolled_back_leaves_no_gap(session: Session, by: User) -> None:
    meeting = a_meeting(session)
    session.commit()
    changes.record(session, "added", "line", "a", by=by, meeting=meeting)
    session.rollback()
    change = changes.record(session, "added", "line", "b", by=by, meeting=meeting)
    session.commit()
    assert change.change_no == 1
    assert [row.subject_id for row in changes.of_subject(session, "line", "b")] == ["b"]
