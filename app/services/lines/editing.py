"""A line while somebody puts it right: its words, and for each passage what can be chosen."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from app.db import now
from app.errors import NotFound
from app.models.actions import Action
from app.models.lines import Doubt, Entry, Line
from app.models.people import User
from app.services import attendances, changes, drafts
from app.services.lines.by_hand import where_to_split
from app.services.lines.reading import questions_before
from app.services.lines.writing import LineConflict

SHORT = 90
"""Characters of a question or a place to part a passage, as a choice in a list."""


@dataclass(slots=True)
class EditedEntry:
    """A passage with its choices."""

    entry: Entry
    words: str
    speakers: str
    """As typed: separated by commas."""
    is_first: bool
    places: list[tuple[int, str]]
    """Where it can be parted: the offset, and the words that would begin there."""
    action: Action | None = None


@dataclass(slots=True)
class EditedLine:
    """A line being put right. `text` is what stands in the box: what was typed, when saving was refused."""

    line: Line
    text: str
    revision: int
    writer: str
    """A token of this page: a series of saves by one page is never a conflict with itself."""
    entries: list[EditedEntry]
    questions: list[tuple[int, str]]
    """What an answer here can reply to: entry id and words, latest first."""
    known_as: list[str]
    """How the attendance list knows those who were there: the likely speakers."""
    doubts: Sequence[Doubt] = ()
    errors: dict[str, str] = field(default_factory=dict)
    conflict: LineConflict | None = None
    said: str = ""
    """What was just done, in a sentence."""


def being_edited(
    session: Session,
    line: Line,
    *,
    text: str | None = None,
    writer: str = "",
    error: str = "",
    conflict: LineConflict | None = None,
    said: str = "",
) -> EditedLine:
    """The line with its choices; `text`, `error` and `conflict` are those of a save that was refused."""
    meeting_id = line.meeting_id
    there = session.exec(
        select(Action).where(
            col(Action.id).in_(select(Entry.action_id).where(Entry.line_id == line.id)),
            col(Action.removed_at).is_(None),
        )
    ).all()
    by_id = {action.id: action for action in there}
    doubts = session.exec(
        select(Doubt).where(Doubt.line_id == line.id, col(Doubt.settled_at).is_(None)).order_by(col(Doubt.id))
    ).all()
    meeting = drafts.of(session, meeting_id)
    return EditedLine(
        line=line,
        text=line.text if text is None else text,
        revision=line.revision,
        writer=writer or secrets.token_hex(8),
        entries=[
            EditedEntry(
                entry=entry,
                words=entry.words_in(line.text),
                speakers=", ".join(speaker.words for speaker in entry.speakers),
                is_first=number == 0,
                places=[(at, _short(words)) for at, words in where_to_split(line, entry)],
                action=by_id.get(entry.action_id),
            )
            for number, entry in enumerate(line.entries)
        ],
        questions=[(entry.id or 0, _short(words)) for entry, words in questions_before(session, line)],
        known_as=[one.known_as or one.name for one in attendances.of_meeting(session, meeting)],
        doubts=doubts,
        errors={"text": error} if error else {},
        conflict=conflict,
        said=said,
    )


def settle_doubt(session: Session, doubt_id: int, *, by: User | None) -> Line | None:
    """Somebody looked, and the line stands as it is. Returns the doubt's line. Raises NotFound."""
    doubt = session.get(Doubt, doubt_id)
    if doubt is None:
        raise NotFound("There is no such doubt.")
    meeting = drafts.of(session, doubt.meeting_id)
    if doubt.settled_at is None:
        doubt.settled_at, doubt.settled_by_id = now(), by.id if by else None
        session.add(doubt)
        changes.record(session, "settled", "doubt", doubt.id, by=by, meeting=meeting)
    return session.get(Line, doubt.line_id) if doubt.line_id else None


def _short(words: str) -> str:
    return words if len(words) <= SHORT else words[: SHORT - 1].rsplit(" ", 1)[0] + " …"
