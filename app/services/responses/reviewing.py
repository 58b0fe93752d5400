"""What the office does with a response: accept it, return it with a question, or leave it for the meeting."""

from datetime import date, datetime

from sqlmodel import Session

from app.errors import EditConflict, NotAllowed, RuleBroken
from app.models.actions import Action
from app.models.people import May, Organisation, User
from app.models.responses import Proposal, Response, ResponseState
from app.services import actions, changes
from app.services.responses.subjects import Subject, as_details, locked, subject_of


def accept(session: Session, response: Response, *, at: datetime, by: User) -> Response:
    """The office is content with what it says. That closes nothing: see `accept_as_proposed`."""
    return _settle(session, response, ResponseState.ACCEPTED, words="", at=at, by=by)


def accept_as_proposed(
    session: Session, response: Response, *, today: date, at: datetime, by: User
) -> Response:
    """Accept it and do what it proposed, in one breath; a second press does neither again."""
    locked(session, subject_of(session, response))
    response = session.get_one(Response, response.id, with_for_update=True, populate_existing=True)
    was_done = response.state == ResponseState.ACCEPTED and response.settled_by_id == by.id
    response = accept(session, response, at=at, by=by)
    if not was_done:
        do_as_proposed(session, response, today=today, by=by)
    return response


def return_with_question(
    session: Session, response: Response, *, question: str, at: datetime, by: User
) -> Response:
    """Ask its organisation for more. Raises RuleBroken without a question, or when the action is settled."""
    words = question.strip()
    if not words:
        raise RuleBroken("Write the question that comes with it.")
    return _settle(session, response, ResponseState.RETURNED, words=words, at=at, by=by)


def leave_for_meeting(session: Session, response: Response, *, at: datetime, by: User) -> Response:
    """The meeting will say; until then it may still be accepted or returned."""
    return _settle(session, response, ResponseState.LEFT, words="", at=at, by=by)


def do_as_proposed(session: Session, response: Response, *, today: date, by: User) -> None:
    """Close the action, or move its due date, because the response proposed it. Raises NotAllowed, RuleBroken."""
    subject = subject_of(session, response)
    if not isinstance(subject, Action):
        return
    body = session.get_one(Organisation, response.organisation_id)
    said = f"As {body.name} proposed on {_day(response, today)}."
    if response.proposal == Proposal.CLOSE:
        if not by.may(May.DECIDE):
            raise NotAllowed("An action is closed by the Commissioner or a publisher, or by a meeting.")
        actions.close(session, subject, reason=said, today=today, by=by)
    elif response.proposal == Proposal.DATE:
        reason = response.proposal_reason
        actions.set_due(session, subject, response.proposed_due_on, today=today, by=by, remark=reason)


def _day(response: Response, today: date) -> str:
    given = response.given_at.date() if response.given_at else today
    return f"{given.day} {given:%B %Y}"


def _settle(
    session: Session, response: Response, state: ResponseState, *, words: str, at: datetime, by: User
) -> Response:
    """Take the step, unless somebody else took one first. The same person doing the same twice does it once."""
    subject = subject_of(session, response)
    subject = locked(session, subject)
    response = session.get_one(Response, response.id, with_for_update=True, populate_existing=True)
    if (response.state, response.settled_by_id, response.returned_because) == (state, by.id, words):
        return response
    if response.settled_by_id is not None and _was_settled(response):
        other = session.get_one(User, response.settled_by_id)
        raise EditConflict(
            f"{other.name} has already {_done(response)}. Nothing of yours was saved: look at what they did first."
        )
    _refuse_what_asks_of_the_settled(subject, state)
    response.settle(state, at=at, by_id=by.id or 0)
    response.returned_because = words
    session.add(response)
    session.flush()
    details = as_details(subject, response.organisation_id)
    if words:
        details["words"] = words
    changes.record(session, state.value, "response", response.id, by=by, details=details)
    return response


def _was_settled(response: Response) -> bool:
    return response.state in (ResponseState.ACCEPTED, ResponseState.RETURNED)


def _done(response: Response) -> str:
    return "accepted this response" if response.state == ResponseState.ACCEPTED else "returned this response"


def _refuse_what_asks_of_the_settled(subject: Subject, state: ResponseState) -> None:
    if isinstance(subject, Action) and not subject.is_open and state != ResponseState.ACCEPTED:
        raise RuleBroken(
            f"Action {subject.reference} is {subject.state.value}, so nobody is asked for more. Reopen it first."
        )
