"""Open actions while minutes are taken: the drawer that shows them, and what the meeting decides of each."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from app.dependencies import ActionDep, DraftMeeting, MinuteTaker, SessionDep, Today
from app.errors import NotFound
from app.models.lines import Outcome
from app.routers.live.answers import saved
from app.routers.live.lines import TypedForm, place
from app.services import actions, lines, sections
from app.templating import page

router = APIRouter(prefix="/meetings/{meeting_id}/live")


class ReviewForm(BaseModel):
    """What was decided; the new date in words, if any; and the line that it becomes."""

    outcome: Outcome
    date: str = ""
    remark: str = ""
    key: str = ""
    section: str = ""
    after: str = ""
    writer: str = ""


@router.get("/drawer")
def drawer(
    request: Request,
    session: SessionDep,
    meeting: DraftMeeting,
    _user: MinuteTaker,
    today: Today,
    section: str = "",
) -> Response:
    """The open actions, those of the section's recommendations first."""
    here = None
    if section.isdecimal():
        here = sections.by_id(session, int(section))
        if here.meeting_id != meeting.id:
            raise NotFound("There is no such section in these minutes.")
    shown = actions.drawer(session, meeting, section=here, today=today)
    return page(request, "live/_drawer.html", drawer=shown)


@router.post("/reviews/{action_id}")
def review(
    session: SessionDep,
    meeting: DraftMeeting,
    user: MinuteTaker,
    action: ActionDep,
    form: Annotated[ReviewForm, Form()],
) -> JSONResponse:
    """A line "14/2024: closed, the PCC was satisfied", read as the review that it is."""
    where = TypedForm(section=form.section, after=form.after)
    section, after = place(session, meeting, where, user)
    line = lines.review(
        session,
        action,
        section,
        outcome=form.outcome,
        until=form.date,
        remark=form.remark,
        key=form.key,
        after=after,
        at_start=after is None and bool(where.after),
        writer=form.writer,
        by=user,
    )
    return saved(session, meeting, line)
