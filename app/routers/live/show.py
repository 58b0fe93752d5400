"""The page of minutes that is typed into, or followed by whoever may."""

import secrets

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.dependencies import LiveMeeting, SessionDep, Today
from app.routers.live.panels import at_hand, waiting
from app.services import attendances, expunging
from app.services.audience import Audience, names_withheld
from app.services.lines import typed
from app.templating import page

router = APIRouter()


@router.get("/meetings/{meeting_id}/live")
def show(request: Request, session: SessionDep, following: LiveMeeting, today: Today) -> Response:
    """The minutes as they stand; the stream goes on from `cursor`. Once confirmed, only a way to them."""
    meeting, audience = following.meeting, following.audience
    if meeting.is_fixed:
        taken_out = expunging.revisions_of(session, meeting)
        return page(request, "live/fixed.html", meeting=meeting, taken_out=taken_out)
    # Before the lines are read: what is committed in between comes twice, never not at all.
    cursor = meeting.change_no
    # What is the office's own is not even gathered for others.
    typing = audience == Audience.TYPISTS
    carried = at_hand(session, meeting, user=following.user, today=today) if typing else None
    planned = waiting(session, meeting) if audience != Audience.FOLLOWERS else {}
    return page(
        request,
        "live/live.html",
        meeting=meeting,
        sections=typed.of_meeting(session, meeting),
        attendances=attendances.of_meeting(session, meeting),
        withheld_people=names_withheld(session, meeting) if audience == Audience.FOLLOWERS else (),
        audience=audience.value,
        editing=typing,
        at_hand=carried,
        planned=planned,
        cursor=cursor,
        taken_out=expunging.revisions_of(session, meeting) if typing else {},
        writer=secrets.token_hex(8),
    )
