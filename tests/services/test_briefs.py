"""The brief: what a Commissioner must know the evening before, gathered the same way however much there is."""

import io
import re
from datetime import UTC, date, datetime

import pytest
from docx import Document
from sqlalchemy import event
from sqlmodel import Session

from app.db import now
from app.models.actions import Action
from app.models.lines import Outcome
from app.models.meetings import Assurance, Meeting
from app.models.people import User
from app.models.recommendations import ProgressUpdate
from app.models.responses import Response, ResponseState
from app.services import actions, briefs, notes, planned_questions
from app.services.briefs import Brief
from tests.conftest import TODAY, Office
from tests.story import Story

JULY, MARCH, MAY = date(2024, 7, 11), date(2025, 3, 13), date(2025, 5, 15)
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def story(session: Session, by: User) -> Story:
    return Story(session, by)


@pytest.fixture
def meeting(session: Session) -> Meeting:
    """The meeting of tomorrow."""
    meeting = Meeting(title="Holding to account", held_on=MAY, created_at=now())
    session.add(meeting)
    session.flush()
    return meeting


def respond(
    session: Session,
    office: Office,
    action: Action,
    text: str,
    on: date,
    state: ResponseState = ResponseState.SUBMITTED,
    *,
    proposes_closure: bool = False,
) -> None:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    session.add(
        Response(
            action_id=action.id,
            organisation_id=office.force.id or 0,
            text=text,
            state=state,
            proposes_closure=proposes_closure,
            given_by_id=office.users["force_officer"].id or 0,
            begun_at=at,
            given_at=at,
        )
    )
    session.flush()


def groups(brief: Brief) -> list[tuple[str, int, list[str]]]:
    return [
        (group.name, group.count, [one.row.action.reference for one in group.rows])
        for group in brief.open.groups
    ]


def test_what_is_open_stands_by_owner_and_by_recommendation_with_age_due_date_and_latest_response(
    session: Session, story: Story, meeting: Meeting, office: Office
) -> None:
    eight = story.recommendation("8")
    section = story.section(story.meeting(JULY), "2", "Recommendation 8", eight)
    late = story.raises(section, "Count the homes", "Northfold Police", due_on=date(2025, 1, 31))
    story.raises(section, "Write the letter", "OPCC")
    story.raises(section, "Bring the comments")
    other = story.section(story.meeting(MARCH), "1", "Budget")
    story.raises(other, "Pay the bill", "Northfold Police", due_on=date(2025, 6, 30))
    respond(session, office, late, "41 of 60 counted.", date(2025, 5, 9))
    brief = briefs.brief(session, meeting, today=TODAY)
    assert groups(brief) == [
        ("Northfold Police", 2, ["1/2024", "1/2025"]),
        ("This office", 1, ["2/2024"]),
        ("Nobody named", 1, ["3/2024"]),
    ]
    row = brief.open.groups[0].rows[0]
    assert (row.row.age, row.row.action.days_overdue(TODAY)) == (307, 103)
    assert row.latest is not None
    assert (row.latest.words, row.latest.dated_on) == ("41 of 60 counted.", date(2025, 5, 9))
    about = briefs.brief(session, meeting, by_recommendation=True, today=TODAY)
    assert groups(about) == [
        ("Recommendation 8", 3, ["1/2024", "2/2024", "3/2024"]),
        ("Tied to no recommendation", 1, ["1/2025"]),
    ]


def test_the_brief_opens_with_a_sentence_and_says_what_to_ask_first(
    session: Session, story: Story, meeting: Meeting
) -> None:
    eight = story.recommendation("8")
    section = story.section(story.meeting(JULY), "2", "Recommendation 8", eight)
    story.asks(section, "The PCC asked how the force knows.")
    late = story.raises(section, "Count the homes", "CC", due_on=date(2025, 1, 31))
    story.raises(section, "Bring the comments")
    story.reviews(story.section(story.meeting(MARCH), "1", "Actions"), late, Outcome.CARRIED)
    brief = briefs.brief(session, meeting, today=TODAY)
    assert briefs.lead(brief) == "Two actions are open, one is overdue, one question has had no answer"
    assert [(one.words, one.why) for one in brief.ask_first] == [
        (
            "The PCC asked how the force knows.",
            f"Asked by the PCC on 11{NBSP}July{NBSP}2024 and not answered.",
        ),
        ("Count the homes", f"Action{NBSP}1/2024 has been carried once and is 103 days overdue."),
        ("Bring the comments", f"Action{NBSP}2/2024 names nobody and has no date."),
    ]


def test_an_office_with_nothing_open_is_told_so(session: Session, meeting: Meeting) -> None:
    brief = briefs.brief(session, meeting, today=TODAY)
    assert briefs.lead(brief) == "No actions are open, no question waits for an answer"
    assert (brief.ask_first, brief.last, brief.came_in) == ([], None, [])


def test_what_came_in_since_last_time_is_told_and_nothing_of_before_or_in_draft(
    session: Session, story: Story, meeting: Meeting, office: Office
) -> None:
    section = story.section(story.meeting(MARCH), "1", "Homes")
    action = story.raises(section, "Count the homes", "Northfold Police")
    respond(session, office, action, "Before.", date(2025, 3, 12))
    respond(session, office, action, "On the day itself.", MARCH)
    respond(session, office, action, "Since.", date(2025, 4, 2), ResponseState.RETURNED)
    respond(session, office, action, "Only a draft.", date(2025, 5, 2), ResponseState.DRAFT)
    session.add(
        ProgressUpdate(
            recommendation_id=story.recommendation("8").id or 0,
            organisation_id=office.force.id,
            made_on=date(2025, 5, 1),
            text="Half done.",
            recorded_at=now(),
        )
    )
    session.flush()
    brief = briefs.brief(session, meeting, today=TODAY)
    assert [(one.subject, one.words, one.who) for one in brief.came_in] == [
        ("Recommendation 8", "Half done.", "Northfold Police"),
        ("Action 1/2025", "Since.", "Northfold Police"),
    ]
    assert brief.came_in_count == 2


def test_what_the_force_proposes_to_close_stands_by_itself_until_the_office_decides(
    session: Session, story: Story, meeting: Meeting, office: Office, by: User
) -> None:
    section = story.section(story.meeting(JULY), "1", "Homes")
    action = story.raises(section, "Count the homes", "Northfold Police")
    respond(session, office, action, "All counted.", date(2024, 9, 1), proposes_closure=True)
    brief = briefs.brief(session, meeting, today=TODAY)
    assert [(one.subject, one.words) for one in brief.proposed] == [("Action 1/2024", "All counted.")]
    actions.close(session, action, reason="Seen.", today=TODAY, by=by)
    assert briefs.brief(session, meeting, today=TODAY).proposed == []


def test_what_a_meeting_heard_is_no_longer_proposed(
    session: Session, story: Story, meeting: Meeting, office: Office
) -> None:
    action = story.raises(story.section(story.meeting(JULY), "1", "Homes"), "Count", "Northfold Police")
    respond(session, office, action, "All counted.", date(2024, 9, 1), proposes_closure=True)
    story.reviews(story.section(story.meeting(MARCH), "1", "Actions"), action, Outcome.CARRIED, "Not yet.")
    brief = briefs.brief(session, meeting, today=TODAY)
    latest = brief.open.groups[0].rows[0].latest
    assert brief.proposed == []
    assert latest is not None
    assert latest.words == "Not yet."


def test_an_action_that_two_bodies_own_stands_under_both_and_is_counted_once(
    session: Session, story: Story, meeting: Meeting
) -> None:
    section = story.section(story.meeting(JULY), "1", "Homes")
    story.raises(section, "Agree one form", "Northfold Police", "Northfold County Council")
    brief = briefs.brief(session, meeting, today=TODAY)
    assert groups(brief) == [
        ("Northfold County Council", 1, ["1/2024"]),
        ("Northfold Police", 1, ["1/2024"]),
    ]
    assert (brief.open.count, brief.open.shown) == (1, 1)


def test_questions_never_answered_and_written_answers_promised_stand_apart(
    session: Session, story: Story, meeting: Meeting
) -> None:
    section = story.section(story.meeting(JULY), "1", "Homes")
    story.asks(section, "The PCC asked why.", "The CC said because.")
    story.asks(section, "The PCC asked when.")
    promised = story.asks(section, "The PCC asked how many.", "The CC said she would write.")
    promised.written_answer_due_on = date(2024, 8, 30)
    story.asks(story.section(meeting, "1", "Homes"), "The PCC asks tomorrow.")
    session.flush()
    brief = briefs.brief(session, meeting, today=TODAY)
    assert [one.words for one in brief.unanswered.shown] == ["The PCC asked when."]
    assert [(one.words, one.due_on) for one in brief.awaited.shown] == [
        ("The PCC asked how many.", date(2024, 8, 30))
    ]


def test_assurance_is_that_of_the_last_meeting_with_what_was_said(
    session: Session, story: Story, meeting: Meeting
) -> None:
    eight = story.recommendation("8")
    for held_on, judged in ((JULY, Assurance.NOT), (MARCH, Assurance.PARTLY)):
        section = story.section(story.meeting(held_on), "2", "Recommendation 8", eight)
        section.assurance, section.assurance_statement = judged, f"Said on {held_on}."
    session.flush()
    given = briefs.brief(session, meeting, today=TODAY).given
    assert [(one.assurance, one.statement, [ref for _, ref in one.references]) for one in given] == [
        (Assurance.PARTLY, "Said on 2025-03-13.", ["8"])
    ]


def test_recommendations_nobody_asked_about_for_six_months_are_named(
    session: Session, story: Story, meeting: Meeting
) -> None:
    eight, nine, ten = (story.recommendation(reference) for reference in ("8", "9", "10"))
    long_ago = story.meeting(JULY)
    story.asks(story.section(long_ago, "1", "Recommendation 9", nine), "The PCC asked why.")
    story.asks(story.section(story.meeting(MARCH), "1", "Recommendation 8", eight), "The PCC asked why.")
    story.section(story.meeting(date(2025, 4, 1)), "1", "Recommendation 10", ten)
    brief = briefs.brief(session, meeting, today=TODAY)
    assert brief.silent_since == date(2024, 11, 15)
    assert [one.reference for one in brief.never_asked] == ["10"], "named in minutes is not asked about"
    assert [(one.reference, one.last_asked_on) for one in brief.not_lately] == [("9", JULY)]


def busy(session: Session, story: Story, office: Office, year: int, many: int) -> None:
    """An office with `many` of everything, each with long words."""
    long = (
        "ensure that every child who goes missing from care is offered an interview by somebody independent "
    )
    for number in range(many):
        eight = story.recommendation(str(number + 1))
        section = story.section(story.meeting(date(year, number % 12 + 1, 1)), "2", f"Item {number}", eight)
        section.assurance, section.assurance_statement = Assurance.PARTLY, long * 2
        story.asks(section, f"The PCC asked {number} whether the force would {long}")
        promised = story.asks(section, f"The PCC asked {number} how the force would {long}", "By letter.")
        promised.written_answer_due_on = date(year, 6, 1)
        owner = ("Northfold Police", "Northfold County Council", "OPCC")[number % 3]
        action = story.raises(section, f"{number} {long}", owner, due_on=date(year, 3, 1))
        respond(session, office, action, long * 3, date(2025, 5, 1), proposes_closure=True)
    session.commit()


def test_a_brief_takes_as_many_statements_for_much_as_for_little(
    session: Session, story: Story, meeting: Meeting, office: Office
) -> None:
    def statements() -> int:
        session.expire_all()
        seen: list[str] = []

        def note(*arguments: object) -> None:
            seen.append(str(arguments[2]))

        bind = session.get_bind()
        event.listen(bind, "before_cursor_execute", note)
        for by_recommendation in (False, True):
            briefs.brief(session, meeting, by_recommendation=by_recommendation, everything=True, today=TODAY)
        event.remove(bind, "before_cursor_execute", note)
        return len(seen)

    busy(session, story, office, 2022, 3)
    few = statements()
    busy(session, story, office, 2023, 40)
    assert statements() == few


def test_the_brief_of_a_busy_office_reads_in_three_minutes_and_hides_nothing(
    session: Session, story: Story, meeting: Meeting, office: Office
) -> None:
    """Three minutes are 714 words: adults read 238 words of English prose a minute (Brysbaert, 2019).

    A date, or "Recommendation 8", which hard spaces hold together, is read at a glance, as one word.
    """
    busy(session, story, office, 2022, 60)
    brief = briefs.brief(session, meeting, today=TODAY)
    words = re.findall(r"[^ \t\n]*\w[^ \t\n]*", text_of(briefs.as_word(brief, made_at=now())))
    assert len(words) < 714
    assert brief.open.count == 60
    assert 7 <= brief.open.shown <= briefs.SHOWN
    assert [group.left_out for group in brief.open.groups] == [
        group.count - len(group.rows) for group in brief.open.groups
    ]
    assert (brief.unanswered.count, brief.awaited.count, brief.proposed_count) == (60, 60, 60)
    whole = briefs.brief(session, meeting, everything=True, today=TODAY)
    assert whole.open.shown == 60


def text_of(word: bytes) -> str:
    document = Document(io.BytesIO(word))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def filled(session: Session, story: Story, meeting: Meeting, office: Office, by: User) -> Brief:
    """A brief in which every part says something."""
    busy(session, story, office, 2024, 4)
    meeting.marking = "OFFICIAL-SENSITIVE"
    planned_questions.plan(session, meeting, text="Why has Eastmere not been counted?", by=by)
    notes.save(session, meeting, text="Thank Ms Hart.\nBe brief.", seen_revision=0, writer="page", by=by)
    return briefs.brief(session, meeting, today=TODAY)


def test_the_brief_as_word_says_what_the_page_says_in_the_house_style(
    session: Session, story: Story, meeting: Meeting, office: Office, by: User
) -> None:
    brief = filled(session, story, meeting, office, by)
    word = briefs.as_word(brief, made_at=datetime(2025, 5, 14, 16, 30, tzinfo=UTC))
    document = Document(io.BytesIO(word))
    said = text_of(word).replace(NBSP, " ")
    for words in (
        "OFFICIAL-SENSITIVE. Brief for the Commissioner. Private to the office. Made 14 May 2025, 17:30",
        "Brief for Thursday 15 May 2025",
        "Four actions are open",
        "Proposes to close",
        "Why has Eastmere not been counted?",
        "Thank Ms Hart.",
        "days overdue",
    ):
        assert words in said
    styles = [(str(one.style and one.style.name), one.text) for one in document.paragraphs]
    headings = [one for one in styles if one[0].startswith("Heading")]
    assert [text for _, text in headings][:2] == ["Ask first", "Open actions"]
    assert {name for name, _ in headings} == {"Heading 1", "Heading 2"}, "no level is skipped"
    assert all(text.strip() for name, text in styles if name != "Ruled Lines")
    assert document.core_properties.language == "en-GB"
    assert not document.core_properties.author
    assert document.element.body.xpath(".//w:tblHeader")
    assert not document.element.body.xpath(".//w:rPr/*[not(self::w:rStyle)]"), "nothing is set in code"
