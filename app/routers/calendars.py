"""Calendars of due dates: making and revoking their secret addresses, and the feed itself, which is public."""

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.dependencies import RecordReader, SecretCalendarDep, SessionDep, SettingsDep
from app.errors import RuleBroken
from app.models.calendars import Calendar
from app.models.people import User
from app.services import calendars
from app.settings import Settings
from app.templating import go_to, page

router = APIRouter(prefix="/calendars")


def get_calendar(calendar_id: int, session: SessionDep, user: RecordReader) -> Calendar:
    """A calendar of the user's own. Raises NotFound for anybody else's."""
    return calendars.by_id(session, calendar_id, user=user)


CalendarDep = Annotated[Calendar, Depends(get_calendar)]


@router.get("")
def show(request: Request, session: SessionDep, user: RecordReader, settings: SettingsDep) -> Response:
    """One's own calendars, and the form for another."""
    return _page(request, session, user, settings)


def _page(
    request: Request, session: Session, user: User, settings: Settings, *, secret: str = "", problem: str = ""
) -> Response:
    return page(
        request,
        "calendars/list.html",
        status=422 if problem else 200,
        calendars=calendars.of_user(session, user),
        choices=calendars.choices(session, user),
        address=f"{_site(request, settings)}/calendars/{secret}/due.ics" if secret else "",
        errors={"choice": problem} if problem else {},
    )


def _site(request: Request, settings: Settings) -> str:
    """The address of the product, for links that are followed from elsewhere."""
    return settings.site_address or str(request.base_url).rstrip("/")


@router.post("")
def make(
    request: Request,
    session: SessionDep,
    user: RecordReader,
    settings: SettingsDep,
    choice: Annotated[str, Form()] = "",
) -> Response:
    """Make one, and show its address this once."""
    try:
        _, secret = calendars.make(session, user, choice=choice)
    except RuleBroken as problem:
        session.rollback()
        return _page(request, session, user, settings, problem=str(problem))
    return _page(request, session, user, settings, secret=secret)


@router.post("/{calendar_id}/renew")
def renew(
    request: Request, session: SessionDep, user: RecordReader, settings: SettingsDep, calendar: CalendarDep
) -> Response:
    """Another address in place of the old one, shown this once."""
    return _page(request, session, user, settings, secret=calendars.renew(session, calendar, by=user))


@router.post("/{calendar_id}/revoke")
def revoke(request: Request, session: SessionDep, user: RecordReader, calendar: CalendarDep) -> Response:
    """The address leads nowhere any more."""
    calendars.revoke(session, calendar, by=user)
    return go_to(request, "/calendars")


@router.get("/{secret}/due.ics")
def feed(request: Request, session: SessionDep, settings: SettingsDep, found: SecretCalendarDep) -> Response:
    """The due dates, for a calendar program. Nobody signs in here: who knows the address may read."""
    calendar, user = found
    name = f"Due dates of actions, {settings.office_name}"
    content = calendars.feed(calendars.due(session, calendar, user), name=name, site=_site(request, settings))
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, max-age=900", "X-Robots-Tag": "noindex"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)
