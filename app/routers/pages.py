"""The first page, and those that everybody may read: help, accessibility, privacy."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from app.dependencies import CurrentUser, get_visitor
from app.navigation import places
from app.templating import page

router = APIRouter(dependencies=[Depends(get_visitor)])


@router.get("/")
def first(user: CurrentUser) -> Response:
    """Where this person's work begins."""
    return RedirectResponse(next((place.address for place in places(user)), "/account"), 303)


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
