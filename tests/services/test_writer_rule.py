"""The rule that settles who wins a line, under many who save at the same moment.

A save wins if it saw the revision that stands, or if everything since was written by the same page.
"""

import random
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import now, transaction
from app.models.lines import Line, LineRevision
from app.models.meetings import Meeting, MeetingStatus, Section
from app.models.people import User
from app.services import lines
from tests.conftest import Office

WRITERS, SAVES, KEYS = 5, 30, 2


@dataclass
class Log:
    """What was answered: by line and revision, who won with which words, having seen which revision."""

    won: dict[tuple[str, int], list[tuple[str, str, int]]] = field(default_factory=lambda: defaultdict(list))
    lost: list[tuple[str, str, str]] = field(default_factory=list)
    broken: list[BaseException] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@pytest.fixture
def section_id(engine: Engine, office: Office) -> int:
    with Session(engine) as session:
        meeting = Meeting(
            title="T", held_on=date(2025, 5, 15), status=MeetingStatus.IN_PROGRESS, created_at=now()
        )
        session.add(meeting)
        session.flush()
        section = Section(meeting_id=meeting.id or 0, position=1.0, title="Homes")
        session.add(section)
        session.commit()
        assert office.minute_taker.id
        return section.id or 0


def _page(engine: Engine, section_id: int, by: User, number: int, log: Log, go: threading.Barrier) -> None:
    """One page: goes on from what it was last answered, and now and then from something older."""
    chance = random.Random(number)  # noqa: S311  the same in every run
    seen: dict[str, int] = {}
    before: dict[str, list[int]] = defaultdict(lambda: [0])
    go.wait()
    for save in range(SAVES):
        key = f"line-{chance.randrange(KEYS)}"
        old = chance.random() < 0.3
        revision = chance.choice(before[key]) if old else seen.get(key, 0)
        text = f"Words {save} of page {number}."
        try:
            with transaction(engine) as session:
                section = session.get_one(Section, section_id)
                there = session.get(Line, key)
                if there is None:
                    line = lines.add(session, section, id=key, text=text, by=by, writer=f"page-{number}")
                else:
                    line = lines.save_text(
                        session, there, text=text, seen_revision=revision, writer=f"page-{number}", by=by
                    )
                session.commit()
                answered = line.revision
        except lines.LineConflict as lost:
            with log.lock:
                log.lost.append((text, lost.yours, lost.theirs))
            seen[key] = lost.revision  # she looked at both and goes on from theirs
        except BaseException as broken:  # noqa: BLE001  told by the test, in its own thread
            log.broken.append(broken)
            return
        else:
            with log.lock:
                log.won[key, answered].append((f"page-{number}", text, revision if there else 0))
            seen[key] = answered
        before[key].append(seen[key])


def test_of_many_who_save_one_line_each_winner_saw_all_that_others_wrote(
    engine: Engine, office: Office, section_id: int
) -> None:
    log, go = Log(), threading.Barrier(WRITERS)
    pages = [
        threading.Thread(target=_page, args=(engine, section_id, office.minute_taker, number, log, go))
        for number in range(WRITERS)
    ]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
    assert not log.broken, log.broken
    assert log.lost, "nobody ever lost: this proves nothing"
    assert all(yours == text and theirs for text, yours, theirs in log.lost), "who loses is given both texts"
    with Session(engine) as session:
        stand = {line.id: line for line in session.exec(select(Line))}
        spells = session.exec(select(LineRevision)).all()
    for (key, revision), winners in log.won.items():
        assert len(winners) == 1, f"revision {revision} of {key} was given twice: {winners}"
        writer, _, saw = winners[0]
        between = [log.won[key, one][0][0] for one in range(saw + 1, revision)]
        assert set(between) <= {writer}, f"{writer} overwrote what it had not seen: {between}"
    for key, line in stand.items():
        revisions = sorted(revision for one, revision in log.won if one == key)
        assert revisions == list(range(1, line.revision + 1)), "no revision is missing"
        assert log.won[key, line.revision][0][1] == line.text
        ends = [(spell.revision, spell.text, spell.writer) for spell in spells if spell.line_id == key]
        for revision, text, writer in ends:
            assert log.won[key, revision][0][:2] == (writer, text), "the history says what was written"
        hands = [log.won[key, one][0][0] for one in revisions]
        changes_of_hand = sum(one != other for one, other in pairwise(hands))
        assert len(ends) == changes_of_hand + 1, "what each wrote before another went on is in the history"
