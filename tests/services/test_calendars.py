"""Calendars of due dates: what they hold, for whom, and how long their addresses lead somewhere."""

from datetime import date
from typing import Any

import pytest
from icalendar import Calendar as Read
from sqlmodel import Session, select

from app.errors import NotFound, RuleBroken
from app.models.calendars import Calendar
from app.models.people import User
from app.services import actions, calendars
from tests.conftest import Office
from tests.story import Story

MARCH, JUNE, SEPTEMBER = date(2023, 3, 31), date(2023, 6, 30), date(2023, 9, 29)


@pytest.fixture
def story(session: Session, by: User, office: Office) -> Story:
    story = Story(session, by)
    meeting = story.meeting(MARCH, shared=True)
    story.attends(meeting, "Nasreen Qadir", "CC", "Chief Constable", office.opcc)
    section = story.section(meeting, "1", "Homes")
    story.raises(section, "Count the homes", "Northfold Police", due_on=SEPTEMBER)
    story.raises(section, "Count the beds", "NCC", due_on=JUNE)
    story.raises(section, "Count the CC’s days", "CC", due_on=JUNE)
    story.raises(section, "Count the stars", "Northfold Police")
    return story


def entries(session: Session, secret: str) -> list[tuple[str, date, str]]:
    """What a calendar program finds at the address."""
    calendar, user = calendars.by_secret(session, secret)
    content = calendars.feed(
        calendars.due(session, calendar, user), name="Due", site="https://minutes.example"
    )
    return [(str(event["summary"]), event["dtstart"].dt, str(event["url"])) for event in read(content)]


def read(content: bytes) -> list[Any]:
    return Read.from_ical(content).walk("VEVENT")


def test_a_calendar_holds_references_days_and_links_and_no_words(
    session: Session, story: Story, by: User
) -> None:
    _, secret = calendars.make(session, by, choice="everything")
    assert entries(session, secret) == [
        ("Action 2/2023 due", JUNE, "https://minutes.example/actions/2"),
        ("Action 3/2023 due", JUNE, "https://minutes.example/actions/3"),
        ("Action 1/2023 due", SEPTEMBER, "https://minutes.example/actions/1"),
    ], "an action without a date is in no calendar"
    calendar, user = calendars.by_secret(session, secret)
    content = calendars.feed(calendars.due(session, calendar, user), name="Due", site="https://x.example")
    assert b"Count" not in content
    assert b"homes" not in content


def test_a_calendar_is_of_one_organisation_or_of_one_person(
    session: Session, story: Story, by: User, office: Office
) -> None:
    _, council = calendars.make(session, by, choice=f"organisation-{office.council.id}")
    assert [summary for summary, *_ in entries(session, council)] == ["Action 2/2023 due"]
    [person] = [one for one in calendars.choices(session, by) if one.person_id is not None]
    assert person.words == "Nasreen Qadir"
    _, hers = calendars.make(session, by, choice=person.value)
    assert [summary for summary, *_ in entries(session, hers)] == ["Action 3/2023 due"]


def test_a_body_can_follow_its_own_actions_alone_and_only_what_was_shared(
    session: Session, story: Story, office: Office
) -> None:
    force = session.get_one(User, office.users["force_officer"].id)
    assert [one.words for one in calendars.choices(session, force)] == ["Northfold Police"]
    with pytest.raises(RuleBroken, match="Choose whose"):
        calendars.make(session, force, choice=f"organisation-{office.council.id}")
    with pytest.raises(RuleBroken):
        calendars.make(session, force, choice="everything")
    _, secret = calendars.make(session, force, choice=f"organisation-{office.force.id}")
    unshared = story.section(story.meeting(JUNE), "1", "Other")
    story.raises(unshared, "Not yet shared", "Northfold Police", due_on=SEPTEMBER)
    assert [summary for summary, *_ in entries(session, secret)] == ["Action 1/2023 due"]


def test_only_the_hash_of_an_address_is_kept(session: Session, story: Story, by: User) -> None:
    calendar, secret = calendars.make(session, by, choice="everything")
    stored = session.exec(select(Calendar)).one()
    assert secret not in stored.model_dump_json()
    assert len(secret) > 40
    assert calendar.secret_hash != secret


def test_an_address_that_was_revoked_or_made_anew_leads_nowhere(
    session: Session, story: Story, by: User
) -> None:
    calendar, first = calendars.make(session, by, choice="everything")
    second = calendars.renew(session, calendar, by=by)
    with pytest.raises(NotFound):
        calendars.by_secret(session, first)
    assert len(entries(session, second)) == 3
    calendars.revoke(session, calendar, by=by)
    with pytest.raises(NotFound):
        calendars.by_secret(session, second)
    with pytest.raises(NotFound):
        calendars.by_id(session, calendar.id or 0, user=by)
    assert calendars.of_user(session, by) == []


def test_the_calendar_of_somebody_who_may_no_longer_sign_in_leads_nowhere(
    session: Session, story: Story, by: User
) -> None:
    _, secret = calendars.make(session, by, choice="everything")
    user = session.get_one(User, by.id)
    user.is_active = False
    session.add(user)
    session.flush()
    with pytest.raises(NotFound):
        calendars.by_secret(session, secret)


def test_an_action_that_is_closed_leaves_the_calendar_and_a_new_date_keeps_its_entry(
    session: Session, story: Story, by: User
) -> None:
    _, secret = calendars.make(session, by, choice="everything")
    beds = actions.find_by_reference(session, "2/2023")
    homes = actions.find_by_reference(session, "1/2023")
    assert beds is not None
    assert homes is not None

    def sequence() -> tuple[str, int]:
        calendar, user = calendars.by_secret(session, secret)
        content = calendars.feed(calendars.due(session, calendar, user), name="Due", site="https://x.example")
        event = next(e for e in read(content) if "1/2023" in e["summary"])
        return str(event["uid"]), int(event["sequence"])

    before = sequence()
    actions.close(session, beds, reason="Seen.", today=JUNE, by=by)
    actions.set_due(session, homes, date(2023, 12, 1), today=JUNE, by=by)
    assert ("Action 1/2023 due", date(2023, 12, 1)) in [(one[0], one[1]) for one in entries(session, secret)]
    assert "Action 2/2023 due" not in [one[0] for one in entries(session, secret)]
    assert sequence()[0] == before[0]
    assert sequence()[1] > before[1], "a calendar program sees that the entry was changed"
