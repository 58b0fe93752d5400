"""One request of a reader: whether what they hold is still right, and an answer that any proxy may keep and must check.

A page is the same for everybody, signed in or not. It may be kept, and is asked for again each time it is shown
("no-cache"): so withdrawing takes effect at once, and asking again costs one statement and no page.
"""

import gzip
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.db import OFFICE_TIME, now
from app.dependencies import SessionDep, SettingsDep, Today
from app.services import published
from app.settings import Settings
from app.templating import page

_STARTED = now()
"""Pages may look otherwise since this process began: by date alone nothing older is taken for unchanged."""

_WORTH_PACKING = 1000
"""Bytes from which on an answer is compressed."""


@dataclass(frozen=True)
class Reading:
    """A reader's request, who does not hold the answer already; `headers` go with it."""

    request: Request
    session: Session
    settings: Settings
    today: date
    site: str
    """Where the public site stands, without a stroke at the end."""
    headers: dict[str, str]

    def page(self, name: str, **found: Any) -> Response:
        """The page `name` with what was found."""
        return self.answer(page(self.request, name, site=self.site, **found))

    def answer(self, made: Response) -> Response:
        """With what proxies and browsers need to keep it; packed, where the reader takes that."""
        if self._is_dated_right():
            return Response(status_code=304, headers=self.headers)
        made.headers.update(self.headers)
        if _packs(self.request) and len(made.body) >= _WORTH_PACKING:
            made.body = gzip.compress(made.body, 6, mtime=0)
            made.headers["Content-Encoding"] = "gzip"
            made.headers["Content-Length"] = str(len(made.body))
        return made

    def _is_dated_right(self) -> bool:
        """Whether a reader without a tag holds it by its date."""
        if "if-none-match" in self.request.headers:
            return False
        try:
            dated = parsedate_to_datetime(self.request.headers.get("if-modified-since", ""))
        except ValueError:
            return False
        return dated.tzinfo is not None and dated >= parsedate_to_datetime(self.headers["Last-Modified"])


def get_reading(request: Request, session: SessionDep, settings: SettingsDep, today: Today) -> Reading:
    """Nobody is looked up: a page knows of no reader. Raises HTTPException 304 for whoever holds the answer, before
    anything of it is looked for: only an address that leads somewhere ever gave a tag.
    """
    state = published.state(session)
    site = settings.site_address or str(request.base_url).rstrip("/")
    # With the day, because what is coming and what is past change with it.
    parts = (_product(), _look(settings), site, request.url.path, request.url.query, state.revision, today)
    fingerprint = sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]
    tag = f'"{fingerprint}{"-gzip" if _packs(request) else ""}"'
    midnight = datetime.combine(today, time.min, OFFICE_TIME)
    since = max(state.changed_at, _STARTED, midnight).astimezone(UTC).replace(microsecond=0)
    headers = {
        "ETag": tag,
        "Last-Modified": format_datetime(since, usegmt=True),
        "Cache-Control": "public, no-cache",
        "Vary": "Accept-Encoding",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    held = request.headers.get("if-none-match", "").split(",")
    if tag in {one.strip().removeprefix("W/") for one in held}:
        raise HTTPException(304, headers=headers)
    return Reading(request, session, settings, today, site, headers)


ReadingDep = Annotated[Reading, Depends(get_reading)]
"""What every public route asks for, before anything else."""


def _packs(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")


@cache
def _product() -> str:
    """A fingerprint of the program and its templates: another one makes other pages."""
    app = Path(__file__).resolve().parents[2]
    folders = (
        "documents",
        "routers/published",
        "services/published",
        "services/trackers",
        "static/built",
        "templates",
    )
    paths = [*app.glob("*.py"), *(path for folder in folders for path in (app / folder).rglob("*.*"))]
    said = sha256()
    for path in sorted(paths):
        if path.suffix in {".html", ".py", ".css"}:
            said.update(path.read_bytes())
    return said.hexdigest()


@cache
def _look(settings: Settings) -> str:
    logo = settings.office_logo
    return repr((settings.office_name, settings.accent_colour, logo and logo.version, settings.demo))
