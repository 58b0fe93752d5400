"""Taking lines and sections out of the minutes and putting them back: at any time, with all that was tied to them."""

from sqlmodel import Session

from app.db import now
from app.errors import RuleBroken
from app.models.actions import Action
from app.models.lines import Entry, Line, Mention
from app.models.meetings import Meeting, Section
from app.models.people import User
from app.services import actions, changes, drafts, positions, sections
from app.services.lines.order import of_section
from app.services.lines.reading import said_of_action
from app.services.lines.reconciling import tie_review


def remove(session: Session, line: Line, *, by: User | None) -> Line:
    """Take a line out; the actions it raised leave the register, the reviews it made no longer count."""
    meeting = drafts.opened(session, line.meeting_id)
    if line.removed_at is None:
        line.removed_at = now()
        session.add(line)
        _take_back(session, line, meeting=meeting, by=by)
        changes.record(session, "removed", "line", line.id, by=by, meeting=meeting)
    return line


def restore(session: Session, line: Line, *, by: User | None) -> Line:
    """Put a line back where it stood. Raises RuleBroken while its section is removed."""
    meeting = drafts.opened(session, line.meeting_id)
    if line.removed_at is None:
        return line
    section = session.get_one(Section, line.section_id)
    if section.removed_at is not None:
        raise RuleBroken("The section this line stood in is removed. Put the section back first.")
    spread = positions.give_back(line, of_section(session, section))
    line.removed_at = None
    session.add(line)
    _say_again(session, line, meeting=meeting, by=by)
    changes.record(session, "restored", "line", line.id, by=by, meeting=meeting, details=spread)
    return line


def remove_section(session: Session, section: Section, *, by: User | None) -> Section:
    """Take a section out with its lines, and with what these said of actions."""
    meeting = drafts.opened(session, section.meeting_id)
    if section.removed_at is None:
        for line in of_section(session, section):
            _take_back(session, line, meeting=meeting, by=by)
        sections.remove(session, section, by=by)
    return section


def restore_section(session: Session, section: Section, *, by: User | None) -> Section:
    """Put a section back with everything in it that was not removed by itself."""
    meeting = drafts.opened(session, section.meeting_id)
    if section.removed_at is not None:
        sections.restore(session, section, by=by)
        for line in of_section(session, section):
            _say_again(session, line, meeting=meeting, by=by)
    return section


def _take_back(session: Session, line: Line, *, meeting: Meeting, by: User | None) -> None:
    for entry in line.entries:
        if entry.mention == Mention.RAISED and entry.action_id is not None:
            actions.remove(session, session.get_one(Action, entry.action_id), meeting=meeting, by=by)
        elif entry.mention == Mention.REVIEWED:
            actions.withdraw_review(session, entry, meeting=meeting, by=by)


def _say_again(session: Session, line: Line, *, meeting: Meeting, by: User | None) -> None:
    for entry in line.entries:
        if entry.mention == Mention.RAISED and entry.action_id is not None:
            actions.restore(session, session.get_one(Action, entry.action_id), meeting=meeting, by=by)
        elif entry.mention == Mention.REVIEWED and entry.outcome is not None:
            _review_again(session, line, entry, meeting=meeting, by=by)


def _review_again(session: Session, line: Line, entry: Entry, *, meeting: Meeting, by: User | None) -> None:
    """The words say with which new date, if any."""
    if entry.outcome is None:
        return
    said = said_of_action(session, line, entry)
    tie_review(session, line, entry, entry.outcome, said, meeting=meeting, by=by)
