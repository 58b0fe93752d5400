"""The product as a process of its own, which can be killed; and people who are signed in there without a form."""

import os
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Self

import httpx
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import now
from app.models.people import User
from app.security import COOKIE, start_sign_in

HTA = [sys.executable, "-c", "from app.cli import main; main()"]


class Served:
    """`hta serve` on a database, on a port that it keeps when it is started again."""

    def __init__(self, database: str, *, port: int = 0) -> None:
        self.database = database
        self.port = port
        self.process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Start it and wait until it answers."""
        settings = {
            "HTA_DATABASE_URL": self.database,
            "HTA_PORT": str(self.port),
            "HTA_LOG_LEVEL": "warning",
            "PYTHONWARNINGS": "ignore",
        }
        self.process = subprocess.Popen(
            [*HTA, "serve"], env=os.environ | settings, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        found = re.search(r":(\d+)\s*$", said)
        assert found, f"the server said: {said}"
        self.port = int(found[1])
        with httpx.Client(transport=httpx.HTTPTransport(retries=50)) as client:
            client.get(f"{self.address}/health").raise_for_status()
        return self

    def kill(self) -> None:
        """As a power cut would: SIGKILL, without a word."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As an administrator would."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process = None


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
