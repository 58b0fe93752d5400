"""What must be known to read a line of a stored meeting, and reading it: the same grammar that reads whole
files.

In these readings the key of a passage that already stands is its entry's id, so a question that a new answer
replies to is found again.
"""

from collections.abc import Sequence

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from app.documents.interpret.context import LineContext
from app.documents.interpret.headings import PREVIOUS, SUMMARY
from app.documents.interpret.lines import read_line
from app.documents.interpret.people import Known
from app.documents.minutes import Attendee, Part, Passage, Text
from app.models.lines import Entry, Kind, Line
from app.models.meetings import Attendance, Meeting, Section
from app.services import attendances, sections


def context_of(session: Session, place: Line | Section) -> LineContext:
    """The context before a line, or at the end of a section: who is there, what it concerns, what was said so
    far.
    """
    section = place if isinstance(place, Section) else sections.by_id(session, place.section_id)
    meeting = session.get_one(Meeting, section.meeting_id)
    part = Part(
        title=section.title or None,
        number=section.number or None,
        level=section.level,
        recommendations=[one.reference for one in sections.recommendations_of(session, section)],
        is_summary_of_actions=section.is_summary_of_actions,
    )
    there = [_attendee(one) for one in attendances.of_meeting(session, meeting)]
    context = LineContext(known=Known(there), held_on=meeting.held_on)
    context.enter(part, _kind_of(section))
    for line in _before(session, section, place if isinstance(place, Line) else None):
        context.follow(_as_text(line))
    return context


def read(session: Session, line: Line) -> tuple[list[Passage], dict[int, Entry]]:
    """The passages of a line's words, as the grammar reads them where the line stands; and the questions
    before it by their keys, as `reconcile` wants them.
    """
    passages = read_line(line.text, context_of(session, line), bullet=line.bullet)
    asked = {entry.id: entry for entry, _ in questions_before(session, line) if entry.line_id != line.id}
    return passages, {number: entry for number, entry in asked.items() if number is not None}


def questions_before(session: Session, line: Line) -> Sequence[tuple[Entry, str]]:
    """The questions of the line's section that an answer in it can reply to, latest first, with their
    words.
    """
    found: list[tuple[Entry, str]] = []
    section = sections.by_id(session, line.section_id)
    for other in [*_before(session, section, line), line]:
        for entry in other.entries:
            if entry.kind == Kind.QUESTION:
                found.append((entry, entry.words_in(other.text)))
    return found[::-1]


def _before(session: Session, section: Section, line: Line | None) -> list[Line]:
    lines = session.exec(
        select(Line)
        .where(Line.section_id == section.id, col(Line.removed_at).is_(None))
        .order_by(col(Line.position), col(Line.id))
        .options(selectinload(Line.entries).selectinload(Entry.speakers))  # type: ignore[arg-type]
    ).all()
    if line is None:
        return list(lines)
    return [other for other in lines if (other.position, other.id) < (line.position, line.id)]


def _kind_of(section: Section) -> str | None:
    """What the heading says stands below it: a summary of actions, a review of them, or neither."""
    if section.is_summary_of_actions:
        return "summary"
    if PREVIOUS.search(section.title):
        return "review"
    return "summary" if SUMMARY.search(section.title) else None


def _attendee(attendance: Attendance) -> Attendee:
    organisation = attendance.organisation
    return Attendee(
        name=attendance.name,
        title=attendance.title or None,
        known_as=attendance.known_as or None,
        organisation=attendance.organisation_words or (organisation.name if organisation else None),
        organisation_kind=organisation.kind.value if organisation else None,
    )


def _as_text(line: Line) -> Text:
    return Text(
        text=line.text,
        bullet=line.bullet,
        depth=line.depth,
        label=line.label or None,
        passages=[
            Passage(
                key=entry.id or 0,
                kind=entry.kind,
                starts=entry.starts,
                ends=entry.ends,
                speakers=[speaker.words for speaker in entry.speakers],
                known_as=[speaker.words for speaker in entry.speakers],
                replies_to=entry.replies_to_id,
            )
            for entry in line.entries
        ],
    )
