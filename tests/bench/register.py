"""The register, the home page and the evening's brief with 5,000 actions and 20,000 responses.

Each must need no more SQL statements than with 5 actions, and no more than twice its time with 50.
"""

import tempfile
import time
from collections.abc import Iterator
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
from tests.bench import many
from tests.page import Client

FEW, SOME, MANY = 5, 50, 5000
TIMES = 15
LIMIT = 2.0
"""How many times as long a page may take with MANY actions as with SOME."""


def main() -> int:
    """Print statements and milliseconds of each page, and the ratio; 1 when one is beyond the limit."""
    with tempfile.TemporaryDirectory() as folder:
        offices = {number: _office(Path(folder) / f"{number}.db", number) for number in (FEW, SOME, MANY)}
        failed = False
        for name, address in PAGES.items():
            counts, times = measure(offices, address)
            ratio = times[MANY] / times[SOME]
            failed |= ratio > LIMIT or counts[MANY] > counts[FEW]
            said = ", ".join(
                f"{number}: {counts[number]} statements {times[number]:.0f} ms" for number in offices
            )
            print(f"{name:<24} {said}; {MANY} take {ratio:.2f} times as long as {SOME}")
        for app, _, _ in offices.values():
            app.state.engine.dispose()
    return int(failed)


PAGES = {
    "home": "/",
    "register, open": "/actions",
    "register, all": "/actions?status=all&sort=age",
    "register, words": "/actions?words=district",
    "brief": "/meetings/{meeting}/brief",
}


OfficeOf = tuple[FastAPI, Client, int]


def _office(path: Path, actions: int) -> OfficeOf:
    """An office with so many actions, its minute-taker signed in, and the meeting that comes next."""
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
        meetings = many.store(session, actions, owner=force, by_id=user.id or 0)
        token = start_sign_in(session, user, at=now(), hours=1)
        session.commit()
    client = Client(app, base_url="https://testserver", cookies={COOKIE: token})
    return app, client, meetings[-1]


def measure(offices: dict[int, OfficeOf], address: str) -> tuple[dict[int, int], dict[int, float]]:
    """The statements of one request, and the milliseconds of the quickest of several.

    The offices take turns, so that whatever else this machine is doing slows all of them alike.
    """
    counts: dict[int, int] = {}
    times: dict[int, float] = dict.fromkeys(offices, 1e9)
    for number, (app, client, thing) in offices.items():
        client.get(_of(address, thing))
        with _counting(app.state.engine) as seen:
            reply = client.get(_of(address, thing))
        if reply.status_code != 200:
            raise SystemExit(f"{address}: {reply.status_code}")
        counts[number] = len(seen)
    for _ in range(TIMES):
        for number, (_, client, thing) in offices.items():
            before = time.process_time()
            client.get(_of(address, thing))
            times[number] = min(times[number], (time.process_time() - before) * 1000)
    return counts, times


def _of(address: str, thing: int) -> str:
    return address.format(meeting=thing, number=thing)


@contextmanager
def _counting(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
