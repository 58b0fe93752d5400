"""Lines of enquiry: what the record alone suggests asking, each with the fact it rests on."""

from datetime import date

import pytest
from sqlmodel import Session

from app.db import now
from app.errors import RuleBroken
from app.models.lines import Outcome
from app.models.meetings import Assurance, Meeting, MeetingStatus
from app.models.people import User
from app.models.recommendations import ProgressUpdate, Step
from app.services import briefs, enquiries, planned_questions
from tests.conftest import TODAY, Office
from tests.story import Story


@pytest.fixture
def coming(session: Session, office: Office, by: User) -> Meeting:
    """The next meeting, after one that left four things open."""
    story = Story(session, by)
    eight, nine, ten, eleven = (story.recommendation(reference) for reference in ("8", "9", "10", "11"))
    nine.evidence_needed = "An audit of 60 records"
    session.add(nine)
    last = story.meeting(date(2025, 3, 13))
    section = story.section(last, "1", "Recommendation 8", eight)
    story.asks(section, "The PCC asked who reads the reasons.")
    story.asks(section, "The PCC asked how many there are.", "The CC said 61.")
    action = story.raises(section, "Share the audit", "CC", due_on=date(2025, 4, 30))
    later = story.section(story.meeting(date(2025, 4, 10)), "1", "Recommendation 8", eight)
    story.reviews(later, action, Outcome.CARRIED, due_on=date(2025, 5, 1))
    judged = story.section(last, "2", "Recommendation 10", ten)
    judged.assurance = Assurance.NOT
    session.add_all(
        [
            judged,
            ProgressUpdate(
                recommendation_id=nine.id or 0, organisation_id=office.force.id, made_on=date(2025, 2, 1),
                text="Done.", rating="Complete", recorded_at=now(),
            ),
            Step(recommendation_id=eleven.id or 0, wording="Train", due_on=date(2025, 1, 1)),
        ]
    )  # fmt: skip
    meeting = story.meeting(date(2025, 5, 15))
    meeting.status = MeetingStatus.PLANNED
    session.add(meeting)
    session.flush()
    return meeting


def test_the_record_suggests_what_to_ask_next_and_says_why(
    session: Session, by: User, coming: Meeting
) -> None:
    found = enquiries.enquiries(session, coming, user=by, today=TODAY)
    whys = [[one.why.replace("\N{NO-BREAK SPACE}", " ") for one in group.rows] for group in found.groups]
    assert whys == [
        ["Asked on 13 March 2025; no answer is recorded."],
        ["Action 1/2025 has been carried once and is 13 days overdue."],
        ["Northfold Police says “Complete”, 1 February 2025; no evidence has been received."],
        ["The Commissioner was not assured on 13 March 2025."],
    ]
    assert [one.reference for one in found.rows] == ["8", "8", "9", "10"]
    assert "It asks for “An audit of 60 records”. What shows it?" in found.rows[2].text


def test_chosen_enquiries_are_planned_once_however_often_they_are_sent(
    session: Session, by: User, coming: Meeting
) -> None:
    found = enquiries.enquiries(session, coming, user=by, today=TODAY)
    keys = [found.rows[0].key, found.rows[3].key, "question-99999"]
    assert len(enquiries.plan(session, coming, keys, today=TODAY, by=by)) == 2
    assert enquiries.plan(session, coming, keys, today=TODAY, by=by) == []
    planned = planned_questions.of_meeting(session, coming)
    assert [one.text for one in planned] == [found.rows[0].text, found.rows[3].text]
    again = enquiries.enquiries(session, coming, user=by, today=TODAY)
    assert [one.is_planned for one in again.rows] == [True, False, False, True]
    with pytest.raises(RuleBroken, match="Choose the questions first"):
        enquiries.plan(session, coming, [], today=TODAY, by=by)


def test_overdue_steps_and_evidence_not_received_stand_in_the_brief(
    session: Session, by: User, coming: Meeting
) -> None:
    brief = briefs.brief(session, coming, today=TODAY)
    said = {one.verb: [reference for _, reference in one.references] for one in brief.wanting}
    assert said == {
        "has an overdue step": ["11"],
        "lacks evidence that was promised": ["9"],
        "is called complete and not verified": ["9"],
    }
    assert {one.reference for one in brief.silent} == {"9", "10", "11"}, "and those nobody asked about lately"
