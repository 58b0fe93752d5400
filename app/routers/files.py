"""The register of recommendations as files: narrowed and sorted as their address says, like its page."""

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.dependencies import RecordReader, SessionDep, SettingsDep, Today
from app.models.people import User
from app.routers.standings import filters_of
from app.services import standings, trackers
from app.settings import Settings
from app.templating import day

router = APIRouter()


def _found(request: Request, session: Session, user: User, today: date) -> standings.RegisterPage:
    """All rows of the register that the address asks for, as far as `user` may see them."""
    since = standings.months_before(today, standings.SILENT_MONTHS)
    filters = filters_of(request.query_params)
    return standings.register(session, filters, user=user, today=today, since=since, page=None)


def _title(found: standings.RegisterPage, settings: Settings, today: date) -> str:
    words = next(words for key, words, _ in found.tabs if key == found.tab)
    title = f"{settings.office_name}: register of recommendations ({words}), {day(today)}"
    return title.replace("\N{NO-BREAK SPACE}", " ")


def _link(request: Request) -> Callable[[standings.Standing], str]:
    address = str(request.base_url)
    return lambda one: f"{address}recommendations/{one.recommendation.id}"


def _file(
    content: bytes, found: standings.RegisterPage, today: date, ending: str, media_type: str
) -> Response:
    name = f"recommendations-{found.tab}-{today}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


@router.get("/recommendations.xlsx")
def spreadsheet(
    request: Request, session: SessionDep, user: RecordReader, settings: SettingsDep, today: Today
) -> Response:
    """As a spreadsheet."""
    found = _found(request, session, user, today)
    content = trackers.recommendations_as_xlsx(
        found.rows, title=_title(found, settings, today), link=_link(request)
    )
    return _file(content, found, today, "xlsx", trackers.XLSX)


@router.get("/recommendations.csv")
def comma_separated(request: Request, session: SessionDep, user: RecordReader, today: Today) -> Response:
    """As comma-separated values."""
    found = _found(request, session, user, today)
    content = trackers.recommendations_as_csv(found.rows)
    return _file(content, found, today, "csv", "text/csv; charset=utf-8")


@router.get("/recommendations.json")
def as_json(
    request: Request, session: SessionDep, user: RecordReader, settings: SettingsDep, today: Today
) -> Response:
    """As JSON."""
    found = _found(request, session, user, today)
    content = trackers.recommendations_as_json(
        found.rows, title=_title(found, settings, today), link=_link(request)
    )
    return _file(content, found, today, "json", "application/json")
