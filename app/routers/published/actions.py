"""The public register of actions."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.models.publications import PublishedState
from app.routers.published.meetings import page_number
from app.routers.published.reading import ReadingDep
from app.services import published

router = APIRouter(prefix="/published/actions")

STATES = {one.value for one in PublishedState}


@router.get("")
def register(
    reading: ReadingDep,
    state: Annotated[str, Query()] = "",
    at: Annotated[str, Query(alias="page")] = "1",
) -> Response:
    """Published actions, and what became of them as far as published minutes say."""
    state = state if state in STATES else ""
    found = published.actions.register(reading.session, state=state, page=page_number(at))
    return reading.page("published/actions.html", register=found, state=state)


@router.get("/{action_reference:path}")
def action(reading: ReadingDep, action_reference: str) -> Response:
    """One action, and everything that published minutes say of it."""
    story = published.actions.story(reading.session, action_reference)
    return reading.page("published/action.html", story=story)
