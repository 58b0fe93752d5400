"""Planned questions in the meeting: asked with one key, or promised an answer in writing. The office's own."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlmodel import Session

from app.dependencies import DraftMeeting, MinuteTaker, SessionDep
from app.errors import NotFound
from app.models.lines import Line
from app.models.meetings import Meeting, PlannedQuestion
from app.models.people import User
from app.routers.live.answers import saved
from app.routers.live.lines import TypedForm, place
from app.services import lines, planned_questions

router = APIRouter(prefix="/meetings/{meeting_id}/live/planned/{planned_id}")


class AskedForm(BaseModel):
    """The id that the page gives the new line, and where it stands."""

    key: str = ""
    section: str = ""
    after: str = ""
    writer: str = ""
    written_answer: bool = True


@router.post("/ask")
def ask(
    session: SessionDep,
    meeting: DraftMeeting,
    user: MinuteTaker,
    planned_id: int,
    form: Annotated[AskedForm, Form()],
) -> JSONResponse:
    """Put its wording in and mark it as asked; sent twice it is asked once."""
    line = _asked(session, meeting, _planned(session, meeting, planned_id), form, user)
    return saved(session, meeting, line)


@router.post("/written-answer")
def promise(
    session: SessionDep,
    meeting: DraftMeeting,
    user: MinuteTaker,
    planned_id: int,
    form: Annotated[AskedForm, Form()],
) -> JSONResponse:
    """An answer in writing is to follow: the question is put into the minutes, if it is not there yet."""
    planned = _planned(session, meeting, planned_id)
    line = _asked(session, meeting, planned, form, user)
    entry = next(one for one in line.entries if one.id == planned.asked_as_id)
    lines.set_written_answer(session, entry, to_follow=form.written_answer, by=user)
    return saved(session, meeting, line)


def _planned(session: Session, meeting: Meeting, planned_id: int) -> PlannedQuestion:
    planned = planned_questions.by_id(session, planned_id)
    if planned.meeting_id != meeting.id:
        raise NotFound("There is no such planned question.")
    return planned


def _asked(session: Session, meeting: Meeting, planned: PlannedQuestion, form: AskedForm, by: User) -> Line:
    where = TypedForm(section=form.section, after=form.after)
    section, after = place(session, meeting, where, by)
    return lines.ask(
        session,
        planned,
        key=form.key,
        section=section,
        after=after,
        at_start=after is None and bool(where.after),
        writer=form.writer,
        by=by,
    )
