"""Figures: every number is what the events of the actions say, counted of what somebody may see."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from app.models.lines import Outcome
from app.models.people import User
from app.models.responses import Response, ResponseState
from app.services import actions, figures
from tests.conftest import Office
from tests.story import Story

MARCH, JUNE, TODAY = date(2025, 1, 31), date(2025, 3, 31), date(2025, 5, 14)


@pytest.fixture
def story(session: Session, by: User) -> Story:
    """Raised in January: one closed in March and opened again in April, one carried twice, one nobody's."""
    story = Story(session, by)
    first = story.section(story.meeting(MARCH, shared=True), "1", "Rec 8", story.recommendation("8"))
    again = story.raises(first, "Count the homes", "Northfold Police", due_on=date(2025, 2, 28))
    carried = story.raises(first, "Count the beds", "NCC", due_on=JUNE)
    story.raises(first, "Count the stars")
    later = story.section(story.meeting(JUNE), "1", "Actions")
    story.reviews(later, again, Outcome.CLOSED)
    story.reviews(later, carried, Outcome.CARRIED, due_on=date(2025, 4, 30))
    story.reviews(
        story.section(story.meeting(date(2025, 5, 1)), "1", "Actions"), carried, Outcome.CARRIED, due_on=TODAY
    )
    actions.reopen(session, again, reason="Not quite.", today=date(2025, 4, 20), by=by)
    return story


def test_open_actions_over_time_follow_what_was_closed_and_reopened(
    session: Session, story: Story, by: User
) -> None:
    found = figures.figures(session, by, today=TODAY)
    assert [(month.on, month.open) for month in found.months] == [
        (date(2025, 1, 31), 3),
        (date(2025, 2, 28), 3),
        (date(2025, 3, 31), 2),
        (date(2025, 4, 30), 3),
        (TODAY, 3),
    ]
    assert found.months[-1].overdue == 1


def test_ages_and_times_carried_are_of_open_actions(session: Session, story: Story, by: User) -> None:
    found = figures.figures(session, by, today=TODAY)
    assert {age.words: age.count for age in found.ages if age.count} == {"91 to 180 days": 3}
    assert [(one.words, one.count) for one in found.carried] == [
        ("Never", 2), ("Once", 0), ("Twice", 1), ("Three times", 0), ("Four times or more", 0),
    ]  # fmt: skip


def test_actions_are_counted_by_organisation_and_by_recommendation_with_a_way_to_them(
    session: Session, story: Story, by: User, office: Office
) -> None:
    found = figures.figures(session, by, today=TODAY)
    by_name = {share.name: share for share in found.organisations}
    force = by_name["Northfold Police"]
    assert (force.open, force.overdue, force.href) == (1, 1, f"/actions?organisation={office.force.id}")
    assert by_name["No organisation known"].open == 1
    assert [(share.name, share.open) for share in found.recommendations] == [("IIHR 8", 3)]


def test_the_first_response_to_an_action_is_on_time_or_late_by_its_due_date(
    session: Session, story: Story, by: User, office: Office
) -> None:
    homes, beds, stars = (actions.find_by_reference(session, f"{number}/2025") for number in (1, 2, 3))
    officer = office.users["force_officer"]
    for action, day in ((homes, 27), (homes, 28), (beds, 28), (stars, 28)):
        assert action is not None
        session.add(
            Response(
                action_id=action.id, organisation_id=office.force.id or 0, text="So.", given_by_id=officer.id or 0,
                state=ResponseState.SUBMITTED, begun_at=datetime(2025, 2, 1, tzinfo=UTC),
                given_at=datetime(2025, 2 if action is homes else 6, day, 23, 30, tzinfo=UTC),
            )
        )  # fmt: skip
    session.flush()
    found = figures.figures(session, by, today=TODAY)
    assert found.responses == figures.Timeliness(on_time=1, late=1, undated=1)
    [force] = [share for share in found.organisations if share.name == "Northfold Police"]
    assert force.responses == found.responses


def test_a_body_sees_figures_of_its_own_alone(session: Session, story: Story, office: Office) -> None:
    council = session.get_one(User, office.users["other_force_officer"].id)
    found = figures.figures(session, council, today=TODAY)
    assert [month.open for month in found.months] == [1] * 5
    assert [share.name for share in found.organisations] == ["Northfold County Council"]


def test_many_organisations_are_counted_together_at_the_end(session: Session, story: Story, by: User) -> None:
    section = story.section(story.meeting(MARCH), "9", "Other")
    for at in range(20):
        about = story.section(story.meeting(MARCH), "1", "Rec", story.recommendation(str(100 + at)))
        story.raises(about, f"Do {at}")
    story.raises(section, "Do more")
    found = figures.figures(session, by, today=TODAY)
    assert len(found.recommendations) == 16
    assert (found.recommendations[-1].name, found.recommendations[-1].open) == ("6 others", 6)
