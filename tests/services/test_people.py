"""Recognising organisations and people, and letting people sign in."""

import pytest
from sqlmodel import Session

from app.errors import RuleBroken
from app.models.people import OrganisationKind, Role, User
from app.services import people
from tests.conftest import Office


def test_an_organisation_is_found_by_its_short_name_in_any_case(session: Session, office: Office) -> None:
    found = people.find_organisation(session, "opcc")
    assert found is not None
    assert found.name == office.opcc.name


def test_the_only_force_is_the_force(session: Session, office: Office) -> None:
    found = people.find_organisation(session, "the force", kind=OrganisationKind.FORCE)
    assert found is not None
    assert found.id == office.force.id


def test_nobody_knows_an_unheard_of_body_of_any_kind(session: Session, office: Office) -> None:
    assert people.find_organisation(session, "Health Board", kind=OrganisationKind.OTHER) is None


def test_the_same_name_is_the_same_person(session: Session, office: Office, by: User) -> None:
    first = people.get_or_create_person(session, "Siân O’Neill", organisation=office.force, by=by)
    again = people.get_or_create_person(session, "siân  o’neill".title(), organisation=office.force, by=by)
    session.commit()
    assert first.name == "Siân O’Neill"
    assert again.id == first.id or again.name.casefold() == first.name.casefold()


def test_namesakes_of_two_bodies_are_two_people(session: Session, office: Office, by: User) -> None:
    one = people.get_or_create_person(session, "Alex Reid", organisation=office.force, by=by)
    other = people.get_or_create_person(session, "Alex Reid", organisation=office.council, by=by)
    assert one.id != other.id


def test_somebody_whose_body_was_unknown_keeps_the_body_they_turn_out_to_be_of(
    session: Session, office: Office, by: User
) -> None:
    unknown = people.get_or_create_person(session, "Alex Reid", organisation=None, by=by)
    known = people.get_or_create_person(session, "Alex Reid", organisation=office.council, by=by)
    assert known.id == unknown.id
    assert known.organisation_id == office.council.id


@pytest.mark.parametrize("address", ["", "nobody", "a@b", "two words@example.org"])
def test_what_is_no_address_signs_nobody_in(session: Session, office: Office, address: str) -> None:
    with pytest.raises(RuleBroken, match="not an e-mail address"):
        people.add_user(
            session,
            email=address,
            name="A",
            role=Role.MINUTE_TAKER,
            organisation=office.opcc,
            password_hash="x",
        )


def test_an_address_signs_in_one_person_only(session: Session, office: Office) -> None:
    with pytest.raises(RuleBroken, match="already"):
        people.add_user(
            session,
            email="MINUTE_TAKER@northfold.example",
            name="A",
            role=Role.MINUTE_TAKER,
            organisation=office.opcc,
            password_hash="x",
        )


def test_nobody_of_the_force_has_a_role_of_the_office(session: Session, office: Office) -> None:
    with pytest.raises(RuleBroken, match="commissioner’s office"):
        people.add_user(
            session,
            email="x@force.example",
            name="A",
            role=Role.PUBLISHER,
            organisation=office.force,
            password_hash="x",
        )
