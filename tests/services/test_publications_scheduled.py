"""Minutes published at a set hour: once, by whoever ticks first, and only what its publisher saw."""

from datetime import UTC, date, datetime, time, timedelta
from threading import Thread

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.errors import EditConflict, NotAllowed, RuleBroken
from app.models.meetings import Meeting
from app.models.people import User
from app.models.publications import ScheduledPublication
from app.services import publications
from app.ticker import publish
from tests.conftest import Office
from tests.story import Story

MARCH = date(2023, 3, 31)
AT = datetime(2023, 7, 3, 9, 0, tzinfo=UTC)
NINE = AT + timedelta(days=1)


@pytest.fixture
def publisher(office: Office) -> User:
    return office.users["publisher"]


@pytest.fixture
def meeting(session: Session, publisher: User) -> Meeting:
    story = Story(session, publisher)
    meeting = story.meeting(MARCH)
    story.asks(story.section(meeting, "2", "Custody"), "The PCC asked why.", "The CC said because.")
    return meeting


def scheduled(
    session: Session, meeting: Meeting, by: User, publish_at: datetime = NINE
) -> ScheduledPublication:
    return publications.schedule(
        session,
        meeting,
        publish_at=publish_at,
        version=1,
        seen=publications.prepare(session, meeting).fingerprint,
        reason="",
        by=by,
        at=AT,
    )


def test_minutes_come_out_at_their_hour_and_not_before(
    engine: Engine, session: Session, meeting: Meeting, publisher: User
) -> None:
    scheduled(session, meeting, publisher)
    session.commit()
    publish(engine, at=NINE - timedelta(minutes=1))
    assert not publications.of_meeting(session, meeting)
    session.commit()
    publish(engine, at=NINE)
    (version,) = publications.of_meeting(session, meeting)
    assert (version.version, version.published_at, version.published_by_id) == (1, NINE, publisher.id)
    assert publications.scheduled_of(session, meeting) is None


def test_several_servers_that_tick_at_once_publish_once(
    engine: Engine, session: Session, meeting: Meeting, publisher: User
) -> None:
    scheduled(session, meeting, publisher)
    session.commit()
    servers = [Thread(target=publish, args=(engine,), kwargs={"at": NINE}) for _ in range(4)]
    for one in servers:
        one.start()
    for one in servers:
        one.join(30)
    assert [one.version for one in publications.of_meeting(session, meeting)] == [1]


def test_minutes_that_changed_since_the_hour_was_set_do_not_come_out_and_it_is_said(
    engine: Engine, session: Session, meeting: Meeting, publisher: User
) -> None:
    set_for = scheduled(session, meeting, publisher)
    meeting.venue = "A house nobody was to know of"
    session.add(meeting)
    session.commit()
    publish(engine, at=NINE)
    assert not publications.of_meeting(session, meeting)
    session.refresh(set_for)
    assert set_for.failed_at == NINE
    assert "changed since you looked" in set_for.problem


def test_a_set_hour_is_cancelled_and_set_anew(
    engine: Engine, session: Session, meeting: Meeting, publisher: User, office: Office
) -> None:
    scheduled(session, meeting, publisher)
    later = scheduled(session, meeting, publisher, NINE + timedelta(days=1))
    assert publications.scheduled_of(session, meeting) == later
    publications.cancel(session, meeting, by=publisher)
    session.commit()
    publish(engine, at=NINE + timedelta(days=2))
    assert not publications.of_meeting(session, meeting)
    with pytest.raises(RuleBroken, match="No hour is set any more"):
        publications.cancel(session, meeting, by=publisher)
    with pytest.raises(NotAllowed):
        publications.cancel(session, meeting, by=office.users["minute_taker"])


def test_publishing_at_once_forgets_the_set_hour(
    engine: Engine, session: Session, meeting: Meeting, publisher: User
) -> None:
    scheduled(session, meeting, publisher)
    seen = publications.prepare(session, meeting).fingerprint
    publications.publish(session, meeting, version=1, seen=seen, reason="", by=publisher, at=AT)
    session.commit()
    publish(engine, at=NINE)
    assert len(publications.of_meeting(session, meeting)) == 1
    with pytest.raises(EditConflict, match="already published"):
        scheduled(session, meeting, publisher)


def test_whoever_may_no_longer_sign_in_publishes_nothing(
    engine: Engine, session: Session, meeting: Meeting, publisher: User
) -> None:
    set_for = scheduled(session, meeting, publisher)
    own = session.get_one(User, publisher.id)
    own.is_active = False
    session.add(own)
    session.commit()
    publish(engine, at=NINE)
    session.refresh(set_for)
    assert "cannot sign in any more" in set_for.problem


def test_an_hour_is_the_offices_own_also_when_the_clocks_change() -> None:
    assert publications.moment_of(date(2026, 1, 15), time(9)) == datetime(2026, 1, 15, 9, tzinfo=UTC)
    assert publications.moment_of(date(2026, 7, 15), time(9)) == datetime(2026, 7, 15, 8, tzinfo=UTC)
    with pytest.raises(RuleBroken, match="the clocks go forward"):
        publications.moment_of(date(2026, 3, 29), time(1, 30))
    first = publications.moment_of(date(2026, 10, 25), time(1, 30))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert publications.comes_twice(first)
    assert not publications.comes_twice(datetime(2026, 10, 25, 9, 30, tzinfo=UTC))


def test_an_hour_that_is_past_or_years_away_is_refused(
    session: Session, meeting: Meeting, publisher: User
) -> None:
    for publish_at in (AT, AT - timedelta(days=1), AT + timedelta(days=400)):
        with pytest.raises(RuleBroken, match="still to come"):
            scheduled(session, meeting, publisher, publish_at)
