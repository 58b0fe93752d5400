"""Everything of an office, written into a folder that anybody can read without this program."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select, text
from sqlmodel import Session, col
from sqlmodel import select as choose

from app.errors import RuleBroken
from app.models.documents import FileBytes, StoredFile
from app.models.meetings import Meeting
from app.models.people import Role, User
from app.models.publications import Publication, PublicMeeting
from app.services import actions, documents, publications, standings, trackers
from app.services.documents.files import plain_name
from app.services.handing_over.schema import schema
from app.services.handing_over.tables import LEFT_OUT, as_line, in_order, tables, to_plain

FORMAT = "Holding to Account, everything of an office"
MANIFEST = "manifest.json"
_REFUSED_BY_WINDOWS = re.compile(r'[<>:"/\\|?*]')
_LONGEST_NAME = 200
"""Bytes; a disk takes 255."""
_AT_ONCE = 500
"""Rows read from the database at a time."""


@dataclass
class Account:
    """What was written or taken in."""

    rows: dict[str, int] = field(default_factory=dict)
    """Rows by table."""
    files: int = 0
    word: int = 0

    @property
    def sentence(self) -> str:
        counted = self.rows
        return (
            f"{counted.get('meeting', 0)} meetings, {counted.get('action', 0)} actions, "
            f"{counted.get('recommendation', 0)} recommendations, {counted.get('publication', 0)} published "
            f"versions and {self.files} files ({sum(counted.values())} rows of {len(counted)} tables)"
        )


class _Folder:
    """The folder, and the hash of each thing written into it."""

    def __init__(self, root: Path) -> None:
        self.root, self.hashes = root, dict[str, str]()

    def write(self, name: str, data: bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.hashes[name] = sha256(data).hexdigest()

    def write_lines(self, name: str, lines: Iterator[str]) -> int:
        """Written as they come, so that a large table is never held whole. Returns how many."""
        path, digest, count = self.root / name, sha256(), 0
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            for line in lines:
                data = line.encode()
                out.write(data)
                digest.update(data)
                count += 1
        self.hashes[name] = digest.hexdigest()
        return count


def export_all(
    session: Session,
    into: Path,
    *,
    at: datetime,
    today: date,
    told: Callable[[str], None] = lambda _line: None,
) -> Account:
    """Write the whole office into an empty folder, saying through `told` what is being written.

    `tables/` and `files/` with `manifest.json` are what `import_all` reads; `word/` and `registers/` hold the
    same for people. Raises RuleBroken where the folder holds something already or cannot be written.
    """
    try:
        into.mkdir(parents=True, exist_ok=True)
        if any(into.iterdir()):
            raise RuleBroken(f"The folder {into} is not empty. Name a new one, so that nothing is mixed up.")
        return _written(session, _Folder(into), at, today, told)
    except OSError as refusal:
        raise RuleBroken(f"The folder {into} cannot be written: {refusal.strerror or refusal}.") from refusal


def _written(
    session: Session, folder: _Folder, at: datetime, today: date, told: Callable[[str], None]
) -> Account:
    account = Account()
    if session.get_bind().dialect.name == "postgresql":
        # All of it as of one moment, also while others write.
        session.rollback()
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    told("The tables")
    for table in tables():
        account.rows[table.name] = folder.write_lines(f"tables/{table.name}.jsonl", _lines(session, table))
    told("The files")
    account.files = _write_files(session, folder)
    told("The minutes as Word")
    account.word = _write_word(session, folder)
    told("The registers")
    _write_registers(session, folder, at, today)
    folder.write("schema.json", _json(schema()))
    folder.write("README.txt", _readme(account, at).encode())
    manifest = {
        "format": FORMAT,
        "revision": revision(session),
        "exported_at": at.isoformat(),
        "rows": account.rows,
        "left_out": LEFT_OUT,
        "sha256": dict(sorted(folder.hashes.items())),
    }
    folder.write(MANIFEST, _json(manifest))
    return account


def revision(session: Session) -> str:
    """Which tables this database has: the number of its last migration."""
    return str(session.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _file_path(file_id: int | None, name: str) -> str:
    """Where the bytes of a stored file stand in the folder: a name that every disk takes, a Windows stick too."""
    everywhere = _REFUSED_BY_WINDOWS.sub("_", plain_name(name))
    return f"files/{file_id} {everywhere.encode()[-_LONGEST_NAME:].decode(errors='ignore')}"


def _lines(session: Session, table: Table) -> Iterator[str]:
    found = session.execute(
        select(table).order_by(*in_order(table)), execution_options={"yield_per": _AT_ONCE}
    )
    for row in found.mappings():
        yield as_line(to_plain(table, row))  # type: ignore[arg-type]


def _write_files(session: Session, folder: _Folder) -> int:
    files = session.exec(choose(StoredFile.id, StoredFile.name).order_by(col(StoredFile.id))).all()
    for number, name in files:
        data = session.exec(choose(FileBytes.data).where(FileBytes.file_id == number)).one_or_none()
        if data is not None:
            folder.write(_file_path(number, name), data)
    return len(files)


def _write_word(session: Session, folder: _Folder) -> int:
    """The minutes as they stand, and each published version as it was published."""
    written = 0
    addresses = {one.meeting_id: one.address for one in session.exec(choose(PublicMeeting)).all()}
    for meeting in session.exec(choose(Meeting).order_by(col(Meeting.held_on), col(Meeting.id))).all():
        name = f"word/{meeting.held_on} meeting {meeting.id}"
        folder.write(f"{name}.docx", documents.as_word(session, meeting))
        written += 1
    for version in session.exec(choose(Publication).order_by(col(Publication.id))).all():
        address = addresses.get(version.meeting_id) or f"meeting-{version.meeting_id}"
        data = session.exec(choose(FileBytes.data).where(FileBytes.file_id == version.file_id)).one_or_none()
        if data is not None:
            folder.write(f"word/published/{address}-version-{version.version}.docx", data)
            written += 1
    return written


def _write_registers(session: Session, folder: _Folder, at: datetime, today: date) -> None:
    office = User(
        email="", name="", role=Role.MINUTE_TAKER, password_hash="", organisation_id=0, created_at=at
    )
    every = actions.register(session, actions.Filters(tab="all"), today=today, user=office, page=None)
    folder.write("registers/actions.csv", trackers.as_csv(every.rows))
    since = standings.months_before(today, standings.SILENT_MONTHS)
    known = standings.register(session, standings.Filters(), user=office, today=today, since=since, page=None)
    folder.write("registers/recommendations.csv", trackers.recommendations_as_csv(known.rows))
    folder.write(
        "registers/what must be published.csv",
        publications.as_csv(publications.owed(session, today=today), site=""),
    )


def _json(thing: dict[str, Any]) -> bytes:
    return (json.dumps(thing, ensure_ascii=False, indent=1) + "\n").encode()


def _readme(account: Account, at: datetime) -> str:
    left_out = "".join(f"- {name}: {why}\n" for name, why in LEFT_OUT.items() if name != "file_bytes")
    return f"""Everything of an office, as of {at:%Y-%m-%d %H:%M} UTC: {account.sentence}.

tables/     one file a table, one JSON object a line; schema.json says what each means
files/      every file that was brought in, made or sent as evidence; a name begins with the file's number
word/       the minutes of every meeting as they stand, and every version as it was published
registers/  the registers as comma-separated values
manifest.json  the SHA-256 hash of each of these, and the version of the tables

All of this is private to the office: it holds drafts, notes and what is withheld.

"hta import-all FOLDER" makes an equal office from it in an empty database, SQLite or PostgreSQL.
Passwords are not in here: set one for each person with "hta users password". Nor are:
{left_out}"""
