"""The history: every service that changes something records it here, in the same transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import String, cast, func, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, desc, select

from app.db import now
from app.models.changes import Change
from app.models.letters import TELLS
from app.models.meetings import Meeting
from app.models.people import User

CHANNEL = "hta_meetings"
"""On PostgreSQL the numbers of changed meetings are told here (NOTIFY), to wake open pages."""
CHANGED = "changed meetings"
"""In `session.info`: the ids of meetings changed by this transaction, for whoever commits it."""


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


def claim(session: Session, thing: Any, *, seen: int) -> bool:
    """Count a row's `revision` on if it still is `seen`: one compare-and-set. False: somebody else was first.

    The row, as it now stands, is then the caller's until the transaction ends.
    """
    session.flush()
    table = type(thing)
    taken = session.execute(
        update(table)
        .where(table.id == thing.id, table.revision == seen)
        .values(revision=seen + 1)
        .returning(table.id)
        .execution_options(synchronize_session=False)
    ).all()
    session.refresh(thing)
    return bool(taken)


def next_number(session: Session, meeting: Meeting) -> int:
    """The meeting's next change number; its row stays locked until the transaction ends."""
    session.flush()
    # On PostgreSQL other processes are told by the same statement, once the transaction is committed.
    told = [func.pg_notify(CHANNEL, cast(col(Meeting.id), String))] if _is_postgresql(session) else []
    number = session.execute(
        update(Meeting)
        .where(col(Meeting.id) == meeting.id)
        .values(change_no=col(Meeting.change_no) + 1)
        .returning(col(Meeting.change_no), *told)
        .execution_options(synchronize_session=False)
    ).one()[0]
    set_committed_value(meeting, "change_no", int(number))
    session.info.setdefault(CHANGED, set()).add(meeting.id)
    return int(number)


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


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
