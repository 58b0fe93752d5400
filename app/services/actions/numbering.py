"""References of actions: 17/2023 is the seventeenth of the actions raised in 2023; a printed one is kept."""

import re
from datetime import date

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from app.models.actions import Action
from app.models.meetings import Meeting

_NUMBERED = re.compile(r"(\d{1,5})/((?:19|20)\d\d)")
_SAYS_ITS_YEAR = re.compile(r"/\d\d$|(?:19|20)\d\d")
_LOCK = 7_201  # any constant: one lock for all numbering of actions on PostgreSQL


def find_by_reference(
    session: Session, reference: str, *, meeting: Meeting | None = None, only_here: bool = False
) -> Action | None:
    """The action of that reference. One that does not say its year ("AP1") means the latest raised by then.

    With `only_here` such a reference means only an action which this very meeting raised: every meeting has
    an AP1.
    """
    wanted = normal_reference(reference)
    query = select(Action).where(col(Action.removed_at).is_(None))
    if _SAYS_ITS_YEAR.search(wanted):
        return session.exec(query.where(func.lower(Action.reference) == wanted.lower())).first()
    query = query.where(
        (func.lower(Action.reference) == wanted.lower())
        | func.lower(Action.reference).startswith(f"{wanted.lower()} (", autoescape=True)
    )
    if meeting is not None and only_here:
        query = query.where(Action.meeting_id == meeting.id)
    elif meeting is not None:
        query = query.where(col(Action.raised_on) <= meeting.held_on)
    return session.exec(query.order_by(col(Action.raised_on).desc(), col(Action.id).desc())).first()


def find_removed(session: Session, reference: str) -> Action | None:
    """The removed action of exactly that reference: somebody who writes it again means the same."""
    wanted = normal_reference(reference).lower()
    return session.exec(
        select(Action).where(func.lower(Action.reference) == wanted, col(Action.removed_at).is_not(None))
    ).first()


def normal_reference(reference: str) -> str:
    """As it is kept: without spaces around the stroke and without leading zeros of the number."""
    reference = re.sub(r"\s*/\s*", "/", " ".join(reference.split()).strip(" .:()[]–-"))
    return re.sub(r"^0+(?=\d)", "", reference)


def take_reference(
    session: Session, printed: str | None, raised_on: date
) -> tuple[str, int | None, int | None]:
    """The reference, number and year of a new action raised that day: the printed reference, or the next
    number.
    """
    lock_numbering(session)
    if printed and (kept := normal_reference(printed)):
        numbered = _NUMBERED.fullmatch(kept)
        if numbered:
            return kept, int(numbered[1]), int(numbered[2])
        return _made_unique(session, kept, raised_on), None, None
    last = session.exec(select(func.max(Action.number)).where(Action.year == raised_on.year)).one()
    number = (last or 0) + 1
    return f"{number}/{raised_on.year}", number, raised_on.year


def _made_unique(session: Session, reference: str, raised_on: date) -> str:
    """References such as "AP1" begin anew at every meeting: the later ones say their day."""
    day = f"{raised_on.day} {raised_on:%B %Y}"
    choices = [reference, f"{reference} ({day})"] + [f"{reference} ({day}, {n})" for n in range(2, 100)]
    taken = set(session.exec(select(Action.reference).where(col(Action.reference).in_(choices))).all())
    return next(choice for choice in choices if choice not in taken)


def lock_numbering(session: Session) -> None:
    """Nobody else takes a number until this transaction ends. On SQLite a writing transaction is alone
    anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
