"""The brief for a meeting: on screen, on paper and as Word. The office's own."""

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.db import now
from app.dependencies import OfficeMeeting, Planner, SessionDep, Today
from app.routers.documents.downloads import WORD, download
from app.routers.planned_questions import about_choices
from app.services import briefs, documents
from app.templating import page

router = APIRouter(prefix="/meetings/{meeting_id}/brief")

By = Annotated[str, Query()]


@router.get("")
def show(
    request: Request,
    session: SessionDep,
    meeting: OfficeMeeting,
    _user: Planner,
    today: Today,
    by: By = "owner",
    open: By = "",  # noqa: A002  its name in the address
    edit: int | None = None,
    undo: int | None = None,
) -> Response:
    """The brief as things stand; `edit` is the planned question being changed, `undo` one just removed."""
    brief = briefs.brief(
        session, meeting, by_recommendation=by == "recommendation", everything=open == "all", today=today
    )
    return page(
        request,
        "briefs/brief.html",
        brief=brief,
        lead=briefs.lead(brief),
        first_words=briefs.first_words,
        made_at=now(),
        today=today,
        writer=uuid4().hex,
        choices=about_choices(session, brief.plan),
        editing=edit,
        undo=undo,
    )


@router.get("/word")
def word(
    session: SessionDep,
    meeting: OfficeMeeting,
    _user: Planner,
    today: Today,
    by: By = "owner",
    open: By = "",  # noqa: A002  its name in the address
) -> Response:
    """The same brief as a Word file."""
    brief = briefs.brief(
        session, meeting, by_recommendation=by == "recommendation", everything=open == "all", today=today
    )
    data = briefs.as_word(brief, made_at=now(), style=documents.package_in_use(session))
    return download(data, briefs.word_name(meeting), WORD)
