"""The office and a response: accepted, returned with a question, or left for the meeting."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response as Answer
from sqlmodel import Session

from app.dependencies import Moment, ResponseDep, Reviewer, SessionDep, Today
from app.errors import RuleBroken
from app.models.responses import Response
from app.routers.responses.pages import address_of, answer_page
from app.services import responses
from app.templating import go_to

router = APIRouter(prefix="/responses")


@router.post("/{response_id}/accept")
def accept(
    request: Request,
    session: SessionDep,
    response: ResponseDep,
    user: Reviewer,
    today: Today,
    at: Moment,
    as_proposed: Annotated[bool, Form()] = False,
) -> Answer:
    """The office is content; with `as_proposed` the action is closed, or moved, as the body proposed."""
    if as_proposed:
        responses.accept_as_proposed(session, response, today=today, at=at, by=user)
    else:
        responses.accept(session, response, at=at, by=user)
    return _back(request, session, response)


@router.post("/{response_id}/return")
def send_back(
    request: Request,
    session: SessionDep,
    response: ResponseDep,
    user: Reviewer,
    today: Today,
    at: Moment,
    question: Annotated[str, Form()] = "",
) -> Answer:
    """Return it with a question."""
    try:
        responses.return_with_question(session, response, question=question, at=at, by=user)
    except RuleBroken as problem:
        if question.strip():
            raise
        subject = responses.subject_of(session, response)
        errors = {f"question-{response.id}": str(problem)}
        return answer_page(request, session, subject, user, today=today, at=at, status=422, errors=errors)
    return _back(request, session, response)


@router.post("/{response_id}/leave")
def leave(request: Request, session: SessionDep, response: ResponseDep, user: Reviewer, at: Moment) -> Answer:
    """Leave it for the meeting."""
    responses.leave_for_meeting(session, response, at=at, by=user)
    return _back(request, session, response)


def _back(request: Request, session: Session, response: Response) -> Answer:
    return go_to(request, address_of(responses.subject_of(session, response)))
