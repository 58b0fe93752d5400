"""Bringing in who was there: people recognised, their organisations resolved."""

import re
from datetime import time

from sqlmodel import Session

from app.documents.minutes import Attendee, Minutes
from app.models.meetings import Meeting, Presence
from app.models.people import OrganisationKind, User
from app.services import attendances, people

SIDES = {
    OrganisationKind.COMMISSIONER: "Office of the Police and Crime Commissioner",
    OrganisationKind.FORCE: "The police force",
}
"""What the two sides of the table are called until somebody says better."""


_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d"
_MOVEMENTS = re.compile(
    rf"(?=arrived|left)(?:arrived at (?P<arrived>{_TIME}))?(?:(?:^|, )left at (?P<left>{_TIME}))?(?:, (?P<rest>.+))?"
)
"""What `attendances.movements` prints, and a note behind it."""


def bring_in(session: Session, meeting: Meeting, minutes: Minutes, *, by: User | None) -> None:
    """Put everybody on the list; whoever chaired or took the minutes was there, even if not listed."""
    listed = list(minutes.attendances)
    for name in (minutes.chair, minutes.minute_taker):
        if name and not any(same_name(attendee.name, name) for attendee in listed):
            listed.append(Attendee(name=name))
    for attendee in listed:
        _ensure_side(session, attendee, by=by)
        facts = _facts(attendee, minutes)
        moved = _MOVEMENTS.fullmatch(facts.presence_note)
        if moved is not None:
            facts.presence_note = moved["rest"] or ""
        one = attendances.add(session, meeting, facts=facts, by=by)
        if moved is not None and moved["arrived"]:
            attendances.arrive(session, one, at=time.fromisoformat(moved["arrived"]), by=by)
        if moved is not None and moved["left"]:
            attendances.leave(session, one, at=time.fromisoformat(moved["left"]), by=by)


def _facts(attendee: Attendee, minutes: Minutes) -> attendances.Facts:
    return attendances.Facts(
        name=attendee.name,
        title=attendee.title or "",
        known_as=attendee.known_as or "",
        organisation=attendee.organisation or "",
        kind=OrganisationKind(attendee.organisation_kind) if attendee.organisation_kind else None,
        presence=Presence(attendee.presence),
        presence_note=attendee.presence_note or "",
        is_chair=same_name(attendee.name, minutes.chair),
        is_minute_taker=same_name(attendee.name, minutes.minute_taker),
    )


def _ensure_side(session: Session, attendee: Attendee, *, by: User | None) -> None:
    """Minutes may come before anybody wrote down what the office and the force are called."""
    kind = OrganisationKind(attendee.organisation_kind) if attendee.organisation_kind else None
    if kind in SIDES and not attendee.organisation and people.of_kind(session, kind) is None:
        people.get_or_create_organisation(session, SIDES[kind], kind=kind, by=by)


def same_name(name: str, other: str | None) -> bool:
    """Whether two printed names are one person's: the words of one are all among those of the other."""
    if not other:
        return False
    first, second = ({*words.casefold().replace(".", " ").split()} for words in (name, other))
    return bool(first and second) and (first <= second or second <= first)
