"""Who was at a meeting: adding, changing, ordering, taking off and putting back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.orm import SessionTransaction, UOWTransaction
from sqlmodel import Session, col, select

from app.db import OFFICE_TIME, now
from app.documents.dates import find_times
from app.errors import NotFound, RuleBroken
from app.models.meetings import Attendance, Meeting, Presence
from app.models.people import Organisation, OrganisationKind, User
from app.services import changes, drafts, people, positions

_KEPT = "attendance lists, by meeting"


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
    """Those on the list, in its order. Asked for again in one transaction, it is the same list."""
    session.flush()
    kept: dict[int | None, Sequence[Attendance]] = session.info.setdefault(_KEPT, {})
    if meeting.id not in kept:
        kept[meeting.id] = tuple(
            session.exec(
                select(Attendance)
                .where(Attendance.meeting_id == meeting.id, col(Attendance.removed_at).is_(None))
                .order_by(col(Attendance.position), col(Attendance.id))
            )
        )
    return kept[meeting.id]


@event.listens_for(AnySession, "after_flush")
def _forget_if_changed(session: AnySession, _context: UOWTransaction) -> None:
    if any(isinstance(one, Attendance) for one in (*session.new, *session.dirty, *session.deleted)):
        session.info.pop(_KEPT, None)


@event.listens_for(AnySession, "after_transaction_end")
def _forget(session: AnySession, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_KEPT, None)


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
    """Move somebody up (negative) or down the list; past its ends nothing happens. Raises RuleBroken."""
    meeting = drafts.opened(session, attendance.meeting_id)
    drafts.refuse_if_out(attendance)
    if positions.step(attendance, of_meeting(session, meeting), steps) is not None:
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


def arrive(
    session: Session, attendance: Attendance, *, at: time | None = None, by: User | None
) -> Attendance:
    """Somebody comes in after the beginning; `at` is the local time of day."""
    return _be(session, attendance, Presence.PART, "arrived", {"arrived_at": at, "left_at": None}, by=by)


def leave(session: Session, attendance: Attendance, *, at: time | None = None, by: User | None) -> Attendance:
    """Somebody goes before the end; when they had arrived stays as it was."""
    return _be(session, attendance, Presence.PART, "left", {"left_at": at}, by=by)


def send_apologies(session: Session, attendance: Attendance, *, by: User | None) -> Attendance:
    """Somebody is not there after all."""
    gone = {"arrived_at": None, "left_at": None}
    return _be(session, attendance, Presence.APOLOGIES, "sent apologies", gone, by=by)


def be_present(session: Session, attendance: Attendance, *, by: User | None) -> Attendance:
    """Somebody is there from beginning to end."""
    always = {"arrived_at": None, "left_at": None}
    return _be(session, attendance, Presence.PRESENT, "present", always, by=by)


def put_back(session: Session, attendance: Attendance, *, by: User | None) -> Attendance:
    """Undo the last of these; a second time nothing happens."""
    meeting = drafts.opened(session, attendance.meeting_id)
    last = next(iter(changes.of_subject(session, "attendance", attendance.id or 0, limit=1)), None)
    if last is None or last.verb not in _COMINGS_AND_GOINGS:
        return attendance
    was = last.details["was"]
    attendance.presence = Presence(was["presence"])
    for name in ("arrived_at", "left_at"):
        setattr(attendance, name, datetime.fromisoformat(was[name]) if was[name] else None)
    session.add(attendance)
    changes.record(session, "put back", "attendance", attendance.id, by=by, meeting=meeting)
    return attendance


_COMINGS_AND_GOINGS = ("arrived", "left", "sent apologies", "present")


def _be(
    session: Session,
    attendance: Attendance,
    presence: Presence,
    verb: str,
    times: Mapping[str, time | None],
    *,
    by: User | None,
) -> Attendance:
    meeting = drafts.opened(session, attendance.meeting_id)
    before = _facts(attendance)
    attendance.presence = presence
    for name, at in times.items():
        on = meeting.held_on
        setattr(attendance, name, datetime.combine(on, at, tzinfo=OFFICE_TIME) if at is not None else None)
    if _facts(attendance) != before:
        session.add(attendance)
        changes.record(
            session, verb, "attendance", attendance.id, by=by, meeting=meeting, details={"was": before}
        )
    return attendance


def comings_and_goings(there: Sequence[Attendance]) -> str:
    """As offices print it: "ACC Mabey left at 14:05. The CC arrived at 10:30." Empty when nobody came or went."""
    said = []
    for one in there:
        words = movements(one)
        if words:
            said.append(f"{_called(one)} {words}.")
    return " ".join(said)


def movements(attendance: Attendance) -> str:
    """ "arrived at 10:30, left at 14:05": local times; empty when neither is known."""
    times = (("arrived", attendance.arrived_at), ("left", attendance.left_at))
    return ", ".join(f"{verb} at {at.astimezone(OFFICE_TIME):%H:%M}" for verb, at in times if at is not None)


_RANKS = re.compile(
    r"(?:T/|A/)?(?:ACC|DCC|CC|DCI|DI|DS|Ch Supt|Supt|Chief Superintendent|Superintendent|Cllr)"
)


def _called(attendance: Attendance) -> str:
    """ "ACC Mabey" where the short form is a rank; else the whole name."""
    rank = attendance.known_as
    return f"{rank} {attendance.name.split()[-1]}" if _RANKS.fullmatch(rank) else attendance.name


def read_time(words: str) -> time | None:
    """A time of day as somebody types it: "14:05", "2.05 pm", "1405"; None for no words. Raises RuleBroken."""
    words = words.strip()
    if not words:
        return None
    if re.fullmatch(r"[0-2]?\d[0-5]\d", words):
        words = f"{words[:-2]}:{words[-2:]}"
    found = find_times(words)
    if len(found) != 1:
        raise RuleBroken(f"“{words}” is not understood as a time. Write it like 14:05.")
    return found[0]


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
    kept |= {"arrived_at", "left_at"}
    return attendance.model_dump(mode="json", include=kept)
