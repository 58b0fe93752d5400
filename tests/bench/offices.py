"""Offices of several sizes, and what a page costs in each: SQL statements and milliseconds."""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine, event
from sqlmodel import Session

from app.db import migrate, now
from app.main import create_app
from app.models.people import Organisation, OrganisationKind, Role, User
from app.security import COOKIE, start_sign_in
from app.settings import Settings
from tests.page import Client

TIMES = 15
LIMIT = 2.0
"""How many times as long a page may take in the largest office as in the one it is compared with."""

Fill = Callable[[Session, Organisation, User], int]
"""Puts the record of a size into an office, given its force and its minute-taker; the number that addresses name."""
Office = tuple[FastAPI, Client, int]


def compare(pages: Mapping[str, str], sizes: Mapping[int, Fill], *, with_size: int) -> int:
    """Print statements and milliseconds of each page, and the ratio; 1 when one is beyond the limit.

    No page may need more statements in the largest office than in the smallest; time is compared `with_size`.
    """
    few, most = min(sizes), max(sizes)
    with tempfile.TemporaryDirectory() as folder:
        offices = {size: _office(Path(folder) / f"{size}.db", fill) for size, fill in sizes.items()}
        failed = False
        for name, address in pages.items():
            counts, times = _measure(offices, address)
            ratio = times[most] / times[with_size]
            failed |= ratio > LIMIT or counts[most] > counts[few]
            said = ", ".join(f"{size}: {counts[size]} statements {times[size]:.0f} ms" for size in offices)
            print(f"{name:<24} {said}; {most} take {ratio:.2f} times as long as {with_size}")
        for app, _, _ in offices.values():
            app.state.engine.dispose()
    return int(failed)


def _office(path: Path, fill: Fill) -> Office:
    """An office whose minute-taker is signed in."""
    app = create_app(Settings(database_url=f"sqlite:///{path}"))
    migrate(app.state.engine)
    with Session(app.state.engine, expire_on_commit=False) as session:
        opcc = Organisation(name="Commissioner", kind=OrganisationKind.COMMISSIONER)
        force = Organisation(name="Northfold Police", short_name="NP", kind=OrganisationKind.FORCE)
        session.add_all([opcc, force])
        session.flush()
        user = User(
            email="a@b.example",
            name="A",
            role=Role.MINUTE_TAKER,
            organisation_id=opcc.id or 0,
            created_at=now(),
        )
        session.add(user)
        session.flush()
        number = fill(session, force, user)
        token = start_sign_in(session, user, at=now(), hours=1)
        session.commit()
    client = Client(app, base_url="https://testserver", cookies={COOKIE: token})
    return app, client, number


def _measure(offices: dict[int, Office], address: str) -> tuple[dict[int, int], dict[int, float]]:
    """The statements of one request, and the milliseconds of the quickest of several.

    The offices take turns, so that whatever else this machine is doing slows all of them alike.
    """
    counts: dict[int, int] = {}
    times: dict[int, float] = dict.fromkeys(offices, 1e9)
    for size, (app, client, number) in offices.items():
        client.get(address.format(number=number))
        with _counting(app.state.engine) as seen:
            reply = client.get(address.format(number=number))
        if reply.status_code != 200:
            raise SystemExit(f"{address}: {reply.status_code}")
        counts[size] = len(seen)
    for _ in range(TIMES):
        for size, (_, client, number) in offices.items():
            before = time.process_time()
            client.get(address.format(number=number))
            times[size] = min(times[size], (time.process_time() - before) * 1000)
    return counts, times


@contextmanager
def _counting(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
