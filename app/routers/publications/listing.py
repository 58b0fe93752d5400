"""Everything that was published, what is to come out, and what must be published and is not yet."""

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from app.db import now
from app.dependencies import OfficeMeeting, OfficeReader, Publisher, SessionDep, SettingsDep, Today
from app.errors import NotFound
from app.models.publications import Duty
from app.routers.documents.downloads import download
from app.services import publications
from app.templating import go_to, page

router = APIRouter()


def _number(words: str) -> int:
    return max(1, int(words)) if words.isascii() and words.isdigit() and len(words) < 7 else 1


@router.get("/publications")
def show(request: Request, session: SessionDep, _user: OfficeReader, today: Today) -> Response:
    """Versions, newest first; what comes out at a set hour; reports on the public site."""
    at = _number(request.query_params.get("page", ""))
    versions, pages = publications.listed(session, page=at)
    return page(
        request,
        "publications/list.html",
        versions=versions,
        too_much={one.id for one, _ in publications.showing_too_much(session)},
        at=at,
        pages=pages,
        scheduled=publications.scheduled(session),
        comes_twice=publications.comes_twice,
        reports=publications.reports(session),
        missing=len(publications.open_only(publications.owed(session, today=today))),
    )


@router.get("/publications/due")
def show_owed(
    request: Request, session: SessionDep, _user: OfficeReader, today: Today, show: str = ""
) -> Response:
    """What must be published and is not yet; with `show=all` also what is, and what will not be."""
    rows = publications.owed(session, today=today)
    missing = publications.open_only(rows)
    return page(
        request,
        "publications/due.html",
        groups=[
            (some[0].meeting, some)
            for some in (
                list(one)
                for _, one in groupby(rows if show == "all" else missing, key=lambda one: one.meeting.id)
            )
        ],
        shows_all=show == "all",
        missing=len(missing),
        whole=len(rows),
        duty_words=publications.DUTY_WORDS,
        sub_paragraphs=publications.SUB_PARAGRAPHS,
    )


@router.get("/publications/due.csv")
def owed_as_csv(session: SessionDep, settings: SettingsDep, _user: OfficeReader, today: Today) -> Response:
    """All of it, for a spreadsheet."""
    rows = publications.owed(session, today=today)
    data = publications.as_csv(rows, site=settings.site)
    return download(data, f"{today.isoformat()} what must be published.csv", "text/csv; charset=utf-8")


@router.post("/meetings/{meeting_id}/publishing/duties/{duty}")
def excuse(
    request: Request,
    session: SessionDep,
    meeting: OfficeMeeting,
    user: Publisher,
    duty: str,
    reason: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
) -> Response:
    """Note why this will not be published; an empty reason takes the note away."""
    found = next((one for one in Duty if one.value == duty), None)
    if found is None:
        raise NotFound("There is no such duty.")
    publications.excuse(session, meeting, duty=found, reason=reason, by=user, at=now())
    place = "/publications/due" if back == "due" else f"/meetings/{meeting.id}/publishing"
    return go_to(request, f"{place}#duty-{meeting.id}-{found.value}")
