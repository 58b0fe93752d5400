"""Coverage: what each meeting did about each recommendation, and what was never asked about."""

from datetime import date

import pytest
from sqlmodel import Session

from app.models.lines import Outcome
from app.models.meetings import Assurance, Meeting, MeetingStatus
from app.models.people import User
from app.services import coverage, planned_questions, recommendations
from app.services.coverage.parts import Glance
from tests.bench import many_recommendations as many
from tests.conftest import TODAY, Office
from tests.story import Story


@pytest.fixture
def story(session: Session, by: User) -> Story:
    return Story(session, by)


def test_the_grid_shows_what_was_asked_answered_raised_closed_assured_and_never_asked(
    session: Session, by: User, story: Story
) -> None:
    eight, nine, ten = (story.recommendation(reference) for reference in ("8", "9", "10"))
    first = story.section(story.meeting(date(2024, 3, 14)), "1", "Recommendation 8", eight)
    story.asks(first, "The PCC asked about nights.", "The CC said they were trained.")
    action = story.raises(first, "Confirm it", "CC")
    action_id = action.id
    second = story.section(story.meeting(date(2024, 9, 19)), "1", "Recommendation 8", eight)
    story.asks(second, "The PCC asked again.")
    story.reviews(second, action, Outcome.CLOSED)
    second.assurance = Assurance.PARTLY
    story.section(story.meeting(date(2025, 1, 23)), "1", "Recommendation 9", nine)
    coming = story.meeting(date(2025, 5, 15))
    coming.status = MeetingStatus.PLANNED
    session.add_all([second, coming])
    planned_questions.plan(session, coming, text="What did the audit find?", recommendation=ten, by=by)
    session.flush()
    grid = coverage.coverage(session, eight.source, user=by, today=TODAY)
    assert [column.held_on.isoformat() for column in grid.columns] == [
        "2024-03-14", "2024-09-19", "2025-01-23", "2025-05-15"
    ]  # fmt: skip
    rows = {row.reference: [cell.glance if cell else None for cell in row.cells] for row in grid.rows}
    assert list(rows) == ["8", "9", "10"]
    assert rows["8"] == [Glance("answered", "raised"), Glance("asked", "closed", "partly"), None, None]
    assert rows["9"] == [None, None, Glance("discussed"), None]
    assert rows["10"] == [None, None, None, Glance("planned")]
    assert rows["8"][1] is not None
    assert rows["8"][1].words == "Asked, no answer, action closed, partly assured"
    assert (grid.never, grid.with_open_action, grid.total) == (2, 0, 3)
    assert [row.last_asked_on for row in grid.rows] == [date(2024, 9, 19), None, None]
    assert grid.next is not None
    assert grid.next.held_on == date(2025, 5, 15)
    assert action_id


def test_a_report_that_was_brought_in_is_no_meeting_of_the_grid(
    session: Session, by: User, story: Story
) -> None:
    eight = story.recommendation("8")
    report = story.meeting(date(2024, 3, 14))
    report.kind = "Report"
    session.add(report)
    story.section(report, "1", "Recommendation 8", eight)
    held = story.meeting(date(2024, 4, 1))
    story.asks(story.section(held, "1", "Recommendation 8", eight), "The PCC asked.")
    grid = coverage.coverage(session, eight.source, user=by, today=TODAY)
    assert [column.id for column in grid.columns] == [held.id]


def test_twelve_meetings_and_those_to_come_are_drawn_with_every_mark_and_thirteen_with_one(
    session: Session, by: User, story: Story
) -> None:
    eight = story.recommendation("8")
    for month in range(1, 13):
        story.section(story.meeting(date(2024, month, 14)), "1", "Recommendation 8", eight)
    coming = story.meeting(date(2025, 5, 15))
    coming.status = MeetingStatus.PLANNED
    session.add(coming)
    session.flush()
    grid = coverage.coverage(session, eight.source, user=by, today=TODAY)
    assert (len(grid.columns), grid.is_compact) == (13, False)
    story.section(story.meeting(date(2025, 1, 14)), "1", "Recommendation 8", eight)
    assert coverage.coverage(session, eight.source, user=by, today=TODAY).is_compact


def test_the_grid_is_cut_into_pages_of_rows_and_windows_of_meetings(
    session: Session, office: Office, by: User
) -> None:
    number = many.store(session, 230, 45, 1000, lead=office.force)
    session.commit()
    source = recommendations.source_by_id(session, number)
    grid = coverage.coverage(session, source, user=by, today=TODAY)
    assert (len(grid.rows), grid.pages, len(grid.columns), grid.earlier) == (200, 2, 40, 6), (
        "the meeting to come among them"
    )
    assert grid.is_compact
    grid = coverage.coverage(session, source, user=by, today=TODAY, page=2, back=40)
    assert (len(grid.rows), len(grid.columns), grid.earlier, grid.later) == (30, 6, 0, 40)
    assert not grid.is_compact
    never = coverage.coverage(session, source, user=by, today=TODAY, never=True)
    assert len(never.rows) == never.never == never.shown
    assert all(row.last_asked_on is None for row in never.rows)
    assert isinstance(session.get(Meeting, grid.columns[0].id), Meeting)
