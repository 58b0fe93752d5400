"""Files kept in the database (one thing to back up), and imports that are being checked."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from app.db import Instant, one_of


class StoredFile(SQLModel, table=True):
    """A file as it came, found again by the SHA-256 of its bytes (hexadecimal)."""

    __tablename__ = "stored_file"

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)
    name: str
    media_type: str
    size: int
    """In bytes."""
    stored_at: datetime = Field(sa_type=Instant)
    by_id: int | None = Field(default=None, foreign_key="user_account.id")


class FileBytes(SQLModel, table=True):
    """The bytes of a stored file, apart from its row so that listing files never reads them."""

    __tablename__ = "file_bytes"

    file_id: int = Field(foreign_key="stored_file.id", primary_key=True, ondelete="CASCADE")
    data: bytes = Field(sa_type=LargeBinary)


class ReadingState(StrEnum):
    """How far the checking of an import has come."""

    BEING_CHECKED = "being checked"
    ACCEPTED = "accepted"
    DISCARDED = "discarded"


class StoredReading(SQLModel, table=True):
    """An import being checked, which can be left for later. `reading` is a `documents.minutes.Reading` as
    JSON.
    """

    __tablename__ = "stored_reading"

    id: int | None = Field(default=None, primary_key=True)
    file_id: int = Field(foreign_key="stored_file.id", index=True)
    reading: str
    state: ReadingState = Field(default=ReadingState.BEING_CHECKED, sa_type=one_of(ReadingState))
    revision: int = 1
    begun_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)
    by_id: int | None = Field(default=None, foreign_key="user_account.id")
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", ondelete="SET NULL")
    """The meeting it became, once accepted."""
