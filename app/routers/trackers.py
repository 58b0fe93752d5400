"""Trackers: the register as a spreadsheet or as comma-separated values."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.dependencies import RecordReader, SessionDep, SettingsDep, Today
from app.routers.actions import filters_of
from app.services import actions, trackers
from app.templating import day

router = APIRouter()


def _file(content: bytes, name: str, media_type: str) -> Response:
    return Response(
        content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@router.get("/actions.xlsx")
def spreadsheet(
    request: Request, session: SessionDep, user: RecordReader, settings: SettingsDep, today: Today
) -> Response:
    """The register as a spreadsheet, narrowed and sorted as its address says."""
    found = actions.register(session, filters_of(request.query_params), today=today, user=user, page=None)
    words = actions.TABS[found.tab][0]
    title = f"{settings.office_name}: register of actions ({words}), {day(today)}".replace("\xa0", " ")
    address = str(request.base_url)
    content = trackers.as_xlsx(found.rows, title=title, link=lambda row: f"{address}actions/{row.action.id}")
    return _file(content, f"actions-{found.tab}-{today}.xlsx", trackers.XLSX)


@router.get("/actions.csv")
def comma_separated(request: Request, session: SessionDep, user: RecordReader, today: Today) -> Response:
    """The same as comma-separated values."""
    found = actions.register(session, filters_of(request.query_params), today=today, user=user, page=None)
    return _file(trackers.as_csv(found.rows), f"actions-{found.tab}-{today}.csv", "text/csv; charset=utf-8")
