"""Bringing a report's recommendations, or the steps of its plan, in from a spreadsheet: looked at, then added."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.dependencies import MinuteTaker, SessionDep, SourceDep, Today
from app.errors import NotFound, RuleBroken, UnreadableDocument
from app.models.recommendations import Source
from app.models.trackers import Tracker, Tracks
from app.routers.trackers import FormDep, choose_columns
from app.services import trackers
from app.templating import day, go_to, page
from app.uploads import UploadDep

router = APIRouter()

THINGS = {Tracks.RECOMMENDATIONS: "recommendation", Tracks.STEPS: "step"}


def get_sheet(sheet_id: int, source: SourceDep, session: SessionDep, _user: MinuteTaker) -> Tracker:
    """A spreadsheet of this report that is being brought in. Raises NotFound."""
    tracker = trackers.by_id(session, sheet_id)
    if tracker.source_id != source.id:
        raise NotFound("There is no such spreadsheet of this report.")
    return tracker


SheetDep = Annotated[Tracker, Depends(get_sheet)]


def _address(tracker: Tracker) -> str:
    return f"/sources/{tracker.source_id}/load/{tracker.id}"


@router.get("/sources/{source_id}/load")
def ask_for_sheet(
    request: Request, _session: SessionDep, _user: MinuteTaker, source: SourceDep, holds: str = ""
) -> Response:
    """The form: a file, or what is pasted."""
    return _form(request, source, holds=holds)


def _form(request: Request, source: Source, *, holds: str, pasted: str = "", problem: str = "") -> Response:
    return page(
        request,
        "recommendations/load.html",
        status=422 if problem else 200,
        source=source,
        holds=Tracks.STEPS.value if holds == Tracks.STEPS else Tracks.RECOMMENDATIONS.value,
        pasted=pasted,
        errors={"file": problem} if problem else {},
    )


@router.post("/sources/{source_id}/load")
def send_sheet(
    request: Request,
    upload: UploadDep,
    session: SessionDep,
    user: MinuteTaker,
    source: SourceDep,
    today: Today,
) -> Response:
    """Keep what was sent, and look at it. Nothing is added yet."""
    holds, pasted = upload.fields.get("holds", ""), upload.fields.get("pasted", "")
    data, name, problem = upload.data, upload.name, upload.problem
    if not data and pasted.strip():
        data, name, problem = trackers.as_rows(pasted), f"Pasted on {day(today)}.csv".replace("\xa0", " "), ""
    problem = problem or ("" if data else "Choose a file, or paste a table or a list.")
    if not problem:
        tracks = Tracks.STEPS if holds == Tracks.STEPS else Tracks.RECOMMENDATIONS
        try:
            tracker = trackers.begin(session, data, name=name, by=user, tracks=tracks, source=source)
            return go_to(request, _address(tracker))
        except (UnreadableDocument, RuleBroken) as refusal:
            session.rollback()
            session.refresh(source)
            problem = str(refusal)
    return _form(request, source, holds=holds, pasted=pasted, problem=problem)


@router.get("/sources/{source_id}/load/{sheet_id}")
def look(
    request: Request,
    session: SessionDep,
    _user: MinuteTaker,
    source: SourceDep,
    sheet: SheetDep,
    today: Today,
) -> Response:
    """What was recognised, and what would be made of each row. Nothing is changed."""
    return _looked(request, session, source, sheet, today)


def _looked(
    request: Request, session: Session, source: Source, sheet: Tracker, today: date, *, problem: str = ""
) -> Response:
    vocabulary = trackers.VOCABULARIES[sheet.tracks]
    return page(
        request,
        "recommendations/look.html",
        status=422 if problem else 200,
        source=source,
        looked=trackers.look(session, sheet, today=today),
        kinds=list(vocabulary.names.items()),
        thing=THINGS[sheet.tracks],
        address=_address(sheet),
        Fate=trackers.Fate,
        problem=problem,
    )


@router.post("/sources/{source_id}/load/{sheet_id}/columns")
def correct(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    sheet: SheetDep,
    form: FormDep,
) -> Response:
    """Correct which sheet, which row of headings, and what each column holds."""
    choose_columns(session, sheet, form, by=user)
    return go_to(request, _address(sheet))


@router.post("/sources/{source_id}/load/{sheet_id}/add")
def add(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    source: SourceDep,
    sheet: SheetDep,
    today: Today,
) -> Response:
    """Add what is new, bring up to date what changed, and say what became of the rows."""
    try:
        trackers.add(session, sheet, today=today, by=user)
    except RuleBroken as problem:
        session.rollback()
        session.refresh(source)
        session.refresh(sheet)
        return _looked(request, session, source, sheet, today, problem=str(problem))
    return go_to(request, _address(sheet))
