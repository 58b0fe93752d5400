"""The Jinja environment, and the two helpers that answer every route: `page` and `fragment`."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, PackageLoader, PrefixLoader, Undefined
from jinja2.loaders import ChoiceLoader
from markupsafe import Markup

from app.db import OFFICE_TIME
from app.models.people import May, User
from app.navigation import navigation, public_navigation

HERE = Path(__file__).resolve().parent
STATIC_FOLDERS = tuple(HERE / "static" / name for name in ("built", "script", "images"))
"""Where /static/ looks, in this order: what was built from packages and Sass, our scripts, our drawings."""

NBSP = "\N{NO-BREAK SPACE}"


class Missing(Undefined):
    """A name no template may use without having been given it.

    But a key left out of a dictionary is empty: so the macros of GOV.UK Frontend take their parameters.
    """

    def _refuse_a_name(self) -> None:
        if not isinstance(self._undefined_obj, Mapping):
            self._fail_with_undefined_error()

    def __bool__(self) -> bool:
        self._refuse_a_name()
        return False

    def __str__(self) -> str:
        self._refuse_a_name()
        return ""

    def __iter__(self) -> Iterator[Any]:
        self._refuse_a_name()
        return iter(())

    def __len__(self) -> int:
        self._refuse_a_name()
        return 0

    def __eq__(self, other: object) -> bool:
        self._refuse_a_name()
        return isinstance(other, Undefined)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        self._refuse_a_name()
        return hash(Missing)


def day(value: date) -> str:
    """31 March 2023, which never breaks across lines."""
    return f"{value.day}{NBSP}{value:%B}{NBSP}{value.year}"


def short_day(value: date) -> str:
    """31 Mar, for column heads; give the full date to a screen reader beside it."""
    return f"{value.day}{NBSP}{value:%b}"


def weekday(value: date) -> str:
    """Friday 31 March 2023."""
    return f"{value:%A}{NBSP}{day(value)}"


def clock(value: time | datetime) -> str:
    """14:02, in the office's own time for a moment; a time of day stands as it is."""
    if isinstance(value, datetime):
        value = value.astimezone(OFFICE_TIME)
    return f"{value:%H:%M}"


def moment(value: datetime) -> str:
    """31 March 2023 at 14:02, in the office's own time."""
    return f"{day(value.astimezone(OFFICE_TIME).date())} at{NBSP}{clock(value)}"


def office_day(value: datetime) -> date:
    """The day of a moment in the office's own time."""
    return value.astimezone(OFFICE_TIME).date()


def hour(value: datetime) -> str:
    """9am, 9:30am, noon: how an office writes an hour."""
    value = value.astimezone(OFFICE_TIME)
    if value.minute == 0 and value.hour in (0, 12):
        return "noon" if value.hour else "midnight"
    minutes = f":{value:%M}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'pm' if value.hour >= 12 else 'am'}"


def deadline(value: datetime, at: datetime) -> str:
    """9am tomorrow, Tuesday 13 May 2025: an hour by which something is wanted, seen from the moment `at`."""
    day_of = value.astimezone(OFFICE_TIME).date()
    days = (day_of - at.astimezone(OFFICE_TIME).date()).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days)
    return f"{hour(value)}{NBSP}{near}, {weekday(day_of)}" if near else f"{hour(value)} on {weekday(day_of)}"


def time_left(value: datetime, at: datetime) -> str:
    """5 days left, 3 hours left, 40 minutes left; and 2 hours ago once it is past."""
    minutes = int((value - at).total_seconds()) // 60
    ago = minutes < 0
    minutes = abs(minutes)
    if minutes >= 48 * 60:
        said = count(minutes // (24 * 60), "day")
    elif minutes >= 120:
        said = count(minutes // 60, "hour")
    else:
        said = count(max(minutes, 1), "minute")
    return f"{said} ago" if ago else f"{said} left"


def count(number: int, one: str, many: str = "") -> str:
    """1 action, 3 actions."""
    return f"{number}{NBSP}{one if number == 1 else many or one + 's'}"


def size(number: int) -> str:
    """48 KB; 1.2 MB: a size in bytes for a person."""
    if number < 1024:
        return f"{number}{NBSP}bytes"
    if number < 1024 * 1024:
        return f"{round(number / 1024)}{NBSP}KB"
    return f"{number / 1024 / 1024:.1f}{NBSP}MB"


def paragraphs(text: str) -> Markup:
    """Text as somebody typed it, escaped: its line ends stay."""
    return Markup("<br>").join(text.splitlines())


def because(reason: str) -> str:
    """A reason as it goes on after "because": without its full stop, and small, unless it begins with capitals."""
    reason = reason.strip().rstrip(".")
    begins_a_name = len(reason.split(" ")[0]) < 2 or not reason.split(" ")[0][1:].islower()
    return reason if begins_a_name else reason[0].lower() + reason[1:]


@cache
def _version(path: Path, _changed_at: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """The address of a style, script or drawing, which changes when its bytes do."""
    for folder in STATIC_FOLDERS:
        path = folder / name
        if path.is_file():
            return f"/static/{name}?v={_version(path, path.stat().st_mtime_ns)}"
    return f"/static/{name}"


def no_such_mark(name: object) -> str:
    """Called by the macro that draws marks."""
    raise ValueError(f"There is no mark called {name!r}.")


def make_environment() -> Environment:
    """Strict about names, escaping everything, with GOV.UK Frontend's macros beside our own templates."""
    environment = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(HERE / "templates"),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        undefined=Missing,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for say in (
        day,
        short_day,
        weekday,
        clock,
        moment,
        office_day,
        hour,
        deadline,
        time_left,
        count,
        size,
        paragraphs,
        because,
    ):
        environment.filters[say.__name__] = say
    environment.globals.update(
        static_url=static_url,
        navigation=navigation,
        public_navigation=public_navigation,
        no_such_mark=no_such_mark,
        May=May,
        count=count,
    )
    return environment


environment = make_environment()


def is_htmx(request: Request) -> bool:
    """Whether a script of ours asked, and will put the answer into the page that is open."""
    return request.headers.get("hx-request") == "true"


def signed_in(request: Request) -> User | None:
    """Whoever the dependencies found; nobody before they ran."""
    user: User | None = getattr(request.state, "user", None)
    return user


def render(request: Request, name: str, **context: Any) -> str:
    """A template as text, with what every template may use: request, user and settings."""
    return environment.get_template(name).render(
        request=request, user=signed_in(request), settings=request.app.state.settings, **context
    )


def piece(name: str, **context: Any) -> str:
    """A fragment that is the same for everybody who may see it: it knows of no request and no user."""
    return environment.get_template(name).render(**context)


def page(request: Request, name: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A whole page: a template that extends base.html."""
    return HTMLResponse(render(request, name, **context), status)


def fragment(
    request: Request,
    name: str,
    thing: Any,
    *,
    otherwise: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """A fragment, for htmx; whoever came without it is sent on to `otherwise`.

    `thing` is in the template under the fragment's own name: lines/_line.html has `line`. With an error's
    status (409, 422) a browser without htmx gets the fragment on a page of its own, so that nothing typed is
    lost; htmx puts it into place.
    """
    named = {Path(name).stem.removeprefix("_"): thing, **more}
    if is_htmx(request):
        return HTMLResponse(render(request, name, **named), status, dict(headers or {}))
    if status < 400:
        return RedirectResponse(otherwise, 303)
    return page(
        request, "fragment_page.html", status=status, fragment_name=name, otherwise=otherwise, **named
    )


def go_to(request: Request, address: str) -> Response:
    """Send the browser to another page of ours, with or without htmx."""
    if is_htmx(request):
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)
