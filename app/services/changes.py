"""The history: every service that changes something records it here, in the same transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, desc, select

from app.db import now
from app.models.changes import Change
from app.models.letters import TELLS
from app.models.meetings import Meeting
from app.models.people import User


def record(
    session: Session,
    verb: str,
    subject: str,
    subject_id: int | str | None,
    *,
    by: User | None,
    meeting: Meeting | None = None,
    details: dict[str, Any] | None = None,
) -> Change:
    """Write down who did what to which thing; a change of a meeting takes that meeting's next number.

    The number is taken by updating the meeting's row, whose lock puts numbers in commit order on both
    databases: whoever asks for "greater than the number I have seen" misses nothing.
    """
    change = Change(
        at=now(),
        by_id=by.id if by else None,
        verb=verb,
        subject=subject,
        subject_id=str(subject_id),
        meeting_id=meeting.id if meeting else None,
        change_no=next_number(session, meeting) if meeting else None,
        details=details or {},
        awaits_letters=(subject, verb) in TELLS,
    )
    session.add(change)
    return change


def next_number(session: Session, meeting: Meeting) -> int:
    """The meeting's next change number; its row stays locked until the transaction ends."""
    session.flush()
    number = session.execute(
        update(Meeting)
        .where(col(Meeting.id) == meeting.id)
        .values(change_no=col(Meeting.change_no) + 1)
        .returning(col(Meeting.change_no))
        .execution_options(synchronize_session=False)
    ).scalar_one()
    session.refresh(meeting, ["change_no"])
    return int(number)


def since(session: Session, meeting: Meeting, seen: int) -> Sequence[Change]:
    """The meeting's changes after number `seen`, oldest first."""
    return session.exec(
        select(Change)
        .where(Change.meeting_id == meeting.id, col(Change.change_no) > seen)
        .order_by(col(Change.change_no))
    ).all()


def of_subject(
    session: Session, subject: str, subject_id: int | str, *, limit: int = 200
) -> Sequence[Change]:
    """The latest changes of one thing, newest first."""
    return session.exec(
        select(Change)
        .where(Change.subject == subject, Change.subject_id == str(subject_id))
        .order_by(desc(col(Change.id)))
        .limit(limit)
    ).all()
