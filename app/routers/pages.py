"""Pages that everybody may read: help, accessibility, privacy."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.dependencies import get_visitor
from app.templating import page

router = APIRouter(dependencies=[Depends(get_visitor)])


@router.get("/help")
def help_page(request: Request) -> Response:
    """How to do the main things."""
    return page(request, "pages/help.html")


@router.get("/accessibility")
def accessibility(request: Request) -> Response:
    """What works for whom, and what does not yet."""
    return page(request, "pages/accessibility.html")


@router.get("/privacy")
def privacy(request: Request) -> Response:
    """What is kept about those who sign in and those named in minutes."""
    return page(request, "pages/privacy.html")
