"""The outbox as the administrator sees it: what waits, what was sent, what was kept, what was given up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, desc, select

from app.errors import NotFound
from app.models.letters import Letter, LetterState, Notice
from app.models.people import User
from app.services.letters.wording import wording_of
from app.settings import Settings

PAGE = 50


@dataclass(frozen=True)
class Shown:
    """A letter with its reader, and how many things it tells."""

    letter: Letter
    reader: User
    things: int


@dataclass(frozen=True)
class Outbox:
    """A page of letters, newest first, and how many there are of each state."""

    letters: list[Shown]
    counts: dict[LetterState, int]
    state: LetterState | None
    at: int
    pages: int


def outbox(session: Session, *, state: LetterState | None, page: int) -> Outbox:
    """The letters of that state, or all; `page` counts from 1."""
    counts = dict(
        session.exec(select(col(Letter.state), func.count(col(Letter.id))).group_by(col(Letter.state))).all()
    )
    total = sum(counts.values()) if state is None else counts.get(state, 0)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    things = (
        select(func.count(col(Notice.id)))
        .where(Notice.letter_id == Letter.id)
        .correlate(Letter)
        .scalar_subquery()
    )
    query = select(Letter, User, things).join(User, col(User.id) == Letter.user_id)
    if state is not None:
        query = query.where(Letter.state == state)
    found = session.exec(
        query.order_by(desc(col(Letter.made_at)), desc(col(Letter.id))).limit(PAGE).offset((page - 1) * PAGE)
    ).all()
    return Outbox([Shown(*row) for row in found], counts, state, page, pages)


def given_up(session: Session) -> int:
    """How many letters wait for an administrator to see what is wrong."""
    return session.exec(select(func.count(col(Letter.id))).where(Letter.state == LetterState.GIVEN_UP)).one()


def letter_by_id(session: Session, letter_id: int) -> Letter:
    """Raises NotFound when there is none."""
    letter = session.get(Letter, letter_id)
    if letter is None:
        raise NotFound("There is no such letter.")
    return letter


def words_now(
    session: Session, letter: Letter, reader: User, *, settings: Settings, at: datetime
) -> tuple[str, str]:
    """Subject and text: as sent or kept, else as they would be now; empty when nothing in it stands."""
    if letter.words:
        return letter.heading, letter.words
    wording = wording_of(session, letter, reader, at=at)
    if wording is None:
        return "", ""
    return wording.subject, wording.text(reader=reader.name, office=settings.office_name, site=settings.site)
