"""The trail of a recommendation: everything about it by meeting, in order, and silences said."""

import io
from datetime import date

import pytest
from docx import Document
from sqlalchemy import event
from sqlmodel import Session

from app.db import now
from app.models.lines import Outcome
from app.models.meetings import Assurance, PlannedQuestion
from app.models.people import User
from app.models.recommendations import ProgressUpdate, Responsibility
from app.models.withholdings import Withheld, Withholding
from app.services import actions, standings, trails
from tests.conftest import Office
from tests.story import Story

MARCH, JUNE, SEPTEMBER = date(2023, 3, 31), date(2023, 6, 30), date(2023, 9, 29)
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def story(session: Session, by: User) -> Story:
    return Story(session, by)


def outline(trail: trails.Trail) -> list[tuple[str, list[str]]]:
    """The trail as days and short words."""
    found: list[tuple[str, list[str]]] = []
    for one in trail.in_order:
        if isinstance(one, trails.TrailMeeting):
            found.append((one.meeting.held_on.isoformat(), [short(thing) for thing in one.happened]))
        else:
            found.append((one.dated_on.isoformat(), [one.update.text if one.update else short(one.review)]))
    return found


def short(thing: object) -> str:
    match thing:
        case trails.Spoken():
            return f"{thing.who}: {thing.words}" + ("" if thing.is_answered else " (no answer)")
        case trails.Raised():
            return f"raised {thing.action.reference}"
        case trails.Reviewed():
            return f"{thing.action.reference} {thing.became}"
        case trails.Judged():
            return thing.assurance.value
    raise AssertionError(thing)


def test_a_trail_holds_everything_by_meeting_in_order(
    session: Session, story: Story, by: User, office: Office
) -> None:
    eight, nine = story.recommendation("8"), story.recommendation("9")
    march, june, september = story.meeting(MARCH), story.meeting(JUNE), story.meeting(SEPTEMBER)
    section = story.section(march, "2", "Recommendation 8", eight)
    story.asks(section, "The PCC asked why.", "The CC said because.")
    story.asks(section, "The PCC asked when.")
    action = story.raises(section, "Do this", "CC")
    story.asks(story.section(march, "3", "Recommendation 9", nine), "The PCC asked about nine.")
    story.section(june, "1", "Budget")
    story.reviews(story.section(september, "1", "Actions"), action, Outcome.CLOSED)
    last = story.section(september, "4", "Recommendation 8", eight)
    last.assurance = Assurance.PARTLY
    session.add(
        ProgressUpdate(
            recommendation_id=eight.id or 0,
            organisation_id=office.force.id,
            made_on=date(2023, 5, 1),
            text="Half done.",
            recorded_at=now(),
        )
    )
    session.flush()
    trail = trails.trail(session, eight, user=by, today=SEPTEMBER)
    assert outline(trail) == [
        (
            "2023-03-31",
            [
                "PCC: The PCC asked why.",
                "CC: The CC said because.",
                "PCC: The PCC asked when. (no answer)",
                "raised 1/2023",
            ],
        ),
        ("2023-05-01", ["Half done."]),
        ("2023-09-29", ["1/2023 closed", "partly assured"]),
    ]
    assert [one.glance for one in trail.strip] == [
        ("asked", "open", ""),
        ("", "", ""),
        ("", "closed", "partly"),
    ], "the strip has a place for the meeting that did not speak of it"
    assert trail.in_short == (
        f"Asked about at one meeting, on 31{NBSP}March{NBSP}2023. "
        f"One question has had no answer since 31{NBSP}March{NBSP}2023, and no action is open."
    )


def test_an_action_tied_by_hand_brings_its_meeting_into_the_trail(
    session: Session, story: Story, by: User
) -> None:
    eight = story.recommendation("8")
    section = story.section(story.meeting(MARCH), "2", "Other business")
    story.asks(section, "The PCC asked about the weather.")
    action = story.raises(section, "Do this")
    actions.set_recommendations(session, action, [eight], today=JUNE, by=by)
    actions.close(session, action, reason="Seen.", today=JUNE, by=by)
    trail = trails.trail(session, eight, user=by, today=JUNE)
    assert outline(trail) == [("2023-03-31", ["raised 1/2023"]), ("2023-06-30", ["1/2023 closed"])]


def test_a_heading_below_a_tied_heading_speaks_of_the_same(session: Session, story: Story, by: User) -> None:
    eight = story.recommendation("8")
    meeting = story.meeting(MARCH)
    story.section(meeting, "2", "Recommendation 8", eight)
    story.asks(story.section(meeting, "2.1", "Grading", level=2), "The PCC asked below.")
    story.asks(story.section(meeting, "3", "Budget"), "The PCC asked beside.")
    trail = trails.trail(session, eight, user=by, today=JUNE)
    assert [question.words for one in trail.meetings for question in one.questions] == [
        "The PCC asked below."
    ]


def test_a_meeting_that_spoke_of_it_and_asked_nothing_says_so(
    session: Session, story: Story, by: User
) -> None:
    eight = story.recommendation("8")
    story.section(story.meeting(MARCH), "2", "Recommendation 8", eight)
    trail = trails.trail(session, eight, user=by, today=JUNE)
    assert [one.is_silent for one in trail.meetings] == [True]
    assert trail.in_short.startswith("Nobody has asked about this recommendation at a meeting yet.")


def test_a_body_sees_nothing_of_meetings_that_were_not_shared_nor_what_is_planned(
    session: Session, story: Story, by: User, office: Office
) -> None:
    eight = story.recommendation("8")
    shared, unshared = story.meeting(MARCH, shared=True), story.meeting(JUNE)
    story.attends(shared, "Alan Brierley", "CC", "Chief Constable", office.force)
    story.attends(unshared, "Alan Brierley", "CC", "Chief Constable", office.force)
    for meeting, words in ((shared, "The PCC asked openly."), (unshared, "The PCC asked in a draft.")):
        story.asks(story.section(meeting, "2", "Recommendation 8", eight), words)
    session.add(PlannedQuestion(meeting_id=shared.id or 0, recommendation_id=eight.id, text="Why not?"))
    session.flush()
    force, council = office.users["force_officer"], office.users["other_force_officer"]
    seen = trails.trail(session, eight, user=force, today=JUNE)
    assert outline(seen) == [("2023-03-31", ["PCC: The PCC asked openly. (no answer)"])]
    assert not any(one.planned for one in seen.meetings)
    assert trails.trail(session, eight, user=council, today=JUNE).in_order == []
    assert trails.trail(session, eight, user=by, today=JUNE).meetings[0].planned[0].text == "Why not?"


def test_a_body_reads_in_a_trail_nothing_that_is_withheld_nor_whoever_is(
    session: Session, story: Story, by: User, office: Office
) -> None:
    eight = story.recommendation("8")
    session.add(Responsibility(recommendation_id=eight.id or 0, organisation_id=office.force.id or 0))
    march, june = story.meeting(MARCH, shared=True), story.meeting(JUNE, shared=True)
    for meeting in (march, june):
        story.attends(meeting, "Alan Brierley", "CC", "Chief Constable", office.force)
    there = story.attends(march, "Dana Field", "DF", "Witness", office.force)
    section = story.section(march, "2", "Recommendation 8", eight)
    hidden = story.asks(section, "The PCC asked about operation Heron.")
    story.asks(section, "The PCC asked what Ms Field saw.")
    story.asks(section, "The PCC asked openly.")
    whole = story.section(june, "3", "Recommendation 8", eight)
    story.asks(whole, "The PCC asked behind closed doors.")
    section.assurance = whole.assurance = Assurance.NOT
    held = [
        (Withheld.LINE, hidden.line_id), (Withheld.ATTENDANCE, there.id),
        (Withheld.ASSURANCE, section.id), (Withheld.SECTION, whole.id),
    ]  # fmt: skip
    for meeting, (subject, number) in zip((march, march, march, june), held, strict=True):
        session.add(
            Withholding(
                meeting_id=meeting.id, subject=subject, subject_id=str(number), by_id=by.id or 0, at=now()
            )
        )
    session.flush()
    force = office.users["force_officer"]
    seen = trails.trail(session, eight, user=force, today=SEPTEMBER)
    assert outline(seen) == [("2023-03-31", ["PCC: The PCC asked openly. (no answer)"])]
    (standing,) = standings.standings(session, [eight.id or 0], user=force, today=SEPTEMBER)
    assert standing.judgement is None
    assert [one.assurance for one in trails.summaries(session, eight.source, user=force)] == [None]
    everything = trails.trail(session, eight, user=by, today=SEPTEMBER)
    assert [len(one.happened) for one in everything.meetings] == [4, 2], "the office reads all of it"


def test_a_report_in_short_says_when_each_was_last_asked_about(
    session: Session, story: Story, by: User
) -> None:
    eight, nine = story.recommendation("8"), story.recommendation("9")
    section = story.section(story.meeting(MARCH), "2", "Recommendation 8", eight)
    story.asks(section, "The PCC asked why.", "The CC said because.")
    story.asks(section, "The PCC asked when.")
    story.raises(section, "Do this")
    assert nine.id != eight.id
    found = trails.summaries(session, eight.source, user=by)
    assert [
        (one.recommendation.reference, one.last_asked_on, one.unanswered, one.open_actions) for one in found
    ] == [
        ("8", MARCH, 1, 1),
        ("9", None, 0, 0),
    ]


def test_a_long_trail_takes_as_many_statements_as_a_short_one(
    session: Session, story: Story, by: User
) -> None:
    eight = story.recommendation("8")

    def add(meetings: int, year: int) -> None:
        for month in range(1, meetings + 1):
            section = story.section(story.meeting(date(year, month, 1)), "1", "Recommendation 8", eight)
            story.asks(section, "The PCC asked why.", "The CC said because.")
            action = story.raises(section, "Do this", "CC")
            story.reviews(section, action, Outcome.CARRIED)
        session.commit()

    def statements() -> int:
        session.expire_all()
        seen: list[str] = []

        def note(*arguments: object) -> None:
            seen.append(str(arguments[2]))

        bind = session.get_bind()
        event.listen(bind, "before_cursor_execute", note)
        trail = trails.trail(session, eight, user=by, today=JUNE)
        trails.summaries(session, eight.source, user=by)
        event.remove(bind, "before_cursor_execute", note)
        assert trail.meetings
        return len(seen)

    add(2, 2021)
    few = statements()
    add(12, 2022)
    assert statements() == few


def test_in_word_a_meeting_of_which_much_is_told_goes_on_over_the_page(
    session: Session, story: Story, by: User
) -> None:
    eight = story.recommendation("8")
    section = story.section(story.meeting(MARCH), "4", "Recommendation 8", eight)
    for place in range(3):
        story.asks(section, f"The PCC asked question {place}.", f"The CC gave answer {place}.")
    (standing,) = standings.standings(session, [eight.id or 0], user=by, today=SEPTEMBER)
    trail = trails.trail(session, eight, user=by, today=SEPTEMBER)
    data = trails.as_word(trail, standing, made_at=now(), office="OPCC")
    table = Document(io.BytesIO(data)).tables[-1]
    told = [row for row in table.rows if row.cells[0].text.replace(NBSP, " ") == "31 March 2023"]
    assert len(told) == 6, "each question and answer has a row and its day"
    assert "cantSplit" not in told[0]._tr.xml
