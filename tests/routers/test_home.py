"""The first page: what needs doing now, by role."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import now
from app.dependencies import get_moment, get_today
from app.models.meetings import Meeting, MeetingStatus, PlannedQuestion
from app.models.people import User
from app.models.responses import Response, ResponseState
from tests.bench import many
from tests.conftest import TODAY, Office, Statements
from tests.page import Client
from tests.story import Story


@pytest.fixture(autouse=True)
def on_the_day(app: FastAPI) -> Iterator[None]:
    """It is the day on which the tests happen."""
    app.dependency_overrides[get_today] = lambda: TODAY
    app.dependency_overrides[get_moment] = lambda: datetime.combine(TODAY, time(9), UTC)
    yield
    app.dependency_overrides.clear()


@pytest.fixture
def work(engine: Engine, office: Office, on_the_day: None) -> None:
    """A meeting today, a draft to finish, a response to read, an overdue action and questions left open."""
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, session.get_one(User, office.minute_taker.id))
        draft = story.meeting(date(2025, 3, 13), shared=True)
        section = story.section(draft, "1", "Homes")
        story.asks(section, "The PCC asked about homes.")
        story.asks(section, "The PCC asked about beds.")
        late = story.raises(section, "Count the homes", "Northfold Police", due_on=date(2025, 4, 30))
        story.raises(section, "Count the stars")
        today = Meeting(
            title="Holding to account", held_on=TODAY, starts_at=time(13, 30), created_at=now(),
            updates_due_at=datetime.combine(TODAY, time(10), UTC),
        )  # fmt: skip
        session.add(today)
        session.flush()
        session.add(PlannedQuestion(meeting_id=today.id or 0, text="Which homes?"))
        session.add(
            Response(
                action_id=late.id, organisation_id=office.force.id or 0, text="All counted.",
                state=ResponseState.SUBMITTED, proposes_closure=True,
                given_by_id=office.users["force_officer"].id or 0, begun_at=now(), given_at=now(),
            )
        )  # fmt: skip
        session.commit()


@pytest.mark.both_databases
@pytest.mark.usefixtures("work")
def test_the_minute_taker_is_told_in_a_sentence_what_needs_doing_and_can_start(minute_taker: Client) -> None:
    page = minute_taker.get_page("/")
    assert "The next meeting is today at 13:30." in page.text
    assert (
        "One response waits to be read, one action is overdue and two questions were never answered."
        in page.text
    )
    links = page.links()
    assert links["Take minutes"] == "/meetings/2/live"
    assert links["Brief"] == "/meetings/2/brief"
    assert "1 question planned." in page.text
    assert "A draft, not yet circulated" in page.text
    assert "from Northfold Police on" in page.text
    assert "proposing to close" in page.text
    assert "14 days overdue" in page.text
    assert links["2 questions"] == "/questions"
    assert links["1 open action"] == "/actions?status=unowned"
    for address in {address for address in links.values() if address.startswith("/")}:
        assert minute_taker.get(address).status_code == 200, address


@pytest.mark.usefixtures("work")
def test_the_commissioner_reads_the_brief_first_and_confirms_minutes(commissioner: Client) -> None:
    page = commissioner.get_page("/")
    assert "Take minutes" not in page.text
    assert any(words.startswith("Read the brief") for words in page.links())
    assert "Minutes to confirm" in page.text
    assert any(words.startswith("Confirm") for words in page.links())


@pytest.mark.usefixtures("work")
def test_the_force_and_the_administrator_are_sent_where_their_work_begins(
    force_officer: Client, administrator: Client
) -> None:
    assert force_officer.get("/").url.path == "/owed"
    assert administrator.get("/").url.path == "/people"


def test_when_nothing_waits_it_says_so(minute_taker: Client) -> None:
    page = minute_taker.get_page("/")
    assert "No meeting is planned. Nothing waits for you." in page.text
    assert page.links()["Plan a meeting"] == "/meetings/new"


def test_a_meeting_of_another_day_is_announced_with_the_days_left(
    minute_taker: Client, engine: Engine
) -> None:
    with Session(engine) as session:
        session.add(
            Meeting(
                title="Later",
                held_on=TODAY + timedelta(days=3),
                status=MeetingStatus.PLANNED,
                created_at=now(),
            )
        )
        session.commit()
    text = minute_taker.get_page("/").text
    assert "The next meeting is on Saturday 17 May 2025" in text
    assert "in 3 days." in text


def test_the_first_page_takes_as_many_statements_for_three_hundred_actions_as_for_five(
    minute_taker: Client, statements: Statements, engine: Engine, office: Office
) -> None:
    def counted(how_many: int) -> int:
        with Session(engine) as session:
            many.store(session, how_many, owner=office.force, by_id=office.minute_taker.id or 0)
            session.commit()
        minute_taker.get_page("/")
        statements.seen.clear()
        minute_taker.get_page("/")
        return len(statements)

    assert counted(5) == counted(300)
