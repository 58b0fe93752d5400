"""Searching what was published, and nothing else: its words have a table of their own."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, Date, Integer, MetaData, Row, String, Table, Text, desc, func
from sqlalchemy import select as core_select
from sqlmodel import Session, col

from app.models.publications import PublicMeeting
from app.services.search import Piece, looking_for, parse, pieces

PAGE = 20

_rows = Table(
    "search_published",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("public_meeting_id", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("anchor", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
)
"""Written when a version is shown, and emptied of it when it is replaced or withdrawn."""


@dataclass(frozen=True)
class Hit:
    """A place in published minutes that holds the words."""

    kind: str
    href: str
    meeting: str
    dated_on: date
    place: str
    title: list[Piece]
    excerpt: list[Piece]


@dataclass(frozen=True)
class Found:
    """A page of hits, newest first, and how many there are in all."""

    hits: list[Hit]
    total: int
    page: int
    asked: bool
    """Whether there was a word to look for."""

    @property
    def pages(self) -> int:
        return -(-self.total // PAGE)


def find(session: Session, words: str, *, page: int = 1) -> Found:
    """Where published minutes hold all of these words and phrases. Odd input finds nothing and never raises."""
    parts = parse(words)
    if not parts:
        return Found([], 0, 1, asked=False)
    query = looking_for(session, parts, _rows, "search_published_words", _COLUMNS)
    total = session.execute(core_select(func.count()).select_from(query.subquery())).scalar_one()
    page = max(1, min(page, -(-total // PAGE) or 1))
    found = query.order_by(desc(_rows.c.dated_on), _rows.c.id).limit(PAGE).offset((page - 1) * PAGE)
    rows = session.execute(found).all()
    meetings = {
        number: (address, title)
        for number, address, title in session.execute(
            core_select(col(PublicMeeting.id), col(PublicMeeting.address), col(PublicMeeting.title)).where(
                col(PublicMeeting.id).in_({row[0] for row in rows})
            )
        )
    }
    return Found([_hit(row, *meetings[row[0]]) for row in rows], total, page, asked=True)


_COLUMNS = (_rows.c.public_meeting_id, _rows.c.kind, _rows.c.dated_on, _rows.c.anchor, _rows.c.place)


def _hit(row: Row[Any], address: str, meeting: str) -> Hit:
    _, kind, dated_on, anchor, place, title, body = tuple(row)
    href = f"/published/{address}" + (f"#{anchor}" if anchor else "")
    return Hit(kind, href, meeting, dated_on, place, pieces(title), pieces(body))
