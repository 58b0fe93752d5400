"""Addresses that name what no database can hold: nothing is there, and that is no fault of the server."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.access import all_routes
from tests.conftest import Office
from tests.page import Client
from tests.small_world import store_one_of_each


@pytest.mark.both_databases
@pytest.mark.parametrize("odd", ["99999999999999999999999", "2147483648", "%00", "x" * 3000])
def test_nothing_is_at_an_address_that_no_thing_can_have(
    odd: str, publisher: Client, engine: Engine, office: Office
) -> None:
    with Session(engine) as session:
        ids = store_one_of_each(session, force=office.force)
    wrong = []
    named = [route for route in all_routes() if "{" in route.path and route.method == "GET"]
    assert len(named) > 20
    for route in named:
        address = route.address({**ids, _names(route.path)[-1]: odd})
        reply = publisher.get(address, follow_redirects=False)
        if reply.status_code >= 500:
            wrong.append(f"{route} answers {reply.status_code}")
    assert not wrong, "\n".join(wrong)


def _names(path: str) -> list[str]:
    return [part.partition("}")[0] for part in path.split("{")[1:]]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/actions/new", {"wording": "a\x00b", "raised_on": "2025-03-01"}),
        ("/sign-in", {"email": "a\x00b", "password": "x"}),
        ("/actions?words=a%00b", None),
        ("/search?q=a%00b", None),
        ("/meetings/1/live/drawer?section=99999999999999", None),
        ("/questions?page=99999999999999999999999", None),
    ],
)
def test_what_no_database_can_keep_is_said_and_is_no_fault_of_the_server(
    address: str, form: dict[str, str] | None, publisher: Client, engine: Engine, office: Office
) -> None:
    with Session(engine) as session:
        store_one_of_each(session, force=office.force)
    reply = publisher.get(address) if form is None else publisher.post(address, data=form)
    assert reply.status_code < 500, reply.text[:300]
