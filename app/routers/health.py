"""For whoever watches the service."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from sqlalchemy import text

from app.dependencies import SessionDep

router = APIRouter()


@router.get("/health")
def health(session: SessionDep) -> PlainTextResponse:
    """Answers "well" when the database answers."""
    session.execute(text("SELECT 1"))
    return PlainTextResponse("well")
