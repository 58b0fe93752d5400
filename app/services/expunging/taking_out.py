"""Taking words out of every row and every file."""

import json
import re
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from time import monotonic, sleep
from typing import Any

from sqlalchemy import JSON, Column, Table, func, select, text, update
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col
from sqlmodel import select as choose

from app.db import OFFICE_TIME, metadata
from app.documents import as_json
from app.documents.expunged import TAKEN_OUT, Cut, cut_json, pattern_of, stands_in
from app.errors import NotAllowed, RuleBroken
from app.models.amendments import Amendment
from app.models.changes import Change
from app.models.documents import FileBytes, StoredFile
from app.models.expunging import Expunging
from app.models.house_styles import HouseStyle
from app.models.lines import Line
from app.models.meetings import Meeting, MeetingStatus
from app.models.people import May, User
from app.models.publications import Publication, PublicPaper
from app.services import changes, documents, markings, papers, publications, search
from app.services.expunging.texts import KEPT_AS_JSON, is_one_of_a_kind, name_of, texts

_WAITS_FOR = 10.0
"""Seconds in which those who are writing on PostgreSQL have finished."""
_ASKS_AGAIN = 0.05


def expunge(
    session: Session, words: str, *, reason: str, files: Collection[int] = (), by: User, at: datetime
) -> Expunging:
    """Take the words out of everything: minutes and their earlier words, the history, responses, published versions
    and every other row; files that hold them, and those named by `files`, become a note.

    Confirmed minutes and published versions are changed too, each by the door that is there for this. What is
    left is a mark: when, by whom and why. Raises NotAllowed, and RuleBroken without a reason, when the reason
    holds the words, or when they stand nowhere.
    """
    if not by.may(May.ADMINISTER):
        raise NotAllowed("Words are taken out of the record by an administrator.")
    pattern, reason = pattern_of(words), " ".join(reason.split())
    if not reason:
        raise RuleBroken("Say why they have to be taken out: this stays in the record.")
    if pattern.search(reason):
        raise RuleBroken("The reason stays in the record, so it cannot hold the words themselves.")
    _alone(session)
    taking = _Taking(session, pattern, reason, by, at)
    taking.files(set(files))
    taking.rows()
    taking.what_the_public_reads()
    if not taking.counts and not taking.replaced:
        raise RuleBroken("These words stand nowhere. Look whether they are spelt as they were written.")
    session.expire_all()
    search.reindex(session)
    publications.reindex(session)
    mark = Expunging(
        at=at, by_id=by.id or 0, reason=reason, places=dict(taking.counts), files=len(taking.replaced)
    )
    session.add(mark)
    session.flush()
    for line_id, meeting_id in taking.lines.items():
        meeting, line = session.get_one(Meeting, meeting_id), session.get_one(Line, line_id)
        told = {"reason": reason, "revision": line.revision}
        changes.record(session, "expunged", "line", line_id, by=by, meeting=meeting, details=told)
    changes.record(session, "expunged", "office", mark.id, by=by, details={"reason": reason})
    return mark


def listed(session: Session) -> Sequence[tuple[Expunging, str]]:
    """What was taken out so far with who did it, latest first."""
    found = session.exec(
        choose(Expunging, User.name)
        .join(User, col(User.id) == col(Expunging.by_id))
        .order_by(col(Expunging.id).desc())
    ).all()
    return [(mark, name) for mark, name in found]


def of_meeting(session: Session, meeting: Meeting) -> Sequence[Change]:
    """What was taken out of these minutes, line by line, oldest first."""
    return session.exec(
        choose(Change)
        .where(Change.meeting_id == meeting.id, Change.verb == "expunged")
        .order_by(col(Change.id))
    ).all()


def revisions_of(session: Session, meeting: Meeting) -> dict[str, int]:
    """Of each line out of which words were taken the revision it then got: what a device kept of an earlier one
    holds the words, and goes.
    """
    return {one.subject_id: one.details["revision"] for one in of_meeting(session, meeting)}


def _alone(session: Session) -> None:
    """Nobody else writes until this transaction ends: what they were about to keep would not have been looked at.

    On SQLite whoever writes is alone. On PostgreSQL the tables are taken all at once or not at all, so that nobody
    waits for somebody who waits. Raises RuleBroken when others do not stop writing.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    names = ", ".join(sorted({table.name for table, _ in texts()} | {"entry", "file_bytes"}))
    until = monotonic() + _WAITS_FOR
    while True:
        try:
            with session.begin_nested():
                session.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE NOWAIT"))
        except OperationalError as busy:
            if monotonic() > until:
                raise RuleBroken("Somebody is writing just now. Try again in a moment.") from busy
            sleep(_ASKS_AGAIN)
        else:
            return


class _Taking:
    """One taking out, as it goes through the tables."""

    def __init__(
        self, session: Session, pattern: "re.Pattern[str]", reason: str, by: User, at: datetime
    ) -> None:
        self.session, self.pattern, self.reason, self.by, self.at = session, pattern, reason, by, at
        self.counts: Counter[str] = Counter()
        self.lines: dict[str, int] = {}
        """Meetings of the lines that are no longer what they were."""
        self.replaced: set[int] = set()
        """Files that became a note."""

    def rows(self) -> None:
        """Every row that holds the words."""
        opened: dict[int, Amendment] = {}
        for table, columns in texts():
            keys = list(table.primary_key.columns)
            meeting = table.c.get("meeting_id")
            wanted = [*keys, *columns, *([meeting] if meeting is not None else [])]
            if table.name == "withholding":
                wanted += [table.c.starts, table.c.ends]
            for row in self.session.execute(select(*wanted)).mappings().all():
                values = self._without(table, columns, row)
                if not values:
                    continue
                for meeting_id in self._meetings_of(table, row):
                    self._open(meeting_id, opened)
                self._write(table, keys, row, values)
        for amendment in opened.values():
            amendment.finished_at, amendment.finished_by_id = self.at, self.by.id
            self.session.add(amendment)
        self.session.flush()

    def _without(self, table: Table, columns: list[Column[str]], row: Any) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for column in columns:
            value, counted = row[column], list[int]()
            if value is None:
                continue
            if isinstance(column.type, JSON):
                without = cut_json(value, self.pattern, counted.append)
            elif (table.name, column.name) in KEPT_AS_JSON:
                without = json.dumps(
                    cut_json(json.loads(value), self.pattern, counted.append),
                    ensure_ascii=False, separators=(",", ":"),
                )  # fmt: skip
            else:
                key = next(iter(table.primary_key.columns))
                instead = f"taken-out-{row[key]}" if is_one_of_a_kind(column) else TAKEN_OUT
                cut = Cut(value, self.pattern, instead)
                counted.append(cut.count)
                without = cut.text
            if sum(counted):
                values[column.name] = without
                self.counts[name_of(table)] += sum(counted)
        return values

    def _meetings_of(self, table: Table, row: Any) -> list[int]:
        """The meetings whose minutes the row is part of."""
        if table.name == "meeting":
            return [row["id"]]
        if table.name == "speaker":
            entry = metadata.tables["entry"]
            speaker = metadata.tables["speaker"]
            found = self.session.execute(
                select(entry.c.meeting_id)
                .join(speaker, speaker.c.entry_id == entry.c.id)
                .where(speaker.c.id == row["id"])
            )
            return list(found.scalars())
        number = row.get("meeting_id")
        return [number] if number else []

    def _open(self, meeting_id: int, opened: dict[int, Amendment]) -> None:
        """Confirmed minutes take a change only while an amendment is open."""
        if meeting_id in opened:
            return
        status = self.session.execute(
            select(metadata.tables["meeting"].c.status).where(metadata.tables["meeting"].c.id == meeting_id)
        ).scalar_one()
        mine = choose(Amendment).where(Amendment.meeting_id == meeting_id)
        if (
            status != MeetingStatus.CONFIRMED
            or self.session.exec(mine.where(col(Amendment.finished_at).is_(None))).first()
        ):
            return
        number = self.session.exec(
            choose(func.count(col(Amendment.id))).where(Amendment.meeting_id == meeting_id)
        ).one()
        opened[meeting_id] = Amendment(
            meeting_id=meeting_id,
            number=number + 1,
            reason=f"Something was taken out: {self.reason}",
            opened_at=self.at,
            opened_by_id=self.by.id,
        )
        self.session.add(opened[meeting_id])
        self.session.flush()

    def _write(self, table: Table, keys: list[Column[Any]], row: Any, values: dict[str, Any]) -> None:
        this = [key == row[key] for key in keys]
        if table.name == "publication":
            values |= self._published_afresh(row["id"], values)
        if table.name == "withholding" and "anchor" in values and row["starts"] is not None:
            # Its passage is a place in the text as it stood when somebody last looked.
            cut = Cut(row["anchor"], self.pattern)
            values |= {"starts": cut.place(row["starts"]), "ends": cut.place(row["ends"])}
        if table.name in ("line", "section"):
            # Whoever still types in it has not seen this, and must not write over it.
            values |= {"revision": table.c.revision + 1, "writer": ""}
        self.session.execute(update(table).where(*this).values(values))
        if table.name == "line":
            self.lines[row["id"]] = row["meeting_id"]
            if "text" in values:
                self._move_spans(row["id"], Cut(row["text"], self.pattern))

    def _move_spans(self, line_id: str, cut: Cut) -> None:
        """Passages are places in a line's text."""
        table = metadata.tables["entry"]
        these = select(table.c.id, table.c.starts, table.c.ends).where(table.c.line_id == line_id)
        for number, starts, ends in self.session.execute(these).all():
            self.session.execute(
                update(table)
                .where(table.c.id == number)
                .values(starts=cut.place(starts), ends=cut.place(ends))
            )

    def what_the_public_reads(self) -> None:
        """A version whose Word file held the words is written again; a paper that did is no longer public."""
        left = choose(Publication).where(col(Publication.file_id).in_(self.replaced))
        table = metadata.tables["publication"]
        for version in self.session.exec(left).all():
            values = self._published_afresh(version.id or 0, {})
            self.session.execute(update(table).where(table.c.id == version.id).values(values))
        public = choose(PublicPaper.paper_id).where(col(PublicPaper.file_id).in_(self.replaced))
        papers.take_back(self.session, self.session.exec(public).all())

    def _published_afresh(self, number: int, values: dict[str, Any]) -> dict[str, Any]:
        """Its Word file is written again from what it says now."""
        publication = self.session.get_one(Publication, number)
        meeting = self.session.get_one(Meeting, publication.meeting_id)
        minutes = as_json.load(values.get("content", publication.content)).minutes
        word = documents.as_word_of(
            self.session,
            minutes,
            status=values.get("status", publication.status),
            office=values.get("office", publication.office),
            marking=markings.of_document(self.session, meeting),
        )
        name = f"version-{publication.version}-of-{publication.meeting_id}.docx"
        file = documents.store_file(self.session, word, name=name, media_type=publications.WORD, by=self.by)
        return {"file_id": file.id, "sha256": file.sha256, "expunged_at": self.at}

    def files(self, named: set[int]) -> None:
        """Files that hold the words, and those named by hand, become a note that says so."""
        for file in self.session.exec(choose(StoredFile).order_by(col(StoredFile.id))).all():
            data = self.session.exec(choose(FileBytes.data).where(FileBytes.file_id == file.id)).one_or_none()
            if data is None or not (file.id in named or stands_in(data, self.pattern)):
                continue
            self._replace(file)

    def _replace(self, file: StoredFile) -> None:
        day = self.at.astimezone(OFFICE_TIME)
        note = (
            f"This file (number {file.id}) was taken out on {day.day} {day:%B %Y}.\nReason: {self.reason}\n"
        ).encode()
        number = file.id or 0
        self.session.execute(
            update(FileBytes.__table__).where(FileBytes.__table__.c.file_id == number).values(data=note)  # type: ignore[attr-defined]
        )
        file.sha256, file.size = sha256(note).hexdigest(), len(note)
        file.name, file.media_type = documents.note_name(number), "text/plain"
        self.session.add(file)
        for style in self.session.exec(choose(HouseStyle).where(HouseStyle.file_id == number)).all():
            style.in_use = False
            self.session.add(style)
        self.session.flush()
        self.replaced.add(number)
