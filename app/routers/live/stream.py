"""The stream of changes to every open page, as server-sent events."""

from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse

from app.live import Feed
from app.routers.live.desk import follower

at_the_desk = APIRouter()
"""In one turn of one thread: after a break of the network every page connects again at the same moment."""


@at_the_desk.get("/meetings/{meeting_id}/live/stream")
async def stream(
    request: Request,
    meeting_id: int,
    after: int | None = None,
    writer: str = "",
    last_event_id: Annotated[str, Header()] = "",
) -> StreamingResponse:
    """What happens from now on, or from the change numbered `after` (or `Last-Event-ID`, which a page that
    lost the stream sends) on.
    """
    feed: Feed = request.app.state.feed
    listener, newest = await follower(request, meeting_id)
    listener.writer = writer
    seen = int(last_event_id) if last_event_id.isdecimal() else after
    return StreamingResponse(
        feed.listen(listener, after=newest if seen is None else seen),
        media_type="text/event-stream",
        headers={"X-Accel-Buffering": "no"},
    )
