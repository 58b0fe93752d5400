"""The office's own notes for a meeting, saved as they are typed."""

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from app.dependencies import OfficeMeeting, Planner, SessionDep
from app.errors import RuleBroken
from app.services import notes
from app.services.notes import NoteConflict
from app.templating import fragment

router = APIRouter()


class NoteForm(BaseModel):
    """The notes as typed, the revision they began from, and the token of the page that sends them."""

    text: str = ""
    revision: int = 0
    writer: str = ""


@router.post("/meetings/{meeting_id}/notes")
def save(
    request: Request,
    session: SessionDep,
    meeting: OfficeMeeting,
    user: Planner,
    form: Annotated[NoteForm, Form()],
) -> Response:
    """Keep them, and say so; the loser of a race is shown both texts."""
    back = f"/meetings/{meeting.id}/brief#notes"
    try:
        note = notes.save(
            session,
            meeting,
            text=form.text,
            seen_revision=form.revision,
            writer=form.writer[:40],
            by=user,
        )
    except NoteConflict as conflict:
        session.rollback()
        address = f"/meetings/{meeting.id}/notes"
        return fragment(
            request,
            "briefs/_note_conflict.html",
            conflict,
            otherwise=back,
            status=409,
            address=address,
            writer=uuid4().hex,
        )
    except RuleBroken as problem:
        session.rollback()
        return fragment(
            request, "briefs/_note_refused.html", str(problem), otherwise=back, status=422, text=form.text
        )
    return fragment(request, "briefs/_note_saved.html", note, otherwise=back)
