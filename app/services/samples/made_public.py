"""What the invented office has made public: most of its minutes, its next meeting, and the report it follows."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.db import OFFICE_TIME
from app.models.meetings import Meeting, MeetingStatus
from app.models.people import Role, User
from app.models.recommendations import Source
from app.services import meetings, publications

STILL_DRAFTS = 2
"""How many of the latest minutes are not agreed yet; the oldest are left as they were brought in, too."""


def make_public(session: Session, *, at: datetime) -> None:
    """Confirm and publish what is older, announce what is to come."""
    publisher, commissioner = _somebody(session, Role.PUBLISHER), _somebody(session, Role.COMMISSIONER)
    held = session.exec(
        select(Meeting).where(Meeting.status == MeetingStatus.DRAFT).order_by(col(Meeting.held_on))
    ).all()
    for meeting in held[1:-STILL_DRAFTS]:
        meetings.confirm(session, meeting, by=commissioner)
        seen = publications.prepare(session, meeting).fingerprint
        publications.publish(session, meeting, version=1, seen=seen, reason="", by=publisher, at=at)
    coming = session.exec(select(Meeting).where(Meeting.status == MeetingStatus.PLANNED)).first()
    if coming is not None:
        coming.is_public = True
        session.add(coming)
        session.flush()
        today = at.astimezone(OFFICE_TIME).date()
        publications.announce(session, coming, by=publisher, today=today, at=at)
    for source in session.exec(select(Source)).all():
        publications.make_source_public(session, source, by=publisher, at=at)


def _somebody(session: Session, role: Role) -> User:
    return session.exec(select(User).where(User.role == role).order_by(User.name).limit(1)).one()
