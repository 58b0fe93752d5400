"""Search: one box over minutes, questions, actions, recommendations and people."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.dependencies import RecordReader, SessionDep
from app.services import search
from app.templating import page

router = APIRouter()

TABS = (("", "Everything"), *((name, name.capitalize()) for name in search.WITHIN))


@router.get("/search")
def find(
    request: Request,
    session: SessionDep,
    user: RecordReader,
    q: Annotated[str, Query()] = "",
    within: Annotated[str, Query()] = "",
    at: Annotated[str, Query(alias="page")] = "1",
) -> Response:
    """What holds these words; a reference leads straight to its thing, unless a tab was chosen."""
    within = within if within in search.WITHIN else ""
    if not within and (straight := search.straight_to(session, q, user=user)):
        return RedirectResponse(straight, 303)
    number = int(at) if at.isascii() and at.isdigit() and len(at) < 7 else 1
    found = search.find(session, q, user=user, within=within, page=number)

    def address(**changed: object) -> str:
        wanted = {"q": q, "within": within, **changed}
        return "/search?" + urlencode({name: value for name, value in wanted.items() if value})

    return page(
        request,
        "search/search.html",
        q=q,
        within=within,
        found=found,
        tabs=[tab for tab in TABS if user.is_of_the_office or tab[0] != "people"],
        address=address,
        asked=bool(search.parse(q)),
    )
