"""Who is where: told to those who type, kept nowhere."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.live import Feed, Here
from app.models.meetings import Meeting
from app.models.people import User
from app.routers.live.desk import look

at_the_desk = APIRouter()


@at_the_desk.post("/meetings/{meeting_id}/live/here")
async def here(
    request: Request,
    meeting_id: int,
    writer: Annotated[str, Form(max_length=40)] = "",
    key: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """The caret of this page is in the line of that key now; without a key, the page is left."""
    feed: Feed = request.app.state.feed

    def work(session: Session, meeting: Meeting, user: User) -> None:
        feed.here_from_thread(session, meeting.id or 0, Here(writer, user.name, key))

    await look(request, meeting_id, work)
    return Response(status_code=204)
