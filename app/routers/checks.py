"""The check before publishing: what was found, "seen, leave it" or "withhold", and the sign-off."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from app.dependencies import MinuteTaker, OfficeMeeting, Publisher, SessionDep
from app.documents.sensitive import Sought
from app.errors import RuleBroken
from app.models.meetings import Meeting
from app.models.people import User
from app.models.withholdings import GROUNDS, Ground, Withheld
from app.services import people, withholdings
from app.templating import go_to, page

router = APIRouter(prefix="/meetings/{meeting_id}/check")

HEADINGS = {
    Sought.ELSEWHERE: "Withheld in one place, and standing in another",
    Sought.NAME: "Names that are neither in the attendance nor known",
    Sought.AGE: "Ages with an offence",
    Sought.BIRTH: "Dates of birth",
    Sought.EMAIL: "E-mail addresses",
    Sought.TELEPHONE: "Telephone numbers",
    Sought.CRIME: "Crime and incident numbers",
    Sought.POSTCODE: "Postcodes",
    Sought.BRACKET: "Comments left in brackets",
    Sought.DOUBT: "Unresolved doubts",
    Sought.NO_OWNER: "Actions without owner",
}
_USUALLY = {Sought.CRIME: Ground.FOIA_30, Sought.BRACKET: Ground.UNSAID}
"""The ground that is proposed; personal information for everything else."""


class MarkForm(BaseModel):
    """Which finding is meant, by its mark; `ground` of what is withheld, the usual one if none is chosen."""

    mark: str = ""
    ground: str = ""


@router.get("")
def show(request: Request, session: SessionDep, meeting: OfficeMeeting) -> Response:
    """Everything that was found, kind by kind, each with its line."""
    return _page(request, session, meeting)


def _page(
    request: Request, session: Session, meeting: Meeting, *, problem: str = "", status: int = 200
) -> Response:
    signed = withholdings.signed_for(session, meeting, withholdings.publishable(session, meeting))
    return page(
        request,
        "checks/show.html",
        status=status,
        meeting=meeting,
        check=withholdings.check(session, meeting),
        headings=HEADINGS,
        usual={kind: _USUALLY.get(kind, Ground.FOIA_40).value for kind in Sought},
        grounds=[("", "Ground to be chosen"), *((key.value, name) for key, name in GROUNDS.items())],
        blocks=withholdings.unresolved(session, meeting),
        signed=signed,
        signed_by=people.user_by_id(session, signed.by_id).name if signed else "",
        errors={"left": problem} if problem else {},
    )


@router.post("/seen")
def see(
    request: Request,
    session: SessionDep,
    meeting: OfficeMeeting,
    user: MinuteTaker,
    form: Annotated[MarkForm, Form()],
) -> Response:
    """Somebody looked: it may stay."""
    try:
        withholdings.see(session, withholdings.check(session, meeting), [form.mark], by=user)
    except RuleBroken as problem:
        return _again(request, session, meeting, problem)
    return _back(request, meeting)


@router.post("/seen-alike")
def see_alike(
    request: Request,
    session: SessionDep,
    meeting: OfficeMeeting,
    user: MinuteTaker,
    form: Annotated[MarkForm, Form()],
) -> Response:
    """Somebody looked: these words may stay wherever they were found."""
    found = withholdings.check(session, meeting)
    try:
        one = withholdings.by_mark(found, form.mark)
    except RuleBroken as problem:
        return _again(request, session, meeting, problem)
    alike = [
        each.mark
        for each in found.open
        if each.kind == one.kind and each.words.casefold() == one.words.casefold()
    ]
    withholdings.see(session, found, alike, by=user)
    return _back(request, meeting)


@router.post("/unseen")
def look_again(
    request: Request,
    session: SessionDep,
    meeting: OfficeMeeting,
    user: MinuteTaker,
    form: Annotated[MarkForm, Form()],
) -> Response:
    """Undo of "seen"."""
    withholdings.look_again(session, meeting, form.mark, by=user)
    return _back(request, meeting)


@router.post("/withhold")
def withhold(
    request: Request,
    session: SessionDep,
    meeting: OfficeMeeting,
    user: MinuteTaker,
    form: Annotated[MarkForm, Form()],
) -> Response:
    """Withhold the words that were found, or propose to."""
    try:
        one = withholdings.by_mark(withholdings.check(session, meeting), form.mark)
        _withhold(session, meeting, one, form.ground, by=user)
    except RuleBroken as problem:
        return _again(request, session, meeting, problem)
    return _back(request, meeting)


def _withhold(session: Session, meeting: Meeting, one: withholdings.Asked, ground: str, *, by: User) -> None:
    place = one.place
    if place.subject is None or one.starts is None or one.ends is None:
        raise RuleBroken("That stands outside the minutes’ text: change it on the meeting’s page.")
    is_judgement = place.subject == Withheld.ASSURANCE
    chosen = Ground(ground) if ground in set(Ground) else _USUALLY.get(one.kind, Ground.FOIA_40)
    withholdings.withhold(
        session,
        meeting,
        subject=place.subject,
        subject_id=place.subject_id,
        words=None if is_judgement else (one.starts, one.ends),
        ground=chosen if chosen != Ground.OTHER else Ground.UNSAID,
        by=by,
    )


@router.post("/sign")
def sign(request: Request, session: SessionDep, meeting: OfficeMeeting, user: Publisher) -> Response:
    """Somebody checked what would be published now."""
    try:
        withholdings.sign(session, meeting, withholdings.publishable(session, meeting), by=user)
    except RuleBroken as problem:
        return _again(request, session, meeting, problem)
    return _back(request, meeting)


def _again(request: Request, session: Session, meeting: Meeting, problem: RuleBroken) -> Response:
    """The list as it stands now, and why nothing was done."""
    session.rollback()
    return _page(request, session, meeting, problem=str(problem), status=problem.status)


def _back(request: Request, meeting: Meeting) -> Response:
    return go_to(request, f"/meetings/{meeting.id}/check#left")
