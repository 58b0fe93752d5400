"""Readings: what was read from a file, kept while a person checks it, for as long as that takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session, col, select

from app.db import now
from app.documents import corrections
from app.documents.as_json import dump, load
from app.documents.interpret import interpret
from app.documents.minutes import Reading
from app.documents.source import read_source, source_from_pasted
from app.errors import NotFound, RuleBroken
from app.models.documents import ReadingState, StoredFile, StoredReading
from app.models.meetings import Meeting
from app.models.people import User
from app.services import changes
from app.services.documents import files

T = TypeVar("T")


def read(data: bytes, name: str) -> Reading:
    """A file of minutes, understood. Raises UnreadableDocument."""
    return interpret(read_source(data, name))


def read_pasted(text: str, html: str | None = None) -> Reading:
    """Pasted minutes, understood; `html` is what else the clipboard held. Raises UnreadableDocument."""
    return interpret(source_from_pasted(text, html))


def begin_reading(
    session: Session, file: StoredFile, *, by: User | None, reading: Reading | None = None
) -> StoredReading:
    """Read a stored file, unless `reading` is what was read from it, and keep that, to be checked.

    A file that is already being checked, or has become a meeting, gives the reading that is there. Raises
    UnreadableDocument when it cannot be read as minutes.
    """
    session.refresh(file, with_for_update=True)  # one click sent twice makes one reading
    known = _of_file(session, file)
    if known is not None:
        return known
    if reading is None:
        reading = read(files.content(session, file), file.name)
    stored = StoredReading(
        file_id=file.id or 0,
        reading=dump(corrections.number(reading)),
        begun_at=now(),
        changed_at=now(),
        by_id=by.id if by else None,
    )
    session.add(stored)
    session.flush()
    changes.record(session, "begun", "reading", stored.id, by=by)
    return stored


def _of_file(session: Session, file: StoredFile) -> StoredReading | None:
    """The reading of this file that is being checked or has become a meeting which still exists."""
    found = session.exec(
        select(StoredReading)
        .where(StoredReading.file_id == file.id, StoredReading.state != ReadingState.DISCARDED)
        .order_by(col(StoredReading.id).desc())
    ).all()
    alive = (one for one in found if one.state == ReadingState.BEING_CHECKED or one.meeting_id is not None)
    return next(alive, None)


def already_here(session: Session, file: StoredFile) -> Meeting | None:
    """The meeting that this very file became."""
    return session.exec(select(Meeting).where(Meeting.original_file_id == file.id)).first()


def of_the_same_day(session: Session, reading: Reading) -> Sequence[Meeting]:
    """Meetings that are already here and were held that day: perhaps these very minutes in another form."""
    if reading.minutes.held_on is None:
        return []
    return session.exec(select(Meeting).where(Meeting.held_on == reading.minutes.held_on)).all()


def reading_by_id(session: Session, reading_id: int) -> StoredReading:
    """Raises NotFound when there is none."""
    stored = session.get(StoredReading, reading_id)
    if stored is None:
        raise NotFound("There is no such import.")
    return stored


def reading_of(stored: StoredReading) -> Reading:
    """What was read, as it stands after the corrections so far."""
    return load(stored.reading)


def locked(session: Session, stored: StoredReading) -> StoredReading:
    """The same reading as it stands now, nobody else changing it until the transaction ends."""
    session.flush()
    session.refresh(stored, with_for_update=True)
    return stored


def correct(
    session: Session, stored: StoredReading, correction: Callable[[Reading], T], *, by: User | None
) -> tuple[Reading, T]:
    """Apply one of `documents.corrections` to what stands now, so that two people's corrections both count.

    Raises RuleBroken once the reading has become a meeting or was discarded.
    """
    refuse_if_over(locked(session, stored))
    reading = reading_of(stored)
    given = correction(reading)
    corrections.read_again(reading)
    stored.reading, stored.changed_at = dump(reading), now()
    stored.revision += 1
    session.add(stored)
    changes.record(session, "corrected", "reading", stored.id, by=by)
    return reading, given


def refuse_if_over(stored: StoredReading) -> None:
    """Raises RuleBroken unless it is still being checked."""
    if stored.state == ReadingState.ACCEPTED:
        raise RuleBroken("These minutes are already brought in. Correct them on the meeting's page.")
    if stored.state == ReadingState.DISCARDED:
        raise RuleBroken("This import was discarded. Bring the file in again to start anew.")


def discard(session: Session, stored: StoredReading, *, by: User | None) -> StoredReading:
    """Give an import up; its file can be brought in again. Raises RuleBroken once it is a meeting."""
    locked(session, stored)
    if stored.state == ReadingState.ACCEPTED:
        raise RuleBroken("These minutes are already brought in, so there is nothing left to discard.")
    if stored.state != ReadingState.DISCARDED:
        stored.state, stored.changed_at = ReadingState.DISCARDED, now()
        session.add(stored)
        changes.record(session, "discarded", "reading", stored.id, by=by)
    return stored


@dataclass(slots=True)
class BeingChecked:
    """A line of the list of imports that are being checked."""

    stored: StoredReading
    file: StoredFile
    begun_by: str
    doubts: int
    settled: int


def being_checked(session: Session) -> Sequence[BeingChecked]:
    """Every import that waits for somebody to finish checking it, the latest first."""
    rows = session.exec(
        select(StoredReading, StoredFile, User)
        .join(StoredFile, col(StoredFile.id) == col(StoredReading.file_id))
        .join(User, col(User.id) == col(StoredReading.by_id), isouter=True)
        .where(StoredReading.state == ReadingState.BEING_CHECKED)
        .order_by(col(StoredReading.changed_at).desc())
    ).all()
    found: list[BeingChecked] = []
    for stored, file, user in rows:
        doubts = reading_of(stored).doubts
        settled = sum(doubt.settled for doubt in doubts)
        found.append(BeingChecked(stored, file, user.name if user else "", len(doubts), settled))
    return found
