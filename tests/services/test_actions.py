"""Actions: raised from minutes, reviewed by meetings, changed by hand; their history replays to the row."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import now, transaction
from app.errors import EditConflict, RuleBroken
from app.models.actions import Action, ActionState, EventKind, Owner
from app.models.lines import Entry, Kind, Mention, Outcome
from app.models.meetings import Meeting
from app.models.people import User
from app.services import actions
from app.services.actions import history
from app.services.actions.reviewing import said_beyond
from tests.conftest import Office
from tests.story import Story

MARCH, JUNE, SEPTEMBER = date(2023, 3, 31), date(2023, 6, 30), date(2023, 9, 29)


@pytest.fixture
def story(session: Session, by: User) -> Story:
    return Story(session, by)


def replays(session: Session, action: Action) -> bool:
    """Whether the events say what the row, its owners and its ties say."""
    values = actions.replay(actions.events(session, action))
    columns = {name: getattr(action, name) for name in history.COLUMNS if name in values}
    there = {name: values[name] for name in columns}
    owners = [actions.as_details(owner) for owner in action.present_owners]
    return (
        columns == there
        and owners == values["owners"]
        and actions.recommendation_ids(session, action) == sorted(values["recommendations"])
    )


def test_actions_are_numbered_within_the_year_of_the_meeting_that_raised_them(story: Story) -> None:
    march = story.section(story.meeting(MARCH), "1", "Budget")
    later = story.section(story.meeting(date(2024, 1, 12)), "1", "Budget")
    assert [story.raises(march, "Do this").reference, story.raises(march, "Do that").reference] == [
        "1/2023",
        "2/2023",
    ]
    assert story.raises(later, "Do more").reference == "1/2024"


def test_a_printed_reference_is_kept_and_the_next_number_follows_it(story: Story) -> None:
    section = story.section(story.meeting(MARCH), "1", "Budget")
    assert story.raises(section, "Do this", reference="017 / 2023").reference == "17/2023"
    assert story.raises(section, "Do that").reference == "18/2023"


def test_references_that_begin_anew_at_every_meeting_are_different_actions(story: Story) -> None:
    first = story.raises(story.section(story.meeting(MARCH), "1", "Budget"), "Do this", reference="AP1")
    second = story.raises(story.section(story.meeting(JUNE), "1", "Budget"), "Do that", reference="AP1")
    assert (first.reference, second.reference) == ("AP1", "AP1 (30 June 2023)")


def test_a_reference_that_is_known_is_the_same_action_and_not_another(session: Session, story: Story) -> None:
    first = story.raises(story.section(story.meeting(MARCH), "1", "Budget"), "Do this", reference="17/2023")
    section = story.section(story.meeting(JUNE), "2", "Summary")
    entry = story.line(section, Kind.ACTION, "ACTION 17/2023: do this soon")
    again = story.reads(entry, section, "do this soon", reference="17/2023")
    assert again is first
    assert entry.mention == Mention.RESTATED
    assert len(session.exec(select(Action)).all()) == 1


def test_an_action_concerns_what_the_heading_it_was_raised_under_concerns(
    session: Session, story: Story
) -> None:
    eight, nine = story.recommendation("8"), story.recommendation("9")
    section = story.section(story.meeting(MARCH), "1", "Recommendations 8 and 9", eight, nine)
    action = story.raises(section, "Do this")
    assert actions.recommendation_ids(session, action) == [eight.id, nine.id]


def test_an_owner_is_the_office_and_who_held_it_that_day(
    session: Session, story: Story, office: Office
) -> None:
    meeting = story.meeting(MARCH)
    chief = story.attends(meeting, "Alan Brierley", "CC", "Chief Constable", office.force)
    deputy = story.attends(meeting, "Colin Mabey", "ACC", "Assistant Chief Constable", office.force)
    section = story.section(meeting, "1", "Budget")
    action = story.raises(section, "Do this", "CC", "ACC Mabey", "NCC", "somebody")
    found = [(one.words, one.office, one.person_id, one.organisation_id) for one in action.present_owners]
    assert found == [
        ("CC", "Chief Constable", chief.person_id, office.force.id),
        ("ACC Mabey", "", deputy.person_id, office.force.id),
        ("NCC", "", None, office.council.id),
        ("somebody", "", None, None),
    ]


def test_the_same_passage_read_again_changes_the_action_and_adds_none(session: Session, story: Story) -> None:
    section = story.section(story.meeting(MARCH), "1", "Budget")
    entry = story.line(section, Kind.ACTION, "ACTION: CC to do this")
    first = story.reads(entry, section, "CC to do", "C")
    again = story.reads(entry, section, "CC to do this", "CC", due_on=JUNE)
    assert again is first
    assert again is not None
    assert (again.wording, again.due_on) == ("CC to do this", JUNE)
    assert [owner.words for owner in again.owners] == ["CC"], "a reading put right leaves no former owner"
    assert len(actions.events(session, again)) == 2
    story.reads(entry, section, "CC to do this", "CC", due_on=JUNE)
    assert len(actions.events(session, again)) == 2, "reading the same adds nothing to the history"
    assert replays(session, again)


def test_what_a_person_set_is_not_overruled_by_reading_again(
    session: Session, story: Story, by: User
) -> None:
    section = story.section(story.meeting(MARCH), "1", "Budget")
    entry = story.line(section, Kind.ACTION, "ACTION: CC to do this")
    action = story.reads(entry, section, "do this", "CC")
    assert action is not None
    actions.set_owners(session, action, actions.resolve_owners(session, ["DCC"]), today=MARCH, by=by)
    actions.set_due(session, action, SEPTEMBER, today=MARCH, by=by)
    story.reads(entry, section, "do this now", "ACC", due_on=JUNE)
    assert [owner.words for owner in action.present_owners] == ["DCC"]
    assert (action.wording, action.due_on) == ("do this now", SEPTEMBER)
    assert replays(session, action)


def test_an_owner_who_changes_stays_with_the_day_until_which_it_was_theirs(
    session: Session, story: Story, by: User
) -> None:
    action = story.raises(story.section(story.meeting(MARCH), "1", "Budget"), "Do this", "CC Brierley")
    actions.set_owners(session, action, actions.resolve_owners(session, ["T/CC Qadir"]), today=JUNE, by=by)
    former = session.exec(select(Owner).where(Owner.words == "CC Brierley")).one()
    assert former.until_on == JUNE
    assert [owner.words for owner in action.present_owners] == ["T/CC Qadir"]


def test_a_review_closes_and_a_later_one_reopens(session: Session, story: Story) -> None:
    action = story.raises(story.section(story.meeting(MARCH), "1", "Budget"), "Do this")
    story.reviews(story.section(story.meeting(JUNE), "2", "Actions"), action, Outcome.CLOSED, "Seen.")
    assert (action.state, action.settled_on) == (ActionState.CLOSED, JUNE)
    story.reviews(story.section(story.meeting(SEPTEMBER), "2", "Actions"), action, Outcome.REOPENED)
    assert (action.state, action.settled_on) == (ActionState.OPEN, None)
    assert replays(session, action)


def test_older_minutes_brought_in_later_do_not_undo_what_came_after_them(
    session: Session, story: Story
) -> None:
    action = story.raises(story.section(story.meeting(MARCH), "1", "Budget"), "Do this", due_on=JUNE)
    story.reviews(story.section(story.meeting(SEPTEMBER), "2", "Actions"), action, Outcome.CLOSED)
    story.reviews(
        story.section(story.meeting(JUNE), "2", "Actions"), action, Outcome.CARRIED, due_on=SEPTEMBER
    )
    assert (action.state, action.settled_on, action.due_on) == (ActionState.CLOSED, SEPTEMBER, SEPTEMBER)
    assert replays(session, action)


def test_a_review_passage_put_right_takes_the_place_of_what_it_said(session: Session, story: Story) -> None:
    action = story.raises(story.section(story.meeting(MARCH), "1", "Budget"), "Do this")
    meeting = story.meeting(JUNE)
    entry = story.reviews(story.section(meeting, "2", "Actions"), action, Outcome.CLOSED)
    actions.review(session, action, meeting, outcome=Outcome.CARRIED, by=None, entry=entry, due_on=SEPTEMBER)
    assert (action.state, action.settled_on, action.due_on) == (ActionState.OPEN, None, SEPTEMBER)
    kinds = [event.kind for event in actions.standing(actions.events(session, action))]
    assert kinds == [EventKind.RAISED, EventKind.CARRIED]
    actions.withdraw_review(session, entry, meeting=meeting, by=None)
    assert action.due_on is None
    assert replays(session, action)


def test_a_meeting_cannot_review_what_was_raised_after_it(session: Session, story: Story) -> None:
    action = story.raises(story.section(story.meeting(JUNE), "1", "Budget"), "Do this")
    with pytest.raises(RuleBroken, match="raised after this meeting"):
        actions.review(session, action, story.meeting(MARCH), outcome=Outcome.CLOSED, by=None)


def test_a_settled_action_cannot_be_settled_again_and_nothing_without_a_reason(
    session: Session, story: Story, by: User
) -> None:
    action = story.raises(story.section(story.meeting(MARCH), "1", "Budget"), "Do this")
    with pytest.raises(RuleBroken, match="reason"):
        actions.close(session, action, reason=" ", today=JUNE, by=by)
    actions.close(session, action, reason="It was seen.", today=JUNE, by=by)
    with pytest.raises(RuleBroken, match="already closed"):
        actions.withdraw(session, action, reason="Twice.", today=JUNE, by=by)
    actions.reopen(session, action, reason="Not yet.", today=SEPTEMBER, by=by)
    assert action.is_open
    assert action.settled_on is None
    assert replays(session, action)


def test_an_action_concerns_recommendations_or_none_with_a_reason_but_not_both(
    session: Session, story: Story, by: User
) -> None:
    eight = story.recommendation("8")
    action = story.raises(story.section(story.meeting(MARCH), "1", "Budget"), "Do this")
    with pytest.raises(RuleBroken, match="why"):
        actions.concerns_none(session, action, "", today=MARCH, by=by)
    actions.concerns_none(session, action, "it is about the room", today=MARCH, by=by)
    actions.set_recommendations(session, action, [eight], today=MARCH, by=by)
    assert action.concerns_none_because == ""
    assert actions.recommendation_ids(session, action) == [eight.id]
    assert replays(session, action)


def test_a_due_date_before_the_action_was_raised_is_refused(session: Session, story: Story, by: User) -> None:
    action = story.raises(story.section(story.meeting(JUNE), "1", "Budget"), "Do this")
    with pytest.raises(RuleBroken, match="before the day"):
        actions.set_due(session, action, MARCH, today=JUNE, by=by)


def test_a_removed_action_leaves_the_register_and_comes_back_with_its_number(
    session: Session, story: Story, by: User
) -> None:
    meeting = story.meeting(MARCH)
    section = story.section(meeting, "1", "Budget")
    action = story.raises(section, "Do this")
    actions.remove(session, action, meeting=meeting, by=by)
    assert not actions.register(session, actions.Filters(tab="all"), today=JUNE, user=by).rows
    assert story.raises(section, "Do that").reference == "2/2023", "its number is not given to another"
    actions.restore(session, action, meeting=meeting, by=by)
    rows = actions.register(session, actions.Filters(tab="all"), today=JUNE, user=by).rows
    assert [row.action.reference for row in rows] == ["1/2023", "2/2023"]
    assert replays(session, action)


def test_a_form_that_saw_an_older_action_is_refused(session: Session, story: Story, by: User) -> None:
    action = story.raises(story.section(story.meeting(MARCH), "1", "Budget"), "Do this")
    seen = actions.version(session, action)
    actions.refuse_if_changed(session, action, seen=seen)
    actions.set_wording(session, action, "Do that", today=MARCH, by=by)
    with pytest.raises(EditConflict, match="changed action 1/2023"):
        actions.refuse_if_changed(session, action, seen=seen)


def test_the_register_counts_what_stands_on_each_tab(session: Session, story: Story, by: User) -> None:
    eight = story.recommendation("8")
    section = story.section(story.meeting(MARCH), "1", "Recommendation 8", eight)
    late = story.raises(section, "Late", "CC", due_on=date(2023, 4, 30))
    story.raises(section, "Nobody's")
    closed = story.raises(section, "Closed", "CC", due_on=JUNE)
    elsewhere = story.section(story.meeting(JUNE), "2", "Actions")
    story.raises(elsewhere, "Untied", "CC", due_on=SEPTEMBER)
    story.reviews(elsewhere, closed, Outcome.CLOSED)
    story.reviews(elsewhere, late, Outcome.CARRIED)
    found = actions.register(session, actions.Filters(), today=JUNE, user=by)
    assert {key: number for key, _, number in found.tabs} == {
        "open": 3,
        "overdue": 1,
        "unowned": 1,
        "untied": 1,
        "closed": 1,
        "all": 4,
    }
    assert [row.action.wording for row in found.rows] == ["Late", "Untied", "Nobody's"], "no date stands last"
    assert [row.carried for row in found.rows] == [1, 0, 0]


def test_the_register_is_narrowed_by_words_owner_recommendation_and_meeting(
    session: Session, story: Story, by: User, office: Office
) -> None:
    eight = story.recommendation("8")
    meeting = story.meeting(MARCH)
    one = story.raises(
        story.section(meeting, "1", "Recommendation 8", eight), "Count the homes", "Northfold Police"
    )
    two = story.raises(story.section(story.meeting(JUNE), "1", "Other"), "Write a letter", "NCC")

    def rows(**narrowed: object) -> list[Action]:
        filters = actions.Filters(tab="all", **narrowed)  # type: ignore[arg-type]
        return [row.action for row in actions.register(session, filters, today=JUNE, user=by).rows]

    assert rows(words="HOMES count") == [one]
    assert rows(words="2/2023") == [two]
    assert rows(organisation=office.council.id) == [two]
    assert rows(recommendation=eight.id) == [one]
    assert rows(meeting=meeting.id) == [one]
    assert rows(sort="raised", descending=True) == [two, one]
    assert rows(sort="nonsense") == [two, one]
    assert rows(words="homes letter") == []


def test_a_body_sees_only_what_it_owns_and_what_was_shared(
    session: Session, story: Story, office: Office
) -> None:
    shared, unshared = story.meeting(MARCH, shared=True), story.meeting(JUNE)
    ours = story.raises(story.section(shared, "1", "Budget"), "Ours", "Northfold Police")
    story.raises(story.section(shared, "2", "Budget"), "Theirs", "NCC")
    later = story.raises(story.section(unshared, "1", "Budget"), "Ours too", "Northfold Police")
    force = office.users["force_officer"]

    def seen() -> list[Action]:
        return [
            row.action
            for row in actions.register(session, actions.Filters(tab="all"), today=JUNE, user=force).rows
        ]

    assert seen() == [ours]
    actions.share(session, later, at=shared.created_at, today=JUNE, by=None)
    assert seen() == [later, ours]


def test_the_page_of_an_action_tells_its_history_newest_first(
    session: Session, story: Story, by: User
) -> None:
    section = story.section(story.meeting(MARCH), "3", "Budget")
    story.asks(section, "The PCC asked why.", "The CC said because.")
    action = story.raises(section, "Do this", "CC", due_on=JUNE)
    story.reviews(
        story.section(story.meeting(JUNE), "1", "Actions"), action, Outcome.CARRIED, "Half done.", SEPTEMBER
    )
    actions.close(session, action, reason="Seen by the office.", today=SEPTEMBER, by=by)
    whole = actions.whole(session, action, today=SEPTEMBER, user=by)
    told = [(one.heading.replace("\N{NO-BREAK SPACE}", " "), one.remark) for one in whole.told]
    assert told == [
        ("Closed", "Seen by the office."),
        ("Carried to 29 September 2023", "Half done."),
        ("Raised", ""),
    ]
    assert whole.first_due == JUNE
    assert [(one.kind, one.who) for one in whole.extract] == [
        (Kind.QUESTION, "PCC"),
        (Kind.ANSWER, "CC"),
        (Kind.ACTION, ""),
    ]


def test_a_body_reads_of_minutes_it_may_not_open_only_the_passage_that_is_its_own(
    session: Session, story: Story, office: Office
) -> None:
    section = story.section(story.meeting(MARCH), "3", "Budget")
    story.asks(section, "The PCC asked why.", "The CC said because.")
    action = story.raises(section, "Do this", "Northfold Police")
    actions.share(session, action, at=now(), today=MARCH, by=None)
    whole = actions.whole(session, action, today=JUNE, user=office.users["force_officer"])
    assert [one.text for one in whole.extract] == ["ACTION: Do this"]
    assert whole.readable == set()


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        (
            "14/2024: carried to 30 April 2025, 22 of 60 records had been read.",
            "22 of 60 records had been read.",
        ),
        ("Action 14/2024 – closed. The list was seen.", "The list was seen."),
        ("14/2024: carried to the next meeting. One car came back.", "One car came back."),
        ("14/2024: progressed, now due 6 June 2025. Half done.", "Half done."),
        ("14/2024: closed", ""),
        ("14/2024 Closed cases were counted", "Closed cases were counted"),
        ("The CC said that it was done.", "The CC said that it was done."),
    ],
)
def test_a_review_is_told_without_saying_twice_what_was_decided(words: str, rest: str) -> None:
    assert said_beyond(words, "14/2024") == rest


def test_earlier_minutes_turn_out_to_have_raised_what_later_ones_restate(
    session: Session, story: Story
) -> None:
    june = story.section(story.meeting(JUNE), "9", "Summary")
    action = story.raises(june, "Share it", "CC", reference="7/2023", due_on=SEPTEMBER)
    later = session.exec(select(Entry).where(Entry.action_id == action.id)).one()
    march = story.meeting(MARCH)
    first = story.raises(story.section(march, "2", "Budget"), "Share the plan", "ACC", reference="7/2023")
    assert first is action
    assert (action.meeting_id, action.raised_on, action.wording) == (march.id, MARCH, "Share the plan")
    assert [owner.words for owner in action.present_owners] == ["ACC"]
    assert later.mention == Mention.RESTATED
    assert replays(session, action)


def test_a_review_that_came_first_counts_once_its_action_is_known(session: Session, story: Story) -> None:
    june = story.section(story.meeting(JUNE), "1", "Actions")
    waiting = story.line(june, Kind.REVIEW, "7/2023: carried to 29 September 2023. Half done.")
    other = story.line(june, Kind.REVIEW, "17/2023: closed.")
    waiting.outcome, other.outcome = Outcome.CARRIED, Outcome.CLOSED
    session.flush()
    action = story.raises(story.section(story.meeting(MARCH), "2", "Budget"), "Share it", reference="7/2023")
    assert (action.is_open, action.due_on) == (True, SEPTEMBER)
    assert (waiting.action_id, waiting.mention, other.action_id) == (action.id, Mention.REVIEWED, None)
    assert replays(session, action)


def test_a_reference_written_again_after_its_passage_was_removed_is_the_same_action(
    session: Session, story: Story, by: User
) -> None:
    meeting = story.meeting(MARCH)
    section = story.section(meeting, "1", "Budget")
    action = story.raises(section, "Do this", reference="17/2023")
    actions.remove(session, action, meeting=meeting, by=by)
    again = story.raises(section, "Do this today", reference="17/2023")
    assert again is action
    assert (again.removed_at, again.wording) == (None, "Do this today")
    assert replays(session, action)


def test_two_who_raise_actions_at_once_get_two_numbers(engine: Engine, office: Office) -> None:
    def raise_some(at: int) -> list[str]:
        references = []
        for _ in range(5):
            with transaction(engine) as session:
                action = actions.add(session, wording=f"By {at}", raised_on=MARCH, by=None)
                session.commit()
                references.append(action.reference)
        return references

    with ThreadPoolExecutor(4) as together:
        found = [reference for some in together.map(raise_some, range(4)) for reference in some]
    assert sorted(found) == sorted(f"{number}/2023" for number in range(1, 21))


def test_a_meeting_whose_day_is_put_right_takes_its_actions_along(session: Session, story: Story) -> None:
    march, june = story.meeting(MARCH), story.meeting(JUNE)
    action = story.raises(story.section(march, "1", "Budget"), "Do this", "CC", due_on=SEPTEMBER)
    story.reviews(story.section(june, "1", "Actions"), action, Outcome.CLOSED, "Seen.")
    march.held_on, june.held_on = date(2022, 3, 31), date(2023, 7, 1)
    for meeting in (march, june):
        session.add(meeting)
        actions.redate(session, meeting, by=None)
    assert (action.reference, action.raised_on, action.settled_on) == ("1/2023", march.held_on, june.held_on)
    told = [(event.kind, event.dated_on) for event in actions.standing(actions.events(session, action))]
    assert told == [(EventKind.RAISED, march.held_on), (EventKind.CLOSED, june.held_on)]
    assert replays(session, action)


def test_owners_stand_in_the_order_they_were_given(session: Session, story: Story, by: User) -> None:
    action = story.raises(story.section(story.meeting(MARCH), "1", "Budget"), "Do this", "CC", "NCC")
    actions.set_owners(session, action, actions.resolve_owners(session, ["NCC", "DCC"]), today=JUNE, by=by)
    actions.set_owners(
        session, action, actions.resolve_owners(session, ["DCC", "NCC"]), today=SEPTEMBER, by=by
    )
    assert [owner.words for owner in action.present_owners] == ["DCC", "NCC"]
    assert replays(session, action)
    session.commit()
    session.expire_all()
    assert [owner.words for owner in action.present_owners] == ["DCC", "NCC"]
    assert replays(session, action)


def test_the_register_counts_what_it_shows_in_every_order_on_every_tab(
    session: Session, story: Story, by: User
) -> None:
    section = story.section(story.meeting(MARCH), "1", "Recommendation 8", story.recommendation("8"))
    carried = story.raises(section, "Late", "CC", due_on=date(2023, 4, 30))
    story.raises(section, "Nobody's")
    closed = story.raises(section, "Closed", "NP", due_on=JUNE)
    later = story.section(story.meeting(JUNE), "2", "Actions")
    story.raises(later, "Untied", "CC", due_on=SEPTEMBER)
    story.reviews(later, closed, Outcome.CLOSED)
    first = story.reviews(later, carried, Outcome.CARRIED)
    actions.withdraw_review(session, first, meeting=session.get_one(Meeting, first.meeting_id), by=by)
    for on in (date(2023, 7, 1), date(2023, 7, 2), date(2023, 7, 3)):
        story.reviews(story.section(story.meeting(on), "1", "Actions"), carried, Outcome.CARRIED)
    for tab in actions.TABS:
        for sort in actions.ORDERS:
            found = actions.register(session, actions.Filters(tab, sort=sort), today=SEPTEMBER, user=by)
            assert len(found.rows) == found.total == {key: n for key, _, n in found.tabs}[tab]
    by_carried = actions.register(
        session, actions.Filters("all", sort="carried", descending=True), today=SEPTEMBER, user=by
    )
    assert (by_carried.rows[0].action, by_carried.rows[0].carried) == (carried, 3), "one was taken back"
    found = actions.register(session, actions.Filters(), today=SEPTEMBER, user=by)
    assert (found.carried_often, found.oldest, found.most_overdue) == (1, 182, 152)


def test_the_register_is_cut_into_pages_and_a_page_too_far_is_the_last(
    session: Session, story: Story, by: User
) -> None:
    section = story.section(story.meeting(MARCH), "1", "Budget")
    for at in range(actions.PAGE + 1):
        story.raises(section, f"Do {at}")
    first, last, whole = (
        actions.register(session, actions.Filters(), today=JUNE, user=by, page=page) for page in (1, 9, None)
    )
    assert (len(first.rows), first.at, first.pages) == (actions.PAGE, 1, 2)
    assert ([row.action.wording for row in last.rows], last.at) == ([f"Do {actions.PAGE}"], 2)
    assert len(whole.rows) == actions.PAGE + 1
