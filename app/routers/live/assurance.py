"""The Commissioner's judgement on a section, noted at its end."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from app.dependencies import DraftMeeting, MinuteTaker, SessionDep
from app.errors import NotFound, RuleBroken
from app.models.meetings import Assurance
from app.routers.live.answers import saved
from app.services import sections

router = APIRouter()


class JudgedForm(BaseModel):
    """The judgement, empty for none, why, and the revision of the judgement that the page had seen."""

    assurance: str = ""
    statement: str = ""
    revision: str = ""


@router.post("/meetings/{meeting_id}/live/sections/{section_id}/assurance")
def assure(
    session: SessionDep,
    meeting: DraftMeeting,
    user: MinuteTaker,
    section_id: int,
    form: Annotated[JudgedForm, Form()],
) -> JSONResponse:
    """Note it, or take it back."""
    section = sections.by_id(session, section_id)
    if section.meeting_id != meeting.id:
        raise NotFound("There is no such section in these minutes.")
    if form.assurance not in ("", *Assurance):
        raise RuleBroken("A section is assured, partly assured or not assured.")
    sections.assure(
        session,
        section,
        assurance=Assurance(form.assurance) if form.assurance else None,
        statement=form.statement,
        seen_revision=int(form.revision) if form.revision.isdecimal() else None,
        by=user,
    )
    return saved(session, meeting, section)
