"""Two processes of the product on one PostgreSQL: what is saved in one is seen at once in the other."""

import threading
import time
from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import httpx2 as httpx
import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from app.db import make_engine, now
from app.live import SAFETY_NET
from app.models.meetings import Meeting, MeetingStatus
from tests.conftest import Office, on_server
from tests.served import Served, cookie_of, new_key, served

pytestmark = [pytest.mark.slow]


@pytest.fixture
def engine(postgresql_server: str) -> Iterator[Engine]:
    """A PostgreSQL of the test's own; SQLite serves one process."""
    name = f"hta_{uuid4().hex}"
    on_server(postgresql_server, f"CREATE DATABASE {name} TEMPLATE template_hta")
    engine = make_engine(postgresql_server.replace("/postgres?", f"/{name}?"))
    yield engine
    engine.dispose()
    on_server(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def meeting_id(engine: Engine, office: Office) -> int:
    assert office.minute_taker.id
    with Session(engine) as session:
        meeting = Meeting(
            title="T", held_on=date(2025, 5, 15), status=MeetingStatus.IN_PROGRESS, created_at=now()
        )
        session.add(meeting)
        session.commit()
        return meeting.id or 0


class Stream:
    """The lines of a stream as they come, with the moment of each."""

    def __init__(self, server: Served, meeting_id: int, cookie: str, after: int = 0) -> None:
        self.address = f"{server.address}/meetings/{meeting_id}/live/stream?after={after}&writer=page-b"
        self.cookie = cookie
        self.came: list[tuple[float, str]] = []
        self.news = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()
        self.until("retry")

    def _read(self) -> None:
        headers = {"Cookie": self.cookie}
        try:
            with httpx.stream("GET", self.address, headers=headers, timeout=60) as answer:
                for line in answer.iter_lines():
                    with self.news:
                        self.came.append((time.monotonic(), line))
                        self.news.notify_all()
        except httpx.TransportError:
            return

    def until(self, words: str, seconds: float = 30) -> float:
        """When these words came."""
        with self.news:
            found = self.news.wait_for(
                lambda: next((at for at, line in self.came if words in line), None), seconds
            )
        assert found, f"{words!r} never came: {[line for _, line in self.came][-20:]}"
        return found


class Typist:
    """Saves lines in one process."""

    def __init__(self, server: Served, meeting_id: int, cookie: str) -> None:
        self.address = f"{server.address}/meetings/{meeting_id}/live"
        self.headers = {"Cookie": cookie}

    def save(self, words: str) -> float:
        """Returns when it was sent."""
        began = time.monotonic()
        data = {"text": words, "writer": "page-a"}
        answer = httpx.post(f"{self.address}/lines/{new_key()}", data=data, headers=self.headers, timeout=30)
        assert answer.status_code == 200, answer.text
        return began

    def is_in(self, key: str) -> None:
        data = {"writer": "page-a", "key": key}
        httpx.post(f"{self.address}/here", data=data, headers=self.headers, timeout=30).raise_for_status()


def soonest(typist: Typist, stream: Stream, words: str) -> float:
    """Seconds until a line was seen; the best of a few, for the machine may be busy."""
    took = []
    for number in range(5):
        began = typist.save(f"{words} {number}.")
        took.append(stream.until(f"{words} {number}.") - began)
        if took[-1] < SAFETY_NET / 2:
            break
    return min(took)


def test_what_is_saved_in_one_process_is_seen_at_once_in_another_also_after_its_connection_broke(
    engine: Engine, office: Office, meeting_id: int
) -> None:
    database = engine.url.render_as_string(hide_password=False)
    cookie = cookie_of(engine, office.minute_taker.email)
    with served(database) as here, served(database) as there:
        stream, typist = Stream(there, meeting_id, cookie), Typist(here, meeting_id, cookie)
        # Told, and not found by the safety net, which would take its time.
        assert soonest(typist, stream, "The PCC asked about homes, time") < SAFETY_NET / 2

        typist.is_in("line-x")
        stream.until('"key": "line-x"')

        with engine.connect() as connection:
            cut = connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE query LIKE 'LISTEN %' AND datname = current_database()"
                )
            ).all()
        assert len(cut) == 2
        typist.save("Said while nobody listened.")
        stream.until("Said while nobody listened.")
        assert soonest(typist, stream, "Said afterwards, time") < SAFETY_NET / 2
