"""The list of meetings: by year, with what each raised."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, extract, func, or_, true
from sqlmodel import Session, col, select

from app.models.actions import Action, ActionState, Owner
from app.models.lines import Entry, Kind, Line
from app.models.meetings import Attendance, Meeting, MeetingStatus, Section
from app.models.people import User
from app.services.audience import Unread, follows_as


@dataclass(slots=True)
class MeetingRow:
    """A meeting in the list, with counts of what stands in its minutes."""

    meeting: Meeting
    questions: int = 0
    actions: int = 0
    open_actions: int = 0


def _seen_by(user: User | None) -> ColumnElement[bool]:
    """Which meetings a user may know of: the office all, a body those shared that it took part in."""
    if user is None or user.is_of_the_office:
        return true()
    there = select(Attendance.meeting_id).where(
        Attendance.organisation_id == user.organisation_id, col(Attendance.removed_at).is_(None)
    )
    owes = (
        select(Action.meeting_id)
        .join(Owner, col(Owner.action_id) == Action.id)
        .where(Owner.organisation_id == user.organisation_id, col(Action.removed_at).is_(None))
    )
    took_part = or_(col(Meeting.id).in_(there), col(Meeting.id).in_(owes))
    return and_(col(Meeting.shared_at).is_not(None), took_part)


def years(session: Session, *, user: User | None = None) -> list[int]:
    """The years in which meetings that the user may know of were or will be held, latest first."""
    statement = select(extract("year", col(Meeting.held_on))).where(_seen_by(user)).distinct()
    found = session.exec(statement).all()
    return sorted((int(year) for year in found), reverse=True)


def latest(session: Session, *, kind: str | None = None) -> Meeting | None:
    """The last meeting (of a kind) by day."""
    statement = select(Meeting).order_by(col(Meeting.held_on).desc(), col(Meeting.id).desc()).limit(1)
    return session.exec(statement.where(Meeting.kind == kind) if kind else statement).first()


def live_now(session: Session, *, user: User) -> list[Meeting]:
    """Meetings that are going on and that the user may follow or write down, latest first."""
    going_on = session.exec(
        select(Meeting)
        .where(Meeting.status == MeetingStatus.IN_PROGRESS)
        .order_by(col(Meeting.held_on).desc())
    ).all()
    return [one for one in going_on if follows_as(user.role, user.organisation.kind, one)]


def list_by_year(
    session: Session,
    *,
    year: int | None,
    words: str = "",
    user: User | None = None,
    read: Unread | None = None,
) -> list[MeetingRow]:
    """Meetings of a year (None: of all), latest first; with words, those whose head or minutes hold each where
    `read` keeps nothing from the reader.
    """
    read = read or Unread()
    statement = (
        select(Meeting).where(_seen_by(user)).order_by(col(Meeting.held_on).desc(), col(Meeting.id).desc())
    )
    if year is not None:
        statement = statement.where(
            col(Meeting.held_on) >= date(year, 1, 1), col(Meeting.held_on) <= date(year, 12, 31)
        )
    for word in words.split():
        pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        in_lines = select(Line.meeting_id).where(
            col(Line.text).ilike(pattern, escape="\\"),
            col(Line.removed_at).is_(None),
            col(Line.id).not_in(read.lines),
        )
        in_headings = select(Section.meeting_id).where(
            col(Section.title).ilike(pattern, escape="\\"),
            col(Section.removed_at).is_(None),
            col(Section.id).not_in(read.headings),
        )
        statement = statement.where(
            or_(
                and_(
                    or_(
                        col(Meeting.title).ilike(pattern, escape="\\"),
                        col(Meeting.venue).ilike(pattern, escape="\\"),
                    ),
                    col(Meeting.id).not_in(read.meetings),
                ),
                col(Meeting.kind).ilike(pattern, escape="\\"),
                col(Meeting.id).in_(in_lines),
                col(Meeting.id).in_(in_headings),
            )
        )
    rows = {meeting.id: MeetingRow(meeting) for meeting in session.exec(statement).all()}
    _count(session, rows)
    return list(rows.values())


def _count(session: Session, rows: dict[int | None, MeetingRow]) -> None:
    """Two statements for the whole list, however long."""
    questions = session.exec(
        select(Entry.meeting_id, func.count())
        .join(Line, col(Line.id) == col(Entry.line_id))
        .join(Section, col(Section.id) == col(Line.section_id))
        .where(Entry.kind == Kind.QUESTION, col(Line.removed_at).is_(None), col(Section.removed_at).is_(None))
        .group_by(col(Entry.meeting_id))
    ).all()
    for meeting_id, count in questions:
        if meeting_id in rows:
            rows[meeting_id].questions = count
    actions = session.exec(
        select(Action.meeting_id, Action.state, func.count())
        .where(col(Action.removed_at).is_(None))
        .group_by(col(Action.meeting_id), col(Action.state))
    ).all()
    for raised_at, state, count in actions:
        if raised_at in rows:
            rows[raised_at].actions += count
            if state == ActionState.OPEN:
                rows[raised_at].open_actions += count
