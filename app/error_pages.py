"""What a person sees when something cannot be done: a page; for htmx, a sentence atop the open page."""

import logging
import re
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException

from app.db import now, transaction
from app.errors import DomainError, NotSignedIn, Withdrawn
from app.security import COOKIE, SAFE_METHODS, find_sign_in
from app.templating import is_htmx, page, render

log = logging.getLogger("app")

_LIVE = re.compile(r"/meetings/\d+/live/")
"""Below the page of a meeting being typed scripts ask, not browsers: they are answered in JSON."""

_PUBLIC = re.compile(r"/(published(/|$)|sitemap\.xml|robots\.txt)")
"""What everybody may read knows of nobody who is signed in, also where it has nothing to show."""

HEADINGS = {
    401: "Sign in first",
    403: "You cannot do this",
    404: "Page not found",
    405: "This address takes no such request",
    409: "Somebody else changed this first",
    410: "Withdrawn",
    413: "This file is too large",
    422: "This cannot be done as it stands",
    500: "Sorry, there is a problem",
}


@dataclass(frozen=True)
class Problem:
    """What is said at the top of the open page."""

    heading: str
    sentence: str
    link: str = ""
    link_words: str = ""


def add_error_pages(app: FastAPI) -> None:
    """Answer every way of going wrong with a sentence."""
    app.add_exception_handler(DomainError, domain_error)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, form_error)
    app.add_exception_handler(DataError, impossible_value)
    app.add_exception_handler(OverflowError, impossible_value)
    app.add_exception_handler(Exception, server_error)


def domain_error(request: Request, error: Exception) -> Response:
    """Somebody asked for what cannot be done; a stranger who wants to read a page is sent to sign in."""
    status = error.status if isinstance(error, DomainError) else 400
    if isinstance(error, DomainError) and _LIVE.match(request.url.path):
        return JSONResponse({"message": str(error), **error.more}, status)
    if isinstance(error, NotSignedIn):
        return _ask_to_sign_in(request)
    if isinstance(error, Withdrawn):
        return _public_answer(request, status, str(error), instead=error.instead)
    return _answer(request, status, str(error))


def _ask_to_sign_in(request: Request) -> Response:
    if request.method in SAFE_METHODS and not is_htmx(request):
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?next={quote(wanted, safe='')}", 303)
    problem = Problem(
        "You are no longer signed in",
        "Nothing was saved; what you typed is still here. Sign in again in another tab, then try once more.",
        "/sign-in",
        "Sign in, in another tab",
    )
    return _answer(request, 401, problem.sentence, problem)


def http_error(request: Request, error: Exception) -> Response:
    """No such address, or not for this method."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 304:
        return Response(status_code=304, headers=error.headers)
    sentence = {
        404: "If you typed the address, check it. If you followed a link, the page has moved or never was.",
        405: "Go back and use the page’s own buttons.",
    }.get(error.status_code, str(error.detail))
    return _answer(request, error.status_code, sentence)


def form_error(request: Request, error: Exception) -> Response:
    """A form or an address without what the route needs. Our pages send no such, so it is said simply."""
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    where = first["loc"]
    if where and where[0] == "path":
        return _answer(request, 404, "There is nothing at this address.")
    field = str(where[-1]).replace("_", " ") if len(where) > 1 else "form"
    return _answer(request, 422, f"The {field} is missing or is not of the right kind: {first['msg']}.")


def impossible_value(request: Request, _error: Exception) -> Response:
    """What was sent holds a number or a character that the database cannot: nobody types such, programs do."""
    return _answer(
        request,
        422,
        "A number in it is too large, or a character in it is none that can be kept. Change that.",
    )


def server_error(request: Request, error: Exception) -> Response:
    """A fault of ours: it is logged with a traceback, and said without one."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _answer(
        request, 500, "The fault is ours and has been written down. Nothing was half saved. Try again later."
    )


def _answer(request: Request, status: int, sentence: str, problem: Problem | None = None) -> Response:
    if _LIVE.match(request.url.path):
        return JSONResponse({"message": sentence}, status)
    if _PUBLIC.match(request.url.path):
        return _public_answer(request, status, sentence)
    heading = HEADINGS.get(status, "This cannot be done")
    if is_htmx(request):
        said = problem or Problem(heading, sentence)
        return Response(
            render(request, "_problem.html", problem=said),
            status,
            {"HX-Retarget": "#problem", "HX-Reswap": "innerHTML show:top"},
            "text/html",
        )
    request.state.user = None
    if status < 500:
        _recognise(request)
    posted = request.method not in SAFE_METHODS
    back = request.headers.get("referer", "/") if posted else "/"
    if not back.startswith(str(request.base_url)):
        back = "/"
    return page(
        request,
        "error.html",
        status=status,
        heading=heading,
        sentence=sentence,
        steps=["To keep what you typed, use your browser’s Back button."] if posted else [],
        back=back,
        back_words="Back to where you were" if back != "/" else "To the first page",
    )


def _public_answer(request: Request, status: int, sentence: str, *, instead: str = "") -> Response:
    request.state.user = None
    answer = page(
        request,
        "published/error.html",
        status=status,
        heading=HEADINGS.get(status, "This cannot be done"),
        sentence=sentence,
        instead=instead,
        site=request.app.state.settings.site_address or str(request.base_url).rstrip("/"),
    )
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _recognise(request: Request) -> None:
    """Look up anew who is signed in: the transaction that knew is rolled back, or no route was reached."""
    with transaction(request.app.state.engine, writes=False) as session:
        found = find_sign_in(session, request.cookies.get(COOKIE, ""), at=now())
        request.state.user = found.user if found else None
