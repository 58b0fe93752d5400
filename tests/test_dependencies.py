"""One request is one transaction, and a route cannot hold what its user may not see."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import now, transaction
from app.dependencies import (
    ActionDep,
    CurrentUser,
    Decider,
    DraftMeeting,
    MeetingDep,
    MinuteTaker,
    OfficeReader,
    Planner,
    Publisher,
    RecommendationDep,
    Responder,
    SessionDep,
)
from app.errors import RuleBroken
from app.main import create_app
from app.models.actions import Action, Owner
from app.models.meetings import Attendance, Meeting
from app.models.people import Organisation, OrganisationKind, Person, SignIn
from app.models.recommendations import Part, Recommendation, Responsibility, Source
from app.settings import Settings
from tests.conftest import Office
from tests.page import Client


def ok(*_held: object) -> PlainTextResponse:
    return PlainTextResponse("held")


@pytest.fixture
def app(database: str, office: Office) -> Iterator[FastAPI]:
    """A product of these tests’ own: they give it routes that it does not have."""
    product = create_app(Settings(database_url=database))
    yield product
    product.state.engine.dispose()


@pytest.fixture
def routes(app: FastAPI) -> FastAPI:
    """The product and, for each kind of dependency, a route that asks for it."""

    @app.get("/try/reader")
    def reader(user: OfficeReader) -> PlainTextResponse:
        return ok(user)

    @app.get("/try/writer")
    def writer(user: MinuteTaker) -> PlainTextResponse:
        return ok(user)

    @app.get("/try/planner")
    def planner(user: Planner) -> PlainTextResponse:
        return ok(user)

    @app.get("/try/decider")
    def decider(user: Decider) -> PlainTextResponse:
        return ok(user)

    @app.get("/try/publisher")
    def publisher(user: Publisher) -> PlainTextResponse:
        return ok(user)

    @app.get("/try/responder")
    def responder(user: Responder) -> PlainTextResponse:
        return ok(user)

    @app.get("/try/meeting/{meeting_id}")
    def meeting(meeting: MeetingDep) -> PlainTextResponse:
        return ok(meeting)

    @app.get("/try/draft/{meeting_id}")
    def draft(meeting: DraftMeeting) -> PlainTextResponse:
        return ok(meeting)

    @app.get("/try/action/{action_id}")
    def action(action: ActionDep) -> PlainTextResponse:
        return ok(action)

    @app.get("/try/recommendation/{recommendation_id}")
    def recommendation(recommendation: RecommendationDep) -> PlainTextResponse:
        return ok(recommendation)

    @app.post("/try/keep")
    def keep(session: SessionDep, _user: CurrentUser) -> PlainTextResponse:
        session.add(Organisation(name="Kept", kind=OrganisationKind.OTHER))
        return ok()

    @app.post("/try/refuse")
    def refuse(session: SessionDep, _user: CurrentUser) -> PlainTextResponse:
        session.add(Organisation(name="Half done", kind=OrganisationKind.OTHER))
        session.flush()
        raise RuleBroken("This may not be.")

    @app.post("/try/fail-at-commit")
    def fail_at_commit(session: SessionDep, _user: CurrentUser) -> PlainTextResponse:
        at = now()
        session.add(
            SignIn(token_hash="0", user_id=987_654, started_at=at, last_seen_at=at, ends_at=at + timedelta(1))
        )
        return ok()

    return app


def names(engine: Engine) -> set[str]:
    with Session(engine) as session:
        return set(session.exec(select(Organisation.name)).all())


def test_what_a_request_did_is_kept_when_it_is_answered(
    routes: FastAPI, administrator: Client, engine: Engine
) -> None:
    assert administrator.post("/try/keep").status_code == 200
    assert "Kept" in names(engine)


def test_a_request_that_is_refused_leaves_nothing_behind(
    routes: FastAPI, administrator: Client, engine: Engine
) -> None:
    page = administrator.post_page("/try/refuse", status=422)
    assert "This may not be." in page.text
    assert "Half done" not in names(engine)


def test_a_commit_that_fails_is_never_answered_with_success(
    routes: FastAPI, sign_in: Callable[[str], Client]
) -> None:
    browser = sign_in("administrator")
    broken = Client(routes, base_url="https://testserver", raise_server_exceptions=False)
    broken.cookies.update(browser.cookies)
    reply = broken.post("/try/fail-at-commit")
    assert reply.status_code == 500
    assert "Traceback" not in reply.text
    assert "The fault is ours" in reply.text


def test_reading_takes_no_lock_that_a_writer_waits_for(
    administrator: Client, app: FastAPI, engine: Engine
) -> None:
    with transaction(engine) as session:
        session.add(Organisation(name="Being written", kind=OrganisationKind.OTHER))
        session.flush()
        assert administrator.get("/account").status_code == 200


ALLOWED = {
    "reader": {"minute_taker", "publisher", "commissioner"},
    "writer": {"minute_taker", "publisher"},
    "planner": {"minute_taker", "publisher", "commissioner"},
    "decider": {"publisher", "commissioner"},
    "publisher": {"publisher"},
    "responder": {"force_officer", "other_force_officer"},
}
PEOPLE = [
    "minute_taker",
    "publisher",
    "commissioner",
    "administrator",
    "force_officer",
    "other_force_officer",
]


@pytest.mark.parametrize("who", PEOPLE)
def test_each_role_holds_what_the_table_of_roles_says(
    routes: FastAPI, sign_in: Callable[[str], Client], who: str
) -> None:
    browser = sign_in(who)
    held = {what for what in ALLOWED if browser.get(f"/try/{what}").status_code == 200}
    assert held == {what for what, people in ALLOWED.items() if who in people}


class Shared:
    """A meeting with the force, an action that it owes, and a recommendation that it answers for."""

    def __init__(self, session: Session, office: Office) -> None:
        self.meeting = Meeting(title="Holding to account", held_on=date(2025, 3, 13), created_at=now())
        chief = Person(name="Nasreen Qadir", organisation_id=office.force.id)
        source = Source(short_name="IIHR", title="Independent Inquiry into Harbour Road")
        session.add_all([self.meeting, chief, source])
        session.flush()
        session.add(
            Attendance(
                meeting_id=self.meeting.id or 0,
                person_id=chief.id or 0,
                organisation_id=office.force.id,
                name=chief.name,
            )
        )
        self.action = Action(
            reference="1/2025", raised_on=date(2025, 3, 13), wording="Report", meeting_id=self.meeting.id
        )
        self.action.owners = [
            Owner(words="T/CC", organisation_id=office.force.id, from_on=date(2025, 3, 13), action_id=0)
        ]
        self.recommendation = Recommendation(source_id=source.id or 0, reference="8")
        self.recommendation.responsibilities = [
            Responsibility(organisation_id=office.force.id or 0, part=Part.LEAD, recommendation_id=0)
        ]
        session.add_all([self.action, self.recommendation])
        session.commit()


@pytest.fixture
def shared(engine: Engine, office: Office) -> Shared:
    with Session(engine, expire_on_commit=False) as session:
        return Shared(session, office)


def share(engine: Engine, shared: Shared) -> None:
    with Session(engine) as session:
        session.get_one(Meeting, shared.meeting.id).share(now())
        session.commit()


def test_a_body_sees_a_meeting_and_its_action_once_they_are_shared(
    routes: FastAPI, engine: Engine, shared: Shared, force_officer: Client, other_force_officer: Client
) -> None:
    addresses = [f"/try/meeting/{shared.meeting.id}", f"/try/action/{shared.action.id}"]
    assert [force_officer.get(address).status_code for address in addresses] == [404, 404]
    share(engine, shared)
    assert [force_officer.get(address).status_code for address in addresses] == [200, 200]
    assert [other_force_officer.get(address).status_code for address in addresses] == [404, 404]


def test_a_body_never_holds_a_meeting_to_write_in(
    routes: FastAPI, engine: Engine, shared: Shared, force_officer: Client
) -> None:
    share(engine, shared)
    assert force_officer.get(f"/try/draft/{shared.meeting.id}").status_code == 403


def test_confirmed_minutes_are_held_by_nobody_to_write_in(
    routes: FastAPI, engine: Engine, office: Office, shared: Shared, minute_taker: Client
) -> None:
    assert minute_taker.get(f"/try/draft/{shared.meeting.id}").status_code == 200
    with Session(engine) as session:
        meeting = session.get_one(Meeting, shared.meeting.id)
        meeting.finish()
        meeting.confirm(now(), office.minute_taker.id or 0)
        session.commit()
    page = minute_taker.get_page(f"/try/draft/{shared.meeting.id}", status=422)
    assert "confirmed" in page.text


def test_a_body_sees_the_recommendations_that_it_answers_for(
    routes: FastAPI, shared: Shared, force_officer: Client, other_force_officer: Client
) -> None:
    address = f"/try/recommendation/{shared.recommendation.id}"
    assert force_officer.get(address).status_code == 200
    assert other_force_officer.get(address).status_code == 404


@pytest.mark.parametrize("kind", ["meeting", "action", "recommendation"])
def test_what_is_not_there_and_what_may_not_be_seen_are_told_alike(
    routes: FastAPI, shared: Shared, sign_in: Callable[[str], Client], kind: str
) -> None:
    hidden = sign_in("other_force_officer").get_page(f"/try/{kind}/{getattr(shared, kind).id}", status=404)
    missing = sign_in("minute_taker").get_page(f"/try/{kind}/987654", status=404)
    assert hidden.css(".prose p")[0].text() == missing.css(".prose p")[0].text()
