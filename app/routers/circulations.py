"""Circulating a draft: choosing who gets a link, the links, and the draft itself, which is public to its holder."""

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.db import now
from app.dependencies import (
    CurrentUser,
    DraftMeeting,
    HeldLink,
    MinuteTaker,
    SessionDep,
    SettingsDep,
    Today,
)
from app.errors import EditConflict, NotFound, RuleBroken
from app.models.circulations import DraftLink
from app.models.meetings import Meeting
from app.services import circulations, corrections, meetings
from app.services.circulations import NewLink
from app.services.corrections import Proposer
from app.settings import Settings
from app.templating import go_to, page

router = APIRouter()

USUALLY_OPEN = timedelta(days=14)
"""Until the closing date that is proposed."""


class CirculationForm(BaseModel):
    """Whom to send a link: the ids of attendances, and beside each id its e-mail address."""

    closes_on: str = ""
    chosen: list[int] = Field(default_factory=list)
    person: list[int] = Field(default_factory=list)
    email: list[str] = Field(default_factory=list)

    @property
    def emails(self) -> dict[int, str]:
        """By attendance, chosen or not."""
        return dict(zip(self.person, self.email, strict=False))


class CorrectionForm(BaseModel):
    """A correction as it is typed, and the revision of the line that was read."""

    line: str = ""
    revision: int = 0
    text: str = ""
    why: str = ""


def get_link(link_id: int, session: SessionDep, _user: MinuteTaker) -> DraftLink:
    """A link, for whoever may circulate."""
    return circulations.link_by_id(session, link_id)


LinkDep = Annotated[DraftLink, Depends(get_link)]


def get_circulated(meeting_id: int, session: SessionDep, user: CurrentUser) -> Meeting:
    """A meeting whose draft this user may correct: the office, and bodies that were there. Raises NotFound."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or not circulations.was_there(session, meeting, user):
        raise NotFound("There is no such draft, or your organisation was not at that meeting.")
    if meeting.circulated_at is None:
        raise RuleBroken("These minutes have not been circulated for correction.")
    return meeting


Circulated = Annotated[Meeting, Depends(get_circulated)]


@router.get("/meetings/{meeting_id}/circulate")
def ask(
    request: Request,
    session: SessionDep,
    meeting: DraftMeeting,
    settings: SettingsDep,
    today: Today,
    _user: MinuteTaker,
    saved: str = "",
) -> Response:
    """Who was there, and who of them gets a link until when."""
    closes_on = meeting.corrections_close_on
    if closes_on is None or closes_on < today:
        closes_on = today + USUALLY_OPEN
    people = circulations.who_can_get_one(session, meeting)
    emails = circulations.suggested_emails(session, people)
    return _circulate_page(
        request, session, meeting, settings,
        closes_on=closes_on.isoformat(), emails=emails, chosen=[] if saved else None, saved=bool(saved),
    )  # fmt: skip


def _circulate_page(
    request: Request,
    session: Session,
    meeting: Meeting,
    settings: Settings,
    *,
    closes_on: str,
    emails: dict[int, str],
    chosen: list[int] | None,
    made: list[NewLink] | None = None,
    saved: bool = False,
    problem: str = "",
) -> Response:
    """`chosen` None: nobody has chosen yet, and everybody with an address is."""
    people = circulations.who_can_get_one(session, meeting)
    standing = circulations.links_of(session, meeting)
    at = now()
    holding = {one.link.attendance_id for one in standing if one.link.leads_somewhere(at)}
    site = settings.site_address or str(request.base_url).rstrip("/")
    return page(
        request,
        "circulations/circulate.html",
        status=422 if problem else 200,
        meeting=meeting,
        people=people,
        holding=holding,
        links=standing,
        emails=emails,
        chosen=[number for number, email in emails.items() if email] if chosen is None else chosen,
        closes_on=closes_on,
        reasons=meetings.reasons_to_circulate(session, meeting),
        made=[(one, f"{site}/drafts/{one.secret}" if one.secret else "") for one in made or []],
        saved=saved,
        errors={_field_of(problem, emails): problem} if problem else {},
        at=at,
    )


def _field_of(problem: str, emails: dict[int, str]) -> str:
    """The field that a refusal names: somebody’s address, else the closing date."""
    named = (number for number, email in emails.items() if f"“{email.strip()}”" in problem)
    return next((f"email-{number}" for number in named), "closes_on")


@router.post("/meetings/{meeting_id}/circulate")
def circulate(
    request: Request,
    session: SessionDep,
    meeting: DraftMeeting,
    user: MinuteTaker,
    settings: SettingsDep,
    today: Today,
    form: Annotated[CirculationForm, Form()],
) -> Response:
    """Send the links, or show them this once; addresses are kept nowhere."""
    emails = form.emails
    try:
        made = circulations.circulate(
            session,
            meeting,
            chosen={number: emails.get(number, "") for number in form.chosen},
            closes_on=_day(form.closes_on),
            today=today,
            sends_letters=settings.sends_letters,
            by=user,
        )
    except RuleBroken as problem:
        session.rollback()
        return _circulate_page(
            request, session, meeting, settings,
            closes_on=form.closes_on, emails=emails, chosen=form.chosen, problem=str(problem),
        )  # fmt: skip
    if not made:
        return go_to(request, f"/meetings/{meeting.id}/circulate?saved=yes")
    return _circulate_page(
        request, session, meeting, settings, closes_on=form.closes_on, emails=emails, chosen=[], made=made
    )


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        raise RuleBroken("Give the closing date, such as 2025-06-05.") from None


@router.post("/draft-links/{link_id}/renew")
def renew(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    settings: SettingsDep,
    today: Today,
    link: LinkDep,
) -> Response:
    """Another address in place of the old one: sent, or shown this once."""
    made = circulations.renew(session, link, sends_letters=settings.sends_letters, by=user)
    meeting = meetings.by_id(session, link.meeting_id)
    closes_on = meeting.corrections_close_on or today
    return _circulate_page(
        request,
        session,
        meeting,
        settings,
        closes_on=closes_on.isoformat(),
        emails={},
        chosen=[],
        made=[made],
    )


@router.post("/draft-links/{link_id}/revoke")
def revoke(request: Request, session: SessionDep, user: MinuteTaker, link: LinkDep) -> Response:
    """The address leads nowhere any more."""
    circulations.revoke(session, link, by=user)
    return go_to(request, f"/meetings/{link.meeting_id}/circulate")


@router.get("/meetings/{meeting_id}/draft")
def show_signed_in(
    request: Request,
    session: SessionDep,
    meeting: Circulated,
    user: CurrentUser,
    today: Today,
    line: str = "",
    done: str = "",
) -> Response:
    """The draft for somebody who signs in and was there."""
    return _draft_page(request, session, meeting, Proposer(user=user), today, line=line, done=done)


@router.post("/meetings/{meeting_id}/draft")
def propose_signed_in(
    request: Request,
    session: SessionDep,
    meeting: Circulated,
    user: CurrentUser,
    today: Today,
    form: Annotated[CorrectionForm, Form()],
) -> Response:
    """Propose a correction; a refusal brings back what was typed."""
    return _propose(request, session, meeting, Proposer(user=user), today, form)


@router.get("/drafts/{secret}")
def show_to_holder(
    request: Request, session: SessionDep, held: HeldLink, today: Today, line: str = "", done: str = ""
) -> Response:
    """The draft for whoever holds the link. Nobody signs in."""
    link, attendance, meeting = held
    return _draft_page(
        request, session, meeting, Proposer(link=link), today, line=line, done=done, name=attendance.name
    )


@router.post("/drafts/{secret}")
def propose_as_holder(
    request: Request,
    session: SessionDep,
    held: HeldLink,
    today: Today,
    form: Annotated[CorrectionForm, Form()],
) -> Response:
    """Propose a correction without signing in."""
    link, attendance, meeting = held
    return _propose(request, session, meeting, Proposer(link=link), today, form, name=attendance.name)


def _propose(
    request: Request,
    session: Session,
    meeting: Meeting,
    by: Proposer,
    today: date,
    form: CorrectionForm,
    *,
    name: str = "",
) -> Response:
    try:
        corrections.propose(
            session, meeting, line_id=form.line, text=form.text, why=form.why, seen_revision=form.revision,
            by=by, today=today,
        )  # fmt: skip
    except (RuleBroken, EditConflict, NotFound) as problem:
        session.rollback()
        return _draft_page(
            request, session, meeting, by, today, line=form.line, name=name, form=form, problem=str(problem),
            status=problem.status,
        )  # fmt: skip
    return go_to(request, f"{request.url.path}?done={form.line}#line-{form.line}")


def _draft_page(
    request: Request,
    session: Session,
    meeting: Meeting,
    by: Proposer,
    today: date,
    *,
    line: str = "",
    done: str = "",
    name: str = "",
    form: CorrectionForm | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    # Once they are confirmed the text is read elsewhere: here remains what became of one's corrections.
    draft = circulations.draft_of(session, meeting, for_the_office=by.is_of_the_office)
    mine = corrections.proposed_by(session, meeting, by, draft)
    context: dict[str, Any] = {
        "draft": draft,
        "meeting": meeting,
        "mine": mine,
        "whose": name,
        "address": request.url.path,
        "why_closed": circulations.why_closed(meeting, today),
        "editing": line,
        "done": done,
        "form": form,
        "errors": {"text": problem} if problem else {},
        "WITHHELD": circulations.WITHHELD,
    }
    found = page(request, "circulations/draft.html", status=status, **context)
    found.headers["X-Robots-Tag"] = "noindex, nofollow"
    found.headers["Referrer-Policy"] = "no-referrer"
    return found
