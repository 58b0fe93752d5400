"""After a break of the network, or a restart, every page connects again at the same moment."""

import asyncio
from datetime import date

import httpx2 as httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import now
from app.models.meetings import Meeting, MeetingStatus
from tests.bench.live import Link
from tests.conftest import Office
from tests.play import play
from tests.served import Served, cookie_of, new_key, served

PAGES = 100
pytestmark = [pytest.mark.both_databases, pytest.mark.slow]


def test_a_hundred_pages_that_connect_at_once_all_see_the_next_line(
    database: str, engine: Engine, office: Office
) -> None:
    with Session(engine) as session:
        meeting = Meeting(
            title="T", held_on=date(2025, 5, 15), status=MeetingStatus.IN_PROGRESS, created_at=now()
        )
        session.add(meeting)
        session.commit()
        meeting_id = meeting.id or 0
    cookie = cookie_of(engine, office.minute_taker.email)
    with served(database) as server:
        play(lambda: _all_see_it(server, meeting_id, cookie))


async def _all_see_it(server: Served, meeting_id: int, cookie: str) -> None:
    async def page() -> None:
        link = await Link(server.port, cookie).open()
        link.writer.write(
            f"GET /meetings/{meeting_id}/live/stream HTTP/1.1\r\nHost: a\r\nCookie: {cookie}\r\n\r\n".encode()
        )
        await link.reader.readuntil(b"retry: 1000")
        connected.release()
        await link.reader.readuntil(b"Seen by everybody.")
        link.writer.close()

    connected = asyncio.Semaphore(0)
    async with asyncio.timeout(60), asyncio.TaskGroup() as pages:
        for _ in range(PAGES):
            pages.create_task(page())
        for _ in range(PAGES):
            await connected.acquire()
        async with httpx.AsyncClient(timeout=30) as client:
            answer = await client.post(
                f"{server.address}/meetings/{meeting_id}/live/lines/{new_key()}",
                data={"text": "Seen by everybody.", "writer": "page"},
                headers={"Cookie": cookie},
            )
            assert answer.status_code == 200, answer.text
