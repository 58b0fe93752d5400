"""What must be known to read a line of a stored meeting, and reading it: the same grammar that reads whole
files.

In these readings the key of a passage that already stands is its entry's id, so a question that a new answer
replies to is found again.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from app.documents.due import find_due
from app.documents.interpret.context import LineContext
from app.documents.interpret.headings import PREVIOUS, SUMMARY
from app.documents.interpret.lines import read_line
from app.documents.interpret.people import Known, kind_of_words
from app.documents.lexicon import DEFAULT
from app.documents.minutes import ActionRead, Attendee, OrganisationKind, Part, Passage, Text
from app.models.lines import AlsoReplies, Entry, Kind, Line
from app.models.meetings import Attendance, Meeting, Section
from app.services import attendances, drafts, sections
from app.services.lines.before import said_before
from app.services.lines.restating import point_to_raised

_NEXT_MEETING = re.compile(
    r"\b(?:next|following|forthcoming)\b.*\b(?:meeting|panel|board|committee)", re.IGNORECASE
)


def context_of(session: Session, place: Line | Section) -> LineContext:
    """The context before a line, or at the end of a section: who is there, what it concerns, what was said
    just before.
    """
    if isinstance(place, Section):
        return _context(session, place, said_before(session, place, None))
    section = sections.by_id(session, place.section_id)
    return _context(session, section, said_before(session, section, place))


def read(session: Session, line: Line) -> tuple[list[Passage], dict[int, Entry]]:
    """The passages of a line's words, as the grammar reads them where the line stands; and the questions before
    it by their keys, as `reconcile` wants them.
    """
    section = sections.by_id(session, line.section_id)
    context = _context(session, section, said_before(session, section, line))
    if _NEXT_MEETING.search(line.text):
        context.next_meeting_on = next_meeting_on(session, drafts.of(session, line.meeting_id))
    passages = read_line(line.text, context, bullet=line.bullet)
    own = {one.key for one in passages}  # these count on from the keys before, and are no entry's id yet
    asked = {key for one in passages for key in (one.replies_to, *one.also_replies_to) if key is not None}
    known: dict[int, Entry] = {key: session.get_one(Entry, key) for key in asked - own}
    if section.is_summary_of_actions:
        known |= point_to_raised(session, line, passages)
    return passages, known


def said_of_action(session: Session, line: Line, entry: Entry) -> ActionRead | None:
    """What the grammar reads about an action in an entry's words, whatever kind the entry was given."""
    for passage in read(session, line)[0]:
        if passage.action is not None and passage.starts < entry.ends and entry.starts < passage.ends:
            return passage.action
    return None


def questions_before(session: Session, line: Line) -> Sequence[tuple[Entry, str]]:
    """The questions that an answer in the line can reply to, latest first, with their words."""
    section = sections.by_id(session, line.section_id)
    words = {
        passage.key: text.words_of(passage)
        for text in said_before(session, section, line)
        for passage in text.passages
        if passage.kind == Kind.QUESTION
    }
    asked = session.exec(select(Entry).where(col(Entry.id).in_(words))).all() if words else []
    by_id = {entry.id: entry for entry in asked}
    found = [(by_id[key], said) for key, said in words.items()]
    found += [(one, one.words_in(line.text)) for one in line.entries if one.kind == Kind.QUESTION]
    return found[::-1]


def answered(session: Session, meeting_id: int) -> set[int]:
    """Ids of the meeting's questions that an answer which stands replies to."""
    stand = (
        select(Entry.id)
        .join(Line, col(Line.id) == col(Entry.line_id))
        .join(Section, col(Section.id) == col(Line.section_id))
        .where(
            Entry.meeting_id == meeting_id,
            Entry.kind == Kind.ANSWER,
            col(Line.removed_at).is_(None),
            col(Section.removed_at).is_(None),
        )
    )
    found = session.exec(select(Entry.replies_to_id).where(col(Entry.id).in_(stand))).all()
    further = session.exec(select(AlsoReplies.question_id).where(col(AlsoReplies.answer_id).in_(stand))).all()
    return {number for number in (*found, *further) if number is not None}


def _context(session: Session, section: Section, before: Sequence[Text]) -> LineContext:
    meeting = session.get_one(Meeting, section.meeting_id)
    part = Part(
        title=section.title or None,
        number=section.number or None,
        level=section.level,
        recommendations=[one.reference for one in sections.recommendations_of(session, section)],
        is_summary_of_actions=section.is_summary_of_actions,
    )
    there = attendances.of_meeting(session, meeting)
    context = LineContext(known=_known(tuple(map(_attendee, there))), held_on=meeting.held_on)
    stands_below = _kind_of(section)
    context.enter(part, stands_below, kind_of_words(section.title, DEFAULT) if stands_below else None)
    for line in before:
        context.follow(line)
    return context


def next_meeting_on(session: Session, meeting: Meeting) -> date | None:
    """The day of the next meeting: as these minutes say it, else of the next one planned of their kind."""
    said = find_due(f"by {meeting.next_meeting}", meeting.held_on) if meeting.next_meeting else None
    if said is not None and said.on is not None and said.on > meeting.held_on:
        return said.on
    return session.exec(
        select(func.min(Meeting.held_on)).where(
            Meeting.kind == meeting.kind, col(Meeting.held_on) > meeting.held_on
        )
    ).one()


def known_at(session: Session, meeting: Meeting) -> Known:
    """Who may be named in the minutes of a meeting."""
    return known_among(attendances.of_meeting(session, meeting))


def known_among(there: Sequence[Attendance]) -> Known:
    """Who may be named, given the attendance list."""
    return _known(tuple(_attendee(one) for one in there))


@lru_cache(maxsize=64)
def _known(there: tuple["_There", ...]) -> Known:
    """Who may be named. Making it compiles a pattern; while a list stays the same it is made once."""
    return Known([Attendee(**one._asdict()) for one in there])


def _kind_of(section: Section) -> str | None:
    """What the heading says stands below it: a summary of actions, a review of them, or neither."""
    if section.is_summary_of_actions:
        return "summary"
    if PREVIOUS.search(section.title):
        return "review"
    return "summary" if SUMMARY.search(section.title) else None


class _There(NamedTuple):
    """What the grammar must know of somebody on the attendance list."""

    name: str
    title: str | None
    known_as: str | None
    organisation: str | None
    organisation_kind: OrganisationKind | None


def _attendee(attendance: Attendance) -> _There:
    organisation = attendance.organisation
    return _There(
        name=attendance.name,
        title=attendance.title or None,
        known_as=attendance.known_as or None,
        organisation=attendance.organisation_words or (organisation.name if organisation else None),
        organisation_kind=organisation.kind.value if organisation else None,
    )
