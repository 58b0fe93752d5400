"""Calendars: secret addresses at which a calendar program reads due dates, and what it reads there.

A feed holds references and links, never the wording of actions: it leaves the product for programs and phones
that nobody here looks after.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar as Feed
from icalendar import Event
from sqlalchemy import exists, func
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from app.db import now
from app.errors import NotFound, RuleBroken
from app.models.actions import Action, ActionEvent, ActionState, Owner
from app.models.calendars import Calendar
from app.models.people import Organisation, Person, User
from app.services import changes
from app.services.actions import narrowing

NOTED_AGAIN_AFTER = timedelta(hours=1)
"""That a program fetched the feed is noted at most this often, so that reading hardly ever writes."""


@dataclass(frozen=True)
class Choice:
    """Whose due dates a calendar can hold: the value in the form, and the words."""

    value: str
    words: str
    organisation_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Due:
    """An action that is due: what its entry in the calendar says."""

    action_id: int
    reference: str
    due_on: date
    changed_at: datetime
    changes: int


def choices(session: Session, user: User) -> list[Choice]:
    """Whose due dates this user may follow: everybody's (the office), a body's, a person's."""
    may_see = narrowing.seen_by(user)
    owns = exists().where(col(Owner.until_on).is_(None), col(Owner.action_id) == col(Action.id), *may_see)
    if not user.is_of_the_office:
        own = Choice(
            f"organisation-{user.organisation_id}",
            user.organisation.name,
            organisation_id=user.organisation_id,
        )
        found = [own]
    else:
        bodies = select(Organisation).where(owns.where(col(Owner.organisation_id) == col(Organisation.id)))
        found = [Choice("everything", "Every action")] + [
            Choice(f"organisation-{one.id}", one.name, organisation_id=one.id)
            for one in session.exec(bodies.order_by(Organisation.name))
        ]
    people = select(col(Person.id), col(Person.name)).where(
        owns.where(col(Owner.person_id) == col(Person.id))
    )
    if not user.is_of_the_office:
        people = people.where(col(Person.organisation_id) == user.organisation_id)
    return found + [
        Choice(f"person-{number}", name, person_id=number)
        for number, name in session.exec(people.order_by(col(Person.name)))
    ]


def make(session: Session, user: User, *, choice: str) -> tuple[Calendar, str]:
    """A new calendar and its secret, which is kept nowhere. Raises RuleBroken for a choice there is not."""
    chosen = next((one for one in choices(session, user) if one.value == choice), None)
    if chosen is None:
        raise RuleBroken("Choose whose due dates the calendar holds.")
    secret = _new_secret()
    calendar = Calendar(
        secret_hash=_hash_of(secret),
        user_id=user.id or 0,
        organisation_id=chosen.organisation_id,
        person_id=chosen.person_id,
        made_at=now(),
    )
    session.add(calendar)
    session.flush()
    changes.record(session, "made", "calendar", calendar.id, by=user)
    return calendar, secret


def renew(session: Session, calendar: Calendar, *, by: User) -> str:
    """Another secret: the old address leads nowhere from now on."""
    secret = _new_secret()
    calendar.secret_hash, calendar.made_at, calendar.fetched_at = _hash_of(secret), now(), None
    session.add(calendar)
    changes.record(session, "made anew", "calendar", calendar.id, by=by)
    return secret


def revoke(session: Session, calendar: Calendar, *, by: User) -> Calendar:
    """Its address leads nowhere from now on."""
    calendar.revoked_at = now()
    session.add(calendar)
    changes.record(session, "revoked", "calendar", calendar.id, by=by)
    return calendar


def of_user(session: Session, user: User) -> list[tuple[Calendar, str]]:
    """Those that still lead somewhere, newest first, each with whose due dates it holds."""
    found = session.exec(
        select(Calendar, col(Organisation.name), col(Person.name))
        .outerjoin(Organisation, col(Organisation.id) == col(Calendar.organisation_id))
        .outerjoin(Person, col(Person.id) == col(Calendar.person_id))
        .where(Calendar.user_id == user.id, col(Calendar.revoked_at).is_(None))
        .order_by(col(Calendar.id).desc())
    )
    return [(calendar, person or organisation or "Every action") for calendar, organisation, person in found]


def by_id(session: Session, calendar_id: int, *, user: User) -> Calendar:
    """One of this user's own. Raises NotFound."""
    found = session.get(Calendar, calendar_id)
    if found is None or found.user_id != user.id or found.revoked_at is not None:
        raise NotFound("There is no such calendar of yours.")
    return found


def by_secret(session: Session, secret: str) -> tuple[Calendar, User]:
    """The calendar at a secret address and whose it is. Raises NotFound for any other address, and for one of
    somebody who may no longer sign in or read the record.
    """
    found = session.exec(
        select(Calendar, User)
        .join(User, col(User.id) == col(Calendar.user_id))
        .where(Calendar.secret_hash == _hash_of(secret), col(Calendar.revoked_at).is_(None))
    ).first()
    if found is None or not found[1].reads_the_record:
        raise NotFound("There is no calendar at this address. It may have been revoked: ask for a new one.")
    return found


def due(session: Session, calendar: Calendar, user: User) -> list[Due]:
    """The open actions with a due date that it holds, of those that `user` may see; the earliest first."""
    present = exists().where(col(Owner.action_id) == col(Action.id), col(Owner.until_on).is_(None))
    which = [*narrowing.seen_by(user), col(Action.state) == ActionState.OPEN, col(Action.due_on).is_not(None)]
    if calendar.organisation_id is not None:
        which.append(present.where(col(Owner.organisation_id) == calendar.organisation_id))
    if calendar.person_id is not None:
        which.append(present.where(col(Owner.person_id) == calendar.person_id))
    of_action = core_select(func.max(col(ActionEvent.at)), func.count()).where(
        col(ActionEvent.action_id) == col(Action.id)
    )
    changed, times = (
        of_action.with_only_columns(one).scalar_subquery() for one in of_action.selected_columns
    )
    rows = session.execute(
        core_select(col(Action.id), col(Action.reference), col(Action.due_on), changed, times)
        .where(*which)
        .order_by(col(Action.due_on), col(Action.id))
    )
    return [Due(*row) for row in rows]


def feed(dues: Sequence[Due], *, name: str, site: str) -> bytes:
    """What a calendar program reads: a day for each action, with its reference and its address.

    The same due dates give the same bytes, so that a program can be told that nothing changed.
    """
    calendar = Feed()
    calendar.add("prodid", "-//Holding to Account//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for one in dues:
        address = f"{site}/actions/{one.action_id}"
        event = Event()
        event.add("uid", f"action-{one.action_id}@{site.partition('://')[2].partition('/')[0]}")
        event.add("dtstamp", one.changed_at)
        event.add("last-modified", one.changed_at)
        event.add("sequence", one.changes)
        event.add("dtstart", one.due_on)
        event.add("dtend", one.due_on + timedelta(days=1))
        event.add("summary", f"Action {one.reference} due")
        event.add("description", address)
        event.add("url", address)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _new_secret() -> str:
    return secrets.token_urlsafe(32)


def _hash_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
