"""Trackers: the register as a spreadsheet or as comma-separated values, and an old spreadsheet brought in."""

import re
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session
from starlette.datastructures import FormData

from app.dependencies import MinuteTaker, RecordReader, SessionDep, SettingsDep, Today
from app.errors import RuleBroken, UnreadableDocument
from app.models.people import User
from app.models.trackers import Tracker
from app.routers.actions import filters_of
from app.services import actions, trackers
from app.templating import day, go_to, page
from app.uploads import UploadDep

router = APIRouter()


def get_tracker(tracker_id: int, session: SessionDep, _user: MinuteTaker) -> Tracker:
    """A spreadsheet that is being brought in, for whoever may write."""
    return trackers.by_id(session, tracker_id)


TrackerDep = Annotated[Tracker, Depends(get_tracker)]


async def get_form(request: Request) -> FormData:
    """The fields of a form whose names are not known beforehand."""
    return await request.form()


FormDep = Annotated[FormData, Depends(get_form)]


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


@router.get("/trackers/new")
def ask_for_file(request: Request, session: SessionDep, _user: MinuteTaker) -> Response:
    """The form that takes an old tracker, and those sent before."""
    return page(request, "trackers/new.html", sent=trackers.latest(session), errors={})


@router.post("/trackers/new")
def send(request: Request, session: SessionDep, user: MinuteTaker, upload: UploadDep) -> Response:
    """Keep the file and look at it; what is no tracker is refused with a sentence."""
    problem = upload.problem or ("" if upload.data else "Choose the file of the tracker.")
    if not problem:
        try:
            tracker = trackers.begin(session, upload.data, name=upload.name, by=user)
            return go_to(request, f"/trackers/{tracker.id}")
        except (UnreadableDocument, RuleBroken) as refusal:
            session.rollback()
            problem = str(refusal)
    errors = {"file": problem}
    return page(request, "trackers/new.html", status=422, sent=trackers.latest(session), errors=errors)


@router.get("/trackers/{tracker_id}")
def look(
    request: Request, session: SessionDep, _user: MinuteTaker, tracker: TrackerDep, today: Today
) -> Response:
    """What was recognised, and what would be made of each row. Nothing is changed."""
    return _looked(request, session, tracker, today)


def _looked(
    request: Request, session: Session, tracker: Tracker, today: date, *, problem: str = ""
) -> Response:
    looked = trackers.look(session, tracker, today=today)
    return page(
        request,
        "trackers/look.html",
        status=422 if problem else 200,
        looked=looked,
        kinds=list(trackers.NAMES.items()),
        Fate=trackers.Fate,
        AT_ONCE=trackers.AT_ONCE,
        problem=problem,
    )


@router.post("/trackers/{tracker_id}/columns")
def correct(
    request: Request, session: SessionDep, user: MinuteTaker, tracker: TrackerDep, form: FormDep
) -> Response:
    """Correct which sheet, which row of headings, and what each column holds."""
    choose_columns(session, tracker, form, by=user)
    return go_to(request, f"/trackers/{tracker.id}")


def choose_columns(session: Session, tracker: Tracker, form: FormData, *, by: User) -> None:
    """What a form says of a spreadsheet; a column that would hold what is not known holds nothing."""
    header = str(form.get("header", ""))
    known = set(trackers.VOCABULARIES[tracker.tracks].names)
    holds = {
        int(found[1]): str(value)
        for name, value in form.items()
        if (found := re.fullmatch(r"column-(\d{1,2})", name)) and value in known
    }
    trackers.choose(
        session,
        tracker,
        sheet=str(form.get("sheet", ""))[:100],
        header=int(header) if header.isascii() and header.isdigit() and len(header) < 5 else None,
        holds=holds,
        by=by,
    )


@router.post("/trackers/{tracker_id}/add")
def add(
    request: Request, session: SessionDep, user: MinuteTaker, tracker: TrackerDep, today: Today
) -> Response:
    """Add the actions that are new, and say what became of the rows."""
    try:
        trackers.add(session, tracker, today=today, by=user)
    except RuleBroken as problem:
        session.rollback()
        return _looked(request, session, tracker, today, problem=str(problem))
    return go_to(request, f"/trackers/{tracker.id}")
