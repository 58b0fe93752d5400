"""Word files that went out and came back edited: what is different in them, and what became of each difference."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from app.db import Instant, one_of


class WordExport(SQLModel, table=True):
    """A Word file of minutes as it was written to a disk: an equal file there was edited by nobody."""

    __tablename__ = "word_export"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    sha256: str = Field(index=True)
    """Of its bytes, hexadecimal."""
    made_at: datetime = Field(sa_type=Instant)


class ReturnedFile(SQLModel, table=True):
    """An edited Word file of a meeting's minutes, compared with the record as it stood when it was brought back."""

    __tablename__ = "returned_file"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    file_id: int = Field(foreign_key="stored_file.id", index=True)
    name: str
    remarks: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Sentences about what was done with the file and what in it is no part of the record."""
    brought_at: datetime = Field(sa_type=Instant)
    by_id: int | None = Field(default=None, foreign_key="user_account.id")
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    """When its last difference was accepted or declined, or the rest was given up."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing in it waits for anybody."""
        return self.settled_at is not None


class Decision(StrEnum):
    """What became of a difference."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class ReturnedDifference(SQLModel, table=True):
    """One difference between a returned file and the record: `kind` of `documents.differences.Difference`, and
    the thing it is about.
    """

    __tablename__ = "returned_difference"

    id: int | None = Field(default=None, primary_key=True)
    returned_id: int = Field(foreign_key="returned_file.id", index=True, ondelete="CASCADE")
    position: int
    kind: str
    subject: str = ""
    """The id of the line, section or attendance; empty for what is new."""
    after: str = ""
    """Of what is new or moved: what it stands after, as "line ID", "section ID" or "difference POSITION"."""
    old: str = ""
    new: str = ""
    more: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    decision: Decision | None = Field(default=None, sa_type=one_of(Decision))
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_by_id: int | None = Field(default=None, foreign_key="user_account.id")
