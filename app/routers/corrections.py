"""Proposed corrections as the office sees and settles them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from app.dependencies import MinuteTaker, OfficeMeeting, SessionDep, Today
from app.errors import EditConflict, RuleBroken
from app.models.corrections import Correction
from app.models.meetings import Meeting
from app.services import circulations, corrections, meetings
from app.templating import go_to, page

router = APIRouter()


class SettlingForm(BaseModel):
    """What the office says of a correction. `text` is what the line is to say, where it is adapted."""

    revision: int = 0
    adapts: bool = False
    text: str = ""
    reason: str = ""


def get_correction(correction_id: int, session: SessionDep, _user: MinuteTaker) -> Correction:
    """A correction, for whoever may settle it."""
    return corrections.by_id(session, correction_id)


CorrectionDep = Annotated[Correction, Depends(get_correction)]


@router.get("/meetings/{meeting_id}/corrections")
def show(request: Request, session: SessionDep, meeting: OfficeMeeting, today: Today) -> Response:
    """Old, proposed, as the line stands now, why and who: side by side."""
    return _page(request, session, meeting, closed=circulations.why_closed(meeting, today))


def _page(
    request: Request,
    session: Session,
    meeting: Meeting,
    *,
    closed: str = "",
    at_id: int | None = None,
    at: str = "",
    form: SettlingForm | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    """`at_id` is the correction whose form was refused, `at` its field, and `form` what was typed there."""
    return page(
        request,
        "corrections/list.html",
        status=status,
        meeting=meeting,
        proposals=corrections.of_meeting(session, meeting),
        closed=closed,
        at_id=at_id,
        form=form,
        errors={f"{at}-{at_id}": problem} if problem else {},
    )


@router.post("/corrections/{correction_id}/accept")
def accept(
    request: Request,
    session: SessionDep,
    correction: CorrectionDep,
    user: MinuteTaker,
    form: Annotated[SettlingForm, Form()],
) -> Response:
    """The line reads as proposed, or as the office adapts it."""
    number, meeting_id = correction.id, correction.meeting_id
    try:
        corrections.accept(
            session,
            correction,
            text=form.text if form.adapts else None,
            seen_revision=form.revision,
            reason=form.reason,
            by=user,
        )
    except (RuleBroken, EditConflict) as problem:
        at = "text" if form.adapts else "correction"
        return _again(request, session, meeting_id, number, form, at, problem)
    return go_to(request, f"/meetings/{meeting_id}/corrections#correction-{number}")


@router.post("/corrections/{correction_id}/decline")
def decline(
    request: Request,
    session: SessionDep,
    correction: CorrectionDep,
    user: MinuteTaker,
    form: Annotated[SettlingForm, Form()],
) -> Response:
    """The line stays as it is, and whoever proposed it reads why."""
    number, meeting_id = correction.id, correction.meeting_id
    try:
        corrections.decline(session, correction, reason=form.reason, by=user)
    except RuleBroken as problem:
        return _again(request, session, meeting_id, number, form, "reason", problem)
    return go_to(request, f"/meetings/{meeting_id}/corrections#correction-{number}")


def _again(
    request: Request,
    session: Session,
    meeting_id: int,
    number: int | None,
    form: SettlingForm,
    at: str,
    problem: RuleBroken | EditConflict,
) -> Response:
    session.rollback()
    meeting = meetings.by_id(session, meeting_id)
    return _page(
        request, session, meeting, at_id=number, at=at, form=form, problem=str(problem), status=problem.status
    )
