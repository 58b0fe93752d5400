"""The register of questions: what became of each, narrowed by the address; and an action made of one."""

from datetime import date

import pytest
from sqlalchemy import event
from sqlmodel import Session

from app.db import now
from app.errors import NotFound, RuleBroken
from app.models.lines import AlsoReplies, Entry, Kind, Line
from app.models.people import User
from app.models.responses import Response, ResponseState
from app.services import actions, questions
from app.services.questions import Filters, State
from tests.conftest import Office
from tests.story import Story

MARCH, JUNE = date(2023, 3, 31), date(2023, 6, 30)


@pytest.fixture
def story(session: Session, by: User) -> Story:
    return Story(session, by)


def register(session: Session, **filters: object) -> list[str]:
    """The words of the questions on the first page."""
    page = questions.register(session, Filters(**filters), today=JUNE)  # type: ignore[arg-type]
    return [row.words for row in page.rows]


def respond(session: Session, office: Office, question: Entry, state: ResponseState) -> None:
    session.add(
        Response(
            entry_id=question.id,
            organisation_id=office.force.id or 0,
            text="In writing.",
            state=state,
            given_by_id=office.users["force_officer"].id or 0,
            begun_at=now(),
            given_at=now(),
        )
    )
    session.flush()


def test_a_question_is_unanswered_until_minutes_or_an_accepted_letter_answer_it(
    session: Session, story: Story, office: Office
) -> None:
    section = story.section(story.meeting(MARCH), "1", "Homes")
    story.asks(section, "The PCC asked why.", "The CC said because.")
    silent = story.asks(section, "The PCC asked when.")
    further = story.asks(section, "The DPCC asked where.", who="DPCC")
    reply = story.line(section, Kind.ANSWER, "The CC said here, and in May.", "CC")
    session.add(AlsoReplies(answer_id=reply.id or 0, question_id=further.id or 0))
    session.flush()
    assert register(session) == ["The PCC asked when."]
    assert register(session, tab="answered") == ["The PCC asked why.", "The DPCC asked where."]
    respond(session, office, silent, ResponseState.DRAFT)
    assert register(session) == ["The PCC asked when."], "a draft is the body's own"
    respond(session, office, silent, ResponseState.ACCEPTED)
    assert register(session) == []


def test_a_written_answer_that_was_promised_is_awaited_until_it_is_accepted(
    session: Session, story: Story, office: Office
) -> None:
    section = story.section(story.meeting(MARCH), "1", "Homes")
    question = story.asks(section, "The PCC asked how many.", "The CC said she would write.")
    question.written_answer_to_follow = True
    question.written_answer_due_on = date(2023, 4, 28)
    session.flush()
    assert register(session, tab="awaited") == ["The PCC asked how many."]
    respond(session, office, question, ResponseState.SUBMITTED)
    row = questions.register(session, Filters(tab="awaited"), today=JUNE).rows[0]
    assert (row.state, row.due_on) == (State.AWAITED, date(2023, 4, 28))
    assert row.written is not None
    assert row.written.state == ResponseState.SUBMITTED
    respond(session, office, question, ResponseState.ACCEPTED)
    assert register(session, tab="awaited") == []
    assert register(session, tab="answered") == ["The PCC asked how many."]


def test_an_answer_that_was_removed_leaves_its_question_without_one(session: Session, story: Story) -> None:
    section = story.section(story.meeting(MARCH), "1", "Homes")
    question = story.asks(section, "The PCC asked why.")
    reply = story.line(section, Kind.ANSWER, "The CC said because.", "CC")
    reply.replies_to_id = question.id
    session.get_one(Line, reply.line_id).removed_at = now()
    session.flush()
    assert register(session) == ["The PCC asked why."]
    session.get_one(Line, question.line_id).removed_at = now()
    session.flush()
    assert register(session, tab="all") == []
    with pytest.raises(NotFound):
        questions.by_id(session, question.id or 0)


def test_a_row_says_who_asked_at_which_meeting_about_what_and_who_answered(
    session: Session, story: Story
) -> None:
    eight = story.recommendation("8")
    meeting = story.meeting(MARCH)
    story.section(meeting, "2", "Recommendation 8", eight)
    below = story.section(meeting, "2.1", "Grading", level=2)
    question = story.asks(below, "The PCC asked why.", "The CC said because.")
    row = questions.register(session, Filters(tab="all"), today=JUNE).rows[0]
    assert (row.who, row.meeting.held_on, row.line_id) == ("PCC", MARCH, question.line_id)
    assert [tie.reference for tie in row.ties] == ["8"], "a heading below a tied one speaks of the same"
    assert [(answer.who, answer.words) for answer in row.answers] == [("CC", "The CC said because.")]


def test_the_register_is_narrowed_by_words_speaker_meeting_and_recommendation(
    session: Session, story: Story
) -> None:
    eight, nine = story.recommendation("8"), story.recommendation("9")
    march, june = story.meeting(MARCH), story.meeting(JUNE)
    story.asks(story.section(march, "1", "Recommendation 8", eight), "The PCC asked about Homes.")
    story.asks(
        story.section(march, "2", "Recommendation 9", nine), "The DPCC asked about 5% more.", who="DPCC"
    )
    story.asks(story.section(june, "1", "Recommendation 8", eight), "The PCC asked again.", "The CC said no.")
    assert register(session, words="homes ABOUT") == ["The PCC asked about Homes."]
    assert register(session, words="5%") == ["The DPCC asked about 5% more."]
    assert register(session, asked_by="DPCC") == ["The DPCC asked about 5% more."]
    assert register(session, tab="all", answered_by="CC") == ["The PCC asked again."]
    assert register(session, tab="all", meeting=june.id) == ["The PCC asked again."]
    assert register(session, tab="all", recommendation=eight.id) == [
        "The PCC asked again.",
        "The PCC asked about Homes.",
    ]
    assert register(session, tab="all", recommendation=eight.id, oldest_first=True) == [
        "The PCC asked about Homes.",
        "The PCC asked again.",
    ]
    page = questions.register(session, Filters(asked_by="PCC"), today=JUNE)
    assert [(key, number) for key, _, number in page.tabs] == [
        ("unanswered", 1),
        ("awaited", 0),
        ("answered", 1),
        ("all", 2),
    ]
    assert page.askers == ["PCC", "DPCC"]


def test_the_register_is_cut_into_pages(session: Session, story: Story) -> None:
    section = story.section(story.meeting(MARCH), "1", "Homes")
    for number in range(questions.PAGE + 3):
        story.asks(section, f"The PCC asked {number}.")
    last = questions.register(session, Filters(), at=99, today=JUNE)
    assert (last.at, last.pages, last.count, len(last.rows)) == (2, 2, questions.PAGE + 3, 3)


def test_a_long_register_takes_as_many_statements_as_a_short_one(session: Session, story: Story) -> None:
    def add(meetings: int, year: int) -> None:
        for month in range(1, meetings + 1):
            section = story.section(
                story.meeting(date(year, month, 1)), "1", "Recommendation 8", story.recommendation("8")
            )
            for _ in range(4):
                story.asks(section, "The PCC asked why.", "The CC said because.")
                story.asks(section, "The PCC asked when.")
        session.commit()

    def statements() -> int:
        session.expire_all()
        seen: list[str] = []

        def note(*arguments: object) -> None:
            seen.append(str(arguments[2]))

        bind = session.get_bind()
        event.listen(bind, "before_cursor_execute", note)
        page = questions.register(session, Filters(tab="all"), today=JUNE)
        event.remove(bind, "before_cursor_execute", note)
        assert page.rows
        return len(seen)

    add(1, 2021)
    few = statements()
    add(9, 2022)
    assert statements() == few


def test_a_question_becomes_an_action_tied_both_ways_and_only_once(
    session: Session, story: Story, by: User, office: Office
) -> None:
    eight = story.recommendation("8")
    section = story.section(story.meeting(MARCH), "2", "Recommendation 8", eight)
    question = story.asks(section, "The PCC asked when.")
    wanted = {"wording": "Say when.", "due_on": date(2023, 7, 31), "today": JUNE, "by": by}
    owners = actions.resolve_owners(session, ["Northfold Police"])
    action = questions.make_action(session, question, owners=owners, **wanted)  # type: ignore[arg-type]
    again = questions.make_action(session, question, owners=owners, **wanted)  # type: ignore[arg-type]
    assert again.id == action.id
    assert (action.reference, action.raised_on, action.meeting_id) == ("1/2023", JUNE, None)
    assert action.owners[0].organisation_id == office.force.id
    assert actions.recommendation_ids(session, action) == [eight.id]
    row = questions.register(session, Filters(), today=JUNE).rows[0]
    assert row.action is not None
    assert row.action.id == action.id
    page = actions.whole(session, action, today=JUNE, user=by)
    assert page.made_of is not None
    assert (page.made_of.words, page.made_of.asked_on) == ("The PCC asked when.", MARCH)
    actions.share(session, action, at=now(), today=JUNE, by=by)
    body = actions.whole(session, action, today=JUNE, user=office.users["force_officer"])
    assert body.made_of is None, "those minutes were not shared"


def test_an_action_made_of_a_question_needs_words_and_a_day_to_come(
    session: Session, story: Story, by: User
) -> None:
    question = story.asks(story.section(story.meeting(MARCH), "2", "Homes"), "The PCC asked when.")
    with pytest.raises(RuleBroken, match="what is to be done"):
        questions.make_action(session, question, wording=" ", owners=[], due_on=None, today=JUNE, by=by)
    with pytest.raises(RuleBroken, match="has passed"):
        questions.make_action(session, question, wording="Do", owners=[], due_on=MARCH, today=JUNE, by=by)
