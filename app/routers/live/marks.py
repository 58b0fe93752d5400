"""What was understood of a line or a heading, put right with one key."""

import re
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from app.dependencies import DraftMeeting, MinuteTaker, SessionDep
from app.routers.live.answers import saved
from app.routers.live.lines import there
from app.services import lines

router = APIRouter()


class MarkForm(BaseModel):
    """What is set; a field that is not sent stays as it is. `passage` is the passage's number in its line, from 0.

    `recommendation` is the number of its row, or words such as "IITCSE 8"; without `tied` one that is tied is
    untied and any other tied.
    """

    passage: int = 0
    kind: str | None = None
    speakers: str | None = None
    due: str | None = None
    recommendation: str | None = None
    tied: bool | None = None
    reply: str | None = None
    written_answer: bool | None = None
    bullet: bool | None = None
    depth: int | None = None
    level: int | None = None


@router.post("/meetings/{meeting_id}/live/lines/{line_id}/set")
def set_mark(
    session: SessionDep,
    meeting: DraftMeeting,
    user: MinuteTaker,
    line_id: str,
    form: Annotated[MarkForm, Form()],
) -> JSONResponse:
    """Set what differs, and answer as to a save. A line can become a heading, and a heading a line."""
    thing = there(session, meeting, line_id)
    speakers = None if form.speakers is None else re.split(r"[,;]", form.speakers)
    said = lines.Correction(**form.model_dump(exclude={"speakers"}), speakers=speakers)
    return saved(session, meeting, lines.correct(session, thing, said, by=user))
