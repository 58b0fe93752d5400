"""Histories: what a line said before, word by word; what was done to a meeting's minutes, and taken out of them."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from app.dependencies import LineDep, MeetingDep, MinuteTaker, SessionDep
from app.errors import EditConflict
from app.models.lines import Line
from app.services import lines, meetings, sections
from app.templating import go_to, page

router = APIRouter()


@router.get("/meetings/{meeting_id}/history")
def of_meeting(
    request: Request, session: SessionDep, meeting: MeetingDep, _user: MinuteTaker, before: int | None = None
) -> Response:
    """Its spells of work, and everything that can be put back."""
    return page(
        request, "histories/meeting.html", history=meetings.history_of(session, meeting, before=before)
    )


@router.get("/lines/{line_id}/history")
def of_line(request: Request, session: SessionDep, line: LineDep, _user: MinuteTaker) -> Response:
    """Its spells of typing, each compared with the one before."""
    history = lines.history_of(session, line)
    return page(
        request,
        "histories/line.html",
        history=history,
        meeting=meetings.by_id(session, line.meeting_id),
        section=history.heading or sections.by_id(session, line.section_id),
        problem="",
    )


@router.post("/lines/{line_id}/history/{revision_id}/restore")
def restore(
    request: Request,
    session: SessionDep,
    line: LineDep,
    user: MinuteTaker,
    revision_id: int,
    revision: Annotated[int, Form()] = 0,
) -> Response:
    """Let it say that again. Somebody else's change since the page was opened is not overwritten."""
    try:
        thing = lines.restore_revision(session, line, revision_id, seen_revision=revision, by=user)
    except EditConflict:
        session.rollback()
        line = lines.by_id(session, line.id)
        history = lines.history_of(session, line)
        return page(
            request,
            "histories/line.html",
            status=409,
            history=history,
            meeting=meetings.by_id(session, line.meeting_id),
            section=history.heading or sections.by_id(session, line.section_id),
            problem="Somebody changed this line while you were looking at it. This is its history now.",
        )
    anchor = f"line-{thing.id}" if isinstance(thing, Line) else f"section-{thing.id}"
    return go_to(request, f"/meetings/{thing.meeting_id}#{anchor}")
