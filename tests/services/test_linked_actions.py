"""Actions handed over, split, merged and following one from another: both ends tell it, nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import transaction
from app.errors import DomainError, NotFound, RuleBroken
from app.models.actions import Action, ActionState, Owner
from app.models.changes import Change
from app.models.people import User
from app.services import actions, documents, meetings
from app.services.actions import Part
from app.services.actions.telling import tell
from tests.conftest import Office
from tests.services.test_actions import replays
from tests.story import Story

MARCH, JUNE, JULY = date(2025, 3, 13), date(2025, 6, 30), date(2025, 7, 31)
TODAY = date(2025, 5, 12)


@pytest.fixture
def story(session: Session, by: User) -> Story:
    return Story(session, by)


@pytest.fixture
def action(story: Story) -> Action:
    section = story.section(story.meeting(MARCH, shared=True), "4", "Homes", story.recommendation("8"))
    return story.raises(section, "Count the homes and inspect them", "Northfold Police", due_on=JUNE)


def headings(session: Session, action: Action) -> list[str]:
    return [told.heading for told in tell(session, action)]


def ties(session: Session, action: Action, user: User) -> list[str]:
    return [f"{one.words} {one.other.reference}" for one in actions.links_of(session, action, user=user)]


def test_handing_over_keeps_the_history_and_says_why(
    session: Session, action: Action, by: User, office: Office
) -> None:
    to = actions.resolve_owners(session, ["NCC"])
    actions.hand_over(session, action, to, reason="The council inspects.", today=TODAY, by=by)
    former = session.exec(select(Owner).where(Owner.words == "Northfold Police")).one()
    assert (former.until_on, [owner.words for owner in action.present_owners]) == (TODAY, ["NCC"])
    told = tell(session, action)[0]
    assert (told.heading, told.note, told.remark) == (
        "Owner is now NCC",
        "In the place of Northfold Police",
        "The council inspects.",
    )
    assigned = session.exec(select(Change).where(Change.verb == "assigned")).one()
    assert assigned.details == {"organisations": [office.council.id]}
    assert replays(session, action)


def test_the_office_of_chief_constable_keeps_an_action_when_its_holder_changes(
    session: Session, story: Story, by: User, office: Office
) -> None:
    meeting = story.meeting(MARCH, shared=True)
    brierley = story.attends(meeting, "Alan Brierley", "CC", "Chief Constable", office.force)
    action = story.raises(story.section(meeting, "1", "Homes"), "Do this", "CC")
    later = story.meeting(TODAY)
    qadir = story.attends(later, "Nasreen Qadir", "T/CC", "Chief Constable", office.force)
    to = actions.resolve_owners(session, ["T/CC"], meeting=later)
    actions.hand_over(session, action, to, reason="A new Chief Constable.", today=TODAY, by=by)
    owners = [(one.office, one.person_id, one.organisation_id, one.until_on) for one in action.owners]
    assert ("Chief Constable", brierley.person_id, office.force.id, TODAY) in owners
    assert ("Chief Constable", qadir.person_id, office.force.id, None) in owners


def test_one_of_several_owners_hands_over_and_the_others_stay(
    session: Session, story: Story, by: User
) -> None:
    section = story.section(story.meeting(MARCH), "1", "Homes")
    action = story.raises(section, "Agree one form", "ACC Mabey", "NCC")
    first = action.present_owners[0]
    to = actions.resolve_owners(session, ["DCC", "L Hart"])
    actions.hand_over(session, action, to, of=first, reason="He left.", today=TODAY, by=by)
    assert [owner.words for owner in action.present_owners] == ["NCC", "DCC", "L Hart"]


def test_handing_over_needs_somebody_a_reason_and_an_open_action(
    session: Session, action: Action, by: User
) -> None:
    to = actions.resolve_owners(session, ["NCC"])
    for owners, reason, words in (
        ([], "Why", "who takes it over"),
        (to, " ", "reason"),
        (actions.resolve_owners(session, ["Northfold Police"]), "Why", "own it already"),
    ):
        with pytest.raises(RuleBroken, match=words):
            actions.hand_over(session, action, owners, reason=reason, today=TODAY, by=by)
    actions.withdraw(session, action, reason="No.", today=TODAY, by=by)
    with pytest.raises(RuleBroken, match="Reopen it"):
        actions.hand_over(session, action, to, reason="Why", today=TODAY, by=by)


def test_an_action_is_split_into_parts_as_old_as_itself_and_both_ends_say_so(
    session: Session, action: Action, by: User, office: Office
) -> None:
    parts = [
        Part(
            wording="Count the homes",
            owners=actions.resolve_owners(session, ["Northfold Police"]),
            due_on=JUNE,
        ),
        Part(wording="Inspect them", owners=actions.resolve_owners(session, ["NCC"]), due_on=JULY),
    ]
    count, inspect = actions.split(session, action, parts, stays_open=False, today=TODAY, by=by)
    assert (action.state, action.settled_on) == (ActionState.REPLACED, TODAY)
    assert ties(session, action, by) == ["Part of it is now 2/2025", "Part of it is now 3/2025"]
    assert ties(session, count, by) == ["Split from 1/2025"]
    assert (inspect.raised_on, inspect.due_on, inspect.age(TODAY)) == (MARCH, JULY, 60)
    assert actions.recommendation_ids(session, inspect) == actions.recommendation_ids(session, action)
    assert headings(session, action)[0] == "Replaced"
    assert "Split from 1/2025" in headings(session, count)
    council = office.users["other_force_officer"]
    rows = actions.register(session, actions.Filters(), today=TODAY, user=council).rows
    assert [row.action for row in rows] == [inspect], "what was shared stays shared with the new owner"
    assert ties(session, inspect, council) == [], "and leads to nothing of another body"
    assert all(replays(session, one) for one in (action, count, inspect))


def test_an_action_may_stay_open_for_the_rest_when_a_part_is_split_off(
    session: Session, action: Action, by: User
) -> None:
    with pytest.raises(RuleBroken, match="at least two parts"):
        actions.split(session, action, [Part(wording="Inspect")], stays_open=False, today=TODAY, by=by)
    made = actions.split(session, action, [Part(wording="Inspect")], stays_open=True, today=TODAY, by=by)
    assert action.is_open
    assert len(made) == 1


def test_a_duplicate_ends_and_the_other_goes_on_with_what_both_concern(
    session: Session, story: Story, action: Action, by: User
) -> None:
    section = story.section(story.meeting(JUNE), "1", "Again", story.recommendation("9"))
    again = story.raises(section, "Count homes", "Northfold Police")
    actions.merge(session, again, action, today=JULY, by=by)
    assert (again.state, action.state) == (ActionState.REPLACED, ActionState.OPEN)
    assert len(actions.recommendation_ids(session, action)) == 2
    assert ties(session, again, by) == ["The same as 1/2025"]
    assert ties(session, action, by) == ["Merged into it: 2/2025"]
    with pytest.raises(RuleBroken, match="was replaced itself"):
        actions.merge(session, action, again, today=JULY, by=by)
    actions.unlink(session, action, again, today=JULY, by=by)
    assert again.is_open, "a mistake is undone"
    assert ties(session, again, by) == []
    assert replays(session, again)
    assert replays(session, action)


def test_one_action_follows_from_another_and_is_tied_to_it_once(
    session: Session, story: Story, action: Action, by: User
) -> None:
    later = story.raises(story.section(story.meeting(JUNE), "1", "More"), "Inspect again", "NCC")
    actions.follow(session, later, action, today=JULY, by=by)
    assert ties(session, later, by) == ["Follows from 1/2025"]
    assert ties(session, action, by) == ["Followed by 2/2025"]
    assert later.is_open
    assert action.is_open
    with pytest.raises(RuleBroken, match="tied to each other already"):
        actions.follow(session, action, later, today=JULY, by=by)
    with pytest.raises(RuleBroken, match="itself"):
        actions.follow(session, action, action, today=JULY, by=by)
    stranger = story.raises(story.section(story.meeting(JUNE), "1", "Other"), "Other", "NCC")
    with pytest.raises(NotFound):
        actions.unlink(session, action, stranger, today=JULY, by=by)


def test_minutes_print_the_same_after_their_action_was_handed_over_split_and_merged(
    session: Session, story: Story, action: Action, by: User
) -> None:
    meeting = meetings.by_id(session, action.meeting_id or 0)
    before = documents.gather(session, meeting)
    to = actions.resolve_owners(session, ["NCC"])
    actions.hand_over(session, action, to, reason="Why.", today=TODAY, by=by)
    actions.split(session, action, [Part(wording="Inspect")], stays_open=True, today=TODAY, by=by)
    again = story.raises(story.section(story.meeting(JUNE), "1", "Again"), "Count homes")
    actions.merge(session, action, again, today=TODAY, by=by)
    assert documents.gather(session, meeting) == before


def test_two_who_merge_both_ways_at_once_leave_one_action_that_goes_on(
    engine: Engine, session: Session, story: Story, action: Action, by: User
) -> None:
    again = story.raises(story.section(story.meeting(JUNE), "1", "Again"), "Count homes")
    session.commit()
    ready = Barrier(2)

    def merge(pair: tuple[int | None, int | None]) -> str:
        ready.wait()
        try:
            with transaction(engine) as own:
                one, other = (own.get_one(Action, number) for number in pair)
                actions.merge(own, one, other, today=JULY, by=own.get_one(User, by.id))
                own.commit()
                return "merged"
        except DomainError as refusal:
            return type(refusal).__name__

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(merge, [(action.id, again.id), (again.id, action.id)]))
    assert sorted(outcomes) == ["RuleBroken", "merged"]
    session.expire_all()
    states = {session.get_one(Action, one.id).state for one in (action, again)}
    assert states == {ActionState.OPEN, ActionState.REPLACED}
