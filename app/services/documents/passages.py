"""Bringing in what was said: sections with their recommendations, lines, and entries with speakers."""

from dataclasses import dataclass, field
from uuid import uuid4

from sqlmodel import Session

from app.documents.minutes import Minutes, Part, Passage, Text
from app.models.lines import Entry, Line, SetBy, Speaker
from app.models.meetings import Assurance, Meeting, Section
from app.models.people import User
from app.models.recommendations import Source
from app.services import recommendations, sections
from app.services.documents.naming import Naming
from app.services.lines.voices import Voices


@dataclass(slots=True)
class Brought:
    """Where the things of a reading went."""

    entries: dict[int, Entry] = field(default_factory=dict)
    """By the key of the passage."""
    lines: dict[int, Line] = field(default_factory=dict)
    """By the number of the source line."""
    read: list[tuple[Section, Line, Entry, Passage]] = field(default_factory=list)
    """Everything, in the order of the minutes."""


def bring_in(session: Session, meeting: Meeting, minutes: Minutes, *, by: User | None) -> Brought:
    """Store all parts of the minutes; `ties` then says what belongs to what."""
    brought, voices, naming = Brought(), Voices(session, meeting), Naming(session, minutes, by=by)
    for part in minutes.parts:
        section = _section(session, meeting, part, naming.source_of(part), by=by)
        for place, text in enumerate(part.lines, start=1):
            _line(session, meeting, section, text, float(place), brought, voices)
    session.flush()
    return brought


def _section(
    session: Session, meeting: Meeting, part: Part, source: Source | None, *, by: User | None
) -> Section:
    section = sections.add(
        session,
        meeting,
        title=part.title or "",
        number=part.number or "",
        level=min(part.level, sections.DEEPEST),
        source=source,
        is_summary_of_actions=part.is_summary_of_actions,
        by=by,
    )
    if part.assurance:
        sections.assure(
            session, section, assurance=Assurance(part.assurance), statement=part.assurance_statement, by=by
        )
    if part.recommendations:
        concerned = [
            recommendations.find_or_create(session, source=source, reference=reference, by=by)
            for reference in part.recommendations
        ]
        sections.set_recommendations(session, section, concerned, by=by)
    return section


def _line(
    session: Session,
    meeting: Meeting,
    section: Section,
    text: Text,
    position: float,
    brought: Brought,
    voices: Voices,
) -> None:
    line = Line(
        id=uuid4().hex,
        meeting_id=meeting.id or 0,
        section_id=section.id or 0,
        position=position,
        text=text.text,
        bullet=text.bullet,
        depth=text.depth,
        label=text.label or "",
    )
    session.add(line)
    for number in text.source_lines:
        brought.lines[number] = line
    for passage in text.passages:
        entry = Entry(
            line_id=line.id,
            meeting_id=meeting.id or 0,
            starts=passage.starts,
            ends=passage.ends,
            kind=passage.kind,
            set_by=SetBy(passage.set_by),
            written_answer_to_follow=passage.written_answer_to_follow,
            outcome=passage.outcome,
            speakers=_speakers(passage, voices),
        )
        session.add(entry)
        brought.entries[passage.key] = entry
        brought.read.append((section, line, entry, passage))


def _speakers(passage: Passage, voices: Voices) -> list[Speaker]:
    known = passage.known_as if len(passage.known_as) == len(passage.speakers) else passage.speakers
    found: list[Speaker] = []
    for position, (printed, known_as) in enumerate(zip(passage.speakers, known, strict=True)):
        attendance, organisation_id = voices.resolve(known_as)
        speaker = Speaker(entry_id=0, position=position, words=printed, organisation_id=organisation_id)
        if attendance is not None:
            speaker.attendance_id = attendance.id
        found.append(speaker)
    return found
