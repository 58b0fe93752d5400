"""What was said just before a line, as the grammar wants it: columns, for nobody needs the rows themselves."""

from collections import defaultdict

from sqlalchemy import select
from sqlmodel import Session, col

from app.documents.minutes import Passage, Text
from app.models.lines import Entry, Line, Speaker
from app.models.meetings import Meeting, Section
from app.services import attendances

REACH = 40
"""Lines before a line that are looked at: more than any question waits for its answer."""


def said_before(session: Session, section: Section, line: Line | None) -> list[Text]:
    """The last lines before a line, or before a section's end, in order. Passages have their entry's id as key."""
    statement = select(
        col(Line.id), col(Line.text), col(Line.bullet), col(Line.depth), col(Line.label)
    ).where(col(Line.section_id) == section.id, col(Line.removed_at).is_(None))
    if line is not None:
        earlier = (col(Line.position) < line.position) | (
            (col(Line.position) == line.position) & (col(Line.id) < line.id)
        )
        statement = statement.where(earlier)
    rows = session.execute(
        statement.order_by(col(Line.position).desc(), col(Line.id).desc()).limit(REACH)
    ).all()
    texts = {
        line_id: Text(text=text, bullet=bullet, depth=depth, label=label or None)
        for line_id, text, bullet, depth, label in reversed(rows)
    }
    if texts:
        _add_passages(session, section, texts)
    return list(texts.values())


def _add_passages(session: Session, section: Section, texts: dict[str, Text]) -> None:
    names = {
        one.id: one.known_as
        for one in attendances.of_meeting(session, session.get_one(Meeting, section.meeting_id))
    }
    speakers: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for entry_id, words, attendance_id in session.execute(
        select(col(Speaker.entry_id), col(Speaker.words), col(Speaker.attendance_id))
        .join(Entry, col(Entry.id) == col(Speaker.entry_id))
        .where(col(Entry.line_id).in_(texts))
        .order_by(col(Speaker.position))
    ):
        speakers[entry_id].append((words, names.get(attendance_id) or words))
    for line_id, entry_id, kind, starts, ends, replies_to in session.execute(
        select(
            col(Entry.line_id),
            col(Entry.id),
            col(Entry.kind),
            col(Entry.starts),
            col(Entry.ends),
            col(Entry.replies_to_id),
        )
        .where(col(Entry.line_id).in_(texts))
        .order_by(col(Entry.starts))
    ):
        said = speakers.get(entry_id, [])
        texts[line_id].passages.append(
            Passage(
                key=entry_id,
                kind=kind,
                starts=starts,
                ends=ends,
                speakers=[words for words, _ in said],
                known_as=[name for _, name in said],
                replies_to=replies_to,
            )
        )
