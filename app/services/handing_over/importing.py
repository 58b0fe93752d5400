"""An equal office made from a folder in an empty database."""

import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, text, update
from sqlmodel import Session

from app.errors import RuleBroken, UnreadableDocument
from app.models.documents import FileBytes, StoredFile
from app.models.meetings import Meeting, MeetingStatus
from app.services import publications, search
from app.services.handing_over.exporting import FORMAT, MANIFEST, Account, revision
from app.services.handing_over.tables import from_plain, numbered, points_to_itself, tables

_AT_ONCE = 500
_SET_UP = {"publishing_choice"}
"""Tables that a new database has a row in: an office handed over brings its own."""


def import_all(
    session: Session, folder: Path, *, told: Callable[[str], None] = lambda _line: None
) -> Account:
    """Make the office that `export_all` wrote into `folder`, saying through `told` what is being read.

    Raises RuleBroken where this office is not empty or its tables are of another version, UnreadableDocument
    where something in the folder is missing or was changed. Nothing is taken in by halves: the caller's
    transaction holds all of it.
    """
    manifest = _manifest(folder)
    _refuse_other_version(str(manifest.get("revision")), revision(session))
    _refuse_unless_empty(session)
    told("Looking whether all of it is there")
    for name, expected in manifest["sha256"].items():
        _refuse_if_changed(folder, name, expected)
    account = Account()
    confirmed: list[int] = []
    for table in tables():
        told(f"The table {table.name}")
        if table.name in _SET_UP:
            session.execute(delete(table))
        account.rows[table.name] = _take_in(session, folder, table, confirmed)
    told("The files")
    account.files = _take_in_files(session, folder, manifest["sha256"])
    # Confirmed minutes refuse to be written to; so they are confirmed when all of them is there.
    for some in _some(confirmed):
        meeting = Meeting.__table__  # type: ignore[attr-defined]
        session.execute(update(meeting).where(meeting.c.id.in_(some)).values(status=MeetingStatus.CONFIRMED))
    _count_on(session)
    told("Making it searchable")
    session.expire_all()
    search.reindex(session)
    publications.reindex(session)
    return account


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        if manifest["format"] == FORMAT and isinstance(manifest["sha256"], dict):
            return dict(manifest)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise UnreadableDocument(
            f"{folder} holds no office: there is no {MANIFEST} that can be read. Name the folder that "
            "hta export-all wrote."
        ) from problem
    raise UnreadableDocument(f"The {MANIFEST} in {folder} is of something else.")


def _refuse_other_version(theirs: str, ours: str) -> None:
    if theirs != ours:
        which = "a newer" if theirs > ours else "an older"
        raise RuleBroken(
            f"This office was written by {which} version of the program (its tables are {theirs}, these are "
            f"{ours}). Take it in with that version, then run hta migrate with this one."
        )


def _refuse_unless_empty(session: Session) -> None:
    for table in tables():
        if (
            table.name not in _SET_UP
            and session.execute(select(func.count()).select_from(table)).scalar_one()
        ):
            raise RuleBroken(
                f"This office is not empty: there is something in its table {table.name}. An office is taken "
                "in whole, into an empty database: name one with HTA_DATABASE_URL."
            )


def _refuse_if_changed(folder: Path, name: str, expected: str) -> None:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise UnreadableDocument(f"The {MANIFEST} names a file outside its folder: {name}.")
    try:
        with path.open("rb") as file:
            found = file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise UnreadableDocument(f"{name} is missing from {folder}, so nothing was taken in.") from problem
    if found != expected:
        raise UnreadableDocument(f"{name} was changed after it was written, so nothing was taken in.")


def _take_in(session: Session, folder: Path, table: Table, confirmed: list[int]) -> int:
    count, later = 0, points_to_itself(table)
    links: list[dict[str, Any]] = []
    for rows in _some(_rows(folder, table)):
        for row in rows:
            if table.name == "meeting" and row["status"] == MeetingStatus.CONFIRMED:
                confirmed.append(row["id"])
                row["status"] = MeetingStatus.DRAFT
            named = {name: row[name] for name in later if row[name] is not None and row[name] > row["id"]}
            if named:
                links.append({"id": row["id"], **named})
                row.update(dict.fromkeys(named))
        session.execute(insert(table), rows)
        count += len(rows)
    for link in links:
        session.execute(
            update(table)
            .where(table.c.id == link["id"])
            .values({name: value for name, value in link.items() if name != "id"})
        )
    return count


def _some(things: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(things)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _rows(folder: Path, table: Table) -> Iterator[dict[str, Any]]:
    name = f"tables/{table.name}.jsonl"
    try:
        with (folder / name).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield from_plain(table, json.loads(line))
                except (ValueError, TypeError, AttributeError) as problem:
                    raise UnreadableDocument(
                        f"Line {number} of {name} cannot be read: {problem}."
                    ) from problem
    except OSError as problem:
        raise UnreadableDocument(f"{name} is missing from {folder}, so nothing was taken in.") from problem


def _take_in_files(session: Session, folder: Path, there: dict[str, str]) -> int:
    """A file's name begins with its number."""
    stored = StoredFile.__table__  # type: ignore[attr-defined]
    files = session.execute(select(stored.c.id)).scalars().all()
    paths = {
        name.removeprefix("files/").partition(" ")[0]: name for name in there if name.startswith("files/")
    }
    for number in files:
        if path := paths.get(str(number)):
            session.execute(insert(FileBytes).values(file_id=number, data=(folder / path).read_bytes()))
    return len(files)


def _count_on(session: Session) -> None:
    """On PostgreSQL a table's counter does not notice numbers that were given."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in tables():
        column = numbered(table)
        if column is None:
            continue
        highest = session.execute(select(func.max(column))).scalar_one()
        if highest is not None:
            session.execute(
                text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)"),
                {"table": table.name, "column": column.name, "highest": highest},
            )
