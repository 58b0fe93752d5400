"""Coverage: which meetings asked about which recommendations, and which were never asked about."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.dependencies import OfficeReader, SessionDep, Today
from app.routers.standings import address_of, number_in
from app.services import coverage, recommendations
from app.templating import page

router = APIRouter(prefix="/coverage")

KNOWN = ("source", "body", "show", "page", "back")


@router.get("")
def show(request: Request, session: SessionDep, user: OfficeReader, today: Today) -> Response:
    """The grid of one report's recommendations by meetings; of all reports when none is named."""
    query = {name: request.query_params[name] for name in KNOWN if name in request.query_params}
    number = number_in(query.get("source", ""))
    sources = recommendations.sources(session)
    source = recommendations.source_by_id(session, number) if number is not None else None
    if source is None and len(sources) == 1:
        source = sources[0]
    back = number_in(query.get("back", "")) or 0
    found = coverage.coverage(
        session,
        source,
        user=user,
        today=today,
        never=query.get("show") == "never",
        body=number_in(query.get("body", "")),
        page=number_in(query.get("page", "")) or 1,
        back=back,
    )
    return page(
        request,
        "coverage/coverage.html",
        grid=found,
        sources=sources,
        query=query,
        back=back,
        address=address_of("/coverage", query),
        today=today,
    )
