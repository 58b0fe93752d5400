"""One request of a reader: whether what they hold is still right, and an answer that any proxy may keep and must check.

A page is the same for everybody, signed in or not. It may be kept, and is asked for again each time it is shown
("no-cache"): so withdrawing takes effect at once, and asking again costs one statement and no page.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
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
    """A reader's request."""

    request: Request
    session: Session
    settings: Settings
    today: date

    @property
    def site(self) -> str:
        """Where the public site stands, without a stroke at the end."""
        return self.settings.site_address or str(self.request.base_url).rstrip("/")

    def page(self, name: str, make: Callable[[], dict[str, Any]], *, daily: bool = False) -> Response:
        """The page `name` with what `make` finds, unless the reader holds it. `daily`: it changes with the day."""
        return self.answer(
            lambda: page(self.request, name, site=self.site, here=self.request.url.path, **make()),
            daily=daily,
        )

    def answer(self, make: Callable[[], Response], *, daily: bool = False) -> Response:
        """What `make` makes, with what proxies and browsers need to keep it; 304 and no more for whoever holds it."""
        state = published.state(self.session)
        packs = "gzip" in self.request.headers.get("accept-encoding", "")
        tag = f'"{self._fingerprint(state.revision, daily=daily)}{"-gzip" if packs else ""}"'
        since = max(state.changed_at, _STARTED)
        if daily:
            since = max(since, datetime.combine(self.today, time.min, OFFICE_TIME))
        since = since.astimezone(UTC).replace(microsecond=0)
        headers = {
            "ETag": tag,
            "Last-Modified": format_datetime(since, usegmt=True),
            "Cache-Control": "public, no-cache",
            "Vary": "Accept-Encoding",
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        if self._holds(tag, since):
            return Response(status_code=304, headers=headers)
        made = make()
        made.headers.update(headers)
        if packs and len(made.body) >= _WORTH_PACKING:
            made.body = gzip.compress(made.body, 6, mtime=0)
            made.headers["Content-Encoding"] = "gzip"
            made.headers["Content-Length"] = str(len(made.body))
        return made

    def _fingerprint(self, revision: int, *, daily: bool) -> str:
        """Changes whenever the bytes of the answer could: with the record, the product, the settings, the address."""
        parts = (_product(), _look(self.settings), self.site, self.request.url.path, self.request.url.query)
        said = [*parts, str(revision), str(self.today) if daily else ""]
        return sha256("\n".join(said).encode()).hexdigest()[:32]

    def _holds(self, tag: str, since: datetime) -> bool:
        held = self.request.headers.get("if-none-match")
        if held is not None:
            return tag in {one.strip().removeprefix("W/") for one in held.split(",")}
        try:
            dated = parsedate_to_datetime(self.request.headers.get("if-modified-since", ""))
        except ValueError:
            return False
        return dated.tzinfo is not None and dated >= since


@cache
def _product() -> str:
    """A fingerprint of the program and its templates: another one makes other pages."""
    app = Path(__file__).resolve().parents[2]
    said = sha256()
    for folder in ("templates", "routers/published", "services/published", "static/built"):
        for path in sorted((app / folder).rglob("*.*")):
            if path.suffix in {".html", ".py", ".css"}:
                said.update(path.read_bytes())
    return said.hexdigest()


@cache
def _look(settings: Settings) -> str:
    logo = settings.office_logo
    return repr((settings.office_name, settings.accent_colour, logo and logo.version, settings.demo))


def get_reading(request: Request, session: SessionDep, settings: SettingsDep, today: Today) -> Reading:
    """Nobody is looked up: a page knows of no reader."""
    return Reading(request, session, settings, today)


ReadingDep = Annotated[Reading, Depends(get_reading)]
"""What every public route asks for."""
