"""Responses: drafted by colleagues, sent once, reviewed once, and never lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import transaction
from app.errors import DomainError, EditConflict, NotAllowed, NotFound, RuleBroken
from app.models.actions import Action, ActionState
from app.models.changes import Change
from app.models.lines import AlsoReplies, Entry, Outcome
from app.models.meetings import Meeting, MeetingStatus
from app.models.people import User
from app.models.responses import Proposal, Response, ResponseState
from app.services import actions, changes, responses
from app.services.responses import DraftConflict, Typed
from tests.conftest import Office
from tests.story import Story

MARCH, MAY, JUNE = date(2025, 3, 13), date(2025, 5, 15), date(2025, 6, 30)
TODAY = date(2025, 5, 12)
AT = datetime(2025, 5, 12, 15, 41, tzinfo=UTC)


@pytest.fixture
def story(session: Session, by: User) -> Story:
    return Story(session, by)


@pytest.fixture
def action(session: Session, story: Story) -> Action:
    """Owed by the force, from shared minutes."""
    section = story.section(story.meeting(MARCH, shared=True), "4", "Interviews")
    story.asks(section, "The PCC asked what happens to interviews.", "The CC could not say.")
    raised = story.raises(
        section, "Set out how interviews reach the officer", "Northfold Police", due_on=JUNE
    )
    session.commit()
    return raised


def save(session: Session, action: Action | Entry, text: str, by: User, **more: Any) -> Response | None:
    given: dict[str, Any] = {"seen": 0, "writer": f"page of {by.id}", "at": AT} | more
    return responses.save_draft(session, action, Typed(text=text), by=by, **given)


def submit(session: Session, action: Action | Entry, text: str, by: User, **more: Any) -> Response:
    given: dict[str, Any] = {"seen": 0, "writer": f"page of {by.id}", "at": AT, "today": TODAY} | more
    typed = given.pop("typed", Typed(text=text))
    return responses.submit(session, action, typed, by=by, **given)


def test_a_draft_is_saved_as_it_is_typed_and_only_its_own_organisation_sees_it(
    session: Session, action: Action, dunn: User, office: Office
) -> None:
    first = save(session, action, "Figures", dunn)
    again = save(session, action, "Figures for", dunn)
    assert first is not None
    assert again is first
    assert (first.text, first.revision, first.saved_by_id) == ("Figures for", 2, dunn.id)
    with pytest.raises(NotFound):
        responses.by_id(session, first.id or 0, user=office.minute_taker)
    with pytest.raises(NotFound):
        responses.by_id(session, first.id or 0, user=office.users["other_force_officer"])
    assert not responses.correspondence(session, action, user=office.minute_taker).given


def test_nothing_typed_makes_no_draft(session: Session, action: Action, dunn: User) -> None:
    assert save(session, action, "  \n", dunn) is None
    assert session.exec(select(Response)).all() == []


def test_a_colleague_goes_on_with_a_draft_and_what_stood_there_is_in_the_history(
    session: Session, action: Action, dunn: User, lacey: User
) -> None:
    first = save(session, action, "Figures for Sallow.", dunn)
    assert first is not None
    gone_on = save(session, action, "Figures for all three.", lacey, seen=first.revision)
    assert gone_on is first
    assert first.saved_by_id == lacey.id
    kept = session.exec(select(Change).where(Change.subject == "response", Change.verb == "changed")).one()
    assert kept.details["was"] == "Figures for Sallow."


def test_two_colleagues_who_type_at_once_lose_neither_s_words(
    session: Session, action: Action, dunn: User, lacey: User
) -> None:
    first = save(session, action, "Mine.", dunn)
    assert first is not None
    with pytest.raises(DraftConflict) as conflict:
        save(session, action, "Theirs.", lacey)
    assert conflict.value.theirs.text == "Mine."
    save(session, action, "Mine. And more.", dunn, seen=1)
    with pytest.raises(DraftConflict):
        save(session, action, "Theirs.", lacey, seen=1)
    assert first.text == "Mine. And more."


def test_a_series_of_saves_by_one_page_is_no_conflict_with_itself(
    session: Session, action: Action, dunn: User
) -> None:
    for words in ("One", "One two", "One two three"):
        save(session, action, words, dunn, seen=0)
    draft = responses.draft_of(session, action, dunn.organisation_id)
    assert draft is not None
    assert draft.text == "One two three"


def test_a_response_is_sent_once_however_often_the_button_is_pressed(
    session: Session, action: Action, dunn: User
) -> None:
    first = submit(session, action, "Done.", dunn)
    assert submit(session, action, "Done.", dunn) is first
    assert save(session, action, "Don", dunn) is first, "a save still on its way begins no new draft"
    assert (first.state, first.given_at, first.given_by_id) == (ResponseState.SUBMITTED, AT, dunn.id)
    verbs = [change.verb for change in changes.of_subject(session, "response", first.id or 0)]
    assert verbs == ["submitted", "begun"]


def test_a_colleague_s_page_is_told_that_the_response_was_sent(
    session: Session, action: Action, dunn: User, lacey: User
) -> None:
    submit(session, action, "Done.", dunn)
    with pytest.raises(DraftConflict, match="sent this response"):
        submit(session, action, "Not yet.", lacey, seen=1)


def test_a_response_needs_words_and_a_new_date_needs_a_day_and_a_reason(
    session: Session, action: Action, dunn: User
) -> None:
    with pytest.raises(RuleBroken, match="what has been done"):
        submit(session, action, " ", dunn)
    with pytest.raises(RuleBroken, match="new date that you propose"):
        submit(session, action, "", dunn, typed=Typed(text="Late", proposal=Proposal.DATE, reason="Much"))
    with pytest.raises(RuleBroken, match="why you propose"):
        submit(session, action, "", dunn, typed=Typed(text="Late", proposal=Proposal.DATE, due_on=JUNE))


def test_a_closed_action_takes_no_more_responses(
    session: Session, action: Action, dunn: User, by: User
) -> None:
    actions.close(session, action, reason="Seen.", today=TODAY, by=by)
    with pytest.raises(RuleBroken, match="takes no more responses"):
        submit(session, action, "Done.", dunn)
    assert save(session, action, "Done.", dunn) is not None, "what is typed is kept all the same"
    actions.reopen(session, action, reason="Not done.", today=TODAY, by=by)
    assert submit(session, action, "Done now.", dunn).state == ResponseState.SUBMITTED


def test_only_an_owner_of_the_action_answers_it(
    session: Session, action: Action, office: Office, dunn: User
) -> None:
    for stranger in ("other_force_officer", "minute_taker", "administrator"):
        with pytest.raises(NotAllowed):
            save(session, action, "Ours.", office.users[stranger])
    theirs = actions.resolve_owners(session, ["NCC"])
    actions.set_owners(session, action, theirs, today=TODAY, by=None)
    with pytest.raises(NotAllowed):
        save(session, action, "Late.", dunn)


def test_an_action_of_minutes_that_were_not_shared_is_not_answered(
    session: Session, story: Story, dunn: User
) -> None:
    hidden = story.raises(story.section(story.meeting(MARCH), "1", "Budget"), "Do this", "Northfold Police")
    with pytest.raises(NotAllowed):
        save(session, hidden, "Done.", dunn)


def test_a_response_is_for_the_next_meeting_of_its_kind_and_late_after_its_hour(
    session: Session, action: Action, dunn: User, by: User
) -> None:
    nine = datetime(2025, 5, 12, 8, tzinfo=UTC)
    for held_on, kind, due in ((MAY, "Holding to account", nine), (TODAY, "Public", None)):
        session.add(
            Meeting(
                title="Next", kind=kind, held_on=held_on, updates_due_at=due, created_at=AT,
                status=MeetingStatus.PLANNED,
            )
        )  # fmt: skip
    session.flush()
    given = submit(session, action, "Done.", dunn)
    assert given.due_at == nine
    assert given.is_late
    next_one = responses.next_meeting(session, action, today=TODAY)
    assert next_one is not None
    assert next_one.held_on == MAY
    assert given.meeting_id == next_one.id
    responses.return_with_question(session, given, question="And Sallow?", at=AT, by=by)
    next_one.updates_due_at = AT + timedelta(days=1)
    assert given.is_late, "moving the hour afterwards changes nothing about what was sent"
    assert not submit(session, action, "Sallow too.", dunn, writer="another page").is_late


def test_the_office_accepts_returns_or_leaves_a_response_and_each_is_in_the_history(
    session: Session, action: Action, dunn: User, by: User
) -> None:
    first = submit(session, action, "Some.", dunn)
    with pytest.raises(RuleBroken, match="question"):
        responses.return_with_question(session, first, question=" ", at=AT, by=by)
    responses.leave_for_meeting(session, first, at=AT + timedelta(minutes=1), by=by)
    responses.return_with_question(
        session, first, question="And the rest?", at=AT + timedelta(minutes=2), by=by
    )
    second = submit(session, action, "All.", dunn, writer="another page", at=AT + timedelta(minutes=3))
    responses.accept(session, second, at=AT + timedelta(minutes=4), by=by)
    told = responses.correspondence(session, action, user=dunn)
    headings = [(step.heading, step.by, step.words) for step in told.steps if not step.said]
    assert ("Returned with a question", by.name, "And the rest?") in headings
    assert ("Response left for the meeting", by.name, "") in headings
    assert ("Response accepted", by.name, "") in headings
    assert [said.response.text for said in told.given] == ["Some.", "All."]
    assert action.is_open, "accepting what was said closes nothing"


def test_a_response_that_was_dealt_with_cannot_be_dealt_with_otherwise(
    session: Session, action: Action, dunn: User, by: User, office: Office
) -> None:
    given = submit(session, action, "Done.", dunn)
    responses.accept(session, given, at=AT, by=by)
    assert responses.accept(session, given, at=AT, by=by) is given, "a second press does nothing more"
    with pytest.raises(EditConflict, match="Minute taker has already accepted"):
        responses.return_with_question(session, given, question="Why?", at=AT, by=office.users["publisher"])


def test_what_was_proposed_is_done_by_the_office_alone(
    session: Session, action: Action, dunn: User, by: User, office: Office
) -> None:
    later = Typed(text="It takes longer.", proposal=Proposal.DATE, due_on=date(2025, 7, 31), reason="Leave.")
    given = submit(session, action, "", dunn, typed=later)
    assert action.due_on == JUNE
    responses.do_as_proposed(session, given, today=TODAY, by=by)
    assert action.due_on == date(2025, 7, 31)
    close = Typed(text="Done.", proposal=Proposal.CLOSE)
    given = submit(session, action, "", dunn, typed=close, writer="another page")
    assert action.is_open
    with pytest.raises(NotAllowed):
        responses.do_as_proposed(session, given, today=TODAY, by=by)
    responses.do_as_proposed(session, given, today=TODAY, by=office.users["publisher"])
    assert action.state == ActionState.CLOSED


def test_accepting_twice_as_proposed_does_what_was_proposed_once(
    session: Session, action: Action, dunn: User, office: Office
) -> None:
    publisher = office.users["publisher"]
    given = submit(session, action, "", dunn, typed=Typed(text="Done.", proposal=Proposal.CLOSE))
    for _ in range(2):
        responses.accept_as_proposed(session, given, today=TODAY, at=AT, by=publisher)
    assert action.state == ActionState.CLOSED
    actions.reopen(session, action, reason="Not done.", today=TODAY, by=publisher)
    responses.accept_as_proposed(session, given, today=TODAY, at=AT, by=publisher)
    assert action.is_open, "an old acceptance closes nothing that was taken up again"


def test_a_written_answer_is_owed_by_those_who_said_they_would_write(
    session: Session, story: Story, office: Office, dunn: User, by: User
) -> None:
    meeting = story.meeting(MARCH, shared=True)
    story.attends(meeting, "Nasreen Qadir", "CC", "Chief Constable", office.force)
    council = story.attends(meeting, "Lena Hart", "LH", "Director", office.council)
    section = story.section(meeting, "1", "Homes")
    of_force = story.asks(section, "The PCC asked how many homes there are.")
    of_council = story.asks(section, "The PCC asked who inspects them.", "She would write.")
    reply = session.exec(select(Entry).where(Entry.replies_to_id == of_council.id)).one()
    reply.speakers[0].attendance_id = council.id
    for question in (of_force, of_council):
        question.written_answer_to_follow = True
        session.add(question)
    answered_there = story.asks(section, "The PCC asked about money.", "The CC said enough.")
    session.flush()
    hart = office.users["other_force_officer"]
    assert responses.question_by_id(session, of_force.id or 0, user=dunn) is of_force
    assert responses.question_by_id(session, of_council.id or 0, user=hart) is of_council
    for question, stranger in ((of_force, hart), (of_council, dunn), (answered_there, dunn)):
        with pytest.raises(NotFound):
            responses.question_by_id(session, question.id or 0, user=stranger)
    given = submit(session, of_force, "There are 41.", dunn)
    assert given.entry_id == of_force.id
    assert responses.owed(session, user=dunn, today=TODAY, since=None).with_office[0].given is given
    responses.accept(session, given, at=AT, by=by)
    page = responses.owed(session, user=dunn, today=TODAY, since=None)
    assert [page.returned, page.to_answer, page.with_office] == [[], [], []], (
        "what was answered is owed no more"
    )


def test_whoever_replies_to_several_questions_at_once_owes_the_answer_to_those_alone(
    session: Session, story: Story, office: Office, dunn: User
) -> None:
    meeting = story.meeting(MARCH, shared=True)
    story.attends(meeting, "Nasreen Qadir", "CC", "Chief Constable", office.force)
    council = story.attends(meeting, "Lena Hart", "LH", "Director", office.council)
    section = story.section(meeting, "1", "Homes")
    first = story.asks(section, "The PCC asked who inspects them.")
    last = story.asks(section, "The PCC asked how often.", "She would write about both.")
    other = story.asks(section, "The PCC asked about money.")
    reply = session.exec(select(Entry).where(Entry.replies_to_id == last.id)).one()
    reply.speakers[0].attendance_id = council.id
    session.add(AlsoReplies(answer_id=reply.id or 0, question_id=first.id or 0))
    for question in (first, last, other):
        question.written_answer_to_follow = True
        session.add(question)
    session.flush()
    hart = office.users["other_force_officer"]
    theirs = responses.owed(session, user=hart, today=TODAY, since=None).to_answer
    assert {one.question.id for one in theirs if one.question} == {first.id, last.id}
    ours = responses.owed(session, user=dunn, today=TODAY, since=None).to_answer
    assert [one.question for one in ours] == [other]


def test_what_is_owed_stands_where_its_answer_stands(
    session: Session, story: Story, action: Action, dunn: User, by: User, office: Office
) -> None:
    def places() -> list[int]:
        page = responses.owed(session, user=dunn, today=TODAY, since=None)
        return [len(page.returned), len(page.to_answer), len(page.with_office)]

    assert places() == [0, 1, 0]
    given = submit(session, action, "Some.", dunn)
    assert places() == [0, 0, 1]
    responses.return_with_question(session, given, question="And the rest?", at=AT, by=by)
    assert places() == [1, 0, 0]
    submit(session, action, "All.", dunn, writer="another page")
    assert places() == [0, 0, 1]
    section = story.section(story.meeting(MAY), "2", "Actions")
    story.reviews(section, action, Outcome.CARRIED, "Not all of it.")
    assert places() == [0, 1, 0], "a meeting spoke of it since: an answer is owed anew"
    theirs = responses.owed(session, user=office.users["other_force_officer"], today=TODAY, since=None)
    assert not theirs.to_answer
    story.reviews(section, action, Outcome.CLOSED)
    assert places() == [0, 0, 0]
    closed = responses.owed(session, user=dunn, today=TODAY, since=AT).closed
    assert [(one.reference, held) for one, held in closed] == [(action.reference, None)], "not shared yet"


def test_a_meeting_that_speaks_of_an_action_has_heard_what_was_said_before_and_not_what_comes_after(
    session: Session, story: Story, action: Action, dunn: User, by: User
) -> None:
    def status() -> str:
        rows = actions.register(session, actions.Filters(), today=TODAY, user=by).rows
        received = actions.register(session, actions.Filters(tab="response"), today=TODAY, user=by)
        assert (len(received.rows) == 1) is (rows[0].status[1] == "response")
        return rows[0].status[0]

    first = submit(session, action, "Some.", dunn)
    assert status() == "Response received"
    older = story.section(story.meeting(date(2025, 4, 10)), "2", "Actions")
    story.reviews(older, action, Outcome.PROGRESSED)
    assert status() == "Response received", (
        "minutes of an earlier meeting written down late heard nothing of it"
    )
    meeting = story.meeting(MAY)
    entry = story.reviews(story.section(meeting, "2", "Actions"), action, Outcome.CARRIED)
    assert status() == "Open"
    with pytest.raises(RuleBroken, match="already heard"):
        responses.accept(session, first, at=AT, by=by)
    actions.withdraw_review(session, entry, meeting=meeting, by=by)
    assert status() == "Response received", "the passage was taken back, so it waits again"
    story.reviews(story.section(meeting, "3", "Actions"), action, Outcome.CARRIED)
    later = AT + timedelta(days=10)
    submit(session, action, "All.", dunn, writer="another page", at=later, today=later.date())
    assert status() == "Response received"


# --- at the same moment ------------------------------------------------------------------------------------


def at_once(engine: Engine, *deeds: Any) -> list[str]:
    """What came of each, all begun at the same moment, each in a transaction of its own."""
    ready = Barrier(len(deeds))

    def run(deed: Any) -> str:
        ready.wait()
        try:
            with transaction(engine) as session:
                said = deed(session)
                session.commit()
                return str(said)
        except DomainError as refusal:
            return type(refusal).__name__

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_pressing_send_twice_at_once_sends_one_response(engine: Engine, action: Action, dunn: User) -> None:
    def send(session: Session) -> Any:
        there = session.get_one(Action, action.id)
        return submit(session, there, "Done.", session.get_one(User, dunn.id)).id

    for _ in range(3):
        outcomes = at_once(engine, send, send, send, send)
        assert len(set(outcomes)) == 1
    with Session(engine) as session:
        assert len(session.exec(select(Response)).all()) == 1
        submitted = session.exec(select(Change).where(Change.verb == "submitted")).all()
        assert len(submitted) == 1


def test_two_reviewers_at_once_one_is_told_that_the_other_was_first(
    engine: Engine, session: Session, action: Action, dunn: User, office: Office
) -> None:
    for number in range(4):
        given = submit(session, action, f"Part {number}.", dunn, writer=f"page {number}")
        session.commit()

        def accept(session: Session, number: int | None = given.id) -> Any:
            there = session.get_one(Response, number)
            return responses.accept(
                session, there, at=AT, by=session.get_one(User, office.minute_taker.id)
            ).state

        def back(session: Session, number: int | None = given.id) -> Any:
            there = session.get_one(Response, number)
            who = session.get_one(User, office.users["publisher"].id)
            return responses.return_with_question(session, there, question="Why?", at=AT, by=who).state

        outcomes = at_once(engine, accept, back)
        assert sorted(outcome == "EditConflict" for outcome in outcomes) == [False, True], outcomes
        session.refresh(given)
        assert given.state.value in outcomes
        verbs = [one.verb for one in changes.of_subject(session, "response", given.id or 0)]
        assert len({"accepted", "returned"} & set(verbs)) == 1
        session.rollback()


def test_a_response_sent_in_the_second_the_action_is_closed_is_either_in_time_or_refused(
    engine: Engine, session: Session, action: Action, dunn: User, office: Office
) -> None:
    seen = set()
    for number in range(6):

        def close(session: Session) -> Any:
            there = session.get_one(Action, action.id)
            who = session.get_one(User, office.users["publisher"].id)
            return actions.close(session, there, reason="Seen.", today=TODAY, by=who).state

        def send(session: Session, number: int = number) -> Any:
            there = session.get_one(Action, action.id)
            who = session.get_one(User, dunn.id)
            return submit(session, there, f"Part {number}.", who, writer=f"page {number}").state

        closed, sent = at_once(engine, close, send)
        assert closed == "closed"
        assert sent in {"submitted", "RuleBroken"}
        seen.add(sent)
        session.expire_all()
        given = session.exec(select(Response).where(Response.text == f"Part {number}.")).first()
        assert (given is not None) is (sent == "submitted")
        who = session.get_one(User, office.users["publisher"].id)
        actions.reopen(session, session.get_one(Action, action.id), reason="Anew.", today=TODAY, by=who)
        session.commit()
    assert seen, "both orders are right; which it was is said"


def test_two_who_close_at_once_close_once(engine: Engine, action: Action, office: Office) -> None:
    def close(session: Session) -> Any:
        there = session.get_one(Action, action.id)
        who = session.get_one(User, office.users["publisher"].id)
        return actions.close(session, there, reason="Seen.", today=TODAY, by=who).state

    assert sorted(at_once(engine, close, close)) == ["RuleBroken", "closed"]


def test_two_colleagues_who_begin_at_once_have_one_draft_and_both_texts(
    engine: Engine, action: Action, dunn: User, lacey: User
) -> None:
    def begin(who: User) -> Any:
        def type_words(session: Session) -> Any:
            there = session.get_one(Action, action.id)
            return save(session, there, f"By {who.name}", session.get_one(User, who.id)) and "saved"

        return type_words

    assert sorted(at_once(engine, begin(dunn), begin(lacey))) == ["DraftConflict", "saved"]
    with Session(engine) as session:
        assert len(session.exec(select(Response)).all()) == 1
