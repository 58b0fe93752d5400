"""The heading block and the people."""

from datetime import date, time
from typing import Literal

from app.documents.corrections.headings import keep_residue
from app.documents.corrections.keys import find_attendee, next_key
from app.documents.minutes import Attendee, OrganisationKind, Presence, Reading, passages
from app.errors import RuleBroken

FieldName = Literal[
    "title", "held_on", "starts_at", "ends_at", "venue", "chair", "minute_taker", "next_meeting"
]


def set_field(reading: Reading, name: FieldName, value: str | date | time | None) -> None:
    """Set one fact about the meeting; empty words are none. RuleBroken on a day or time that is none."""
    if name == "held_on" and not (value is None or isinstance(value, date)):
        raise RuleBroken("Give the date as day, month and year.")
    if name in ("starts_at", "ends_at") and not (value is None or isinstance(value, time)):
        raise RuleBroken("Give the time as hours and minutes, such as 14:30.")
    setattr(reading.minutes, name, value.strip() or None if isinstance(value, str) else value)


def set_attendee(
    reading: Reading,
    key: int,
    *,
    name: str,
    title: str | None,
    known_as: str | None,
    organisation: str | None,
    organisation_kind: OrganisationKind | None,
    presence: Presence,
) -> None:
    """Say who somebody was. A new short form is also used wherever they speak."""
    attendee = find_attendee(reading, key)
    if not name.strip():
        raise RuleBroken("Give the person's name.")
    if attendee.known_as and known_as and attendee.known_as != known_as:
        for _, _, passage in passages(reading.minutes):
            passage.known_as = [known_as if each == attendee.known_as else each for each in passage.known_as]
    attendee.name, attendee.title, attendee.known_as = name.strip(), title, known_as
    attendee.organisation, attendee.organisation_kind = organisation, organisation_kind
    attendee.presence = presence


def add_attendee(reading: Reading, name: str) -> Attendee:
    """Somebody the reader did not see in the attendance list."""
    if not name.strip():
        raise RuleBroken("Give the person's name.")
    attendee = Attendee(name=name.strip(), key=next_key(reading))
    reading.minutes.attendances.append(attendee)
    return attendee


def remove_attendee(reading: Reading, key: int) -> None:
    """Somebody who was not there, or a line that names nobody; its source line becomes an ordinary line."""
    attendee = find_attendee(reading, key)
    reading.minutes.attendances.remove(attendee)
    still = {line for each in reading.minutes.attendances for line in each.source_lines}
    for row in reading.ledger:
        if row.line in attendee.source_lines and row.line not in still:
            row.became = ["residue"]
            keep_residue(reading, row.line)
