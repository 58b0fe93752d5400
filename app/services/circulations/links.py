"""Links to a draft: one for each person who was there and is chosen, secret, expiring and revocable."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from uuid import uuid4

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.db import OFFICE_TIME, now
from app.errors import NotFound, RuleBroken
from app.models.circulations import DraftLink
from app.models.corrections import Correction
from app.models.letters import Cadence, Letter
from app.models.meetings import Attendance, Meeting, MeetingStatus, Presence
from app.models.people import User
from app.services import attendances, changes, drafts, meetings

READABLE_AFTER = timedelta(days=30)
"""A link still shows what became of its corrections for so long after the closing date."""
LEADS_NOWHERE = (
    "There is no draft at this address. It may be mistyped, or no longer hold. Ask the office for a new one."
)
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")


@dataclass(frozen=True)
class NewLink:
    """A link just made. `secret` is kept nowhere; it is empty where a letter brings it."""

    link: DraftLink
    name: str
    secret: str


@dataclass(frozen=True)
class ShownLink:
    """A link with whose it is, and the letter that brings it, if one does."""

    link: DraftLink
    attendance: Attendance
    letter: Letter | None


def who_can_get_one(session: Session, meeting: Meeting) -> list[Attendance]:
    """Those who were there, for all or a part of it."""
    there = attendances.of_meeting(session, meeting)
    return [one for one in there if one.presence != Presence.APOLOGIES]


def suggested_emails(session: Session, people: Sequence[Attendance]) -> dict[int, str]:
    """By the attendance's id: where that person was written to last, or signs in with."""
    by_person: dict[int, str] = {}
    ids = {one.person_id for one in people}
    for number, email in session.exec(
        select(col(User.person_id), col(User.email)).where(col(User.person_id).in_(ids))
    ):
        by_person[number or 0] = email
    written = (
        select(col(Attendance.person_id), col(DraftLink.email))
        .join(Attendance, col(Attendance.id) == DraftLink.attendance_id)
        .where(col(Attendance.person_id).in_(ids), DraftLink.email != "")
        .order_by(col(DraftLink.id))
    )
    by_person |= dict(session.exec(written).all())
    return {one.id or 0: by_person.get(one.person_id, "") for one in people}


def circulate(
    session: Session,
    meeting: Meeting,
    *,
    chosen: Mapping[int, str],
    closes_on: date,
    today: date,
    sends_letters: bool,
    by: User,
) -> list[NewLink]:
    """Let those chosen read the draft: e-mail address (or "") by the id of their attendance.

    The first time the meeting takes its step. Whoever has a link that holds gets no other, so that doing it twice
    is doing it once. Raises RuleBroken when the date has passed or an address is none.
    """
    meeting = drafts.opened(session, meeting.id)
    there = {one.id: one for one in who_can_get_one(session, meeting)}
    if closes_on < today:
        raise RuleBroken("The closing date has passed: give a day to come.")
    emails = {number: email.strip() for number, email in chosen.items() if number in there}
    wrong = [email for email in emails.values() if email and not _EMAIL.fullmatch(email)]
    if wrong:
        raise RuleBroken(f"“{wrong[0]}” is no e-mail address. Put it right, or leave it empty.")
    if meeting.status != MeetingStatus.CIRCULATED:
        meetings.circulate(session, meeting, closes_on=closes_on, by=by)
    elif meeting.corrections_close_on != closes_on:
        set_closing_date(session, meeting, closes_on=closes_on, today=today, by=by)
    at = now()
    holding = {one.link.attendance_id for one in links_of(session, meeting) if one.link.leads_somewhere(at)}
    return [
        _make(session, meeting, there[number], email, sends_letters=sends_letters, at=at, by=by)
        for number, email in emails.items()
        if number not in holding
    ]


def set_closing_date(
    session: Session, meeting: Meeting, *, closes_on: date, today: date, by: User
) -> Meeting:
    """Open the draft for corrections until another day, also when the last one has passed.

    Raises RuleBroken unless it is circulated and the day is to come.
    """
    meeting = drafts.opened(session, meeting.id)
    if meeting.status != MeetingStatus.CIRCULATED:
        raise RuleBroken("Circulate the draft first.")
    if closes_on < today:
        raise RuleBroken("The closing date has passed: give a day to come.")
    if meeting.corrections_close_on != closes_on:
        was, meeting.corrections_close_on = meeting.corrections_close_on, closes_on
        session.add(meeting)
        for shown in links_of(session, meeting):
            shown.link.expires_at = _expires_at(closes_on)
            session.add(shown.link)
        details = {"was": was.isoformat() if was else ""}
        changes.record(
            session, "opened for correction", "meeting", meeting.id, by=by, meeting=meeting, details=details
        )
    return meeting


def renew(session: Session, link: DraftLink, *, sends_letters: bool, by: User) -> NewLink:
    """Another link for the same person in place of this one, which leads nowhere from now on."""
    meeting = drafts.opened(session, link.meeting_id)
    if meeting.status != MeetingStatus.CIRCULATED:
        raise RuleBroken("Circulate the draft first.")
    if link.revoked_at is not None:
        raise RuleBroken("This link was taken back already. Choose the person again to give them another.")
    link.revoked_at = at = now()
    session.add(link)
    attendance = session.get_one(Attendance, link.attendance_id)
    made = _make(session, meeting, attendance, link.email, sends_letters=sends_letters, at=at, by=by)
    session.execute(
        update(Correction)
        .where(col(Correction.link_id) == link.id)
        .values(link_id=made.link.id)
        .execution_options(synchronize_session="fetch")
    )
    return made


def revoke(session: Session, link: DraftLink, *, by: User) -> DraftLink:
    """It leads nowhere from now on. A second time changes nothing."""
    meeting = drafts.of(session, link.meeting_id)
    if link.revoked_at is None:
        link.revoked_at = now()
        session.add(link)
        changes.record(session, "revoked", "link", link.id, by=by, meeting=meeting)
    return link


def _make(
    session: Session,
    meeting: Meeting,
    attendance: Attendance,
    email: str,
    *,
    sends_letters: bool,
    at: datetime,
    by: User,
) -> NewLink:
    by_letter = bool(email) and sends_letters
    secret = "" if by_letter else new_secret()
    link = DraftLink(
        meeting_id=meeting.id or 0,
        attendance_id=attendance.id or 0,
        email=email,
        secret_hash=hash_of(secret) if secret else None,
        made_at=at,
        made_by_id=by.id,
        expires_at=_expires_at(meeting.corrections_close_on or at.date()),
    )
    session.add(link)
    session.flush()
    if by_letter:
        letter = Letter(
            draft_link_id=link.id, cadence=Cadence.AT_ONCE, made_at=at, next_try_at=at, message_id=uuid4().hex
        )
        session.add(letter)
    changes.record(session, "made", "link", link.id, by=by, meeting=meeting)
    return NewLink(link, attendance.name, secret)


def _expires_at(closes_on: date) -> datetime:
    return datetime.combine(closes_on, time(23, 59, 59), OFFICE_TIME) + READABLE_AFTER


def links_of(session: Session, meeting: Meeting) -> list[ShownLink]:
    """Its links that were not revoked, in the order of the attendance list; those made anew count once."""
    rows = session.exec(
        select(DraftLink, Attendance, Letter)
        .join(Attendance, col(Attendance.id) == DraftLink.attendance_id)
        .outerjoin(Letter, col(Letter.draft_link_id) == DraftLink.id)
        .where(DraftLink.meeting_id == meeting.id, col(DraftLink.revoked_at).is_(None))
        .order_by(col(Attendance.position), col(DraftLink.id))
    ).all()
    return [ShownLink(*row) for row in rows]


def link_by_id(session: Session, link_id: int) -> DraftLink:
    """Raises NotFound when there is none."""
    link = session.get(DraftLink, link_id)
    if link is None:
        raise NotFound("There is no such link.")
    return link


def by_secret(session: Session, secret: str, *, at: datetime) -> tuple[DraftLink, Attendance, Meeting]:
    """The link at a secret address, whose it is and to which draft.

    Raises NotFound, in the same words whether it never was, has expired or was revoked.
    """
    found = session.exec(
        select(DraftLink, Attendance, Meeting)
        .join(Attendance, col(Attendance.id) == DraftLink.attendance_id)
        .join(Meeting, col(Meeting.id) == DraftLink.meeting_id)
        .where(DraftLink.secret_hash == hash_of(secret))
    ).first()
    if found is None or not found[0].leads_somewhere(at):
        raise NotFound(LEADS_NOWHERE)
    return found[0], found[1], found[2]


def note_opened(session: Session, link_id: int | None, *, at: datetime) -> None:
    """It was used, for the first time perhaps."""
    link = session.get(DraftLink, link_id)
    if link is not None and link.opened_at is None:
        link.opened_at = at
        session.add(link)


def new_secret() -> str:
    """256 bits, for an address."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """SHA-256, in hexadecimal: all that is kept of a secret."""
    return sha256(secret.encode()).hexdigest()
