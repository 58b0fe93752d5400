"""Amending confirmed minutes: opening, what was changed, finishing."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.dependencies import Decider, OfficeMeeting, SessionDep
from app.errors import RuleBroken
from app.models.meetings import Meeting
from app.services import amendments
from app.templating import go_to, page

router = APIRouter(prefix="/meetings/{meeting_id}/amendments")


@router.get("")
def show(request: Request, session: SessionDep, meeting: OfficeMeeting) -> Response:
    """What was amended: old, new, why, who; and the form to open another."""
    return _page(request, session, meeting)


def _page(
    request: Request,
    session: Session,
    meeting: Meeting,
    *,
    reason: str = "",
    problem: str = "",
    at: str = "main",
) -> Response:
    return page(
        request,
        "amendments/list.html",
        status=422 if problem else 200,
        meeting=meeting,
        amendments=amendments.of_meeting(session, meeting),
        reason=reason,
        errors={at: problem} if problem else {},
    )


@router.post("")
def open_one(
    request: Request,
    session: SessionDep,
    meeting: OfficeMeeting,
    user: Decider,
    reason: Annotated[str, Form()] = "",
) -> Response:
    """The confirmed text may be changed, for this reason."""
    try:
        amendments.open_one(session, meeting, reason=reason, by=user)
    except RuleBroken as problem:
        session.rollback()
        return _page(request, session, meeting, reason=reason, problem=str(problem), at="reason")
    return go_to(request, f"/meetings/{meeting.id}")


@router.post("/finish")
def finish(request: Request, session: SessionDep, meeting: OfficeMeeting, user: Decider) -> Response:
    """The text is fixed again."""
    try:
        amendments.finish(session, meeting, by=user)
    except RuleBroken as problem:
        session.rollback()
        return _page(request, session, meeting, problem=str(problem))
    return go_to(request, f"/meetings/{meeting.id}/amendments")


@router.post("/give-up")
def give_up(request: Request, session: SessionDep, meeting: OfficeMeeting, user: Decider) -> Response:
    """Nothing was to be changed after all."""
    try:
        amendments.give_up(session, meeting, by=user)
    except RuleBroken as problem:
        session.rollback()
        return _page(request, session, meeting, problem=str(problem))
    return go_to(request, f"/meetings/{meeting.id}/amendments")
