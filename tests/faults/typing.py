"""Typists who go on while the server is killed under them, and an account of what they were told is saved."""

import random
import threading
import time
from dataclasses import dataclass, field

import httpx2 as httpx
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.models.changes import Change
from app.models.lines import Entry, Line, LineRevision
from tests.served import Served, new_key

SENTENCES = (
    "The PCC asked how many homes were still without a named officer.",
    "The CC said that three of 27 homes had none.",
    "ACTION: CC to provide an update by 30 June.",
    "The PCC asked whether it would be published. The CC confirmed that it would, in May.",
)


@dataclass
class Told:
    """What one typist was told of one line: the newest words and revision that were answered as saved."""

    revision: int = 0
    text: str = ""
    tried: set[str] = field(default_factory=set)
    """All words that were sent, answered or not."""


class Typist(threading.Thread):
    """Saves one line after another, each several times, until told to stop."""

    def __init__(self, server: Served, meeting_id: int, cookie: str, number: int) -> None:
        super().__init__(daemon=True)
        self.path = f"{server.address}/meetings/{meeting_id}/live/lines"
        self.headers = {"Cookie": cookie}
        self.random = random.Random(number)  # noqa: S311  chance here guards nothing
        self.writer = f"writer-{number}"
        self.told: dict[str, Told] = {}
        self.refused: list[str] = []
        self.answered = 0
        self.stopped = threading.Event()

    def run(self) -> None:
        with httpx.Client(headers=self.headers, timeout=10) as client:
            while not self.stopped.is_set():
                key, told, words = new_key(), Told(), self.random.choice(SENTENCES)
                self.told[key] = told
                for number in range(self.random.randint(1, 6)):
                    if self.stopped.is_set():
                        return
                    self._save(client, key, told, f"{words} {number} {self.writer}")

    def _save(self, client: httpx.Client, key: str, told: Told, text: str) -> None:
        told.tried.add(text)
        form = {"text": text, "revision": str(told.revision), "writer": self.writer, "section": ""}
        try:
            answer = client.post(f"{self.path}/{key}", data=form)
        except httpx.HTTPError:
            time.sleep(0.02)  # the server is gone: a page waits as well
            return
        if answer.status_code == 200:
            told.revision, told.text = answer.json()["revision"], text
            self.answered += 1
        else:
            self.refused.append(answer.text)


def losses(engine: Engine, meeting_id: int, typists: list[Typist]) -> list[str]:
    """What is wrong with the record, against what the typists were told; empty when nothing is."""
    wrong = [f"refused: {words}" for one in typists for words in one.refused]
    with Session(engine) as session:
        lines = {line.id: line for line in session.exec(select(Line).where(Line.meeting_id == meeting_id))}
        newest = {
            spell.line_id: spell
            for spell in session.exec(select(LineRevision).order_by(col(LineRevision.id)))
        }
        entries: dict[str, list[Entry]] = {}
        for entry in session.exec(select(Entry).order_by(col(Entry.starts))):
            entries.setdefault(entry.line_id, []).append(entry)
        numbers = list(
            session.exec(
                select(Change.change_no)
                .where(Change.meeting_id == meeting_id)
                .order_by(col(Change.change_no))
            )
        )
        told_of = {
            change.subject_id for change in session.exec(select(Change).where(Change.subject == "line"))
        }
    for one in typists:
        for key, told in one.told.items():
            line = lines.get(key)
            if line is None:
                wrong += [f"{key} was answered as saved and is not there"] if told.revision else []
            elif line.revision < told.revision:
                wrong.append(f"{key} is older than what was answered: {line.revision} < {told.revision}")
            elif line.revision == told.revision and line.text != told.text:
                wrong.append(f"{key} has other words than were answered: {line.text!r}")
            elif line.text not in told.tried:
                wrong.append(f"{key} has words that nobody sent: {line.text!r}")
    for key, line in lines.items():
        covered = entries.get(key, [])
        ends = [0, *(entry.ends for entry in covered)]
        if [entry.starts for entry in covered] != ends[:-1] or ends[-1] != len(line.text):
            wrong.append(f"{key} is torn: its passages do not cover its words")
        if key not in newest or (newest[key].text, newest[key].revision) != (line.text, line.revision):
            wrong.append(f"{key} is torn: its history does not end with its words")
        if key not in told_of:
            wrong.append(f"{key} is torn: no change tells of it")
    if len(set(numbers)) != len(numbers):
        wrong.append("two changes have the same number")
    return wrong
