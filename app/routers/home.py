"""The first page: what needs doing now, by what one is here for."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.dependencies import CurrentUser, Moment, SessionDep, Today
from app.navigation import places
from app.services import duties
from app.templating import page

router = APIRouter()


@router.get("/")
def first(request: Request, session: SessionDep, user: CurrentUser, today: Today, at: Moment) -> Response:
    """The office sees what it has to do; everybody else is sent where their work begins."""
    if not user.is_of_the_office:
        return RedirectResponse(next((place.address for place in places(user)), "/account"), 303)
    found = duties.duties(session, user, today=today)
    return page(request, "home/home.html", duties=found, today=today, at=at)
