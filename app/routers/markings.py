"""Protective markings, and how the office wants what is withheld to be printed."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.dependencies import MinuteTaker, OfficeMeeting, Publisher, SectionDep, SessionDep
from app.errors import NotFound, RuleBroken
from app.services import markings
from app.templating import go_to, page

router = APIRouter()


class ChoiceForm(BaseModel):
    """`says_withheld` "1" for a placeholder, "0" for nothing; `words` the markings, one on each line."""

    says_withheld: str = "0"
    uses_markings: str = ""
    words: str = ""
    sensitive: list[str] = Field(default_factory=list)


@router.get("/markings")
def show(request: Request, session: SessionDep, _user: Publisher) -> Response:
    """What the office chose."""
    return _page(request, session)


def _page(request: Request, session: Session, *, problem: str = "", status: int = 200) -> Response:
    return page(
        request,
        "markings/choices.html",
        status=status,
        choices=markings.choices(session),
        errors={"words": problem} if problem else {},
    )


@router.post("/markings")
def choose(
    request: Request, session: SessionDep, user: Publisher, form: Annotated[ChoiceForm, Form()]
) -> Response:
    """Choose anew. A word that is new is taken for sensitive until somebody says otherwise."""
    before = set(markings.choices(session).markings)
    words = [one.strip() for one in form.words.splitlines() if one.strip()]
    try:
        markings.choose(
            session,
            says_withheld=form.says_withheld == "1",
            uses_markings=form.uses_markings == "1",
            markings=words,
            sensitive=[*form.sensitive, *(one for one in words if one not in before)],
            by=user,
        )
    except RuleBroken as problem:
        session.rollback()
        return _page(request, session, problem=str(problem), status=problem.status)
    return go_to(request, "/markings")


@router.post("/meetings/{meeting_id}/marking")
def mark_meeting(
    request: Request,
    session: SessionDep,
    meeting: OfficeMeeting,
    user: MinuteTaker,
    marking: Annotated[str, Form()] = "",
) -> Response:
    """The marking of the minutes as a whole; "" takes it away."""
    markings.mark(session, meeting, marking, by=user)
    return go_to(request, f"/meetings/{meeting.id}/withholdings#marking")


@router.post("/sections/{section_id}/marking")
def mark_section(
    request: Request,
    session: SessionDep,
    section: SectionDep,
    user: MinuteTaker,
    marking: Annotated[str, Form()] = "",
) -> Response:
    """The marking of a section."""
    if section.removed_at is not None:
        raise NotFound("That section was taken out.")
    markings.mark(session, section, marking, by=user)
    return go_to(request, f"/meetings/{section.meeting_id}/withholdings#marking")
