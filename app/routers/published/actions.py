"""The public register of actions."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.models.publications import PublishedState
from app.routers.published.meetings import as_file, page_number
from app.routers.published.reading import ReadingDep
from app.services import published

router = APIRouter(prefix="/published")

STATES = {one.value for one in PublishedState}


@router.get("/actions")
def register(
    reading: ReadingDep,
    state: Annotated[str, Query()] = "",
    at: Annotated[str, Query(alias="page")] = "1",
) -> Response:
    """Published actions, and what became of them as far as published minutes say."""
    state = state if state in STATES else ""
    found = published.actions.register(reading.session, state=state, page=page_number(at))
    return reading.page("published/actions.html", register=found, state=state)


@router.get("/actions.csv")
def comma_separated(reading: ReadingDep) -> Response:
    """All of the register, for a spreadsheet."""
    made = published.actions.register_as_csv(reading.session, site=reading.site)
    return reading.answer(as_file(made, "published-actions.csv", "text/csv; charset=utf-8"))


@router.get("/actions/{action_reference:path}")
def action(reading: ReadingDep, action_reference: str) -> Response:
    """One action, and everything that published minutes say of it."""
    story = published.actions.story(reading.session, action_reference)
    return reading.page("published/action.html", story=story)
