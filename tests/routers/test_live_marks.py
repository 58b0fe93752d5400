"""What is set with one key while minutes are taken: marks, people, planned questions, assurance."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.models.lines import Entry
from app.models.meetings import Attendance, Meeting, PlannedQuestion, Section
from app.models.people import OrganisationKind
from app.routers.live.telling import tell
from app.services import actions, attendances, changes, meetings, planned_questions, sections
from app.services.audience import Audience
from tests.conftest import Office
from tests.page import Client

KEY = "l" + "0" * 20


@dataclass
class Room:
    """A meeting that is going on, and how to do something there."""

    client: Client
    meeting_id: int
    section_id: int
    attendance_id: int
    planned_id: int

    def post(self, path: str, **fields: object) -> dict[str, Any]:
        answer = self.client.post(f"/meetings/{self.meeting_id}/live/{path}", data=fields)
        assert answer.status_code == 200, answer.text[:500]
        found: dict[str, Any] = answer.json()
        return found

    def refused(self, path: str, status: int, **fields: object) -> str:
        answer = self.client.post(f"/meetings/{self.meeting_id}/live/{path}", data=fields)
        assert answer.status_code == status, answer.text[:500]
        return str(answer.json()["message"])

    def types(self, text: str, **fields: object) -> dict[str, Any]:
        return self.post(f"lines/{KEY}", text=text, section=self.section_id, writer="page", **fields)


@pytest.fixture
def room(minute_taker: Client, engine: Engine, office: Office) -> Room:
    with Session(engine) as session:
        by = office.minute_taker
        facts = meetings.Facts(title="Holding to account", held_on=date(2025, 5, 15))
        meeting = meetings.create(session, facts=facts, by=by)
        facts_of = attendances.Facts(
            name="Paul Mabey", title="Assistant Chief Constable", known_as="ACC", kind=OrganisationKind.FORCE
        )
        acc = attendances.add(session, meeting, facts=facts_of, by=by)
        section = sections.add(session, meeting, title="Homes", by=by)
        planned = planned_questions.plan(session, meeting, text="Why?", section=section, by=by)
        session.commit()
        return Room(minute_taker, meeting.id or 0, section.id or 0, acc.id or 0, planned.id or 0)


def test_one_key_sets_a_mark_and_the_answer_shows_it(room: Room) -> None:
    room.types("Homes are visited.")
    answer = room.post(f"lines/{KEY}/set", kind="decision")
    assert "Decision" in answer["mark"]
    assert answer["said"].startswith("Decision")


def test_several_speakers_are_parted_by_commas(room: Room, engine: Engine) -> None:
    room.types("Homes are visited.")
    room.post(f"lines/{KEY}/set", speakers="ACC, the force")
    with Session(engine) as session:
        entry = session.exec(select(Entry)).one()
        assert [speaker.words for speaker in entry.speakers] == ["ACC", "the force"]


def test_a_line_made_a_heading_by_a_key_is_answered_as_a_heading(room: Room) -> None:
    room.types("The PCC asked about homes.")
    answer = room.post(f"lines/{KEY}/set", kind="heading")
    assert answer["heading"]["section"] == answer["section"]
    assert room.post(f"lines/{KEY}/set", level=2)["heading"] is not None
    back = room.post(f"lines/{KEY}/set", kind="question")
    assert (back["heading"], back["section"]) == (None, room.section_id)


def test_a_heading_made_elsewhere_becomes_a_line_too(room: Room) -> None:
    answer = room.post(f"lines/section-{room.section_id}/set", kind="statement")
    assert answer["heading"] is None
    assert answer["key"].startswith("l")


def test_what_cannot_be_set_is_refused_in_a_sentence(room: Room) -> None:
    room.types("Homes are visited.")
    assert "no kind" in room.refused(f"lines/{KEY}/set", 422, kind="song")
    assert "due date" in room.refused(f"lines/{KEY}/set", 422, due="30 June")
    assert "no such line" in room.refused("lines/l9/set", 404, kind="question")


def test_somebody_leaves_at_a_time_and_the_minutes_say_so(room: Room) -> None:
    answer = room.post(f"people/{room.attendance_id}", presence="left", at="14:05")
    assert answer["said"] == "ACC Mabey left at 14:05."
    assert "ACC Mabey left at 14:05." in room.client.get(f"/meetings/{room.meeting_id}").text
    room.post(f"people/{room.attendance_id}", presence="back")
    assert "left at" not in room.client.get(f"/meetings/{room.meeting_id}").text


def test_somebody_not_expected_arrives_once_however_often_it_is_sent(room: Room, engine: Engine) -> None:
    for _ in range(2):
        room.post("people", name="Rhona Clay", presence="arrived", at="10.30")
    with Session(engine) as session:
        found = session.exec(select(Attendance).where(Attendance.name == "Rhona Clay")).all()
        assert [attendances.movements(one) for one in found] == ["arrived at 10:30"]
    assert "Write it like" in room.refused("people", 422, name="Al Dent", presence="arrived", at="late")


def test_a_planned_question_is_asked_with_one_call(room: Room, engine: Engine) -> None:
    for _ in range(2):
        answer = room.post(f"planned/{room.planned_id}/ask", key=KEY, section=room.section_id, writer="page")
    assert answer["key"] == KEY
    page = room.client.get(f"/meetings/{room.meeting_id}").text
    assert "The PCC asked: Why?" in page
    assert "not asked" not in page


def test_a_planned_question_left_unasked_stays_on_the_page_of_the_minutes(room: Room) -> None:
    assert "Planned and not asked" not in room.client.get(f"/meetings/{room.meeting_id}").text
    room.client.post(f"/meetings/{room.meeting_id}/start")
    assert "Planned and not asked" in room.client.get(f"/meetings/{room.meeting_id}").text


def test_a_planned_question_gets_a_written_answer(room: Room, engine: Engine) -> None:
    room.post(f"planned/{room.planned_id}/written-answer", key=KEY, section=room.section_id)
    page = room.client.get(f"/meetings/{room.meeting_id}").text
    assert "A written answer is to follow" in page
    assert "No answer is recorded" not in page
    room.post(f"planned/{room.planned_id}/written-answer", key=KEY, written_answer=0)
    assert "No answer is recorded" in room.client.get(f"/meetings/{room.meeting_id}").text


def test_a_planned_question_of_another_meeting_is_not_found(
    room: Room, engine: Engine, office: Office
) -> None:
    with Session(engine) as session:
        other = meetings.create(
            session, facts=meetings.Facts(title="Other", held_on=date(2025, 6, 1)), by=office.minute_taker
        )
        planned = planned_questions.plan(session, other, text="Who?", by=office.minute_taker)
        session.commit()
        number = planned.id
    room.refused(f"planned/{number}/ask", 404, key=KEY)


def test_the_commissioners_judgement_is_noted_with_a_sentence(room: Room, engine: Engine) -> None:
    where = f"sections/{room.section_id}/assurance"
    room.post(where, assurance="partly assured", statement="Visits are  late.", revision=0)
    page = room.client.get(f"/meetings/{room.meeting_id}").text
    assert "Partly assured" in page
    assert "Visits are late." in page
    assert "Somebody else noted" in room.refused(where, 409, assurance="assured", statement="", revision=0)
    room.post(where, assurance="partly assured", statement="Visits are late.", revision=0)
    room.post(where, assurance="", statement="", revision=1)
    assert "Partly assured" not in room.client.get(f"/meetings/{room.meeting_id}").text
    assert "is assured" in room.refused(where, 422, assurance="content")


@pytest.mark.parametrize("path", ["planned/{0}/ask", "people/{0}", "sections/{0}/assurance"])
def test_nothing_is_set_in_confirmed_minutes(
    room: Room, publisher: Client, engine: Engine, path: str
) -> None:
    with Session(engine) as session:
        meeting = session.get_one(Meeting, room.meeting_id)
        meeting.finish()
        session.add(meeting)
        session.commit()
    publisher.post(f"/meetings/{room.meeting_id}/confirm")
    ids = {"planned": room.planned_id, "people": room.attendance_id, "sections": room.section_id}
    message = room.refused(
        path.format(ids[path.split("/")[0]]), 422, key=KEY, presence="left", assurance="assured"
    )
    assert "confirmed" in message
    with Session(engine) as session:
        assert session.exec(select(PlannedQuestion)).one().asked_as_id is None
        assert session.get_one(Section, room.section_id).assurance is None


def test_an_action_is_closed_with_one_call_and_the_drawer_says_so(
    room: Room, engine: Engine, office: Office
) -> None:
    with Session(engine) as session:
        action = actions.add(
            session, wording="Visit each home", raised_on=date(2025, 1, 9), by=office.minute_taker
        )
        session.commit()
        number, reference = action.id, action.reference
    where = f"/meetings/{room.meeting_id}/live/drawer?section={room.section_id}"
    assert "Visit each home" in room.client.get(where).text
    fields = {"outcome": "closed", "remark": "the PCC was satisfied", "key": KEY, "section": room.section_id}
    for _ in range(2):
        answer = room.post(f"reviews/{number}", **fields)
    assert "Reviews action" in answer["reading"] or reference in answer["reading"]
    assert "Reviewed at this meeting" in room.client.get(where).text
    assert room.client.get(f"/meetings/{room.meeting_id}").text.count('class="line__t"') == 1
    fields |= {"outcome": "carried", "date": "12 June", "key": "l" + "2" * 20}
    assert "due 12 June 2025" in room.post(f"reviews/{number}", **fields)["reading"]
    fields |= {"date": "whenever", "key": "l" + "1" * 20}
    assert "12 June 2025" in room.refused(f"reviews/{number}", 422, **fields)


def test_a_line_that_begins_with_a_dash_is_a_bullet_when_it_is_left(room: Room) -> None:
    room.types("- The PCC asked how many homes there were.")
    typed = room.types("- The PCC asked how many homes there were.", left=1, bullet=0)
    again = room.types("- The PCC asked how many homes there were.", left=1, bullet=0)
    assert typed["bullet"]
    assert again["bullet"]
    assert again["said"].startswith("Question")
    page = room.client.get(f"/meetings/{room.meeting_id}").text
    assert "The PCC asked how many homes there were." in page
    assert "- The PCC" not in page


@pytest.mark.parametrize("text", ["-5 per cent fewer calls came in.", "-"])
def test_a_line_that_only_looks_like_a_bullet_stays_as_it_is(room: Room, text: str) -> None:
    assert not room.types(text, left=1, bullet=0)["bullet"]


def test_a_typed_heading_is_tied_when_it_is_left_and_sent_again_is_the_same(
    room: Room, engine: Engine
) -> None:
    typed = room.types("Recommendation 8", left=1)
    again = room.types("Recommendation 8", left=1)
    assert typed["heading"]["section"] == again["heading"]["section"]
    with Session(engine) as session:
        section = session.get_one(Section, typed["heading"]["section"])
        assert [one.reference for one in sections.recommendations_of(session, section)] == ["8"]
        assert len(session.exec(select(Section)).all()) == 2


def test_a_heading_that_was_removed_is_put_back_with_what_stood_below_it(room: Room) -> None:
    room.types("Recommendation 8", left=1)
    other = f"lines/{'l' + '1' * 20}"
    room.post(other, text="The PCC asked about homes.", after=KEY, writer="page")
    room.post(f"lines/{KEY}/remove")
    assert "The PCC asked about homes." not in shown(room)
    room.post(f"lines/{KEY}/restore")
    assert "The PCC asked about homes." in shown(room)


def shown(room: Room) -> str:
    """The minutes, without what was taken out of them."""
    return str(room.client.get(f"/meetings/{room.meeting_id}").text).split('id="removed"')[0]


@pytest.mark.parametrize(
    ("words", "shown_as", "doubt"),
    [
        ("by 30 June", "Monday 30 June 2025", ""),
        ("by the end of Q2", "Tuesday 30 September 2025", "one of the financial year"),
        ("within 28 days", "Thursday 12 June 2025", ""),
        ("within 10 working days", "Friday 30 May 2025", ""),
        ("before the next meeting", "before the next meeting", ""),
        ("w/c 9 June", "Monday 9 June 2025", "a week is given"),
        ("within 999 working days", "2029", "not known yet"),
    ],
)
def test_a_due_date_is_shown_as_it_was_understood_and_a_doubt_beside_it(
    room: Room, words: str, shown_as: str, doubt: str
) -> None:
    reading = room.types(f"ACTION: CC to report {words}.")["reading"].replace("\xa0", " ")
    assert shown_as in reading
    assert doubt in reading
    assert ("In doubt" in reading) == bool(doubt)


def told(room: Room, engine: Engine, since: int) -> tuple[dict[Audience, str], int]:
    """What open pages are told of everything after that change."""
    with Session(engine) as session:
        meeting = session.get_one(Meeting, room.meeting_id)
        seen = changes.since(session, meeting, since)
        messages = tell(session, meeting, seen)
        return {one: b"".join(messages(one)).decode() for one in Audience}, seen[-1].change_no or 0


def test_open_pages_of_the_office_are_told_that_a_planned_question_was_asked_and_nobody_else_is(
    room: Room, engine: Engine
) -> None:
    _, at = told(room, engine, 0)
    room.post(f"planned/{room.planned_id}/ask", key=KEY, section=room.section_id, writer="page")
    asked, at = told(room, engine, at)
    element = f'id="planned-{room.planned_id}"'
    for audience in (Audience.TYPISTS, Audience.OFFICE):
        assert f'{element} data-planned="{room.planned_id}"' in asked[audience]
        assert " hidden>" in asked[audience].split(element)[1].split(">")[0] + ">"
    assert "planned-" not in asked[Audience.FOLLOWERS]
    room.post(f"lines/{KEY}/remove")
    waiting, _ = told(room, engine, at)
    assert " hidden" not in waiting[Audience.TYPISTS].split(element)[1].split(">")[0]
    assert "planned-" not in waiting[Audience.FOLLOWERS]


def test_followers_are_not_told_what_the_commissioner_judged(room: Room, engine: Engine) -> None:
    _, at = told(room, engine, 0)
    room.post(f"sections/{room.section_id}/assurance", assurance="not assured", statement="Nobody knows.")
    words, _ = told(room, engine, at)
    assert "Nobody knows." in words[Audience.TYPISTS]
    assert "Nobody knows." in words[Audience.OFFICE]
    assert "Nobody knows." not in words[Audience.FOLLOWERS]


def test_open_pages_are_told_who_left(room: Room, engine: Engine) -> None:
    _, at = told(room, engine, 0)
    room.post(f"people/{room.attendance_id}", presence="left", at="14:05")
    words, _ = told(room, engine, at)
    assert all("Paul Mabey at 14:05" in said for said in words.values())
