"""Figures of the register, with pictures where a picture says it faster."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.dependencies import RecordReader, SessionDep, Today
from app.services import figures
from app.templating import page

router = APIRouter(prefix="/figures")


@router.get("")
def show(request: Request, session: SessionDep, user: RecordReader, today: Today) -> Response:
    """All figures of what this user may see."""
    return page(request, "figures/show.html", figures=figures.figures(session, user, today=today))
