"""What a line said, spell of typing by spell of typing: who wrote it when, word by word, and back again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models.lines import Line, LineRevision
from app.models.meetings import Section
from app.models.people import User
from app.services.lines.headings import heading_by_typed_id, save_heading
from app.services.lines.removing import restore
from app.services.lines.writing import save_text

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that two texts share, or that one of them has alone."""

    words: str
    what: Literal["same", "added", "removed"]


@dataclass(slots=True)
class Spell:
    """The words after one spell of typing; `pieces` compare them with those before it."""

    revision: LineRevision
    by: str
    """Empty where it was brought in from a file."""
    pieces: list[Piece]
    is_present: bool
    """Whether this is what the line says now."""


@dataclass(slots=True)
class LineHistory:
    """A line, or the heading that it became, with its spells, the latest first."""

    line: Line
    heading: Section | None
    words: str
    """As they stand."""
    revision: int
    is_removed: bool
    spells: list[Spell]


def differences(was: str, text: str) -> list[Piece]:
    """What was taken out of `was` and put in to give `text`, word by word."""
    return list(_joined(_pieces(_WORD.findall(was), _WORD.findall(text))))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[a:b] == new[c:d]:
            yield Piece("".join(old[a:b]), "same")
            continue
        if a < b:
            yield Piece("".join(old[a:b]), "removed")
        if c < d:
            yield Piece("".join(new[c:d]), "added")


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """A single space between two changes belongs to them: "a b" became "c d" is one change, not two."""
    found = list(pieces)
    at = 0
    while at < len(found):
        removed, added = "", ""
        while at < len(found) and (
            found[at].what != "same" or (found[at].words == " " and (removed or added))
        ):
            one = found[at]
            if one.what == "same" and not (at + 1 < len(found) and found[at + 1].what != "same"):
                break
            removed += one.words if one.what != "added" else ""
            added += one.words if one.what != "removed" else ""
            at += 1
        if removed.strip() or added.strip() or removed != added:
            if removed:
                yield Piece(removed, "removed")
            if added:
                yield Piece(added, "added")
        if at < len(found):
            yield found[at]
            at += 1


def history_of(session: Session, line: Line) -> LineHistory:
    """All its spells; three statements, however many there are."""
    rows = session.exec(
        select(LineRevision, User.name)
        .outerjoin(User, col(User.id) == col(LineRevision.by_id))
        .where(LineRevision.line_id == line.id)
        .order_by(col(LineRevision.id))
    ).all()
    heading = heading_by_typed_id(session, line.id) if line.removed_at is not None else None
    words = heading.words if heading is not None else line.text
    spells: list[Spell] = []
    was = ""
    for revision, by in rows:
        pieces = differences(was, revision.text) if was else [Piece(revision.text, "same")]
        spells.append(Spell(revision, by or "", pieces, is_present=False))
        was = revision.text
    if spells:
        spells[-1].is_present = spells[-1].revision.text == words
    removed = heading.removed_at if heading is not None else line.removed_at
    number = heading.revision if heading is not None else line.revision
    return LineHistory(line, heading, words, number, removed is not None, spells[::-1])


def restore_revision(
    session: Session, line: Line, revision_id: int, *, seen_revision: int, by: User | None
) -> Line | Section:
    """Let a line say again what it said after a spell; that is a new spell, and nothing is lost.

    A line that was taken out is put back. Raises LineConflict when somebody changed it after `seen_revision`.
    """
    wanted = session.get(LineRevision, revision_id)
    if wanted is None or wanted.line_id != line.id:
        raise NotFound("There is no such revision of this line.")
    heading = heading_by_typed_id(session, line.id) if line.removed_at is not None else None
    if heading is not None:
        return save_heading(session, heading, text=wanted.text, seen_revision=seen_revision, writer="", by=by)
    if line.removed_at is not None:
        restore(session, line, by=by)
    return save_text(session, line, text=wanted.text, seen_revision=seen_revision, writer="", by=by)
