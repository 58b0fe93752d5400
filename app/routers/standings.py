"""The register of recommendations: where each of them stands."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.dependencies import RecordReader, SessionDep, Today
from app.services import standings
from app.templating import page

router = APIRouter(prefix="/recommendations")

KNOWN = (
    "status",
    "months",
    "words",
    "source",
    "body",
    "says",
    "verified",
    "assurance",
    "sort",
    "order",
    "page",
)


def filters_of(query: Mapping[str, str]) -> standings.Filters:
    """What the address says; what it says wrongly narrows nothing."""
    return standings.Filters(
        tab=query.get("status", "all"),
        words=query.get("words", "")[:200],
        source=number_in(query.get("source", "")),
        body=number_in(query.get("body", "")),
        says=query.get("says", ""),
        verified=query.get("verified", ""),
        assurance=query.get("assurance", ""),
        sort=query.get("sort", ""),
        descending=query.get("order") == "down",
    )


def number_in(words: str) -> int | None:
    """A number as an address gives it; None for anything else."""
    return int(words[:9]) if words.isascii() and words.isdigit() else None


def address_of(path: str, query: Mapping[str, str]) -> Callable[..., str]:
    """Builds the address of the same page with something changed; None leaves a name out."""

    def address(**changed: object) -> str:
        wanted = {name: value for name, value in {**query, **changed}.items() if value not in (None, "")}
        return path + (f"?{urlencode(wanted)}" if wanted else "")

    return address


@router.get("")
def register(request: Request, session: SessionDep, user: RecordReader, today: Today) -> Response:
    """The register, narrowed and sorted as its address says."""
    query = {name: request.query_params[name] for name in KNOWN if name in request.query_params}
    at = None if query.get("page") == "all" else number_in(query.get("page", "")) or 1
    months = min(max(number_in(query.get("months", "")) or standings.SILENT_MONTHS, 1), 120)
    found = standings.register(
        session,
        filters_of(query),
        user=user,
        today=today,
        since=standings.months_before(today, months),
        page=at,
    )
    return page(
        request,
        "standings/register.html",
        register=found,
        months=months,
        today=today,
        address=address_of("/recommendations", query),
    )
