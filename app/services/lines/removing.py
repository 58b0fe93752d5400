"""Taking lines out of the minutes and putting them back: without a time limit, and with all that was tied to
them.
"""

from sqlmodel import Session

from app.db import now
from app.errors import RuleBroken
from app.models.actions import Action
from app.models.lines import Line, Mention
from app.models.meetings import Section
from app.models.people import User
from app.services import actions, changes, drafts
from app.services.lines.reconciling import tie_review


def remove(session: Session, line: Line, *, by: User | None) -> Line:
    """Take a line out; the actions it raised leave the register, the reviews it made no longer count."""
    meeting = drafts.opened(session, line.meeting_id)
    if line.removed_at is not None:
        return line
    line.removed_at = now()
    session.add(line)
    for entry in line.entries:
        if entry.mention == Mention.RAISED and entry.action_id is not None:
            actions.remove(session, session.get_one(Action, entry.action_id), meeting=meeting, by=by)
        elif entry.mention == Mention.REVIEWED:
            actions.withdraw_review(session, entry, meeting=meeting, by=by)
    changes.record(session, "removed", "line", line.id, by=by, meeting=meeting)
    return line


def restore(session: Session, line: Line, *, by: User | None) -> Line:
    """Put a line back where it stood. Raises RuleBroken while its section is removed."""
    meeting = drafts.opened(session, line.meeting_id)
    if line.removed_at is None:
        return line
    if session.get_one(Section, line.section_id).removed_at is not None:
        raise RuleBroken("The section this line stood in is removed. Put the section back first.")
    line.removed_at = None
    session.add(line)
    for entry in line.entries:
        if entry.mention == Mention.RAISED and entry.action_id is not None:
            actions.restore(session, session.get_one(Action, entry.action_id), meeting=meeting, by=by)
        elif entry.mention == Mention.REVIEWED and entry.outcome is not None:
            tie_review(session, line, entry, entry.outcome, None, meeting=meeting, by=by)
    changes.record(session, "restored", "line", line.id, by=by, meeting=meeting)
    return line
