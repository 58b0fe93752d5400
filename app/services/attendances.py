"""Who was at a meeting: adding, changing, ordering, taking off and putting back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from app.db import now
from app.errors import NotFound, RuleBroken
from app.models.meetings import Attendance, Meeting, Presence
from app.models.people import Organisation, OrganisationKind, User
from app.services import changes, drafts, people, positions


@dataclass(slots=True, kw_only=True)
class Facts:
    """What the list says of somebody that day. `organisation` is words; empty where none is printed."""

    name: str
    title: str = ""
    known_as: str = ""
    organisation: str = ""
    kind: OrganisationKind | None = None
    presence: Presence = Presence.PRESENT
    presence_note: str = ""
    is_chair: bool = False
    is_minute_taker: bool = False


def of_meeting(session: Session, meeting: Meeting) -> Sequence[Attendance]:
    """Those on the list, in its order."""
    return session.exec(
        select(Attendance)
        .where(Attendance.meeting_id == meeting.id, col(Attendance.removed_at).is_(None))
        .order_by(col(Attendance.position), col(Attendance.id))
    ).all()


def by_id(session: Session, attendance_id: int) -> Attendance:
    """Raises NotFound when there is none."""
    attendance = session.get(Attendance, attendance_id)
    if attendance is None:
        raise NotFound("Nobody with that number is on an attendance list.")
    return attendance


def add(session: Session, meeting: Meeting, *, facts: Facts, by: User | None) -> Attendance:
    """Put somebody on the list, last; a known name is recognised. Raises RuleBroken on an empty one."""
    meeting = drafts.opened(session, meeting.id)
    others = list(of_meeting(session, meeting))
    attendance = Attendance(meeting_id=meeting.id or 0, person_id=0, name="")
    _write(session, attendance, facts, by=by)
    positions.insert(attendance, [*others], len(others))
    session.add(attendance)
    session.flush()
    _alone(session, attendance, others)
    changes.record(session, "added", "attendance", attendance.id, by=by, meeting=meeting)
    return attendance


def change(session: Session, attendance: Attendance, *, facts: Facts, by: User | None) -> Attendance:
    """Correct what the list says of somebody. Raises RuleBroken on an empty name."""
    meeting = drafts.opened(session, attendance.meeting_id)
    before = _facts(attendance)
    _write(session, attendance, facts, by=by)
    session.add(attendance)
    _alone(session, attendance, of_meeting(session, meeting))
    changes.record(
        session, "changed", "attendance", attendance.id, by=by, meeting=meeting, details={"was": before}
    )
    return attendance


def move(session: Session, attendance: Attendance, *, steps: int, by: User | None) -> Attendance:
    """Move somebody up (negative) or down the list; past its ends nothing happens."""
    meeting = drafts.opened(session, attendance.meeting_id)
    everyone = list(of_meeting(session, meeting))
    place = everyone.index(attendance)
    others = [*everyone[:place], *everyone[place + 1 :]]
    target = max(0, min(len(others), place + steps))
    if target != place:
        positions.insert(attendance, [*others], target)
        session.add(attendance)
        changes.record(session, "moved", "attendance", attendance.id, by=by, meeting=meeting)
    return attendance


def remove(session: Session, attendance: Attendance, *, by: User | None) -> Attendance:
    """Take somebody off the list; what they said keeps its words, and `restore` brings them back."""
    meeting = drafts.opened(session, attendance.meeting_id)
    if attendance.removed_at is None:
        attendance.removed_at = now()
        session.add(attendance)
        changes.record(session, "removed", "attendance", attendance.id, by=by, meeting=meeting)
    return attendance


def restore(session: Session, attendance: Attendance, *, by: User | None) -> Attendance:
    """Put somebody back where they stood."""
    meeting = drafts.opened(session, attendance.meeting_id)
    if attendance.removed_at is not None:
        attendance.removed_at = None
        session.add(attendance)
        changes.record(session, "restored", "attendance", attendance.id, by=by, meeting=meeting)
    return attendance


def _write(session: Session, attendance: Attendance, facts: Facts, *, by: User | None) -> None:
    name = " ".join(facts.name.split())
    if not name:
        raise RuleBroken("Give the person's name.")
    organisation: Organisation | None = None
    if facts.organisation.strip():
        organisation = people.find_organisation(session, facts.organisation, kind=facts.kind)
        if organisation is None:
            organisation = people.get_or_create_organisation(
                session, facts.organisation, kind=facts.kind or OrganisationKind.OTHER, by=by
            )
    elif facts.kind is not None:
        organisation = people.of_kind(session, facts.kind) if facts.kind != OrganisationKind.OTHER else None
    person = people.get_or_create_person(session, name, organisation=organisation, by=by)
    attendance.person_id = person.id or 0
    attendance.organisation_id = organisation.id if organisation else person.organisation_id
    attendance.organisation_words = facts.organisation.strip() or None
    attendance.name = name
    attendance.title = facts.title.strip()
    attendance.known_as = facts.known_as.strip()
    attendance.presence = facts.presence
    attendance.presence_note = facts.presence_note.strip()
    attendance.is_chair = facts.is_chair
    attendance.is_minute_taker = facts.is_minute_taker


def _alone(session: Session, attendance: Attendance, others: Sequence[Attendance]) -> None:
    """A meeting has one chair: naming another takes it from the one before."""
    for other in others:
        if attendance.is_chair and other.id != attendance.id and other.is_chair:
            other.is_chair = False
            session.add(other)


def _facts(attendance: Attendance) -> dict[str, Any]:
    kept = {"name", "title", "known_as", "presence", "presence_note", "is_chair", "is_minute_taker"}
    return attendance.model_dump(mode="json", include=kept)
