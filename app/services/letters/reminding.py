"""Reminders of days that come near or have passed, by the office's own calendar.

Asked any number of times a day, also after days of standing still, each reminder is made once: it is known by
the day it belongs to.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.db import OFFICE_TIME
from app.models.actions import Action, ActionState, Owner
from app.models.letters import NoticeKind
from app.models.meetings import Meeting, MeetingStatus
from app.models.people import OrganisationKind, User
from app.services import people
from app.services.letters.gathering import Tiding, untold

FROM = time(6)
"""Office time before which a day's reminders are not made: an hour before its letters go out."""

WEEK = timedelta(days=7)
AT_THE_LATEST = timedelta(days=4)
"""A reminder of seven days that could not be made in time is still made until so long before."""


def reminders(session: Session, *, at: datetime) -> list[Tiding]:
    """The reminders of this day that nobody has made yet. It only reads: `tell` makes them."""
    here = at.astimezone(OFFICE_TIME)
    if here.time() < FROM:
        return []
    today = here.date()
    users = people.users(session)
    return untold(session, [*_of_actions(session, today, users), *_of_meetings(session, at, users)])


def _of_actions(session: Session, today: date, users: Sequence[User]) -> Iterable[Tiding]:
    """Actions due soon, today, or a number of whole weeks ago. A body is reminded of what it may see."""
    found = session.exec(
        select(
            col(Action.id),
            col(Action.due_on),
            col(Owner.organisation_id),
            func.coalesce(Action.shared_at, Meeting.shared_at),
        )
        .join(Owner, col(Owner.action_id) == Action.id)
        .outerjoin(Meeting, col(Meeting.id) == Action.meeting_id)
        .where(
            Action.state == ActionState.OPEN,
            col(Action.removed_at).is_(None),
            col(Action.due_on) <= today + WEEK,
            col(Owner.until_on).is_(None),
            col(Owner.organisation_id).is_not(None),
        )
        .order_by(col(Action.due_on), col(Action.id))
    ).all()
    by_organisation: dict[int, list[User]] = {}
    for user in users:
        by_organisation.setdefault(user.organisation_id, []).append(user)
    for action_id, due_on, organisation_id, shared_at in found:
        reminder = _reminder(due_on, today) if due_on else None
        if reminder is None:
            continue
        for user in by_organisation.get(organisation_id or 0, ()):
            if user.is_of_the_office or shared_at is not None:
                yield Tiding(user, reminder[0], "action", action_id or 0, reminder[1])


def _reminder(due_on: date, today: date) -> tuple[NoticeKind, date] | None:
    """Which reminder of an action due that day belongs to today, and the day it is known by."""
    ahead = due_on - today
    if ahead == timedelta(0):
        return NoticeKind.ON_THE_DAY, due_on
    if AT_THE_LATEST <= ahead <= WEEK:
        return NoticeKind.SEVEN_DAYS, due_on
    if ahead <= -WEEK:
        return NoticeKind.OVERDUE, due_on + WEEK * (-ahead // WEEK)
    return None


def _of_meetings(session: Session, at: datetime, users: Sequence[User]) -> Iterable[Tiding]:
    """Updates due for a meeting: seven days before and the day before, to bodies that owe one of its kind."""
    meetings = session.exec(
        select(Meeting).where(
            col(Meeting.updates_due_at) > at,
            col(Meeting.updates_due_at) <= at + WEEK + timedelta(days=1),
            col(Meeting.status).in_([MeetingStatus.PLANNED, MeetingStatus.IN_PROGRESS]),
        )
    ).all()
    if not meetings:
        return
    owing = _owing(session)
    today = at.astimezone(OFFICE_TIME).date()
    for meeting in meetings:
        if meeting.updates_due_at is None:
            continue
        due_on = meeting.updates_due_at.astimezone(OFFICE_TIME).date()
        ahead = due_on - today
        if ahead <= timedelta(days=1):
            known_by = due_on - timedelta(days=1)
        elif AT_THE_LATEST <= ahead <= WEEK:
            known_by = due_on - WEEK
        else:
            continue
        bodies = owing.get(meeting.kind, set()) | owing.get("", set())
        for user in users:
            if user.organisation_id in bodies and user.organisation.kind != OrganisationKind.COMMISSIONER:
                yield Tiding(user, NoticeKind.UPDATES_DUE, "meeting", meeting.id or 0, known_by)


def _owing(session: Session) -> dict[str, set[int]]:
    """Organisations that owe open actions they may see, by the kind of meeting; "" for those of no meeting."""
    found = session.exec(
        select(col(Owner.organisation_id), col(Meeting.kind))
        .join(Action, col(Action.id) == Owner.action_id)
        .outerjoin(Meeting, col(Meeting.id) == Action.meeting_id)
        .where(
            Action.state == ActionState.OPEN,
            col(Action.removed_at).is_(None),
            col(Owner.until_on).is_(None),
            col(Owner.organisation_id).is_not(None),
            func.coalesce(Action.shared_at, Meeting.shared_at).is_not(None),
        )
        .distinct()
    ).all()
    owing: dict[str, set[int]] = {}
    for organisation_id, kind in found:
        owing.setdefault(kind or "", set()).add(organisation_id or 0)
    return owing
