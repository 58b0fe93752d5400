"""Who may do what: every route, tried by every person, against the permission table."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session

from app.main import create_app
from app.settings import Settings
from tests.access import Route, all_routes, described_routes, is_let_through
from tests.access_table import EVERYBODY, TABLE, TWICE
from tests.conftest import Office
from tests.page import Client
from tests.small_world import store_one_of_each


def test_the_table_says_of_every_route_who_may() -> None:
    routes = {str(route) for route in all_routes()}
    assert len(routes) > 50
    unsaid = sorted(routes - TABLE.keys())
    assert not unsaid, f"say in tests/access_table.py who may: {unsaid}"
    assert not sorted(TABLE.keys() - routes), "the table names routes that there are not"
    assert not TWICE


def test_no_route_is_hidden_from_the_walk() -> None:
    assert all_routes() == described_routes(create_app(Settings(database_url="sqlite://")))


@pytest.fixture
def ids(engine: Engine, office: Office) -> dict[str, str]:
    """What stands for each name in an address: a meeting, an action …, shared with the force alone."""
    with Session(engine) as session:
        return store_one_of_each(session, force=office.force)


@pytest.mark.parametrize("person", sorted(EVERYBODY))
def test_every_route_lets_through_those_who_may_and_nobody_else(
    person: str, ids: dict[str, str], sign_in: Callable[[str], Client], public: Client
) -> None:
    client = public if person == "public" else sign_in(person)
    wrong = []
    for route in in_order():
        may = person in TABLE.get(str(route), set())
        if is_let_through(client, route, ids) is not may:
            wrong.append(f"{route} {'refuses' if may else 'lets through'} {person}")
    assert not wrong, "\n".join(wrong)


def test_every_change_asked_for_by_another_site_is_refused(
    ids: dict[str, str], sign_in: Callable[[str], Client]
) -> None:
    client = sign_in("publisher")
    client.headers["Origin"] = "https://elsewhere.example"
    changing = [route for route in in_order() if route.method != "GET"]
    assert len(changing) > 20
    wrong = [str(route) for route in changing if is_let_through(client, route, ids)]
    assert not wrong, f"another site could ask a browser for: {wrong}"


def test_every_route_is_tried_on_something_that_is_there(
    ids: dict[str, str], app: FastAPI, public: Client
) -> None:
    known = {*ids, "user_id", "key", "passage", "number"}
    names = {part.strip("{}") for route in all_routes() for part in route.path.split("/") if "{" in part}
    assert {"meeting_id", "action_id"} <= names
    assert names <= known, f"store one in tests/small_world.py: {names - known}"


def in_order() -> list[Route]:
    """Those that end something last, so that the others still find it there; signing out at the very end."""
    return sorted(all_routes(), key=lambda route: (route.path == "/sign-out", route.is_last, route))
