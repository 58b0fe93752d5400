"""Whether corrections can be proposed now, and by whom who is signed in."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, or_, select

from app.errors import RuleBroken
from app.models.meetings import Attendance, Meeting, MeetingStatus, Presence
from app.models.people import May, User


def why_closed(meeting: Meeting, today: date) -> str:
    """Why no corrections can be proposed, as a sentence; empty when they can."""
    if meeting.takes_corrections(today):
        return ""
    if meeting.is_confirmed:
        return "These minutes are confirmed, so corrections can no longer be proposed."
    if meeting.status != MeetingStatus.CIRCULATED or meeting.corrections_close_on is None:
        return "These minutes have not been circulated for correction."
    closed_on = meeting.corrections_close_on
    return (
        f"Corrections could be proposed until {closed_on.day} {closed_on:%B %Y}. "
        "Ask the office to open the draft again if something still has to be put right."
    )


def refuse_if_closed(meeting: Meeting, today: date) -> None:
    """Raises RuleBroken when corrections cannot be proposed."""
    said = why_closed(meeting, today)
    if said:
        raise RuleBroken(said)


def was_there(session: Session, meeting: Meeting, user: User) -> bool:
    """Whether the user may propose corrections: of the office, or of a body that was at the meeting."""
    if user.is_of_the_office:
        return True
    if not user.may(May.PROPOSE_CORRECTIONS):
        return False
    there = select(Attendance.id).where(
        Attendance.meeting_id == meeting.id,
        Attendance.organisation_id == user.organisation_id,
        col(Attendance.removed_at).is_(None),
        Attendance.presence != Presence.APOLOGIES,
    )
    return session.exec(there).first() is not None


def to_read(session: Session, user: User, today: date) -> Sequence[Meeting]:
    """Drafts that are out for correction now, at whose meetings the user's organisation was; earliest first."""
    there = select(Attendance.meeting_id).where(
        Attendance.organisation_id == user.organisation_id,
        col(Attendance.removed_at).is_(None),
        Attendance.presence != Presence.APOLOGIES,
    )
    return session.exec(
        select(Meeting)
        .where(
            Meeting.status == MeetingStatus.CIRCULATED,
            or_(col(Meeting.corrections_close_on).is_(None), col(Meeting.corrections_close_on) >= today),
            col(Meeting.id).in_(there),
        )
        .order_by(col(Meeting.held_on), col(Meeting.id))
    ).all()
