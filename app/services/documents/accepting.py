"""From a checked reading to a meeting: all of it in the transaction of whoever calls, or nothing."""

from sqlmodel import Session

from app.db import now
from app.documents.minutes import Minutes, Reading
from app.errors import RuleBroken
from app.models.documents import ReadingState, StoredReading
from app.models.lines import Doubt
from app.models.meetings import REPORT, Meeting, MeetingStatus
from app.models.people import User
from app.services import changes, meetings
from app.services.documents import passages, presence, readings, reports, ties

TITLE = "Holding to account"
"""What a meeting is called whose minutes print no title."""


def accept(session: Session, stored: StoredReading, *, by: User | None) -> Meeting:
    """Make the meeting: a draft marked "published elsewhere", with people, lines, actions and doubts.

    Accepting twice gives the same meeting. RuleBroken while the date is missing, or once discarded.
    """
    readings.locked(session, stored)
    if stored.state == ReadingState.ACCEPTED and stored.meeting_id is not None:
        return meetings.by_id(session, stored.meeting_id)
    readings.refuse_if_over(stored)
    reading = readings.reading_of(stored)
    meeting = meetings.create(
        session,
        facts=_facts(reading.minutes),
        by=by,
        status=MeetingStatus.DRAFT,
        published_elsewhere=True,
        original_file_id=stored.file_id,
    )
    presence.bring_in(session, meeting, reading.minutes, by=by)
    brought = passages.bring_in(session, meeting, reading.minutes, by=by)
    ties.tie(session, meeting, brought, by=by)
    reports.bring_in(session, meeting, reading.minutes, brought, by=by)
    _keep_doubts(session, meeting, reading, brought)
    stored.state, stored.meeting_id, stored.changed_at = ReadingState.ACCEPTED, meeting.id, now()
    session.add(stored)
    changes.record(session, "brought in", "meeting", meeting.id, by=by, meeting=meeting)
    return meeting


def _facts(minutes: Minutes) -> meetings.Facts:
    if minutes.held_on is None:
        raise RuleBroken("Give the date of the meeting first: it does not stand in the file, or not in full.")
    facts = meetings.Facts(
        title=minutes.title or TITLE,
        held_on=minutes.held_on,
        starts_at=minutes.starts_at,
        ends_at=minutes.ends_at,
        venue=minutes.venue or "",
        next_meeting=minutes.next_meeting or "",
    )
    if minutes.recommendations:
        facts.kind = REPORT
    return facts


def _keep_doubts(session: Session, meeting: Meeting, reading: Reading, brought: passages.Brought) -> None:
    """What nobody settled stays marked, at its line where it has one."""
    for doubt in reading.doubts:
        if doubt.settled:
            continue
        entry = brought.entries.get(doubt.passage) if doubt.passage is not None else None
        line = brought.lines.get(doubt.line)
        session.add(
            Doubt(
                meeting_id=meeting.id or 0,
                line_id=entry.line_id if entry else line.id if line else None,
                entry_id=entry.id if entry else None,
                subject=doubt.subject,
                text=doubt.text,
                guess=doubt.guess,
                why=doubt.why,
            )
        )
    session.flush()
