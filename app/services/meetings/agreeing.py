"""Where minutes were agreed: at a later meeting, in a line of its minutes; said on both."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from app.db import now
from app.documents.agreed_minutes import agrees_minutes_of
from app.errors import NotAllowed, RuleBroken
from app.models.circulations import Agreement
from app.models.lines import Line
from app.models.meetings import Meeting, MeetingStatus, Section
from app.models.people import May, User
from app.services import changes

LATER = 30
"""Later meetings that are offered."""
LINES = 500
"""Lines with the word "minutes" or "notes" that are looked at."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A later meeting at which minutes may have been agreed; with the line that says so, if one does."""

    meeting: Meeting
    line_id: str = ""
    words: str = ""

    @property
    def value(self) -> str:
        """As a form carries it."""
        return f"{self.meeting.id}-{self.line_id}" if self.line_id else str(self.meeting.id)


@dataclass(frozen=True, slots=True)
class Agreed:
    """One side of an agreement, for the page of the other: the meeting, and the line that says so."""

    meeting: Meeting
    line_id: str | None


def offered(session: Session, meeting: Meeting) -> list[Offered]:
    """Lines of later meetings that agree these minutes, then those meetings themselves. Two statements."""
    later = session.exec(
        select(Meeting)
        .where(
            col(Meeting.held_on) > meeting.held_on,
            col(Meeting.status) != MeetingStatus.PLANNED,
        )
        .order_by(col(Meeting.held_on), col(Meeting.id))
        .limit(LATER)
    ).all()
    by_id = {one.id: one for one in later}
    following = next((one.id for one in later if one.kind == meeting.kind), None)
    rows = session.exec(
        select(col(Line.id), col(Line.text), col(Line.meeting_id))
        .join(Section, col(Section.id) == Line.section_id)
        .where(
            col(Line.meeting_id).in_(list(by_id)),
            or_(col(Line.text).ilike("%minutes%"), col(Line.text).ilike("%notes%")),
            col(Line.removed_at).is_(None),
            col(Section.removed_at).is_(None),
        )
        .order_by(col(Line.meeting_id), col(Line.position))
        .limit(LINES)
    ).all()
    said = [
        Offered(by_id[number], line_id, text)
        for line_id, text, number in rows
        if agrees_minutes_of(text, meeting.held_on, is_next=number == following)
    ]
    said.sort(key=lambda one: one.meeting.held_on)
    return [*said, *(Offered(one) for one in later)]


def record_agreement(
    session: Session, meeting: Meeting, at: Meeting, *, line_id: str | None = None, by: User
) -> Agreement:
    """These minutes, which are confirmed, were agreed at that later meeting. The same again changes nothing.

    Raises NotAllowed, and RuleBroken when it was not later, has not begun, or has no such line.
    """
    if not by.may(May.DECIDE):
        raise NotAllowed("Minutes are confirmed by the Commissioner or a publisher.")
    if not meeting.is_confirmed:
        raise RuleBroken("Confirm these minutes first.")
    if at.id == meeting.id or at.held_on <= meeting.held_on:
        raise RuleBroken("Minutes are agreed at a later meeting: choose one.")
    if at.status == MeetingStatus.PLANNED:
        raise RuleBroken("That meeting has not begun yet, so it has agreed nothing.")
    line = session.get(Line, line_id) if line_id else None
    if line_id and (line is None or line.meeting_id != at.id or line.removed_at is not None):
        raise RuleBroken("That line is no longer part of the later minutes. Choose again.")
    found = session.get(Agreement, meeting.id)
    if found is not None and (found.agreed_at_id, found.line_id) == (at.id, line_id):
        return found
    found = found or Agreement(meeting_id=meeting.id or 0, agreed_at_id=at.id or 0, recorded_at=now())
    found.agreed_at_id, found.line_id = at.id or 0, line_id
    found.recorded_at, found.recorded_by_id = now(), by.id
    session.add(found)
    session.flush()
    details = {"meeting": at.id, "line": line_id}
    changes.record(
        session, "agreed at a later meeting", "meeting", meeting.id, by=by, meeting=meeting, details=details
    )
    changes.record(
        session, "noted to agree earlier minutes", "meeting", at.id, by=by, meeting=at,
        details={"meeting": meeting.id},
    )  # fmt: skip
    return found


def agreed_at(session: Session, meeting: Meeting) -> Agreed | None:
    """Where this meeting's minutes were agreed, if that is recorded."""
    row = session.exec(
        select(Meeting, Agreement)
        .join(Agreement, col(Agreement.agreed_at_id) == col(Meeting.id))
        .where(Agreement.meeting_id == meeting.id)
    ).first()
    return Agreed(row[0], row[1].line_id) if row else None


def agreed_here(session: Session, meeting: Meeting) -> Sequence[Agreed]:
    """The meetings whose minutes this one agreed, earliest first."""
    rows = session.exec(
        select(Meeting, Agreement)
        .join(Agreement, col(Agreement.meeting_id) == col(Meeting.id))
        .where(Agreement.agreed_at_id == meeting.id)
        .order_by(col(Meeting.held_on), col(Meeting.id))
    ).all()
    return [Agreed(one, agreement.line_id) for one, agreement in rows]
