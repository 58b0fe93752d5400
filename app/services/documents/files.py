"""Files as they came, each kept once: found again by the hash of its bytes."""

from hashlib import sha256
from pathlib import PurePosixPath, PureWindowsPath

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from app.db import now
from app.errors import NotFound, RuleBroken
from app.models.documents import FileBytes, StoredFile
from app.models.people import User
from app.services import changes

LONGEST_NAME = 200


def store_file(session: Session, data: bytes, *, name: str, media_type: str, by: User | None) -> StoredFile:
    """Keep a file. The same bytes again are the row that is already there, under the name they first had.

    Raises RuleBroken when there is nothing in it.
    """
    if not data:
        raise RuleBroken("The file is empty. Choose another one.")
    digest = sha256(data).hexdigest()
    row = {
        "sha256": digest,
        "name": plain_name(name),
        "media_type": media_type or "application/octet-stream",
        "size": len(data),
        "stored_at": now(),
        "by_id": by.id if by else None,
    }
    # Two people can bring in the same file at the same moment: the second waits here, then finds the row.
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    stored = session.execute(
        dialect.insert(StoredFile).values(**row).on_conflict_do_nothing().returning(StoredFile.id)
    ).scalar_one_or_none()
    if stored is not None:
        session.execute(insert(FileBytes).values(file_id=stored, data=data))
        changes.record(session, "added", "file", stored, by=by)
    return session.exec(select(StoredFile).where(StoredFile.sha256 == digest)).one()


def file_by_id(session: Session, file_id: int) -> StoredFile:
    """Raises NotFound when there is none."""
    file = session.get(StoredFile, file_id)
    if file is None:
        raise NotFound("There is no such file.")
    return file


def content(session: Session, file: StoredFile) -> bytes:
    """The file's bytes."""
    return session.exec(select(FileBytes.data).where(FileBytes.file_id == file.id)).one()


def note_name(file_id: int) -> str:
    """What a file is called whose words were taken out for good: a note stands in its place."""
    return f"taken out {file_id}.txt"


def is_note(file: StoredFile) -> bool:
    """Whether a note stands in its place."""
    return file.name == note_name(file.id or 0)


def given_out(session: Session, file: StoredFile, *, name: str, media_type: str) -> tuple[bytes, str, str]:
    """Its bytes, and the name and media type under which they are given out; of a note its own."""
    if is_note(file):
        name, media_type = file.name, file.media_type
    return content(session, file), name, media_type


def plain_name(name: str) -> str:
    """A file's own name: no folders, of whichever system, and no characters that cannot be printed."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    printable = "".join(letter for letter in last if letter.isprintable()).strip(". ")
    return printable[-LONGEST_NAME:] or "file"
