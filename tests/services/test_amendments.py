"""Confirmed minutes: fixed by the models and by the database, amended for a reason, and kept readable."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from app.errors import MinutesFixed, NotAllowed, RuleBroken
from app.models.actions import Action
from app.models.changes import Change
from app.models.lines import Kind, Line, LineRevision
from app.models.meetings import Meeting, Section
from app.models.people import User
from app.services import actions, amendments, attendances, lines, meetings, sections
from tests.conftest import Office
from tests.story import Story

HELD = date(2025, 3, 13)


class Confirmed:
    """Minutes with a line, an action and somebody there, agreed."""

    def __init__(self, session: Session, office: Office) -> None:
        self.publisher = office.users["publisher"]
        story = Story(session, self.publisher)
        self.meeting = story.meeting(HELD)
        self.there = story.attends(self.meeting, "Nasreen Qadir", "CC", "Chief Constable", office.force)
        self.section: Section = story.section(self.meeting, "1", "Homes")
        self.entry = story.line(self.section, Kind.QUESTION, "The PCC asked about 14 homes.", "PCC")
        self.line = session.get_one(Line, self.entry.line_id)
        self.action = story.raises(self.section, "CC to count the homes.", "CC")
        meetings.confirm(session, self.meeting, by=self.publisher)
        session.commit()


@pytest.fixture
def confirmed(session: Session, office: Office) -> Confirmed:
    return Confirmed(session, office)


ASKED_OF_THE_DATABASE = {
    "a line's words": "UPDATE line SET text = 'Other words.'",
    "a line's place": "UPDATE line SET position = position + 10",
    "taking a line out": "UPDATE line SET removed_at = '2025-05-01 10:00:00+00:00'",
    "deleting a line": "DELETE FROM line",
    "a new line": (
        "INSERT INTO line (id, meeting_id, section_id, position, text, bullet, depth, label, revision, writer, base) "
        "SELECT 'new', meeting_id, section_id, 99, 'Slipped in.', bullet, depth, label, 1, '', 0 FROM line LIMIT 1"
    ),
    "a heading": "UPDATE section SET title = 'Other'",
    "taking a section out": "DELETE FROM section",
    "the judgement on a section": "UPDATE section SET assurance_statement = 'All is well.'",
    "somebody's name": "UPDATE attendance SET name = 'Somebody Else'",
    "somebody's presence": "UPDATE attendance SET presence = 'apologies'",
    "taking somebody off the list": "DELETE FROM attendance",
    "where a passage ends": "UPDATE entry SET ends = ends - 1",
    "what a passage is": "UPDATE entry SET kind = 'statement'",
    "deleting a passage": "DELETE FROM entry",
    "who spoke": "UPDATE speaker SET words = 'Somebody'",
    "that somebody spoke": "DELETE FROM speaker",
    "the day it was held": "UPDATE meeting SET held_on = '2025-03-14'",
    "its title": "UPDATE meeting SET title = 'Another meeting'",
    "that it is confirmed": "UPDATE meeting SET status = 'draft'",
}


def refusal(session: Session, statement: str) -> str:
    try:
        with session.begin_nested():
            session.execute(text(statement))
    except DBAPIError as refused:
        return str(refused)
    return ""


def test_the_database_itself_refuses_to_change_confirmed_text(session: Session, confirmed: Confirmed) -> None:
    said = {what: refusal(session, statement) for what, statement in ASKED_OF_THE_DATABASE.items()}
    assert not [what for what, words in said.items() if "confirmed" not in words], said


def test_the_database_lets_text_be_changed_under_an_open_amendment_and_not_after_it(
    session: Session, confirmed: Confirmed
) -> None:
    amendments.open_one(session, confirmed.meeting, reason="A wrong figure.", by=confirmed.publisher)
    session.execute(text("UPDATE line SET text = 'The PCC asked about 41 homes.' WHERE text LIKE '%14%'"))
    session.expire_all()
    amendments.finish(session, confirmed.meeting, by=confirmed.publisher)
    session.commit()
    with pytest.raises(DBAPIError, match="confirmed"):
        session.execute(text("UPDATE line SET text = 'The PCC asked about 42 homes.'"))
    session.rollback()


def test_an_amendment_of_one_meeting_opens_no_other(session: Session, confirmed: Confirmed) -> None:
    story = Story(session, confirmed.publisher)
    other = story.meeting(date(2025, 5, 15))
    story.line(story.section(other, "1", "Beds"), Kind.STATEMENT, "Beds were counted.")
    meetings.confirm(session, other, by=confirmed.publisher)
    amendments.open_one(session, other, reason="A slip.", by=confirmed.publisher)
    session.commit()
    with pytest.raises(DBAPIError, match="confirmed"):
        session.execute(text("UPDATE line SET text = 'x' WHERE text LIKE '%homes%'"))
    session.rollback()
    with pytest.raises(DBAPIError, match="confirmed"):
        # nor is a line moved out of fixed minutes into those that are open
        session.execute(text("UPDATE line SET meeting_id = :to WHERE text LIKE '%homes%'"), {"to": other.id})
    session.rollback()


def test_minutes_that_are_not_confirmed_are_changed_freely(session: Session, by: User) -> None:
    story = Story(session, by)
    meeting = story.meeting(HELD)
    entry = story.line(story.section(meeting, "1", "Homes"), Kind.STATEMENT, "One.")
    line = session.get_one(Line, entry.line_id)
    session.execute(text("UPDATE line SET text = 'Two.'"))
    session.refresh(line)
    assert line.text == "Two."
    session.execute(text("UPDATE meeting SET title = 'Another', status = 'circulated'"))


def test_the_register_of_actions_lives_on_after_confirming(session: Session, confirmed: Confirmed) -> None:
    actions.close(session, confirmed.action, reason="Counted.", today=HELD, by=confirmed.publisher)
    session.commit()
    assert not session.get_one(Action, confirmed.action.id).is_open


def test_the_models_refuse_too_until_an_amendment_is_open(session: Session, confirmed: Confirmed) -> None:
    change = {
        "text": "The PCC asked about 41 homes.",
        "seen_revision": 1,
        "writer": "",
        "by": confirmed.publisher,
    }
    with pytest.raises(MinutesFixed):
        lines.save_text(session, confirmed.line, **change)  # type: ignore[arg-type]
    amendments.open_one(session, confirmed.meeting, reason="A wrong figure.", by=confirmed.publisher)
    saved = lines.save_text(session, confirmed.line, **change)  # type: ignore[arg-type]
    assert saved.text == "The PCC asked about 41 homes."


def test_an_amendment_shows_old_new_why_and_who_and_the_old_text_stays_readable(
    session: Session, confirmed: Confirmed
) -> None:
    by = confirmed.publisher
    amendments.open_one(session, confirmed.meeting, reason="  A wrong figure,\nand a name. ", by=by)
    lines.save_text(
        session, confirmed.line, text="The PCC asked about 41 homes.", seen_revision=1, writer="", by=by
    )
    facts = attendances.Facts(name="Nasreen Quadir", title="Chief Constable", known_as="CC")
    attendances.change(session, confirmed.there, facts=facts, by=by)
    sections.change(
        session, confirmed.section, title="Houses", number="1", level=1, is_standing=False,
        seen_revision=confirmed.section.revision, by=by,
    )  # fmt: skip
    added = lines.add(session, confirmed.section, text="The PCC thanked everybody.", by=by)
    [so_far] = amendments.of_meeting(session, confirmed.meeting)
    assert len(so_far.changed) == 4
    amendments.finish(session, confirmed.meeting, by=by)
    session.commit()
    [shown] = amendments.of_meeting(session, confirmed.meeting)
    assert shown.amendment.reason == "A wrong figure, and a name."
    assert (shown.opened_by, shown.finished_by) == ("Publisher", "Publisher")
    said = {(one.what, one.id): (one.old, one.new) for one in shown.changed}
    assert said["line", confirmed.line.id] == (
        "The PCC asked about 14 homes.",
        "The PCC asked about 41 homes.",
    )
    assert said["heading", str(confirmed.section.id)] == ("1 Homes", "1 Houses")
    assert "Qadir" in said["attendance", str(confirmed.there.id)][0]
    assert said["line", added.id] == ("", "The PCC thanked everybody.")
    assert [piece.what for piece in shown.changed[-1].pieces] == ["added"]
    spells = session.exec(select(LineRevision.text).where(LineRevision.line_id == confirmed.line.id)).all()
    assert "The PCC asked about 14 homes." in spells
    assert shown.amendment.before == []


def test_an_amendment_needs_a_reason_a_right_and_confirmed_minutes(
    session: Session, confirmed: Confirmed, office: Office
) -> None:
    with pytest.raises(RuleBroken, match="wrong"):
        amendments.open_one(session, confirmed.meeting, reason="  ", by=confirmed.publisher)
    with pytest.raises(NotAllowed):
        amendments.open_one(session, confirmed.meeting, reason="A slip.", by=office.minute_taker)
    draft = Story(session).meeting(date(2025, 5, 15))
    with pytest.raises(RuleBroken, match="simply be changed"):
        amendments.open_one(session, draft, reason="A slip.", by=confirmed.publisher)
    amendments.open_one(session, confirmed.meeting, reason="A slip.", by=confirmed.publisher)
    with pytest.raises(RuleBroken, match="already"):
        amendments.open_one(session, confirmed.meeting, reason="Again.", by=confirmed.publisher)


def test_an_amendment_that_changed_nothing_is_given_up_and_leaves_nothing(
    session: Session, confirmed: Confirmed
) -> None:
    by = confirmed.publisher
    amendments.open_one(session, confirmed.meeting, reason="A slip.", by=by)
    with pytest.raises(RuleBroken, match="Nothing has been changed"):
        amendments.finish(session, confirmed.meeting, by=by)
    meeting = amendments.give_up(session, confirmed.meeting, by=by)
    assert meeting.is_fixed
    assert amendments.of_meeting(session, meeting) == []
    amendments.open_one(session, meeting, reason="A slip.", by=by)
    lines.add(session, confirmed.section, text="More.", by=by)
    with pytest.raises(RuleBroken, match="Change it back"):
        amendments.give_up(session, meeting, by=by)


def test_open_pages_hear_of_an_amendment(session: Session, confirmed: Confirmed) -> None:
    before = confirmed.meeting.change_no
    amendments.open_one(session, confirmed.meeting, reason="A slip.", by=confirmed.publisher)
    lines.add(session, confirmed.section, text="More.", by=confirmed.publisher)
    amendments.finish(session, confirmed.meeting, by=confirmed.publisher)
    rows = session.exec(
        select(Change.subject, Change.verb).where(
            Change.meeting_id == confirmed.meeting.id, col(Change.change_no) > before
        )
    ).all()
    assert ("amendment", "opened") in rows
    assert ("amendment", "finished") in rows
    assert session.get_one(Meeting, confirmed.meeting.id).is_fixed
