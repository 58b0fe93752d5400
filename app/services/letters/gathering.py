"""Putting what somebody is to be told into a letter that waits, so that many things make few letters."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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

_LOCK = 7_202  # any constant: one server makes letters at a time on PostgreSQL


@dataclass(frozen=True)
class Tiding:
    """Something to tell somebody. The kind, the thing and the day make it one thing: it is told once."""

    user: User
    kind: NoticeKind
    subject: str
    subject_id: int
    dated_on: date


def lock_making(session: Session) -> None:
    """One server makes letters at a time. SQLite's transactions that write wait for each other already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def tell(session: Session, tidings: Collection[Tiding], *, at: datetime) -> list[Notice]:
    """Put each into its reader's waiting letter, unless they were told before or chose never to be.

    A fixed number of statements, and one for each new letter.
    """
    if not tidings:
        return []
    lock_making(session)
    users = {tiding.user.id or 0: tiding.user for tiding in tidings}
    chosen = chosen_by(session, list(users.values()))
    seen = _told_already(session, users, min(tiding.dated_on for tiding in tidings))
    letters = _gathering(session, users)
    notices: list[Notice] = []
    for tiding in tidings:
        key = _key(tiding.user.id or 0, tiding.kind, tiding.subject, tiding.subject_id, tiding.dated_on)
        cadence = _cadence(chosen, tiding, at)
        if key in seen or cadence == Cadence.NEVER:
            continue
        seen.add(key)
        place = (tiding.user.id or 0, cadence)
        if place not in letters:
            letters[place] = _begin(session, tiding.user, cadence, at=at)
        notices.append(
            Notice(
                letter_id=letters[place].id or 0,
                user_id=tiding.user.id or 0,
                kind=tiding.kind,
                subject=tiding.subject,
                subject_id=tiding.subject_id,
                dated_on=tiding.dated_on,
                made_at=at,
            )
        )
    session.add_all(notices)
    session.flush()
    return notices


def _key(
    user_id: int, kind: NoticeKind, subject: str, subject_id: int, dated_on: date
) -> tuple[int, NoticeKind, str, int, date]:
    return (user_id, kind, subject, subject_id, dated_on)


def _told_already(
    session: Session, users: Collection[int], since: date
) -> set[tuple[int, NoticeKind, str, int, date]]:
    known = (Notice.user_id, Notice.kind, Notice.subject, Notice.subject_id, Notice.dated_on)
    found = session.execute(
        sqlalchemy.select(*map(col, known)).where(
            col(Notice.user_id).in_(users), col(Notice.dated_on) >= since
        )
    ).all()
    return {_key(*row) for row in found}


def _gathering(session: Session, users: Collection[int]) -> dict[tuple[int, Cadence], Letter]:
    """The letters of these people that wait for their first try. Locked, so that nobody sends one meanwhile."""
    waiting: Sequence[Letter] = session.exec(
        select(Letter)
        .where(col(Letter.user_id).in_(users), Letter.state == LetterState.WAITING, Letter.tries == 0)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return {(letter.user_id, letter.cadence): letter for letter in waiting}


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
