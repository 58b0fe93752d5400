"""The order of lines: within their section, and from one section to the next."""

from collections.abc import Sequence

from sqlalchemy.orm import lazyload
from sqlmodel import Session, col, func, select

from app.errors import RuleBroken
from app.models.lines import Line
from app.models.meetings import Section
from app.models.people import User
from app.services import changes, drafts, positions, sections


def of_section(session: Session, section: Section) -> Sequence[Line]:
    """The section's lines that stand, in order."""
    return session.exec(
        select(Line)
        .where(Line.section_id == section.id, col(Line.removed_at).is_(None))
        .order_by(col(Line.position), col(Line.id))
        .options(lazyload(Line.entries))  # type: ignore[arg-type]
    ).all()


def place(
    session: Session, line: Line, section: Section, *, after: Line | None, at_start: bool = False
) -> dict[str, bool]:
    """Put a new line behind `after`, else at the section's end (or start); looks at its two neighbours only.

    What was taken out still has its place: a line goes where it stood. Answers as `positions.insert` does.
    """
    here = (Line.section_id == section.id, col(Line.removed_at).is_(None), Line.id != line.id)
    first, last = session.exec(select(func.min(Line.position), func.max(Line.position)).where(*here)).one()
    if after is not None and after.section_id == section.id:
        before: float | None = after.position
        beyond = col(Line.position) > after.position
        following = session.exec(select(func.min(Line.position)).where(*here, beyond)).one()
    elif at_start:
        before, following = None, first
    else:
        before, following = last, None
    position = positions.between(before, following)
    if position is not None:
        line.position = position
        return {}
    others = list(of_section(session, section))
    index = len(others) if before is None else sum(1 for other in others if other.position <= before)
    return positions.insert(line, [*others], index)


def move(session: Session, line: Line, *, steps: int, by: User | None) -> Line:
    """Move a line up (-1) or down (+1): past its neighbour, or over a heading into the section beyond it.

    Raises RuleBroken when it, or the section that it stands in, was taken out.
    """
    section = sections.by_id(session, line.section_id)
    drafts.refuse_if_out(line)
    drafts.refuse_if_out(section)
    here = [other for other in of_section(session, section) if other.id != line.id]
    before = sum(1 for other in here if (other.position, other.id) < (line.position, line.id))
    target = before + steps
    if 0 <= target <= len(here):
        return move_to(session, line, section=section, index=target, by=by)
    meeting = drafts.opened(session, line.meeting_id)
    everything = [one.id for one in sections.of_meeting(session, meeting)]
    place = everything.index(section.id) + (1 if steps > 0 else -1)
    if not 0 <= place < len(everything):
        return line
    beyond = sections.by_id(session, everything[place] or 0)
    index = 0 if steps > 0 else len(of_section(session, beyond))
    return move_to(session, line, section=beyond, index=index, by=by)


def move_to(session: Session, line: Line, *, section: Section, index: int, by: User | None) -> Line:
    """Put a line into a section of its meeting, before that section's line number `index` (from 0), or at its
    end.
    """
    meeting = drafts.opened(session, line.meeting_id)
    if section.meeting_id != line.meeting_id:
        raise RuleBroken("A line stays in the minutes of its meeting.")
    others = [other for other in of_section(session, section) if other.id != line.id]
    was = {"section": line.section_id, "position": line.position}
    spread = positions.insert(line, [*others], min(index, len(others)))
    line.section_id = section.id or 0
    session.add(line)
    changes.record(session, "moved", "line", line.id, by=by, meeting=meeting, details={"was": was, **spread})
    return line
