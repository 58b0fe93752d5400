"""The product as a process of its own, which can be killed; and people who are signed in there without a form."""

import os
import secrets
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from typing import Self

import httpx2 as httpx
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.cli.server import listen, run
from app.db import now
from app.models.people import User
from app.security import COOKIE, start_sign_in
from app.settings import Settings

_PROCESSES = get_context("forkserver")
"""Starts each server from one process that has read the product's modules already: a moment, not seconds."""
_PROCESSES.set_forkserver_preload(["tests.warm"])


def _serve(database: str, port: int) -> None:
    settings = Settings(database_url=database, port=port, log_level="warning")
    run(settings, listen(settings))


class Served:
    """The product on a database, in a process of its own, on a port that it keeps when started again."""

    def __init__(self, database: str, *, port: int = 0) -> None:
        self.database = database
        self.port = port or _free_port()
        self.process: BaseProcess | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Start it and wait until it answers."""
        self.process = _PROCESSES.Process(target=_serve, args=(self.database, self.port), daemon=True)
        self.process.start()
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.is_alive():
            try:
                httpx.get(f"{self.address}/health").raise_for_status()
            except httpx.TransportError:
                time.sleep(0.02)
            else:
                return self
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """As a power cut would: SIGKILL, without a word."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As an administrator would."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None or self.process.pid is None:
            return
        os.kill(self.process.pid, how)
        self.process.join(15)
        ended = not self.process.is_alive()
        self.process.kill()
        self.process = None
        assert ended, "the server did not end"


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def served(database: str) -> Iterator[Served]:
    """A server for the time of a test."""
    server = Served(database).start()
    try:
        yield server
    finally:
        server.kill()


def cookie_of(engine: Engine, email: str, *, hours: int = 12) -> str:
    """The `Cookie` header of a browser in which this user signed in just now."""
    with Session(engine) as session:
        user = session.exec(select(User).where(User.email == email)).one()
        token = start_sign_in(session, user, at=now() - timedelta(seconds=1), hours=hours)
        session.commit()
    return f"{COOKIE}={token}"


def new_key() -> str:
    """An id as a page makes it for a new line."""
    return f"l{secrets.token_hex(10)}"
