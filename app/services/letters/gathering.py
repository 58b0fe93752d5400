"""Putting what somebody is to be told into a letter that waits, so that many things make few letters."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy
from sqlalchemy import func, text
from sqlmodel import Session, col, select

from app.db import OFFICE_TIME
from app.models.letters import Cadence, Letter, LetterState, Notice, NoticeKind
from app.models.people import User
from app.services.letters.choosing import Cadences, cadence_of, chosen_by

WINDOW = timedelta(minutes=5)
"""What happens within it of the first thing stands in the same letter."""

APART = timedelta(minutes=30)
"""Nobody gets letters "at once" more often than this."""

DAILY_AT = time(7)
"""Office time at which a day's letter goes out."""

AT_A_TIME = 1000
"""Things told in one transaction, so that nobody who types waits for long."""

_LOCK = 7_202  # any constant: one server makes letters at a time on PostgreSQL


Key = tuple[int, NoticeKind, str, int, date]
"""Whom, what kind, which thing, which day."""


@dataclass(frozen=True)
class Tiding:
    """Something to tell somebody. The kind, the thing and the day make it one thing: it is told once."""

    user: User
    kind: NoticeKind
    subject: str
    subject_id: int
    dated_on: date

    @property
    def key(self) -> Key:
        """What makes it one thing."""
        return (self.user.id or 0, self.kind, self.subject, self.subject_id, self.dated_on)


def lock_making(session: Session) -> None:
    """One server makes letters at a time. SQLite's transactions that write wait for each other already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def tell(session: Session, tidings: Collection[Tiding], *, at: datetime) -> int:
    """Put each into its reader's waiting letter, unless they were told before or chose never to be.

    A fixed number of statements, and one for each new letter. Returns how many were new.
    """
    if not tidings:
        return 0
    lock_making(session)
    new = untold(session, tidings)
    users = {tiding.user.id or 0: tiding.user for tiding in new}
    chosen = chosen_by(session, list(users.values()))
    letters = _gathering(session, users)
    rows: dict[Key, dict[str, Any]] = {}
    for tiding in new:
        place = (tiding.user.id or 0, _cadence(chosen, tiding, at))
        if place not in letters:
            letters[place] = _begin(session, tiding.user, place[1], at=at)
        names = ("user_id", "kind", "subject", "subject_id", "dated_on")
        row = dict(zip(names, tiding.key, strict=True))
        rows[tiding.key] = {**row, "letter_id": letters[place].id, "made_at": at}
    if rows:
        session.execute(sqlalchemy.insert(Notice), list(rows.values()))
    return len(rows)


def untold(session: Session, tidings: Collection[Tiding]) -> list[Tiding]:
    """Those that are still to be told. It only reads, so that whoever has nothing to tell takes no lock."""
    if not tidings:
        return []
    users = {tiding.user.id or 0: tiding.user for tiding in tidings}
    chosen = chosen_by(session, list(users.values()))
    seen = _told_already(session, users, tidings)
    return [
        tiding
        for tiding in tidings
        if tiding.key not in seen and cadence_of(chosen, tiding.user, tiding.kind) != Cadence.NEVER
    ]


def _told_already(session: Session, users: Collection[int], tidings: Collection[Tiding]) -> set[Key]:
    known = (Notice.user_id, Notice.kind, Notice.subject, Notice.subject_id, Notice.dated_on)
    query = sqlalchemy.select(*map(col, known)).where(
        col(Notice.user_id).in_(users), col(Notice.dated_on) >= min(one.dated_on for one in tidings)
    )
    things = {one.subject_id for one in tidings}
    if len(things) <= AT_A_TIME:
        query = query.where(col(Notice.subject_id).in_(things))
    return {tuple(row) for row in session.execute(query)}


def _gathering(session: Session, users: Collection[int]) -> dict[tuple[int, Cadence], Letter]:
    """The letters of these people that wait for their first try. Locked, so that nobody sends one meanwhile."""
    waiting: Sequence[Letter] = session.exec(
        select(Letter)
        .where(col(Letter.user_id).in_(users), Letter.state == LetterState.WAITING, Letter.tries == 0)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return {(letter.user_id or 0, letter.cadence): letter for letter in waiting}


def _cadence(chosen: Cadences, tiding: Tiding, at: datetime) -> Cadence:
    """What is true today only does not wait for tomorrow's letter."""
    cadence = cadence_of(chosen, tiding.user, tiding.kind)
    if tiding.kind == NoticeKind.ON_THE_DAY and cadence == Cadence.DAILY and _next_daily(at) > _tonight(at):
        return Cadence.AT_ONCE
    return cadence


def _begin(session: Session, user: User, cadence: Cadence, *, at: datetime) -> Letter:
    letter = Letter(
        user_id=user.id or 0,
        cadence=cadence,
        made_at=at,
        next_try_at=_next_daily(at) if cadence == Cadence.DAILY else _soon(session, user, at),
        message_id=uuid4().hex,
    )
    session.add(letter)
    session.flush()
    return letter


def _soon(session: Session, user: User, at: datetime) -> datetime:
    last = session.exec(
        select(func.max(Letter.made_at)).where(Letter.user_id == user.id, Letter.cadence == Cadence.AT_ONCE)
    ).one()
    return max(at + WINDOW, last + APART) if last else at + WINDOW


def _next_daily(at: datetime) -> datetime:
    """The next moment at which it is seven in the office, whatever the clocks do that night."""
    here = at.astimezone(OFFICE_TIME)
    day = here.date() if here.time() < DAILY_AT else here.date() + timedelta(days=1)
    return datetime.combine(day, DAILY_AT, OFFICE_TIME)


def _tonight(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(OFFICE_TIME).date(), time.max, OFFICE_TIME)
