"""Where something new, or moved, is to stand: behind a row of the record, or behind another difference."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from app.documents.differences import What
from app.errors import RuleBroken
from app.models.lines import Line
from app.models.meetings import Meeting, Section
from app.models.returns import Decision, ReturnedDifference
from app.services import lines, sections

GONE = "The place where it would stand is no longer there. Put it in by hand, or decline it."
IN_PLACE = {
    *(What.LINE_ADDED, What.LINE_MOVED),
    *(What.HEADING_ADDED, What.HEADING_MOVED, What.SECTION_MOVED),
}


@dataclass(slots=True)
class Place:
    """In a section, behind a line or at its start."""

    section: Section
    after: Line | None = None


def place_of(
    session: Session, meeting: Meeting, after: str, others: Mapping[int, ReturnedDifference]
) -> Place:
    """`after` is a `ReturnedDifference.after`; `others` are the differences of the same file by position. Raises
    RuleBroken when the place is gone.
    """
    for _ in range(len(others) + 2):
        noun, _, name = after.partition(" ")
        if noun == "":
            return _at_the_beginning(session, meeting)
        if noun == "line":
            return _behind_line(session, name)
        if noun == "difference":
            other = others[int(name)]
            is_line = other.kind in (What.LINE_ADDED, What.LINE_MOVED)
            stands = other.decision == Decision.ACCEPTED and other.subject
            after = f"{'line' if is_line else 'section'} {other.subject}" if stands else other.after
            if stands and other.kind == What.SECTION_MOVED:
                return _at_the_end(session, _standing(session, other.subject))
            continue
        section = session.get(Section, int(name))
        if section is not None and section.removed_at is None:
            return Place(section)
        removed = next(
            (one for one in others.values() if one.kind == What.HEADING_REMOVED and one.subject == name), None
        )
        if removed is None:
            raise RuleBroken(GONE)
        after = removed.after
    raise RuleBroken(GONE)


def _at_the_beginning(session: Session, meeting: Meeting) -> Place:
    """Before any heading: in the section that has none, which is made where there is none yet."""
    first = next(iter(sections.of_meeting(session, meeting)), None)
    if first is None or first.title or first.number:
        first = sections.add(session, meeting, title="", at_end=False, by=None)
    return Place(first)


def _behind_line(session: Session, line_id: str) -> Place:
    line = session.get(Line, line_id)
    if line is None:
        raise RuleBroken(GONE)
    heading = lines.heading_by_typed_id(session, line_id) if line.removed_at is not None else None
    section = heading or session.get_one(Section, line.section_id)
    if section.removed_at is not None:
        raise RuleBroken(GONE)
    if heading is not None or line.removed_at is None:
        return Place(section, None if heading is not None else line)
    before = [one for one in lines.of_section(session, section) if one.position < line.position]
    return Place(section, before[-1] if before else None)


def _standing(session: Session, section_id: str) -> Section:
    section = session.get(Section, int(section_id))
    if section is None or section.removed_at is not None:
        raise RuleBroken(GONE)
    return section


def _at_the_end(session: Session, section: Section) -> Place:
    there = lines.of_section(session, section)
    return Place(section, there[-1] if there else None)
