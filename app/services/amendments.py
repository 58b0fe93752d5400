"""Amending confirmed minutes: for a reason, under an open amendment, with what it changed kept word by word.

While one is open the ordinary ways of changing minutes work again, and the database lets them. The published
version stays as it is until the next one is published with this reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from app.db import now
from app.errors import NotAllowed, RuleBroken
from app.models.amendments import Amendment
from app.models.meetings import Attendance, Meeting
from app.models.people import May, User
from app.services import changes, meetings, people
from app.services.lines import differences
from app.services.lines.histories import Piece

NOUNS = {"line": "A line", "heading": "A heading", "attendance": "The attendance list", "meeting": "The head"}
"""What each thing that is changed is called on screen."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that an amendment changes: what it said and what it says; empty where it was not there."""

    what: str
    id: str
    old: str
    new: str

    @property
    def pieces(self) -> list[Piece]:
        """The difference, word by word."""
        return differences(self.old, self.new)

    @property
    def noun(self) -> str:
        """For the screen: "A line"."""
        return NOUNS[self.what]


@dataclass(frozen=True, slots=True)
class Shown:
    """An amendment with who opened and who finished it, and what it changed, or has changed so far."""

    amendment: Amendment
    opened_by: str
    finished_by: str
    changed: list[Changed]


def open_one(session: Session, meeting: Meeting, *, reason: str, by: User) -> Amendment:
    """From now on the confirmed text may be changed, for this reason.

    Raises NotAllowed, and RuleBroken without a reason, unless confirmed, or while another is open.
    """
    _refuse_unless_allowed(by)
    meeting = _locked(session, meeting)
    reason = " ".join(reason.split())
    if not reason:
        raise RuleBroken("Say what was found to be wrong: the next version is published with this reason.")
    meeting.open_amendment()
    number = session.exec(
        select(func.count(col(Amendment.id))).where(Amendment.meeting_id == meeting.id)
    ).one()
    amendment = Amendment(
        meeting_id=meeting.id or 0,
        number=number + 1,
        reason=reason,
        opened_at=now(),
        opened_by_id=by.id,
        before=_as_rows(_standing(session, meeting)),
    )
    session.add_all([meeting, amendment])
    session.flush()
    changes.record(session, "opened", "amendment", amendment.id, by=by, meeting=meeting)
    return amendment


def finish(session: Session, meeting: Meeting, *, by: User) -> Amendment:
    """The text is fixed again, and what was changed is kept. Raises NotAllowed, RuleBroken when nothing was."""
    _refuse_unless_allowed(by)
    meeting = _locked(session, meeting)
    amendment = _open(session, meeting)
    changed = _changed(amendment.before, _standing(session, meeting))
    if not changed:
        raise RuleBroken("Nothing has been changed yet. Change what is wrong, or give the amendment up.")
    amendment.changed = [{"what": one.what, "id": one.id, "old": one.old, "new": one.new} for one in changed]
    amendment.before = []
    amendment.finished_at, amendment.finished_by_id = now(), by.id
    meeting.end_amendment()
    session.add_all([meeting, amendment])
    changes.record(session, "finished", "amendment", amendment.id, by=by, meeting=meeting)
    return amendment


def give_up(session: Session, meeting: Meeting, *, by: User) -> Meeting:
    """Nothing is to be changed after all. Raises NotAllowed, and RuleBroken when something was."""
    _refuse_unless_allowed(by)
    meeting = _locked(session, meeting)
    amendment = _open(session, meeting)
    if _changed(amendment.before, _standing(session, meeting)):
        raise RuleBroken("Something was changed already. Change it back first, or finish the amendment.")
    meeting.end_amendment()
    session.add(meeting)
    changes.record(session, "gave up", "amendment", amendment.id, by=by, meeting=meeting)
    session.delete(amendment)
    session.flush()
    return meeting


def of_meeting(session: Session, meeting: Meeting) -> list[Shown]:
    """The meeting's amendments, latest first; of an open one what has been changed so far."""
    rows: Sequence[Amendment] = session.exec(
        select(Amendment).where(Amendment.meeting_id == meeting.id).order_by(col(Amendment.number).desc())
    ).all()
    ids = {number for one in rows for number in (one.opened_by_id, one.finished_by_id)}
    names = people.user_names(session, ids)
    return [
        Shown(
            one,
            names.get(one.opened_by_id or 0, ""),
            names.get(one.finished_by_id or 0, ""),
            _changed(one.before, _standing(session, meeting))
            if one.finished_at is None
            else [Changed(**kept) for kept in one.changed],
        )
        for one in rows
    ]


def open_now(session: Session, meeting: Meeting) -> Amendment | None:
    """The amendment under which the minutes are being changed, if one is open."""
    return session.exec(
        select(Amendment).where(Amendment.meeting_id == meeting.id, col(Amendment.finished_at).is_(None))
    ).first()


def _open(session: Session, meeting: Meeting) -> Amendment:
    found = open_now(session, meeting)
    if found is None:
        raise RuleBroken("No amendment of these minutes is open.")
    return found


def _refuse_unless_allowed(by: User) -> None:
    if not by.may(May.DECIDE):
        raise NotAllowed("Confirmed minutes are amended by the Commissioner or a publisher.")


def _locked(session: Session, meeting: Meeting) -> Meeting:
    """Its row, so that two do not open or finish one at once. Confirmed minutes do not pass `drafts.opened`."""
    session.flush()
    return session.get_one(Meeting, meeting.id, with_for_update=True, populate_existing=True)


Standing = dict[tuple[str, str], str]
"""What the minutes say, by what it is and its id, in order."""


def _standing(session: Session, meeting: Meeting) -> Standing:
    whole = meetings.whole(session, meeting)
    found: Standing = {("meeting", str(meeting.id)): _head(meeting)}
    found |= {("attendance", str(one.id)): _attendance(one) for one in whole.attendances}
    for section in whole.sections:
        row = section.section
        said = [f"{row.number} {row.title}".strip()]
        if row.assurance is not None:
            said.append(f"{row.assurance.value}. {row.assurance_statement}".strip())
        found["heading", str(row.id)] = " – ".join(said)
        found |= {("line", one.line.id): one.line.text for one in section.lines}
    return found


def _head(meeting: Meeting) -> str:
    times = " to ".join(f"{one:%H:%M}" for one in (meeting.starts_at, meeting.ends_at) if one)
    held_on = f"{meeting.held_on.day} {meeting.held_on:%B %Y}"
    return ", ".join(filter(None, (meeting.title, held_on, times, meeting.venue, meeting.next_meeting)))


def _attendance(one: Attendance) -> str:
    presence = "" if one.presence == "present" else one.presence.value
    known_as = f"“{one.known_as}”" if one.known_as else ""
    words = (one.name, one.title, known_as, one.organisation_words, presence, one.presence_note)
    return ", ".join(filter(None, words))


def _as_rows(standing: Standing) -> list[dict[str, Any]]:
    return [{"what": what, "id": number, "words": words} for (what, number), words in standing.items()]


def _changed(before: Sequence[dict[str, Any]], after: Standing) -> list[Changed]:
    """What was changed or taken out, in its old order, then what was added."""
    old = {(one["what"], one["id"]): str(one["words"]) for one in before}
    found = [
        Changed(*key, words, after.get(key, "")) for key, words in old.items() if after.get(key, "") != words
    ]
    return found + [Changed(*key, "", words) for key, words in after.items() if key not in old and words]
