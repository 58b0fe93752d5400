"""By when updates are wanted: the hour set on the next meeting of the kind that raised an action."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from app.models.actions import Action
from app.models.lines import Entry
from app.models.meetings import Meeting, MeetingStatus


@dataclass(frozen=True)
class Upcoming:
    """The next meeting of each kind, and the next of any."""

    of_kind: dict[str, Meeting] = field(default_factory=dict)
    first: Meeting | None = None

    def after(self, kind: str | None) -> Meeting | None:
        """The meeting that asks next about what was raised at one of that kind; without minutes, the next of all."""
        return self.of_kind.get(kind) if kind is not None else self.first


def upcoming(session: Session, *, today: date) -> Upcoming:
    """What lies ahead; a meeting of today counts until it is over."""
    found: dict[str, Meeting] = {}
    ahead = session.exec(
        select(Meeting)
        .where(
            col(Meeting.held_on) >= today,
            col(Meeting.status).in_([MeetingStatus.PLANNED, MeetingStatus.IN_PROGRESS]),
        )
        .order_by(col(Meeting.held_on), col(Meeting.id))
    ).all()
    for meeting in ahead:
        found.setdefault(meeting.kind, meeting)
    return Upcoming(found, ahead[0] if ahead else None)


def next_meeting(session: Session, subject: Action | Entry, *, today: date) -> Meeting | None:
    """The meeting that asks next about this."""
    raised_at = session.get(Meeting, subject.meeting_id) if subject.meeting_id is not None else None
    return upcoming(session, today=today).after(raised_at.kind if raised_at else None)


def is_past(meeting: Meeting | None, at: datetime) -> bool:
    """Whether the hour by which that meeting wants updates has gone by."""
    return meeting is not None and meeting.updates_due_at is not None and meeting.updates_due_at < at
