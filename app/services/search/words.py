"""Looking for words in a table of rows, on both databases: the office's own words, and those that were published."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, case, func, literal_column
from sqlalchemy import select as core_select
from sqlalchemy import text as sql
from sqlmodel import Session

STARTS, STOPS = "\ue000", "\ue001"
"""Private-use characters around the words found, until the page marks them; they are taken out of what is
searched.
"""

SHORT = 320
"""Characters of a text that is shown whole."""

LONGEST = 300
"""Characters of a query that are read; nobody means more."""


@dataclass(frozen=True)
class Piece:
    """A stretch of an excerpt; `found` when it is among the words searched for."""

    text: str
    found: bool


def parse(words: str) -> list[str]:
    """The phrases and words of a query: quoted stretches whole, the rest one by one; what has no letter is
    left out.
    """
    words = "".join(c if c.isprintable() and c not in (STARTS, STOPS) else " " for c in words[:LONGEST])
    words = re.sub("[“”„«»]", '"', words)
    found = re.findall(r'"([^"]*)"|([^\s"]+)', words)
    return [part for pair in found for part in pair if re.search(r"[^\W_]", part)]


def looking_for(
    session: Session, parts: list[str], rows: Table, words: str, columns: tuple[Column[Any], ...]
) -> Select[Any]:
    """Rows that hold all of these words and phrases: `columns`, then "title" and "body" with what was found
    marked.

    `words` is the table beside `rows` that SQLite searches (its columns are title and body); on PostgreSQL
    the column `words` of `rows` itself.
    """
    if session.get_bind().dialect.name == "sqlite":
        return _on_sqlite(parts, rows, words, columns)
    return _on_postgresql(parts, rows, columns)


def _on_sqlite(parts: list[str], rows: Table, words: str, columns: tuple[Column[Any], ...]) -> Select[Any]:
    match = " ".join('"' + part.replace('"', "") + '"' for part in parts)
    marks = f"'{STARTS}', '{STOPS}'"
    return (
        core_select(
            *columns,
            literal_column(f"highlight({words}, 0, {marks})").label("title"),
            literal_column(f"snippet({words}, 1, {marks}, '…', 44)").label("body"),
        )
        .select_from(rows)
        .join(sql(words), sql(f"{words}.rowid = {rows.name}.id"))
        .where(sql(f"{words} MATCH :words").bindparams(words=match))
    )


def _on_postgresql(parts: list[str], rows: Table, columns: tuple[Column[Any], ...]) -> Select[Any]:
    query: ColumnElement[Any] = func.phraseto_tsquery("english", parts[0])
    for part in parts[1:]:
        query = query.op("&&")(func.phraseto_tsquery("english", part))
    marks = f"StartSel={STARTS}, StopSel={STOPS}"
    whole = f"{marks}, HighlightAll=true"
    excerpt = f"{marks}, MaxWords=44, MinWords=24, MaxFragments=1, FragmentDelimiter=…"
    return (
        core_select(
            *columns,
            func.ts_headline("english", rows.c.title, query, whole).label("title"),
            case(
                (func.length(rows.c.body) <= SHORT, func.ts_headline("english", rows.c.body, query, whole)),
                else_=func.ts_headline("english", rows.c.body, query, excerpt),
            ).label("body"),
        )
        .select_from(rows)
        .where(literal_column(f"{rows.name}.words").op("@@")(query))
    )


def pieces(marked: str) -> list[Piece]:
    """Text with marks as pieces; marks that do not pair are left out."""
    made: list[Piece] = []
    for number, stretch in enumerate(re.split(f"[{STARTS}{STOPS}]", marked)):
        if stretch:
            made.append(Piece(stretch, found=number % 2 == 1))
    return made
