"""The outbox as the administrator sees it: what waits, what was sent, what was kept, what was given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, desc, select

from app.errors import NotFound
from app.models.circulations import DraftLink
from app.models.letters import Letter, LetterState, Notice
from app.models.meetings import Attendance
from app.models.people import User
from app.services import people
from app.services.letters.wording import wording_of
from app.settings import Settings

PAGE = 50
BRINGS_A_LINK = "A link to draft minutes"


@dataclass(frozen=True)
class Reader:
    """To whom a letter goes: a user, or the person whose link to a draft it brings."""

    name: str
    email: str


@dataclass(frozen=True)
class Shown:
    """A letter with its reader, and how many things it tells."""

    letter: Letter
    reader: Reader
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
    query = (
        select(Letter, User, DraftLink, things)
        .outerjoin(User, col(User.id) == Letter.user_id)
        .outerjoin(DraftLink, col(DraftLink.id) == Letter.draft_link_id)
    )
    if state is not None:
        query = query.where(Letter.state == state)
    found = session.exec(
        query.order_by(desc(col(Letter.made_at)), desc(col(Letter.id))).limit(PAGE).offset((page - 1) * PAGE)
    ).all()
    names = _holders(session, [link for _, _, link, _ in found if link is not None])
    shown = [
        Shown(
            letter,
            Reader(user.name, user.email) if user else Reader(names.get(link.id, ""), link.email),
            many,
        )
        for letter, user, link, many in found
    ]
    return Outbox(shown, counts, state, page, pages)


def _holders(session: Session, links: Sequence[DraftLink]) -> dict[int | None, str]:
    """Whose each link is, by its id."""
    rows = session.exec(
        select(col(DraftLink.id), col(Attendance.name))
        .join(Attendance, col(Attendance.id) == DraftLink.attendance_id)
        .where(col(DraftLink.id).in_([link.id for link in links]))
    ).all()
    return dict(rows)


def reader_of(session: Session, letter: Letter) -> Reader:
    """To whom it goes. Raises NotFound when nobody is there any more."""
    if letter.user_id is not None:
        user = people.user_by_id(session, letter.user_id)
        return Reader(user.name, user.email)
    link = session.get(DraftLink, letter.draft_link_id)
    if link is None:
        raise NotFound("There is no such letter.")
    return Reader(_holders(session, [link]).get(link.id, ""), link.email)


def given_up(session: Session) -> int:
    """How many letters wait for an administrator to see what is wrong."""
    return session.exec(select(func.count(col(Letter.id))).where(Letter.state == LetterState.GIVEN_UP)).one()


def letter_by_id(session: Session, letter_id: int) -> Letter:
    """Raises NotFound when there is none."""
    letter = session.get(Letter, letter_id)
    if letter is None:
        raise NotFound("There is no such letter.")
    return letter


def words_now(session: Session, letter: Letter, *, settings: Settings, at: datetime) -> tuple[str, str]:
    """Subject and text: as sent or kept, else as they would be now; empty when nothing in it stands.

    Of a letter that brings a link nothing can be said before: the link is made when it is sent.
    """
    if letter.words:
        return letter.heading, letter.words
    if letter.user_id is None:
        return BRINGS_A_LINK, ""
    reader = people.user_by_id(session, letter.user_id)
    wording = wording_of(session, letter, reader, at=at)
    if wording is None:
        return "", ""
    return wording.subject, wording.text(reader=reader.name, office=settings.office_name, site=settings.site)
