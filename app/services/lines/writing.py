"""Writing lines: new ones, and changed words under compare-and-set, so that nobody overwrites what they did
not see.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import and_, case, or_, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.db import now
from app.documents.minutes import Passage
from app.errors import EditConflict, NotFound, RuleBroken
from app.models.lines import Line, LineRevision
from app.models.meetings import Section
from app.models.people import User
from app.services import changes, drafts
from app.services.lines.order import place
from app.services.lines.reading import read
from app.services.lines.reconciling import reconcile

LONGEST = 20_000
"""Characters of a line: some twelve pages, far beyond any paragraph."""
SPELL = timedelta(minutes=5)
"""A pause longer than this ends a spell of typing."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a page may call a line: it stands in the markup of every page that shows it."""
_BULLET = re.compile(r"[-*•·▪‣–]\s+")


class LineConflict(EditConflict):
    """Somebody else changed the line first. Carries both texts and the revision that stands."""

    def __init__(self, line: Line, *, yours: str) -> None:
        super().__init__(
            "Somebody else changed this line while you were writing. Nothing is lost: both texts are below."
        )
        self.line_id, self.revision, self.theirs, self.yours = line.id, line.revision, line.text, yours


def by_id(session: Session, line_id: str) -> Line:
    """Raises NotFound when there is none."""
    line = session.get(Line, line_id)
    if line is None:
        raise NotFound("There is no such line.")
    return line


def history(session: Session, line: Line) -> Sequence[LineRevision]:
    """The words the line has had, latest first."""
    return session.exec(
        select(LineRevision).where(LineRevision.line_id == line.id).order_by(col(LineRevision.id).desc())
    ).all()


def add(
    session: Session,
    section: Section,
    *,
    text: str,
    by: User | None,
    id: str | None = None,  # noqa: A002  the page makes it, so that sending twice makes one line
    after: Line | None = None,
    at_start: bool = False,
    bullet: bool = False,
    depth: int = 0,
    label: str = "",
    writer: str = "",
    passages: Sequence[Passage] | None = None,
) -> Line:
    """A new line behind `after`, else at the section's end (or start), read where it stands.

    A line that exists already by that id is the same line sent again: it is saved. `passages` spares reading
    it.
    """
    meeting = drafts.opened(session, section.meeting_id)
    text = one_paragraph(text)
    there = session.get(Line, id) if id else None
    if there is not None:
        if there.meeting_id != meeting.id:
            raise RuleBroken("That line belongs to other minutes.")
        return save_text(session, there, text=text, seen_revision=0, writer=writer, by=by)
    if id and not _ID.fullmatch(id):
        raise RuleBroken("That is no name for a line.")
    line = Line(
        id=id or uuid4().hex,
        meeting_id=meeting.id or 0,
        section_id=section.id or 0,
        position=0,
        text=text,
        bullet=bullet,
        depth=max(0, min(depth, 8)),
        label=label.strip(),
        writer=writer,
    )
    spread = place(session, line, section, after=after, at_start=at_start)
    session.add(line)
    session.flush()
    remember(session, line, by=by)
    found, known = read(session, line) if passages is None else (passages, {})
    reconcile(session, line, found, meeting=meeting, by=by, known=known)
    changes.record(session, "added", "line", line.id, by=by, meeting=meeting, details=spread)
    return line


def add_many(
    session: Session, section: Section, *, text: str, by: User | None, after: Line | None = None
) -> list[Line]:
    """A line for each paragraph of `text`; a paragraph that begins like a bullet is one."""
    made: list[Line] = []
    for paragraph in re.split(r"[\r\n]+", text):
        if not paragraph.strip():
            continue
        mark = _BULLET.match(paragraph.strip())
        words = paragraph.strip()[mark.end() :] if mark else paragraph
        depth = 1 if mark and re.match(r"\t| {2,}", paragraph) else 0
        last = made[-1] if made else after
        made.append(
            add(session, section, text=words, by=by, after=last, bullet=mark is not None, depth=depth)
        )
    if not made:
        raise RuleBroken("Write the line first.")
    return made


def save_text(
    session: Session, line: Line, *, text: str, seen_revision: int, writer: str, by: User | None
) -> Line:
    """Change a line's words and read it again.

    It wins if `seen_revision` is the one that stands, or if everything since was written by this same
    `writer` (a token of the page). The same words again change nothing. Raises LineConflict, which carries
    both texts, to the loser.
    """
    meeting = drafts.opened(session, line.meeting_id)
    text = one_paragraph(text)
    session.refresh(line, ["text", "revision", "writer", "base", "removed_at", "section_id", "position"])
    was = line.text
    if was == text and line.removed_at is None:
        return line
    done = won(session, line, seen_revision=seen_revision, writer=writer, text=text)
    if done is None:
        raise LineConflict(line, yours=text)
    for name, value in {"text": text, **done}.items():
        set_committed_value(line, name, value)
    remember(session, line, by=by, was=was, since=meeting.created_at)
    found, known = read(session, line)
    reconcile(session, line, found, meeting=meeting, by=by, was=was, known=known)
    changes.record(session, "changed", "line", line.id, by=by, meeting=meeting, details={"was": was})
    return line


def won(
    session: Session, thing: Line | Section, *, seen_revision: int, writer: str, **words: str
) -> dict[str, Any] | None:
    """Write `words` unless somebody else wrote since: the one rule for lines and headings (see save_text).

    The `revision`, `writer` and `base` that stand now; None to the loser.
    """
    table = type(thing)
    wins = or_(
        col(table.revision) == seen_revision,
        and_(writer != "", col(table.writer) == writer, col(table.base) <= seen_revision),  # type: ignore[arg-type]
    )
    row = session.execute(
        update(table)
        .where(col(table.id) == thing.id, col(table.removed_at).is_(None), wins)
        .values(
            **words,
            revision=col(table.revision) + 1,
            base=case((col(table.writer) == writer, col(table.base)), else_=col(table.revision)),
            writer=writer,
        )
        .returning(col(table.revision), col(table.writer), col(table.base))
        .execution_options(synchronize_session=False)
    )
    found = row.mappings().one_or_none()
    return None if found is None else {str(name): value for name, value in found.items()}


def bullet_left(session: Session, line: Line, *, by: User | None) -> Line:
    """The typist leaves a line: one that begins like a bullet ("- three homes") is one, without the mark."""
    mark = _BULLET.match(line.text)
    if mark is None or line.removed_at is not None or not line.text[mark.end() :].strip():
        return line
    set_shape(session, line, bullet=True, depth=line.depth if line.bullet else 0, by=by)
    words = line.text[mark.end() :]
    return save_text(session, line, text=words, seen_revision=line.revision, writer=line.writer, by=by)


def set_shape(
    session: Session, line: Line, *, bullet: bool, depth: int = 0, label: str | None = None, by: User | None
) -> Line:
    """Make a line a bullet or a paragraph; `depth` is a bullet's, from 0, `label` its printed number or
    letter.
    """
    meeting = drafts.opened(session, line.meeting_id)
    depth = max(0, min(depth, 8)) if bullet else 0
    label = line.label if label is None else label.strip()
    if (line.bullet, line.depth, line.label) != (bullet, depth, label):
        line.bullet, line.depth, line.label = bullet, depth, label
        session.add(line)
        changes.record(session, "changed", "line", line.id, by=by, meeting=meeting)
    return line


def one_paragraph(text: str) -> str:
    """The words as typed, on one line. Raises RuleBroken when there are none, or far too many."""
    text = re.sub(r"\s*[\r\n]+\s*", " ", text.replace("\x00", "")).strip()
    if not text:
        raise RuleBroken("A line needs words. Write some, or remove the line.")
    if len(text) > LONGEST:
        raise RuleBroken("That is too long for one line. Put it into several lines.")
    return text


def remember(
    session: Session, line: Line, *, by: User | None, was: str | None = None, since: datetime | None = None
) -> None:
    """Keep the words: one row for a spell of typing by one writer.

    Of a line that was brought in and never changed, `was` is kept first: what it said from `since` on.
    """
    moment = now()
    last = session.exec(
        select(LineRevision)
        .where(LineRevision.line_id == line.id)
        .order_by(col(LineRevision.id).desc())
        .limit(1)
    ).first()
    if last and line.writer and last.writer == line.writer and moment - last.ended_at < SPELL:
        last.revision, last.text, last.ended_at = line.revision, line.text, moment
        session.add(last)
        return
    if last is None and was is not None:
        at = since or moment
        session.add(
            LineRevision(line_id=line.id, revision=line.revision - 1, text=was, started_at=at, ended_at=at)
        )
        session.flush()
    session.add(
        LineRevision(
            line_id=line.id,
            revision=line.revision,
            text=line.text,
            writer=line.writer,
            by_id=by.id if by else None,
            started_at=moment,
            ended_at=moment,
        )
    )
