"""The server is killed while several people save: everything that was answered as saved is there, whole.

A few kills in the ordinary run of the tests; `make faults` kills two hundred times.
"""

import os
import random
import sys
import time
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import now
from app.models.meetings import Meeting, MeetingStatus, Section
from tests.conftest import Office
from tests.faults.typing import Typist, losses
from tests.served import Served, cookie_of

KILLS = int(os.environ.get("HTA_FAULTS", "20"))
TYPISTS = 5

pytestmark = [pytest.mark.both_databases, pytest.mark.slow, pytest.mark.faults]


def test_what_was_answered_as_saved_outlives_every_kill_of_the_server(
    database: str, engine: Engine, office: Office
) -> None:
    with Session(engine) as session:
        meeting = Meeting(
            title="Holding to account",
            held_on=date(2025, 5, 15),
            status=MeetingStatus.IN_PROGRESS,
            created_at=now(),
        )
        session.add(meeting)
        session.flush()
        for number in range(1, 4):
            session.add(
                Section(meeting_id=meeting.id or 0, position=float(number), title=f"Subject {number}")
            )
        session.commit()
        meeting_id = meeting.id or 0
    cookie = cookie_of(engine, office.minute_taker.email)
    server = Served(database).start()
    typists = [Typist(server, meeting_id, cookie, number) for number in range(TYPISTS)]
    chance = random.Random(1)  # noqa: S311  the same moments in every run
    try:
        for one in typists:
            one.start()
        for _ in range(KILLS):
            _wait_for(typists, chance.randint(2, 12))
            time.sleep(chance.uniform(0, 0.02))
            server.kill()
            server.start()
    finally:
        for one in typists:
            one.stopped.set()
        for one in typists:
            one.join()
        server.kill()
    saved = sum(one.answered for one in typists)
    wrong = losses(engine, meeting_id, typists)
    sys.stdout.write(f"{engine.dialect.name}: {KILLS} kills, {saved} saves answered, {len(wrong)} wrong\n")
    assert saved >= 2 * KILLS
    assert not wrong, "\n".join(wrong[:20])


def _wait_for(typists: list[Typist], saves: int) -> None:
    """Until so many more were answered; not for ever, should the machine be busy."""
    wanted = sum(one.answered for one in typists) + saves
    until = time.monotonic() + 20
    while sum(one.answered for one in typists) < wanted and time.monotonic() < until:
        time.sleep(0.002)
