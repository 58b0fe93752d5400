"""Organisations, people and users: recognising them, adding them, and letting them sign in."""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.db import now
from app.errors import NotFound, RuleBroken
from app.models.people import Organisation, OrganisationKind, Person, Role, User
from app.services import changes


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def organisations(session: Session) -> Sequence[Organisation]:
    """All of them, by name."""
    return session.exec(select(Organisation).order_by(Organisation.name)).all()


def find_organisation(
    session: Session, words: str, *, kind: OrganisationKind | None = None
) -> Organisation | None:
    """The organisation whose name or short name these words are, whatever their case; else the only one of
    `kind`.
    """
    wanted = _folded(words)
    everyone = organisations(session)
    for organisation in everyone:
        if wanted and wanted in (_folded(organisation.name), _folded(organisation.short_name)):
            return organisation
    if kind in (OrganisationKind.COMMISSIONER, OrganisationKind.FORCE):
        alike = [organisation for organisation in everyone if organisation.kind == kind]
        if len(alike) == 1:
            return alike[0]
    return None


def get_or_create_organisation(
    session: Session,
    name: str,
    *,
    kind: OrganisationKind = OrganisationKind.OTHER,
    short_name: str = "",
    by: User | None = None,
) -> Organisation:
    """The organisation of that name or short name, made if nobody knew it. Raises RuleBroken on an empty
    name.
    """
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("An organisation needs a name.")
    known = find_organisation(session, name)
    if known is not None:
        return known
    organisation = Organisation(name=name, short_name=short_name, kind=kind)
    session.add(organisation)
    session.flush()
    changes.record(session, "added", "organisation", organisation.id, by=by)
    return organisation


def organisation_by_id(session: Session, organisation_id: int) -> Organisation:
    """Raises NotFound when there is none."""
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound("There is no organisation with that number.")
    return organisation


def of_kind(session: Session, kind: OrganisationKind) -> Organisation | None:
    """The first organisation of a kind: an office has one commissioner and, nearly always, one force."""
    return session.exec(
        select(Organisation).where(Organisation.kind == kind).order_by(col(Organisation.id)).limit(1)
    ).first()


def get_or_create_person(
    session: Session, name: str, *, organisation: Organisation | None, by: User | None = None
) -> Person:
    """The person of that name; two people of one name are told apart by their organisation where both are
    known.

    Raises RuleBroken on an empty name.
    """
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("A person needs a name.")
    namesakes = session.exec(
        select(Person).where(func.lower(Person.name) == name.lower()).order_by(col(Person.id))
    ).all()
    for person in namesakes:
        if organisation is None or person.organisation_id in (None, organisation.id):
            if organisation is not None and person.organisation_id is None:
                person.organisation_id = organisation.id
                session.add(person)
            return person
    person = Person(name=name, organisation_id=organisation.id if organisation else None)
    session.add(person)
    session.flush()
    changes.record(session, "added", "person", person.id, by=by)
    return person


def users(session: Session) -> Sequence[User]:
    """Everybody who can sign in, by name."""
    return session.exec(select(User).order_by(User.name)).all()


def user_names(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """What users are called, by their number; None and 0 are nobody's."""
    wanted = {number for number in ids if number}
    if not wanted:
        return {}
    rows = session.exec(select(col(User.id), col(User.name)).where(col(User.id).in_(wanted))).all()
    return {number or 0: name for number, name in rows}


def user_by_email(session: Session, email: str) -> User | None:
    """The user with that address, whatever its case."""
    return session.exec(select(User).where(User.email == email.strip().lower())).first()


def user_by_id(session: Session, user_id: int) -> User:
    """Raises NotFound when there is none."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound("There is nobody with that number.")
    return user


def add_user(
    session: Session,
    *,
    email: str,
    name: str,
    role: Role,
    organisation: Organisation,
    password_hash: str,
    by: User | None = None,
) -> User:
    """Let somebody sign in. Raises RuleBroken when the address is none, is taken, or the role does not fit
    the body.
    """
    email = email.strip().lower()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        raise RuleBroken(f"“{email}” is not an e-mail address. Use one like name@example.org.")
    if not name.strip():
        raise RuleBroken("Give the person's name.")
    if user_by_email(session, email):
        raise RuleBroken(f"Somebody already signs in as {email}.")
    if (role == Role.BODY) == (organisation.kind == OrganisationKind.COMMISSIONER):
        raise RuleBroken(
            "People of the commissioner’s office have an office role; people of other bodies the role body."
        )
    user = User(
        email=email,
        name=name.strip(),
        role=role,
        organisation_id=organisation.id or 0,
        password_hash=password_hash,
        created_at=now(),
    )
    session.add(user)
    session.flush()
    changes.record(session, "added", "user", user.id, by=by)
    return user


def set_password(session: Session, user: User, password_hash: str, *, by: User | None = None) -> User:
    """From now on this password signs the user in."""
    user.password_hash = password_hash
    session.add(user)
    changes.record(session, "changed the password of", "user", user.id, by=by or user)
    return user
