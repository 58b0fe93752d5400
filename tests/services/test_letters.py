"""Letters: who is told what, once; gathered into few; reminded by the office's own calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from app.db import now
from app.errors import RuleBroken
from app.models.actions import Action
from app.models.changes import Change
from app.models.letters import Cadence, Letter, LetterState, Notice, NoticeKind
from app.models.meetings import Meeting, MeetingStatus
from app.models.people import OrganisationKind, Role, User
from app.models.responses import Response, ResponseState
from app.services import actions, changes, letters, meetings
from tests.conftest import Office
from tests.story import Story

MARCH = date(2025, 3, 13)
NOON = datetime(2025, 5, 14, 11, 0, tzinfo=UTC)
"""Twelve o'clock in the office."""
DUE = date(2025, 6, 20)
UNLIKELY = "zebra marmalade"


@pytest.fixture
def story(session: Session, by: User) -> Story:
    return Story(session, by)


@pytest.fixture
def meeting(story: Story) -> Meeting:
    return story.meeting(MARCH, shared=True)


def raised(
    story: Story, meeting: Meeting, *, due_on: date | None = DUE, owner: str = "Northfold Police"
) -> Action:
    return story.raises(
        story.section(meeting, "1", "Homes"), f"to report on {UNLIKELY}", owner, due_on=due_on
    )


def look(session: Session, at: datetime = NOON) -> None:
    """What the ticker does, but for sending."""
    while letters.notice_changes(session, at=at):
        pass
    remind(session, at=at)
    session.commit()


def remind(session: Session, at: datetime) -> None:
    """Make the reminders of a day."""
    letters.tell(session, letters.reminders(session, at=at), at=at)


def told(session: Session, user: User) -> list[tuple[NoticeKind, int]]:
    found = session.exec(select(Notice).where(Notice.user_id == user.id).order_by(col(Notice.id))).all()
    return [(notice.kind, notice.subject_id) for notice in found]


def kinds(session: Session, user: User) -> list[NoticeKind]:
    return [kind for kind, _thing in told(session, user)]


def waiting(session: Session, user: User) -> list[Letter]:
    query = select(Letter).where(Letter.user_id == user.id, Letter.state == LetterState.WAITING)
    return list(session.exec(query.order_by(col(Letter.id))).all())


def words(session: Session, user: User, at: datetime = NOON) -> str:
    [letter] = waiting(session, user)
    wording = letters.wording_of(session, letter, user, at=at)
    assert wording is not None
    return (
        wording.subject + "\n" + wording.text(reader=user.name, office="The office", site="https://a.example")
    )


def responded(session: Session, action: Action, user: User, verb: str = "submitted") -> Response:
    response = Response(
        action_id=action.id, organisation_id=user.organisation_id, text=UNLIKELY, state=ResponseState.SUBMITTED,
        given_by_id=user.id or 0, begun_at=NOON, given_at=NOON,
    )  # fmt: skip
    session.add(response)
    session.flush()
    changes.record(session, verb, "response", response.id, by=user)
    return response


# --- what happened ---------------------------------------------------------------------------------------


def test_people_of_the_owner_are_told_of_an_action_assigned_to_them(
    session: Session, office: Office, story: Story, meeting: Meeting
) -> None:
    action = raised(story, meeting)
    look(session)
    assert told(session, office.users["force_officer"]) == [(NoticeKind.ASSIGNED, action.id)]
    for other in ("other_force_officer", "minute_taker", "commissioner", "administrator"):
        assert not told(session, office.users[other]), other


def test_nobody_outside_is_told_of_an_action_before_it_is_shared(
    session: Session, office: Office, story: Story, by: User
) -> None:
    meeting = story.meeting(MARCH)
    raised(story, meeting)
    look(session)
    assert not told(session, office.users["force_officer"])
    meetings.share(session, meeting, by=by)
    look(session)
    assert kinds(session, office.users["force_officer"]) == [NoticeKind.ASSIGNED]


def test_sharing_one_action_alone_tells_its_owner(
    session: Session, office: Office, story: Story, by: User
) -> None:
    meeting = story.meeting(MARCH)
    shared, _kept = raised(story, meeting), raised(story, meeting)
    actions.share(session, shared, at=NOON, today=MARCH, by=by)
    look(session)
    assert told(session, office.users["force_officer"]) == [(NoticeKind.ASSIGNED, shared.id)]


def test_handing_an_action_over_tells_the_new_owner(
    session: Session, office: Office, story: Story, meeting: Meeting, by: User
) -> None:
    action = raised(story, meeting)
    look(session)
    new = actions.resolve_owners(session, ["Northfold County Council"])
    actions.set_owners(session, action, new, today=NOON.date(), by=by)
    look(session)
    assert told(session, office.users["other_force_officer"]) == [(NoticeKind.ASSIGNED, action.id)]
    assert kinds(session, office.users["force_officer"]) == [NoticeKind.ASSIGNED], "not told again"


def test_the_office_is_told_of_a_response_and_its_body_what_became_of_it(
    session: Session, office: Office, story: Story, meeting: Meeting, by: User
) -> None:
    action = raised(story, meeting, due_on=None)
    officer = office.users["force_officer"]
    look(session)
    response = responded(session, action, officer)
    look(session)
    for name in ("minute_taker", "publisher", "commissioner"):
        assert kinds(session, office.users[name]) == [NoticeKind.SUBMITTED], name
    assert kinds(session, officer) == [NoticeKind.ASSIGNED], "not of what one did oneself"
    for verb in ("returned", "left for the meeting", "accepted"):
        changes.record(session, verb, "response", response.id, by=by)
    look(session)
    assert kinds(session, officer)[1:] == [NoticeKind.RETURNED, NoticeKind.LEFT, NoticeKind.ACCEPTED]
    assert not told(session, office.users["other_force_officer"])


def test_the_same_is_told_once_however_often_one_looks(
    session: Session, office: Office, story: Story, meeting: Meeting
) -> None:
    raised(story, meeting, due_on=NOON.date())
    for _ in range(3):
        look(session)
    assert kinds(session, office.users["force_officer"]) == [NoticeKind.ASSIGNED, NoticeKind.ON_THE_DAY]
    assert not session.exec(select(Change).where(col(Change.awaits_letters))).all()


def test_a_change_is_marked_in_the_transaction_that_makes_it(
    session: Session, story: Story, meeting: Meeting
) -> None:
    raised(story, meeting)
    assert letters.are_awaited(session)
    session.rollback()
    assert not letters.are_awaited(session)


def test_typing_minutes_wakes_no_letters(session: Session, story: Story, meeting: Meeting) -> None:
    story.asks(story.section(meeting, "1", "Homes"), "The PCC asked whether it was so.", "It was.")
    assert not letters.are_awaited(session)


# --- words -----------------------------------------------------------------------------------------------


def test_a_letter_holds_references_and_links_and_no_words_of_the_minutes(
    session: Session, office: Office, story: Story, meeting: Meeting, by: User
) -> None:
    officer = office.users["force_officer"]
    meeting.title, meeting.updates_due_at = UNLIKELY, NOON + timedelta(hours=20)
    meeting.status = MeetingStatus.PLANNED
    action = raised(story, meeting, due_on=NOON.date())
    action_late = raised(story, meeting, due_on=NOON.date() - timedelta(days=8))
    response = responded(session, action, officer)
    look(session)
    changes.record(session, "returned", "response", response.id, by=by, details={"words": UNLIKELY})
    look(session)
    for user in (officer, office.minute_taker):
        said = words(session, user)
        assert UNLIKELY not in said
        assert "zebra" not in said
        assert "Homes" not in said
        assert f"https://a.example/actions/{action.id}" in said
    said = words(session, officer)
    assert f"Action {action.reference}" in said
    assert f"Action {action_late.reference}" in said
    for heading in ("Assigned to your organisation:", "Due today:", "Overdue:", "Updates due for a meeting:"):
        assert heading in said
    assert "Response returned with a question:" in said


def test_one_thing_stands_in_the_subject_and_several_are_counted(
    session: Session, office: Office, story: Story, meeting: Meeting
) -> None:
    officer = office.users["force_officer"]
    action = raised(story, meeting)
    look(session)
    assert words(session, officer).startswith(f"Action {action.reference}: assigned to your organisation\n")
    raised(story, meeting)
    look(session)
    assert words(session, officer).startswith("2 actions: assigned to your organisation\n")


def test_a_letter_leaves_out_what_was_closed_or_handed_over_before_it_went(
    session: Session, office: Office, story: Story, meeting: Meeting, by: User
) -> None:
    officer = office.users["force_officer"]
    closed, handed, stays = (raised(story, meeting) for _ in range(3))
    look(session)
    actions.close(session, closed, reason="done", today=NOON.date(), by=by)
    council = actions.resolve_owners(session, ["Northfold County Council"])
    actions.set_owners(session, handed, council, today=NOON.date(), by=by)
    said = words(session, officer)
    assert f"/actions/{stays.id}" in said
    assert f"/actions/{closed.id}\n" not in said
    assert f"/actions/{handed.id}\n" not in said
    actions.close(session, stays, reason="done", today=NOON.date(), by=by)
    [letter] = waiting(session, officer)
    assert letters.wording_of(session, letter, officer, at=NOON) is None


def test_a_letter_of_thousands_lists_fifty_and_leads_to_the_register(
    session: Session, office: Office, story: Story, meeting: Meeting
) -> None:
    section = story.section(meeting, "1", "Homes")
    for number in range(60):
        story.raises(section, f"to do thing {number}", "Northfold Police", due_on=DUE)
    look(session)
    said = words(session, office.users["force_officer"])
    assert said.startswith("60 actions: assigned to your organisation\n")
    assert "- and 10 more\n  https://a.example/actions\n" in said
    assert len(waiting(session, office.users["force_officer"])) == 1


@pytest.fixture
def counted(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_making_and_composing_take_no_more_statements_for_many_things(
    session: Session, office: Office, story: Story, meeting: Meeting, counted: list[str]
) -> None:
    section = story.section(meeting, "1", "Homes")
    officer = office.users["force_officer"]
    numbers = []
    for many in (3, 60):
        for number in range(many):
            story.raises(section, f"to do thing {many} {number}", "Northfold Police", due_on=NOON.date())
        session.commit()
        session.expunge_all()
        counted.clear()
        letters.notice_changes(session, at=NOON)
        remind(session, at=NOON)
        [letter] = waiting(session, officer)
        letters.wording_of(session, letter, officer, at=NOON)
        # One INSERT writes some hundred rows, the first time also the letter.
        numbers.append(
            sum(1 for one in counted if "INSERT INTO notice" not in one and "INSERT INTO letter" not in one)
        )
        session.commit()
    assert numbers[1] <= numbers[0]


# --- few letters -----------------------------------------------------------------------------------------


def test_several_things_within_a_short_while_make_one_letter(
    session: Session, office: Office, story: Story, meeting: Meeting
) -> None:
    officer = office.users["force_officer"]
    raised(story, meeting)
    look(session, NOON)
    raised(story, meeting)
    look(session, NOON + timedelta(minutes=3))
    [letter] = waiting(session, officer)
    assert letter.next_try_at == NOON + timedelta(minutes=5)
    assert len(told(session, officer)) == 2


def test_nobody_gets_letters_at_once_more_often_than_every_half_hour(
    session: Session, office: Office, story: Story, meeting: Meeting
) -> None:
    officer = office.users["force_officer"]
    raised(story, meeting)
    look(session, NOON)
    first = letters.claim(session, at=NOON + timedelta(minutes=5))
    assert first is not None
    assert letters.sent(session, first, heading="a", words="a", at=NOON + timedelta(minutes=5))
    raised(story, meeting)
    look(session, NOON + timedelta(minutes=6))
    [second] = waiting(session, officer)
    assert second.next_try_at == NOON + timedelta(minutes=30)


def test_a_daily_letter_goes_at_seven_in_the_office(
    session: Session, office: Office, story: Story, meeting: Meeting
) -> None:
    officer = office.users["force_officer"]
    letters.choose(session, officer, {NoticeKind.ASSIGNED: Cadence.DAILY})
    raised(story, meeting)
    look(session, NOON)
    raised(story, meeting)
    look(session, NOON + timedelta(hours=8))
    [letter] = waiting(session, officer)
    assert letter.next_try_at == datetime(2025, 5, 15, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        (datetime(2025, 3, 29, 12, tzinfo=UTC), datetime(2025, 3, 30, 6, tzinfo=UTC)),
        (datetime(2025, 3, 30, 0, 59, tzinfo=UTC), datetime(2025, 3, 30, 6, tzinfo=UTC)),
        (datetime(2025, 10, 25, 12, tzinfo=UTC), datetime(2025, 10, 26, 7, tzinfo=UTC)),
        (datetime(2025, 10, 26, 0, 30, tzinfo=UTC), datetime(2025, 10, 26, 7, tzinfo=UTC)),
        (datetime(2025, 10, 26, 6, 59, tzinfo=UTC), datetime(2025, 10, 26, 7, tzinfo=UTC)),
        (datetime(2025, 10, 26, 7, 0, tzinfo=UTC), datetime(2025, 10, 27, 7, tzinfo=UTC)),
    ],
)
def test_seven_is_seven_also_when_the_clocks_change(
    session: Session, office: Office, story: Story, meeting: Meeting, at: datetime, goes: datetime
) -> None:
    officer = office.users["force_officer"]
    letters.choose(session, officer, {NoticeKind.ASSIGNED: Cadence.DAILY})
    raised(story, meeting, due_on=date(2026, 6, 1))
    look(session, at)
    assert [letter.next_try_at for letter in waiting(session, officer)] == [goes]


# --- what one chose --------------------------------------------------------------------------------------


def test_everybody_gets_what_they_chose(
    session: Session, office: Office, story: Story, meeting: Meeting
) -> None:
    officer = office.users["force_officer"]
    letters.choose(
        session, officer, {NoticeKind.ASSIGNED: Cadence.NEVER, NoticeKind.ON_THE_DAY: Cadence.AT_ONCE}
    )
    raised(story, meeting, due_on=NOON.date())
    look(session)
    assert kinds(session, officer) == [NoticeKind.ON_THE_DAY]


def test_choosing_never_takes_out_what_waits(
    session: Session, office: Office, story: Story, meeting: Meeting
) -> None:
    officer = office.users["force_officer"]
    raised(story, meeting)
    look(session)
    letters.choose(session, officer, {NoticeKind.ASSIGNED: Cadence.NEVER})
    [letter] = waiting(session, officer)
    assert letters.wording_of(session, letter, officer, at=NOON) is None


def test_nobody_can_choose_what_is_not_for_them(session: Session, office: Office) -> None:
    with pytest.raises(RuleBroken):
        letters.choose(session, office.users["force_officer"], {NoticeKind.SUBMITTED: Cadence.DAILY})
    assert not letters.choices_of(session, office.users["administrator"])


def test_the_commissioner_hears_of_responses_once_a_day_unless_another_wish_is_known(
    session: Session, office: Office
) -> None:
    commissioner = office.users["commissioner"]
    assert letters.choices_of(session, commissioner) == {NoticeKind.SUBMITTED: Cadence.DAILY}
    letters.choose(session, commissioner, {NoticeKind.SUBMITTED: Cadence.AT_ONCE})
    assert letters.choices_of(session, commissioner) == {NoticeKind.SUBMITTED: Cadence.AT_ONCE}


def test_who_may_no_longer_sign_in_gets_no_letters(
    session: Session, office: Office, story: Story, meeting: Meeting
) -> None:
    officer = session.merge(office.users["force_officer"])
    raised(story, meeting)
    look(session)
    officer.is_active = False
    session.add(officer)
    raised(story, meeting)
    look(session)
    assert len(told(session, officer)) == 1
    [letter] = waiting(session, officer)
    assert letters.wording_of(session, letter, officer, at=NOON) is None, "nor what waited"


# --- the calendar ----------------------------------------------------------------------------------------


def reminded(session: Session, user: User, day: date) -> list[NoticeKind]:
    """What a day's reminders tell somebody."""
    before = len(told(session, user))
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    remind(session, at=at)
    remind(session, at=at + timedelta(hours=3))
    return kinds(session, user)[before:]


def test_owners_are_reminded_seven_days_before_on_the_day_and_weekly_while_it_is_overdue(
    session: Session, office: Office, story: Story, meeting: Meeting
) -> None:
    officer = office.users["force_officer"]
    raised(story, meeting, due_on=DUE)
    session.commit()
    seen = {}
    for passed in range(-10, 23):
        found = reminded(session, officer, DUE + timedelta(days=passed))
        if found:
            seen[passed] = found
    assert seen == {
        -7: [NoticeKind.SEVEN_DAYS],
        0: [NoticeKind.ON_THE_DAY],
        7: [NoticeKind.OVERDUE],
        14: [NoticeKind.OVERDUE],
        21: [NoticeKind.OVERDUE],
    }
    assert not told(session, office.users["other_force_officer"])
    assert not told(session, office.minute_taker)


def test_a_reminder_that_could_not_be_made_in_time_is_made_late_and_once(
    session: Session, office: Office, story: Story, meeting: Meeting
) -> None:
    officer = office.users["force_officer"]
    raised(story, meeting, due_on=DUE)
    session.commit()
    assert reminded(session, officer, DUE - timedelta(days=5)) == [NoticeKind.SEVEN_DAYS]
    assert reminded(session, officer, DUE - timedelta(days=4)) == []
    assert reminded(session, officer, DUE + timedelta(days=24)) == [NoticeKind.OVERDUE]
    assert reminded(session, officer, DUE + timedelta(days=25)) == []


def test_a_new_due_date_brings_new_reminders(
    session: Session, office: Office, story: Story, meeting: Meeting, by: User
) -> None:
    officer = office.users["force_officer"]
    action = raised(story, meeting, due_on=DUE)
    session.commit()
    assert reminded(session, officer, DUE) == [NoticeKind.ON_THE_DAY]
    later = DUE + timedelta(days=30)
    actions.set_due(session, action, later, today=DUE, by=by)
    assert reminded(session, officer, DUE + timedelta(days=7)) == [], "it is not overdue any more"
    assert reminded(session, officer, later) == [NoticeKind.ON_THE_DAY]


def test_nobody_is_reminded_of_what_is_settled_or_not_shared(
    session: Session, office: Office, story: Story, meeting: Meeting, by: User
) -> None:
    officer = office.users["force_officer"]
    closed = raised(story, meeting, due_on=DUE)
    actions.close(session, closed, reason="done", today=DUE, by=by)
    raised(story, story.meeting(MARCH + timedelta(days=1)), due_on=DUE)
    session.commit()
    assert reminded(session, officer, DUE) == []


def test_the_office_is_reminded_of_what_it_owes_itself(
    session: Session, office: Office, story: Story
) -> None:
    raised(story, story.meeting(MARCH), due_on=DUE, owner="OPCC")
    session.commit()
    assert reminded(session, office.minute_taker, DUE) == [NoticeKind.ON_THE_DAY]
    assert not told(session, office.users["force_officer"])


def test_the_day_is_the_offices_own(session: Session, office: Office, story: Story, meeting: Meeting) -> None:
    officer = office.users["force_officer"]
    raised(story, meeting, due_on=DUE)
    session.commit()
    remind(session, at=datetime(2025, 6, 19, 23, 30, tzinfo=UTC))
    assert not told(session, officer), "half past midnight: the day has come, but nobody is woken"
    remind(session, at=datetime(2025, 6, 20, 5, 0, tzinfo=UTC))
    assert kinds(session, officer) == [NoticeKind.ON_THE_DAY]


def test_a_reminder_of_the_day_does_not_wait_for_tomorrows_letter(
    session: Session, office: Office, story: Story, meeting: Meeting
) -> None:
    officer = office.users["force_officer"]
    letters.choose(session, officer, dict.fromkeys(letters.choices_of(session, officer), Cadence.DAILY))
    raised(story, meeting, due_on=DUE)
    raised(story, meeting, due_on=DUE + timedelta(days=1))
    session.commit()
    remind(session, at=datetime(2025, 6, 20, 8, 0, tzinfo=UTC))
    [letter] = waiting(session, officer)
    assert (letter.cadence, letter.next_try_at.date()) == (Cadence.AT_ONCE, DUE)
    remind(session, at=datetime(2025, 6, 21, 5, 0, tzinfo=UTC))
    [_at_once, daily] = waiting(session, officer)
    assert (daily.cadence, daily.next_try_at) == (Cadence.DAILY, datetime(2025, 6, 21, 6, 0, tzinfo=UTC))


def test_bodies_that_owe_something_are_told_when_updates_are_due(
    session: Session, office: Office, story: Story, meeting: Meeting
) -> None:
    officer, other = office.users["force_officer"], office.users["other_force_officer"]
    raised(story, meeting, due_on=None)
    coming = story.meeting(date(2025, 6, 26))
    coming.status = MeetingStatus.PLANNED
    coming.updates_due_at = datetime(2025, 6, 24, 8, 0, tzinfo=UTC)
    session.add(coming)
    session.commit()
    look(session, NOON)
    seen = {day: found for day in range(14, 27) if (found := reminded(session, officer, date(2025, 6, day)))}
    assert seen == {17: [NoticeKind.UPDATES_DUE], 23: [NoticeKind.UPDATES_DUE]}
    assert not told(session, other), "who owes nothing of such meetings is left in peace"
    assert not told(session, office.minute_taker)


def test_a_second_user_of_the_same_body_is_told_too(
    session: Session, office: Office, story: Story, meeting: Meeting
) -> None:
    assert office.force.kind == OrganisationKind.FORCE
    colleague = User(
        email="colleague@northfold.example", name="Colleague", role=Role.BODY,
        organisation_id=office.force.id or 0, created_at=now(),
    )  # fmt: skip
    session.add(colleague)
    raised(story, meeting)
    look(session)
    assert kinds(session, colleague) == kinds(session, office.users["force_officer"]) == [NoticeKind.ASSIGNED]
