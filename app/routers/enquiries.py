"""Lines of enquiry that the record suggests for a meeting: the office's own."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from app.dependencies import OfficeMeeting, Planner, SessionDep, Today
from app.errors import RuleBroken
from app.services import enquiries
from app.templating import go_to, page

router = APIRouter(prefix="/meetings/{meeting_id}/enquiries")


@router.get("")
def show(
    request: Request, session: SessionDep, meeting: OfficeMeeting, user: Planner, today: Today
) -> Response:
    """What could be asked, each with the fact it rests on."""
    found = enquiries.enquiries(session, meeting, user=user, today=today)
    return page(request, "enquiries/enquiries.html", found=found, meeting=meeting, problem="")


@router.post("")
def plan(
    request: Request,
    session: SessionDep,
    meeting: OfficeMeeting,
    user: Planner,
    today: Today,
    chosen: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Plan what was chosen; the rest stays a suggestion."""
    try:
        enquiries.plan(session, meeting, chosen or [], today=today, by=user)
    except RuleBroken as broken:
        session.rollback()
        found = enquiries.enquiries(session, meeting, user=user, today=today)
        return page(
            request, "enquiries/enquiries.html", status=422, found=found, meeting=meeting, problem=str(broken)
        )
    return go_to(request, f"/meetings/{meeting.id}/brief#plan")
