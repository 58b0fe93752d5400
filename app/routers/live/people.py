"""People come and go while the meeting lasts: arrivals, leavings, apologies, and somebody not expected."""

from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlmodel import Session

from app.dependencies import DraftMeeting, MinuteTaker, SessionDep
from app.errors import NotFound, RuleBroken
from app.models.meetings import Attendance, Meeting
from app.models.people import User
from app.routers.live.telling import people_here
from app.services import attendances
from app.services.audience import Audience

router = APIRouter(prefix="/meetings/{meeting_id}/live/people")


class ComingForm(BaseModel):
    """What happened, and when: a local time of day such as "14:05", or nothing."""

    presence: str = ""
    """arrived, left, apologies, present; "back" undoes the last of these."""
    at: str = ""
    name: str = ""
    """Of somebody who is not on the list yet."""


@router.post("")
def add(
    session: SessionDep, meeting: DraftMeeting, user: MinuteTaker, form: Annotated[ComingForm, Form()]
) -> JSONResponse:
    """Somebody not on the list. A name that is there already is that person, so sending twice adds one."""
    name = " ".join(form.name.split())
    there = attendances.of_meeting(session, meeting)
    one = next((one for one in there if one.name.casefold() == name.casefold()), None)
    if one is None:
        one = attendances.add(session, meeting, facts=attendances.Facts(name=name), by=user)
    return _answer(session, meeting, _apply(session, one, form, user))


@router.post("/{attendance_id}")
def change(
    session: SessionDep,
    meeting: DraftMeeting,
    user: MinuteTaker,
    attendance_id: int,
    form: Annotated[ComingForm, Form()],
) -> JSONResponse:
    """Somebody arrives, leaves, sends apologies, or was there all along."""
    one = attendances.by_id(session, attendance_id)
    if one.meeting_id != meeting.id:
        raise NotFound("Nobody with that number is on this attendance list.")
    return _answer(session, meeting, _apply(session, one, form, user))


def _apply(session: Session, one: Attendance, form: ComingForm, by: User) -> Attendance:
    at = attendances.read_time(form.at)
    if form.presence == "arrived":
        return attendances.arrive(session, one, at=at, by=by)
    if form.presence == "left":
        return attendances.leave(session, one, at=at, by=by)
    if form.presence == "apologies":
        return attendances.send_apologies(session, one, by=by)
    if form.presence == "present":
        return attendances.be_present(session, one, by=by)
    if form.presence == "back":
        return attendances.put_back(session, one, by=by)
    raise RuleBroken("Say whether somebody arrived, left, sent apologies or is present.")


def _answer(session: Session, meeting: Meeting, one: Attendance) -> JSONResponse:
    session.flush()
    answer: dict[str, Any] = {
        "attendance": one.id,
        "presence": one.presence.value,
        "said": attendances.comings_and_goings([one]) or f"{one.name}, {one.presence.value}",
        "people": people_here(attendances.of_meeting(session, meeting), (), Audience.TYPISTS),
    }
    return JSONResponse(answer)
