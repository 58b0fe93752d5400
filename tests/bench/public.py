"""A published page, beside the least that any page can cost: a bare ASGI endpoint that sends as many bytes.

Whoever holds a page and asks again must cost a fraction of making it; and a page of an office with 300 published
meetings no more than twice one of an office with 3.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlmodel import Session
from starlette.types import Receive, Scope, Send

from app.db import migrate
from app.main import create_app
from app.settings import Settings
from tests.conftest import Office
from tests.page import Client
from tests.publishing import Publishing

FEW, MANY = 3, 300
TIMES = 40
HELD = 0.75
"""How much of the time of a page an answer "still right" may take."""
LIMIT = 2.0
"""How many times as long a meeting's page may take with MANY meetings as with FEW."""
HERE = "/published/2025-03-13-holding-to-account"
PAGES = {
    "minutes": HERE,
    "register": "/published/actions",
    "by year": "/published",
    "feed": "/published/feed.atom",
}


def main() -> int:
    """Print milliseconds of processor time, and the ratio to the floor; 1 when something is beyond its limit."""
    failed = False
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as offices:
        for name, address in PAGES.items():
            few, many = (_quickest(client, address) for client in offices)
            reply = offices[1].get(address)
            held = _quickest(offices[1], address, {"If-None-Match": reply.headers["etag"]})
            floor = _floor(reply.content)
            bounded = name == "minutes"  # lists grow with what they list
            failed |= held > HELD * many or (bounded and many > LIMIT * few)
            print(
                f"{name:<10} {FEW} meetings {few:.1f} ms, {MANY} meetings {many:.1f} ms, "
                f"{many / floor:.0f} times the floor; still right {held:.1f} ms, {held / floor:.0f} times"
            )
    return int(failed)


@contextmanager
def _served(folder: Path) -> Iterator[list[Client]]:
    apps = [_office(folder / f"{number}.db", number) for number in (FEW, MANY)]
    yield [Client(app, base_url="https://testserver") for app in apps]
    for app in apps:
        app.state.engine.dispose()


def _office(path: Path, meetings: int) -> FastAPI:
    app = create_app(Settings(database_url=f"sqlite:///{path}"))
    migrate(app.state.engine)
    with Session(app.state.engine, expire_on_commit=False) as session:
        made = Publishing(session, Office(session))
        made.source()
        lines = [
            f"The PCC asked about district {number}, and the CC said what was done." for number in range(60)
        ]
        made.publish(made.meeting(date(2025, 3, 13), *lines))
        made.repeat(meetings - 1)
        session.commit()
    return app


def _quickest(client: Client, address: str, headers: dict[str, str] | None = None) -> float:
    """Milliseconds of processor time of the quickest of several."""
    best = 1e9
    for _ in range(TIMES):
        before = time.process_time()
        reply = client.get(address, headers=headers or {})
        best = min(best, (time.process_time() - before) * 1000)
        if reply.status_code != (304 if headers else 200):
            raise SystemExit(f"{address}: {reply.status_code}")
    return best


def _floor(body: bytes) -> float:
    """The same client asking an endpoint that does nothing but send these bytes."""

    async def bare(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0)
        start: dict[str, Any] = {"type": "http.response.start", "status": 200, "headers": []}
        await send(start)
        await send({"type": "http.response.body", "body": body})

    return _quickest(Client(bare, base_url="https://testserver"), "/")


if __name__ == "__main__":
    raise SystemExit(main())
