"""Who was at a meeting, as a page on which the list is put right."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from app.dependencies import AttendanceDep, DraftMeeting, MinuteTaker, SessionDep
from app.errors import DomainError
from app.models.meetings import Attendance, Meeting, Presence
from app.models.people import OrganisationKind
from app.services import attendances, meetings, people
from app.templating import go_to, page

router = APIRouter()


class AttendanceForm(BaseModel):
    """Somebody on the list, as typed."""

    name: str = ""
    title: str = ""
    known_as: str = ""
    organisation: str = ""
    kind: OrganisationKind | None = None
    presence: Presence = Presence.PRESENT
    presence_note: str = ""
    is_chair: bool = False
    is_minute_taker: bool = False

    def facts(self) -> attendances.Facts:
        """What was typed, for the service."""
        return attendances.Facts(**self.model_dump())


def _address(meeting_id: int | None, query: str = "") -> str:
    return f"/meetings/{meeting_id}/attendance{query}"


def _page(
    request: Request,
    session: Session,
    meeting: Meeting,
    *,
    form: AttendanceForm | None = None,
    errors: dict[str, str] | None = None,
    undo: str = "",
    status: int = 200,
) -> Response:
    whole = meetings.whole(session, meeting)
    gone = [one for one in whole.removed if one.noun == "attendance"]
    return page(
        request,
        "attendances/list.html",
        status=status,
        meeting=meeting,
        attendances=whole.attendances,
        removed=gone,
        undo=next((one for one in gone if one.id == undo), None),
        form=form or AttendanceForm(),
        errors=errors or {},
        organisations=people.organisations(session),
    )


@router.get("/meetings/{meeting_id}/attendance")
def show(request: Request, session: SessionDep, meeting: DraftMeeting, undo: str = "") -> Response:
    """The list, with a form below it for one more."""
    return _page(request, session, meeting, undo=undo)


@router.post("/meetings/{meeting_id}/attendance")
def add(
    request: Request,
    session: SessionDep,
    meeting: DraftMeeting,
    user: MinuteTaker,
    form: Annotated[AttendanceForm, Form()],
) -> Response:
    """One more; what is refused comes back as it was typed."""
    try:
        attendances.add(session, meeting, facts=form.facts(), by=user)
    except DomainError as problem:
        session.rollback()
        meeting = meetings.by_id(session, meeting.id or 0)
        return _page(
            request, session, meeting, form=form, errors={"name": str(problem)}, status=problem.status
        )
    return go_to(request, _address(meeting.id, "#add"))


def _edit_page(
    request: Request,
    session: Session,
    attendance: Attendance,
    form: AttendanceForm,
    errors: dict[str, str],
    status: int = 200,
) -> Response:
    return page(
        request,
        "attendances/edit.html",
        status=status,
        attendance=attendance,
        meeting=meetings.by_id(session, attendance.meeting_id),
        form=form,
        errors=errors,
        organisations=people.organisations(session),
    )


@router.get("/attendances/{attendance_id}/edit")
def ask_for_facts(
    request: Request, session: SessionDep, attendance: AttendanceDep, _user: MinuteTaker
) -> Response:
    """The form of somebody on the list."""
    organisation = attendance.organisation
    form = AttendanceForm(
        **attendance.model_dump(include=set(AttendanceForm.model_fields) - {"organisation", "kind"}),
        organisation=attendance.organisation_words or "",
        kind=organisation.kind if organisation else None,
    )
    return _edit_page(request, session, attendance, form, {})


@router.post("/attendances/{attendance_id}/edit")
def change(
    request: Request,
    session: SessionDep,
    attendance: AttendanceDep,
    user: MinuteTaker,
    form: Annotated[AttendanceForm, Form()],
) -> Response:
    """Correct what the list says of somebody."""
    try:
        attendances.change(session, attendance, facts=form.facts(), by=user)
    except DomainError as problem:
        session.rollback()
        attendance = attendances.by_id(session, attendance.id or 0)
        return _edit_page(request, session, attendance, form, {"name": str(problem)}, problem.status)
    return go_to(request, _address(attendance.meeting_id, f"#attendance-{attendance.id}"))


@router.post("/attendances/{attendance_id}/move")
def move(
    request: Request,
    session: SessionDep,
    attendance: AttendanceDep,
    user: MinuteTaker,
    steps: Annotated[int, Form(ge=-1, le=1)],
) -> Response:
    """One place up or down the list."""
    attendances.move(session, attendance, steps=steps, by=user)
    return go_to(request, _address(attendance.meeting_id, f"#attendance-{attendance.id}"))


@router.post("/attendances/{attendance_id}/remove")
def remove(request: Request, session: SessionDep, attendance: AttendanceDep, user: MinuteTaker) -> Response:
    """Take somebody off the list; the way back stands above it."""
    attendances.remove(session, attendance, by=user)
    return go_to(request, _address(attendance.meeting_id, f"?undo={attendance.id}"))


@router.post("/attendances/{attendance_id}/restore")
def restore(request: Request, session: SessionDep, attendance: AttendanceDep, user: MinuteTaker) -> Response:
    """Put somebody back."""
    attendances.restore(session, attendance, by=user)
    return go_to(request, _address(attendance.meeting_id, f"#attendance-{attendance.id}"))
