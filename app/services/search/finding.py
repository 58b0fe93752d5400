"""Finding words in the record, for whoever asks and only in what they may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, desc, func, nulls_last
from sqlalchemy import select as core_select
from sqlmodel import Session

from app.models.people import May, User
from app.services.audience import Unread, unread
from app.services.search import audience
from app.services.search.tables import rows
from app.services.search.words import Piece, looking_for, parse, pieces

PAGE = 50
WITHIN = {
    "minutes": ("meeting", "section", "line"),
    "questions": ("line",),
    "actions": ("action",),
    "recommendations": ("recommendation",),
    "people": ("person",),
}
"""What a search can be narrowed to, and the subjects that it then finds."""


@dataclass(frozen=True)
class Hit:
    """Something found: where it leads, and its words in pieces."""

    kind: str
    href: str
    title: list[Piece]
    excerpt: list[Piece]
    place: str
    dated_on: date | None
    meeting_id: int | None


@dataclass(frozen=True)
class Found:
    """A page of hits, newest first, and how many there are in all."""

    hits: list[Hit]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return -(-self.total // PAGE)


def find(session: Session, words: str, *, user: User, within: str = "", page: int = 1) -> Found:
    """What holds all of these words and phrases. Odd input finds nothing and never raises."""
    parts = parse(words)
    if not parts or not (user.is_of_the_office or user.may(May.RESPOND)):
        return Found([], 0, 1)
    read = unread(session, user)
    conditions: list[ColumnElement[bool]] = audience.may_see(user, read)
    if within in WITHIN:
        conditions.append(rows.c.subject.in_(WITHIN[within]))
    if within == "questions":
        conditions.append(rows.c.kind == "question")
    query = looking_for(session, parts, rows, "search_words", _COLUMNS).where(*conditions)
    total = session.execute(
        core_select(func.count()).select_from(query.order_by(None).subquery())
    ).scalar_one()
    page = max(1, min(page, -(-total // PAGE) or 1))
    newest_first = query.order_by(nulls_last(desc(rows.c.dated_on)), desc(rows.c.id))
    found = session.execute(newest_first.limit(PAGE).offset((page - 1) * PAGE)).all()
    return Found([_hit(row, read) for row in found], total, page)


_COLUMNS = (rows.c.subject, rows.c.subject_id, rows.c.kind, rows.c.meeting_id, rows.c.dated_on, rows.c.place)


def _hit(row: Row[Any], read: Unread) -> Hit:
    subject, subject_id, kind, meeting_id, dated_on, place, title, body = tuple(row)
    return Hit(
        kind=kind,
        href=_href(subject, subject_id, meeting_id),
        title=pieces(title),
        excerpt=pieces(body),
        place="" if read.heading_is(meeting_id, place) else place,
        dated_on=dated_on,
        meeting_id=meeting_id,
    )


def _href(subject: str, subject_id: str, meeting_id: int | None) -> str:
    if subject == "action":
        return f"/actions/{subject_id}"
    if subject == "recommendation":
        return f"/recommendations/{subject_id}"
    if subject == "meeting":
        return f"/meetings/{meeting_id}"
    if subject == "person":
        return f"/meetings/{meeting_id}#attendances"
    return f"/meetings/{meeting_id}#{subject}-{subject_id}"
