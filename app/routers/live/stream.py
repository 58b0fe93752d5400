"""The stream of changes to every open page, as server-sent events."""

from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse

from app.dependencies import LiveMeeting, SignInDep
from app.errors import NotSignedIn
from app.live import Feed, Listener

router = APIRouter()


@router.get("/meetings/{meeting_id}/live/stream")
def stream(
    request: Request,
    following: LiveMeeting,
    sign_in: SignInDep,
    after: int | None = None,
    writer: str = "",
    last_event_id: Annotated[str, Header()] = "",
) -> StreamingResponse:
    """What happens from now on, or from the change numbered `after` (or `Last-Event-ID`, which a page that
    lost the stream sends) on.
    """
    if sign_in is None:
        raise NotSignedIn("Sign in to follow this meeting.")
    feed: Feed = request.app.state.feed
    seen = int(last_event_id) if last_event_id.isdecimal() else after
    meeting = following.meeting
    listener = Listener(meeting.id or 0, following.audience, sign_in.token_hash, writer)
    return StreamingResponse(
        feed.listen(listener, after=meeting.change_no if seen is None else seen),
        media_type="text/event-stream",
        headers={"X-Accel-Buffering": "no"},
    )
