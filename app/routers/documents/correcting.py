"""Corrections of what was read, row by row: facts, people, headings, lines and the passages in them."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session
from starlette.datastructures import FormData

from app.dependencies import CurrentUser, MinuteTaker, SessionDep
from app.documents import corrections
from app.documents.minutes import Reading
from app.errors import RuleBroken
from app.models.documents import StoredReading
from app.models.people import User
from app.routers.documents import forms
from app.routers.documents.sheets import check_of, refuse_in_place, show_everything, show_row
from app.services import documents

router = APIRouter()
T = TypeVar("T")


async def read_form(request: Request) -> FormData:
    """Fields whose names hold the keys of passages, so that no class can list them.

    Asked for before the session, so that a slow connection holds no lock.
    """
    return await request.form(max_files=0, max_fields=2000)


Typed = Annotated[FormData, Depends(read_form)]


def get_stored(reading_id: int, session: SessionDep, _user: MinuteTaker) -> StoredReading:
    """The import in the address, for those who write minutes. Raises NotFound."""
    return documents.reading_by_id(session, reading_id)


Stored = Annotated[StoredReading, Depends(get_stored)]


def _change_row(
    request: Request,
    session: Session,
    stored: StoredReading,
    row_id: str,
    correction: Callable[[Reading], object],
    by: User,
) -> Response:
    """Correct one row and show it again; a refusal stands beside its fields."""
    before = documents.reading_of(stored)
    try:
        reading, stays_open = documents.correct(session, stored, correction, by=by)
    except RuleBroken as refusal:
        said = refuse_in_place(request, row_id, str(refusal))
        if said is None:
            raise
        return said
    check = check_of(session, stored, reading, edit=row_id if stays_open else "")
    return show_row(request, check, row_id, before=before)


def _rearrange(
    request: Request,
    session: Session,
    stored: StoredReading,
    correction: Callable[[Reading], str],
    by: User,
    *,
    row_id: str,
) -> Response:
    """Change what rows there are, and show them all; `correction` gives the id of the row to go on at."""
    try:
        reading, following = documents.correct(session, stored, correction, by=by)
    except RuleBroken as refusal:
        said = refuse_in_place(request, row_id, str(refusal))
        if said is None:
            raise
        return said
    return show_everything(request, check_of(session, stored, reading), following)


@router.post("/bring-in/{reading_id}/facts")
def facts(request: Request, typed: Typed, session: SessionDep, stored: Stored, user: CurrentUser) -> Response:
    """Title, date, times, place, chair, minute-taker, next meeting."""
    return _change_row(
        request, session, stored, "facts", lambda reading: forms.set_facts(reading, typed), user
    )


@router.post("/bring-in/{reading_id}/attendees")
def add_attendee(
    request: Request, typed: Typed, session: SessionDep, stored: Stored, user: CurrentUser
) -> Response:
    """Somebody whom the reader did not see."""
    name = forms.words_of(typed, "name")

    def add(reading: Reading) -> str:
        return f"attendee-{corrections.add_attendee(reading, name).key}"

    return _rearrange(request, session, stored, add, user, row_id="add-attendee")


@router.post("/bring-in/{reading_id}/attendees/{key}")
def attendee(
    request: Request, typed: Typed, session: SessionDep, stored: Stored, user: CurrentUser, key: int
) -> Response:
    """Name, title, short form, organisation and presence."""
    return _change_row(
        request,
        session,
        stored,
        f"attendee-{key}",
        lambda reading: forms.set_attendee(reading, key, typed),
        user,
    )


@router.post("/bring-in/{reading_id}/attendees/{key}/remove")
def remove_attendee(
    request: Request, session: SessionDep, stored: Stored, user: CurrentUser, key: int
) -> Response:
    """Nobody who was there: the words become a line."""

    def remove(reading: Reading) -> str:
        corrections.remove_attendee(reading, key)
        return "everything"

    return _rearrange(request, session, stored, remove, user, row_id=f"attendee-{key}")


@router.post("/bring-in/{reading_id}/headings/{key}")
def heading(
    request: Request, typed: Typed, session: SessionDep, stored: Stored, user: CurrentUser, key: int
) -> Response:
    """Words, number, level, and the recommendations that the heading names."""
    return _change_row(
        request,
        session,
        stored,
        f"heading-{key}",
        lambda reading: forms.set_heading(reading, key, typed),
        user,
    )


@router.post("/bring-in/{reading_id}/headings/{key}/line")
def heading_to_line(
    request: Request, session: SessionDep, stored: Stored, user: CurrentUser, key: int
) -> Response:
    """No heading: a line."""

    def change(reading: Reading) -> str:
        return f"line-{corrections.heading_to_line(reading, key).key}"

    return _rearrange(request, session, stored, change, user, row_id=f"heading-{key}")


@router.post("/bring-in/{reading_id}/lines/{key}")
def line(
    request: Request, typed: Typed, session: SessionDep, stored: Stored, user: CurrentUser, key: int
) -> Response:
    """All passages of a line at once; the row stays open while a new kind asks for more."""
    return _change_row(
        request, session, stored, f"line-{key}", lambda reading: forms.set_line(reading, key, typed), user
    )


@router.post("/bring-in/{reading_id}/lines/{key}/heading")
def line_to_heading(
    request: Request, session: SessionDep, stored: Stored, user: CurrentUser, key: int
) -> Response:
    """No line: a heading, of the level of the one it stands under."""

    def change(reading: Reading) -> str:
        part, _ = corrections.find_line(reading, key)
        level = part.level if part.title else 1
        return f"heading-{corrections.line_to_heading(reading, key, level=level).key}"

    return _rearrange(request, session, stored, change, user, row_id=f"line-{key}")


@router.post("/bring-in/{reading_id}/lines/{key}/join")
def join_lines(
    request: Request, session: SessionDep, stored: Stored, user: CurrentUser, key: int
) -> Response:
    """One paragraph with the line before."""

    def change(reading: Reading) -> str:
        return f"line-{corrections.join_lines(reading, key).key}"

    return _rearrange(request, session, stored, change, user, row_id=f"line-{key}")


@router.post("/bring-in/{reading_id}/lines/{key}/passages/{passage}/split")
def split(
    request: Request,
    typed: Typed,
    session: SessionDep,
    stored: Stored,
    user: CurrentUser,
    key: int,
    passage: int,
) -> Response:
    """A new passage begins within this one."""

    def change(reading: Reading) -> bool:
        corrections.split(reading, passage, forms.place_of_split(typed, passage))
        return True

    return _change_row(request, session, stored, f"line-{key}", change, user)


@router.post("/bring-in/{reading_id}/lines/{key}/passages/{passage}/join")
def join(
    request: Request, session: SessionDep, stored: Stored, user: CurrentUser, key: int, passage: int
) -> Response:
    """One passage with the one before it."""

    def change(reading: Reading) -> bool:
        corrections.join(reading, passage)
        return True

    return _change_row(request, session, stored, f"line-{key}", change, user)
