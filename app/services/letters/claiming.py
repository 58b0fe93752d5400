"""The queue of letters: claimed by one server at a time, tried again later and later, given up loudly.

A letter is claimed by compare-and-set, sent outside any transaction, and settled by whoever holds the claim.
A server that dies between the mail server's "accepted" and our note of it leaves a claim that runs out: the
letter then goes a second time, with the same Message-ID. Silence would be worse.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, update
from sqlmodel import Session, col, or_, select

from app.errors import NotFound, RuleBroken
from app.models.letters import Letter, LetterState
from app.models.people import User
from app.services import changes

CLAIMED_FOR = timedelta(minutes=15)
"""Longer than the mail server can take over one letter (each of its answers is waited for HTA_SMTP_TIMEOUT_SECONDS)."""

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
"""How long to wait after the first failed try, the second …"""

GIVE_UP_AFTER = len(BACK_OFF) + 1
"""Tries, over some two days."""


def _is_due(at: datetime) -> ColumnElement[bool]:
    """Waiting and due, or claimed by somebody who is gone."""
    return or_(
        and_(col(Letter.state) == LetterState.WAITING, col(Letter.next_try_at) <= at),
        and_(col(Letter.state) == LetterState.SENDING, col(Letter.claimed_until) <= at),
    )


def is_due(session: Session, *, at: datetime) -> bool:
    """Whether any letter is to be sent now: cheap to ask, and takes no lock."""
    return session.exec(select(Letter.id).where(_is_due(at)).limit(1)).first() is not None


def claim(session: Session, *, at: datetime) -> Letter | None:
    """The letter that has been due longest, for whoever asks alone; None when none is due.

    One whose every claim ran out is given up instead, and asked past.
    """
    while True:
        letter_id = session.exec(
            select(Letter.id)
            .where(_is_due(at))
            .order_by(col(Letter.next_try_at), col(Letter.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if letter_id is None:
            return None
        claimed = session.execute(
            update(Letter)
            .where(col(Letter.id) == letter_id, _is_due(at))
            .values(
                state=LetterState.SENDING,
                claim=uuid4().hex,
                claimed_until=at + CLAIMED_FOR,
                tries=col(Letter.tries) + 1,
            )
            .execution_options(synchronize_session=False)
        )
        if not _changed(claimed):
            continue
        letter = session.get_one(Letter, letter_id, populate_existing=True)
        if letter.tries <= GIVE_UP_AFTER:
            return letter
        _settle(session, letter, LetterState.GIVEN_UP, at=at, refusal="Every try was cut off.")


def sent(session: Session, letter: Letter, *, heading: str, words: str, at: datetime) -> bool:
    """The mail server took it. False when the claim had run out and somebody else holds the letter."""
    return _settle(session, letter, LetterState.SENT, at=at, heading=heading, words=words)


def kept(session: Session, letter: Letter, *, heading: str, words: str, at: datetime) -> bool:
    """No mail server is set: it stays in the outbox, to be read there."""
    return _settle(session, letter, LetterState.KEPT, at=at, heading=heading, words=words)


def not_needed(session: Session, letter: Letter, *, at: datetime) -> bool:
    """Nothing in it concerns its reader any more."""
    return _settle(session, letter, LetterState.NOT_NEEDED, at=at)


def failed(session: Session, letter: Letter, *, reason: str, for_ever: bool, at: datetime) -> LetterState:
    """It could not be sent: try again later, or give it up. Returns what became of it."""
    if for_ever or letter.tries >= GIVE_UP_AFTER:
        _settle(session, letter, LetterState.GIVEN_UP, at=at, refusal=reason)
        return LetterState.GIVEN_UP
    session.execute(
        update(Letter)
        .where(col(Letter.id) == letter.id, col(Letter.claim) == letter.claim)
        .values(
            state=LetterState.WAITING,
            claim="",
            claimed_until=None,
            refusal=reason,
            next_try_at=at + BACK_OFF[letter.tries - 1],
        )
        .execution_options(synchronize_session=False)
    )
    return LetterState.WAITING


def try_again(session: Session, letter_id: int, *, at: datetime, by: User) -> Letter:
    """An administrator has seen to what was wrong. Raises NotFound, and RuleBroken unless it was given up."""
    letter = session.get(Letter, letter_id, with_for_update=True)
    if letter is None:
        raise NotFound("There is no such letter.")
    if letter.state != LetterState.GIVEN_UP:
        raise RuleBroken("This letter was not given up: there is nothing to try again.")
    letter.state, letter.next_try_at, letter.settled_at = LetterState.WAITING, at, None
    letter.tries = 1  # not 0: it gathers nothing more
    session.add(letter)
    changes.record(session, "tried again", "letter", letter.id, by=by)
    return letter


def _settle(session: Session, letter: Letter, state: LetterState, *, at: datetime, **values: str) -> bool:
    """Only whoever holds the claim settles."""
    settled = session.execute(
        update(Letter)
        .where(col(Letter.id) == letter.id, col(Letter.claim) == letter.claim)
        .where(col(Letter.state) == LetterState.SENDING)
        .values(state=state, claim="", claimed_until=None, settled_at=at, **{"refusal": "", **values})
        .execution_options(synchronize_session=False)
    )
    return bool(_changed(settled))


def _changed(done: Any) -> int:
    """How many rows an UPDATE changed."""
    return int(done.rowcount)
