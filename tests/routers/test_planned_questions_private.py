"""Planned questions are the office's own: nothing that a body or a stranger can fetch holds them."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.models.meetings import Meeting, MeetingStatus, PlannedQuestion
from tests.access import all_routes
from tests.conftest import Office
from tests.page import Client
from tests.small_world import store_one_of_each

UNHEARD = "Zanzibar"
"""A word that stands nowhere else."""


@pytest.fixture
def ids(engine: Engine, office: Office) -> dict[str, str]:
    with Session(engine) as session:
        ids = store_one_of_each(session, force=office.force)
        for planned in session.exec(select(PlannedQuestion)).all():
            planned.text = f"Why was {UNHEARD} not counted?"
            session.add(planned)
        meeting = session.get_one(Meeting, int(ids["meeting_id"]))
        meeting.status, meeting.force_may_follow = MeetingStatus.IN_PROGRESS, True
        session.add(meeting)
        session.commit()
        return ids


def fetched(client: Client, ids: dict[str, str]) -> dict[str, str]:
    """Everything there is to fetch, by address; a stream never ends and is listened to elsewhere."""
    routes = [route for route in all_routes() if route.method == "GET" and not route.path.endswith("/stream")]
    addresses = [route.address(ids) for route in routes]
    addresses += ["/search?q=counted", "/questions?q=counted", "/actions.csv", "/actions?status=all"]
    answers = {address: client.request("GET", address, follow_redirects=False) for address in addresses}
    return {address: answer.content.decode(errors="replace") for address, answer in answers.items()}


@pytest.mark.parametrize("person", ["force_officer", "other_force_officer", "administrator", "public"])
def test_nothing_that_is_not_the_offices_holds_a_planned_question(
    person: str, ids: dict[str, str], sign_in: Callable[[str], Client], public: Client
) -> None:
    client = public if person == "public" else sign_in(person)
    told = [address for address, words in fetched(client, ids).items() if UNHEARD in words]
    assert not told, f"{person} can read a planned question at {told}"


def test_the_office_does_see_it(ids: dict[str, str], minute_taker: Client) -> None:
    seen = [address for address, words in fetched(minute_taker, ids).items() if UNHEARD in words]
    assert f"/meetings/{ids['meeting_id']}" in seen
    assert len(seen) > 2, seen
