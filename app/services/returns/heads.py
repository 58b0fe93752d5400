"""The heading block and the attendance list, changed as a returned file has them."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from app.documents.dates import find_dates, find_times
from app.documents.differences import What
from app.errors import RuleBroken
from app.models.meetings import Attendance, Meeting, Presence
from app.models.people import OrganisationKind, User
from app.models.returns import ReturnedDifference
from app.services import attendances, meetings


def set_fact(session: Session, meeting: Meeting, fact: str, words: str, *, by: User | None) -> None:
    """Title, date, time, venue, chair, minute_taker or next_meeting. Raises RuleBroken for what cannot be."""
    if fact in ("chair", "minute_taker"):
        _set_part(session, meeting, f"is_{fact}", words, by=by)
        return
    now = meetings.Facts(
        **{one.name: getattr(meeting, one.name) for one in fields(meetings.Facts)}  # the same names
    )
    changed: dict[str, Any] = {fact: words}
    if fact == "date":
        changed = {"held_on": _day(words)}
    elif fact == "time":
        times = find_times(words)
        if words and not times:
            raise RuleBroken(f"“{words}” is not understood as a time. Change it on the meeting's own page.")
        only_end = words.startswith("until")
        changed = {
            "starts_at": None if only_end or not times else times[0],
            "ends_at": times[-1] if only_end and times else times[1] if len(times) > 1 else None,
        }
    meetings.change(session, meeting, facts=replace(now, **changed), by=by)


def _day(words: str) -> date:
    found = [one.on for one in find_dates(words) if one.on is not None]
    if len(found) != 1:
        raise RuleBroken(f"“{words}” is not understood as a day. Change it on the meeting's own page.")
    return found[0]


def _set_part(session: Session, meeting: Meeting, part: str, words: str, *, by: User | None) -> None:
    there = attendances.of_meeting(session, meeting)
    wanted = words.casefold()
    found = next(
        (one for one in there if wanted and wanted in (one.name.casefold(), one.known_as.casefold())), None
    )
    if words and found is None:
        raise RuleBroken(f"{words} is not on the attendance list. Put them on it first.")
    for one in there:
        if getattr(one, part) != (one is found):
            facts = _facts(one)
            setattr(facts, part, one is found)
            attendances.change(session, one, facts=facts, by=by)


def set_person(session: Session, meeting: Meeting, row: ReturnedDifference, *, by: User | None) -> None:
    """Put somebody on the list, take them off it, or put right what it says of them."""
    if row.kind == What.PERSON_ADDED:
        said = dict(row.more["person"])
        side = said.pop("kind")
        kind = OrganisationKind(side) if side else None
        facts = attendances.Facts(**said | {"presence": Presence(said["presence"])}, kind=kind)
        row.subject = str(attendances.add(session, meeting, facts=facts, by=by).id)
        return
    person = session.get(Attendance, int(row.subject)) if row.subject else None
    if person is None or person.removed_at is not None:
        raise RuleBroken("They are no longer on the attendance list. Decline this.")
    if row.kind == What.PERSON_REMOVED:
        attendances.remove(session, person, by=by)
        return
    changed = dict(row.more["changed"])
    if "presence" in changed:
        changed["presence"] = Presence(changed["presence"])
    if "presence_note" in changed:
        moved = attendances.movements(person)
        changed["presence_note"] = changed["presence_note"].removeprefix(moved).lstrip(" ,")
    facts = _facts(person)
    if "organisation" in changed:
        facts = replace(facts, kind=None)
    attendances.change(session, person, facts=replace(facts, **changed), by=by)


def _facts(one: Attendance) -> attendances.Facts:
    return attendances.Facts(
        name=one.name,
        title=one.title,
        known_as=one.known_as,
        organisation=one.organisation_words or "",
        kind=one.organisation.kind if one.organisation else None,
        presence=one.presence,
        presence_note=one.presence_note,
        is_chair=one.is_chair,
        is_minute_taker=one.is_minute_taker,
    )
