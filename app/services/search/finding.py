"""Finding words in the record, for whoever asks and only in what they may see."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, desc, func, literal_column, nulls_last
from sqlalchemy import select as core_select
from sqlalchemy import text as sql
from sqlmodel import Session

from app.models.people import May, User
from app.services.search import audience
from app.services.search.tables import rows

STARTS, STOPS = "\ue000", "\ue001"
"""Private-use characters around the words found, until the page marks them; they are taken out of what is
searched.
"""

PAGE = 50
SHORT = 320
"""Characters of a text that is shown whole."""

LONGEST = 300
"""Characters of a query that are read; nobody means more."""

WITHIN = {
    "minutes": ("meeting", "section", "line"),
    "questions": ("line",),
    "actions": ("action",),
    "recommendations": ("recommendation",),
    "people": ("person",),
}
"""What a search can be narrowed to, and the subjects that it then finds."""


@dataclass(frozen=True)
class Piece:
    """A stretch of an excerpt; `found` when it is among the words searched for."""

    text: str
    found: bool


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


def parse(words: str) -> list[str]:
    """The phrases and words of a query: quoted stretches whole, the rest one by one; what has no letter is
    left out.
    """
    words = "".join(c if c.isprintable() and c not in (STARTS, STOPS) else " " for c in words[:LONGEST])
    words = re.sub("[“”„«»]", '"', words)
    found = re.findall(r'"([^"]*)"|([^\s"]+)', words)
    return [part for pair in found for part in pair if re.search(r"[^\W_]", part)]


def find(session: Session, words: str, *, user: User, within: str = "", page: int = 1) -> Found:
    """What holds all of these words and phrases. Odd input finds nothing and never raises."""
    parts = parse(words)
    if not parts or not (user.is_of_the_office or user.may(May.RESPOND)):
        return Found([], 0, 1)
    conditions: list[ColumnElement[bool]] = [*audience.may_see(user)]
    if within in WITHIN:
        conditions.append(rows.c.subject.in_(WITHIN[within]))
    if within == "questions":
        conditions.append(rows.c.kind == "question")
    searching = _on_sqlite if session.get_bind().dialect.name == "sqlite" else _on_postgresql
    query = searching(parts).where(*conditions)
    total = session.execute(
        core_select(func.count()).select_from(query.order_by(None).subquery())
    ).scalar_one()
    page = max(1, min(page, -(-total // PAGE) or 1))
    newest_first = query.order_by(nulls_last(desc(rows.c.dated_on)), desc(rows.c.id))
    found = session.execute(newest_first.limit(PAGE).offset((page - 1) * PAGE)).all()
    return Found([_hit(row) for row in found], total, page)


_COLUMNS = (rows.c.subject, rows.c.subject_id, rows.c.kind, rows.c.meeting_id, rows.c.dated_on, rows.c.place)


def _on_sqlite(parts: list[str]) -> Select[Any]:
    match = " ".join('"' + part.replace('"', "") + '"' for part in parts)
    marks = f"'{STARTS}', '{STOPS}'"
    return (
        core_select(
            *_COLUMNS,
            literal_column(f"highlight(search_words, 0, {marks})").label("title"),
            literal_column(f"snippet(search_words, 1, {marks}, '…', 44)").label("body"),
        )
        .select_from(rows)
        .join(sql("search_words"), sql("search_words.rowid = search_row.id"))
        .where(sql("search_words MATCH :words").bindparams(words=match))
    )


def _on_postgresql(parts: list[str]) -> Select[Any]:
    query: ColumnElement[Any] = func.phraseto_tsquery("english", parts[0])
    for part in parts[1:]:
        query = query.op("&&")(func.phraseto_tsquery("english", part))
    marks = f"StartSel={STARTS}, StopSel={STOPS}"
    whole = f"{marks}, HighlightAll=true"
    excerpt = f"{marks}, MaxWords=44, MinWords=24, MaxFragments=1, FragmentDelimiter=…"
    return (
        core_select(
            *_COLUMNS,
            func.ts_headline("english", rows.c.title, query, whole).label("title"),
            case(
                (func.length(rows.c.body) <= SHORT, func.ts_headline("english", rows.c.body, query, whole)),
                else_=func.ts_headline("english", rows.c.body, query, excerpt),
            ).label("body"),
        )
        .select_from(rows)
        .where(literal_column("search_row.words").op("@@")(query))
    )


def _hit(row: Row[Any]) -> Hit:
    subject, subject_id, kind, meeting_id, dated_on, place, title, body = tuple(row)
    return Hit(
        kind=kind,
        href=_href(subject, subject_id, meeting_id),
        title=pieces(title),
        excerpt=pieces(body),
        place=place,
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


def pieces(marked: str) -> list[Piece]:
    """Text with marks as pieces; marks that do not pair are left out."""
    made: list[Piece] = []
    for number, stretch in enumerate(re.split(f"[{STARTS}{STOPS}]", marked)):
        if stretch:
            made.append(Piece(stretch, found=number % 2 == 1))
    return made
