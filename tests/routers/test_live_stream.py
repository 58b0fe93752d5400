"""What travels to whoever follows a meeting, and what never does."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from app.db import now
from app.models.actions import Action
from app.models.lines import Doubt
from app.models.meetings import Assurance, Attendance, Meeting, MeetingStatus, PlannedQuestion, Section
from app.models.people import User
from app.services import attendances, lines, planned_questions, sections
from tests.conftest import Office
from tests.page import Client
from tests.served import new_key

PLANNED = "PLANNED-AND-NEVER-SENT"
PRIVATE = (PLANNED, "JUDGED-FOR-THE-OFFICE", "IN-DOUBT-FOR-THE-OFFICE")


@pytest.fixture
def meeting(session: Session) -> Meeting:
    meeting = Meeting(
        title="Holding to account",
        held_on=date(2025, 5, 15),
        status=MeetingStatus.IN_PROGRESS,
        created_at=now(),
        force_may_follow=True,
    )
    session.add(meeting)
    session.commit()
    return meeting


def stream(client: Client, meeting: Meeting, after: int = 0, **more: Any) -> str:
    """Everything since that number: where nothing runs in the background, the stream then ends."""
    reply = client.get(f"/meetings/{meeting.id}/live/stream?after={after}", **more)
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"].startswith("text/event-stream")
    return reply.text


def everything_happens(session: Session, meeting: Meeting, by: User) -> None:
    """Every kind of change that a meeting being typed knows."""
    homes = sections.add(session, meeting, title="Homes", by=by)
    vetting = sections.add(session, meeting, title="Vetting", by=by)
    planned = [
        planned_questions.plan(session, meeting, text=f"{PLANNED} {number}", section=homes, by=by)
        for number in range(4)
    ]
    planned_questions.change(session, planned[0], text=f"{PLANNED} changed", seen=1, by=by)
    planned_questions.move(session, planned[1], steps=1, by=by)
    planned_questions.remove(session, planned[2], by=by)
    planned_questions.restore(session, planned[2], by=by)
    asked = lines.add(session, homes, id=new_key(), text="The PCC asked how many homes had none.", by=by)
    lines.add(session, homes, id=new_key(), text="The CC said that three had none.", by=by)
    lines.add(session, homes, id=new_key(), text="ACTION: CC to report by 30 June.", by=by)
    session.add(
        Doubt(
            meeting_id=meeting.id or 0,
            line_id=asked.id,
            subject="kind",
            text=PRIVATE[2],
            guess=PRIVATE[2],
            why=PRIVATE[2],
        )
    )
    lines.set_kind(session, asked.entries[0], kind=asked.entries[0].kind, by=by)
    lines.move(session, asked, steps=1, by=by)
    lines.remove(session, asked, by=by)
    lines.restore(session, asked, by=by)
    sections.assure(
        session, homes, assurance=Assurance.PARTLY, statement=PRIVATE[1], seen_revision=None, by=by
    )
    heading = lines.add(session, vetting, id=new_key(), text="Recommendation 8", by=by)
    lines.heading_left(session, heading, by=by)
    lines.remove_section(session, homes, by=by)
    lines.restore_section(session, homes, by=by)
    there = attendances.add(session, meeting, facts=attendances.Facts(name="Owen Mabey", title="ACC"), by=by)
    attendances.remove(session, there, by=by)
    session.commit()


def test_planned_questions_never_travel_to_the_force(
    session: Session, office: Office, meeting: Meeting, force_officer: Client, commissioner: Client
) -> None:
    everything_happens(session, meeting, office.minute_taker)
    assert session.exec(select(PlannedQuestion)).all()
    for after in range(meeting.change_no + 1):
        told = stream(force_officer, meeting, after)
        for words in PRIVATE:
            assert words not in told, f"after {after}: {told}"
        assert "<textarea" not in told
    told = stream(force_officer, meeting)
    assert "The CC said that three had none." in told, "what was said is told"
    assert "The CC said that three had none." in stream(commissioner, meeting)
    page = force_officer.get(f"/meetings/{meeting.id}/live").text
    for words in PRIVATE:
        assert words not in page


def test_the_force_is_told_of_no_action_that_was_not_shared(
    session: Session, office: Office, meeting: Meeting, force_officer: Client
) -> None:
    everything_happens(session, meeting, office.minute_taker)
    action = session.exec(select(Action)).one()
    told = stream(force_officer, meeting)
    assert action.reference not in told
    assert f"/actions/{action.id}" not in told


def test_the_force_follows_only_where_the_meeting_allows_it(
    session: Session,
    meeting: Meeting,
    force_officer: Client,
    other_force_officer: Client,
    administrator: Client,
) -> None:
    address = f"/meetings/{meeting.id}/live/stream?after=0"
    assert force_officer.get(address).status_code == 200
    assert other_force_officer.get(address).status_code == 404, "the council is not the force"
    assert administrator.get(address).status_code == 404
    session.get_one(Meeting, meeting.id).force_may_follow = False
    session.commit()
    assert force_officer.get(address).status_code == 404
    assert force_officer.get(f"/meetings/{meeting.id}/live", follow_redirects=False).status_code == 404


def test_a_page_that_lost_the_stream_is_sent_exactly_what_it_missed(
    session: Session, office: Office, meeting: Meeting, commissioner: Client
) -> None:
    section = sections.add(session, meeting, title="Homes", by=office.minute_taker)
    lines.add(session, section, id=new_key(), text="Said before the break.", by=office.minute_taker)
    session.commit()
    cursor = meeting.change_no
    lines.add(session, section, id=new_key(), text="Said during the break.", by=office.minute_taker)
    session.commit()
    told = stream(commissioner, meeting, after=0, headers={"Last-Event-ID": str(cursor)})
    assert "Said during the break." in told
    assert "Said before the break." not in told
    assert f"id: {meeting.change_no}" in told
    assert "data:" not in stream(commissioner, meeting, after=meeting.change_no)


def test_a_heading_that_was_taken_out_goes_from_every_page(
    session: Session, office: Office, meeting: Meeting, commissioner: Client
) -> None:
    section = sections.add(session, meeting, title="Homes", by=office.minute_taker)
    session.commit()
    seen = meeting.change_no
    lines.remove_section(session, section, by=office.minute_taker)
    session.commit()
    assert f'<section id="section-{section.id}" class="is-removed" hidden>' in stream(
        commissioner, meeting, seen
    )


def test_telling_what_changed_takes_as_many_statements_for_three_lines_as_for_many(
    session: Session, office: Office, meeting: Meeting, commissioner: Client, statements: Any
) -> None:
    section = sections.add(session, meeting, title="Homes", by=office.minute_taker)
    session.commit()
    counts = []
    for many in (3, 40):
        seen = meeting.change_no
        for number in range(many):
            lines.add(session, section, id=new_key(), text=f"ACTION: CC to report {number}.", by=None)
        session.commit()
        statements.seen.clear()
        stream(commissioner, meeting, seen)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_when_a_new_line_spreads_the_others_out_their_places_are_told_too(
    session: Session, office: Office, meeting: Meeting, commissioner: Client
) -> None:
    """Where one writes on and on before a line that stands, fifty lines leave no number between."""
    by = office.minute_taker
    section = sections.add(session, meeting, title="Homes", by=by)
    after = lines.add(session, section, id=new_key(), text="The first of all.", by=by)
    last = lines.add(session, section, id=new_key(), text="The last of all.", by=by)
    session.commit()
    was = last.position
    while last.position == was:
        seen = meeting.change_no
        after = lines.add(session, section, id=new_key(), text="Typed on.", after=after, by=by)
        session.commit()
    told = stream(commissioner, meeting, seen)
    assert f'data-position="{last.position}"' in told
    assert told.count("Typed on.") == len(lines.of_section(session, section)) - 2


def test_when_a_new_section_spreads_the_others_out_their_places_are_told_too(
    session: Session, office: Office, meeting: Meeting, commissioner: Client
) -> None:
    by = office.minute_taker
    after = sections.add(session, meeting, title="First", by=by)
    last = sections.add(session, meeting, title="Last of all", by=by)
    session.commit()
    was = last.position
    while last.position == was:
        seen = meeting.change_no
        after = sections.add(session, meeting, title="Another", after=after, by=by)
        session.commit()
    assert "Last of all" in stream(commissioner, meeting, seen)


def test_who_was_there_is_told_to_everybody(
    session: Session, office: Office, meeting: Meeting, force_officer: Client
) -> None:
    facts = attendances.Facts(name="Owen Mabey", title="Assistant Chief Constable", known_as="ACC")
    attendances.add(session, meeting, facts=facts, by=office.minute_taker)
    session.commit()
    assert session.exec(select(Attendance)).one().name == "Owen Mabey"
    assert "Mabey" in stream(force_officer, meeting)


def test_the_sections_of_a_stream_stand_in_the_order_of_the_minutes(
    session: Session, office: Office, meeting: Meeting, commissioner: Client
) -> None:
    last = sections.add(session, meeting, title="Last of all", by=office.minute_taker)
    sections.add(session, meeting, title="First of all", at_end=False, by=office.minute_taker)
    session.commit()
    told = stream(commissioner, meeting)
    assert told.index("First of all") < told.index("Last of all")
    assert session.get_one(Section, last.id).position
