"""The register of actions, and each action's page."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.dependencies import ActionDep, CurrentUser, Moment, RecordReader, SessionDep, Today
from app.routers.actions.forms import number_in
from app.routers.responses.pages import answer_page
from app.services import actions
from app.templating import page

router = APIRouter(prefix="/actions")


def filters_of(query: Mapping[str, str]) -> actions.Filters:
    """What the address says; what it says wrongly narrows nothing."""
    return actions.Filters(
        tab=query.get("status", "open"),
        words=query.get("words", "")[:200],
        organisation=number_in(query.get("organisation", "")),
        recommendation=number_in(query.get("recommendation", "")),
        meeting=number_in(query.get("meeting", "")),
        sort=query.get("sort", ""),
        descending=query.get("order") == "down",
    )


def address_of(query: Mapping[str, str]) -> Callable[..., str]:
    """Builds the address of the same register with something changed, or of it as a file; None leaves a name out."""

    def address(path: str = "/actions", **changed: object) -> str:
        wanted = {name: value for name, value in {**query, **changed}.items() if value not in (None, "")}
        return path + (f"?{urlencode(wanted)}" if wanted else "")

    return address


@router.get("")
def register(request: Request, session: SessionDep, user: RecordReader, today: Today) -> Response:
    """The register, narrowed and sorted as its address says."""
    known = ("status", "words", "organisation", "recommendation", "meeting", "sort", "order", "page")
    query = {name: request.query_params[name] for name in known if name in request.query_params}
    at = None if query.get("page") == "all" else number_in(query.get("page", "")) or 1
    found = actions.register(session, filters_of(query), today=today, user=user, page=at)
    return page(
        request,
        "actions/register.html",
        register=found,
        today=today,
        address=address_of(query),
    )


@router.get("/{action_id}")
def show(
    request: Request, session: SessionDep, user: CurrentUser, action: ActionDep, today: Today, at: Moment
) -> Response:
    """An action's page."""
    return answer_page(request, session, action, user, today=today, at=at)
