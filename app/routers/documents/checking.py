"""The second step: the source beside what was read, doubts first."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.dependencies import MinuteTaker, SessionDep
from app.documents import checking, corrections
from app.errors import RuleBroken
from app.models.documents import ReadingState
from app.routers.documents.forms import printable
from app.routers.documents.sheets import check_of, refuse_in_place, show_doubt, show_everything, show_row
from app.services import documents
from app.templating import page

router = APIRouter()


@router.get("/bring-in/{reading_id}")
def check(
    request: Request,
    session: SessionDep,
    _user: MinuteTaker,
    reading_id: int,
    edit: Annotated[str, Query()] = "",
    needs: Annotated[str, Query()] = "",
    again: Annotated[int | None, Query()] = None,
) -> Response:
    """The check page; an import that is over leads to its meeting, or to the list."""
    stored = documents.reading_by_id(session, reading_id)
    if stored.state != ReadingState.BEING_CHECKED:
        return RedirectResponse(f"/meetings/{stored.meeting_id}" if stored.meeting_id else "/bring-in", 303)
    found = check_of(session, stored, edit=edit, needs=needs, again=again)
    return page(request, "documents/check.html", check=found)


@router.get("/bring-in/{reading_id}/rows/{row_id}")
def row(
    request: Request,
    session: SessionDep,
    _user: MinuteTaker,
    reading_id: int,
    row_id: str,
    edit: Annotated[bool, Query()] = False,
) -> Response:
    """A row by itself: to be corrected, or as it stands."""
    stored = documents.reading_by_id(session, reading_id)
    found = check_of(session, stored, edit=row_id if edit else "")
    return show_row(request, found, row_id)


@router.post("/bring-in/{reading_id}/doubts/{place}")
def settle(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    reading_id: int,
    place: int,
    choice: Annotated[str, Form()] = "",
    typed: Annotated[str, Form()] = "",
) -> Response:
    """Do what was chosen, and go on to the next doubt."""
    stored = documents.reading_by_id(session, reading_id)
    before = documents.reading_of(stored)
    try:
        reading, _ = documents.correct(
            session,
            stored,
            lambda reading: checking.answer(reading, place, choice, printable(typed)),
            by=user,
        )
    except RuleBroken as refusal:
        said = refuse_in_place(request, f"doubt-{place}", str(refusal))
        if said is None:
            raise
        return said
    return show_doubt(request, check_of(session, stored, reading), place, before=before)


@router.post("/bring-in/{reading_id}/doubts/{place}/again")
def decide_again(
    request: Request, session: SessionDep, user: MinuteTaker, reading_id: int, place: int
) -> Response:
    """Take a settled doubt up again."""
    stored = documents.reading_by_id(session, reading_id)
    before = documents.reading_of(stored)
    reading, _ = documents.correct(
        session, stored, lambda reading: corrections.settle(reading, place, settled=False), by=user
    )
    return show_doubt(request, check_of(session, stored, reading, again=place), place, before=before)


@router.post("/bring-in/{reading_id}/left-out/{number}/keep")
def keep(request: Request, session: SessionDep, user: MinuteTaker, reading_id: int, number: int) -> Response:
    """A source line that was left out belongs to the minutes after all."""
    stored = documents.reading_by_id(session, reading_id)
    reading, line = documents.correct(
        session, stored, lambda reading: corrections.keep_residue(reading, number), by=user
    )
    return show_everything(request, check_of(session, stored, reading), f"line-{line.key}")
