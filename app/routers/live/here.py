"""Who is where: told to those who type, kept nowhere."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from app.dependencies import DraftMeeting, MinuteTaker, SessionDep
from app.live import Feed, Here

router = APIRouter()


@router.post("/meetings/{meeting_id}/live/here")
def here(
    request: Request,
    session: SessionDep,
    meeting: DraftMeeting,
    user: MinuteTaker,
    writer: Annotated[str, Form(max_length=40)],
    key: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """The caret of this page is in the line of that key now; without a key, the page is left."""
    feed: Feed = request.app.state.feed
    feed.here_from_thread(session, meeting.id or 0, Here(writer, user.name, key))
    return Response(status_code=204)
