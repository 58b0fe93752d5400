"""Amendments: slips found after minutes were confirmed, put right with a reason."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from app.db import Instant


class Amendment(SQLModel, table=True):
    """A reason for which confirmed minutes are changed. Only while one is open does the database let them be.

    `changed` is a list of {"what", "id", "old", "new"}: "what" is line, heading, attendance or meeting; "old"
    and "new" are words, empty where a thing was added or taken out.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        Index(
            "uq_amendment_open",
            "meeting_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    number: int
    """Counts the meeting's amendments from 1."""
    reason: str
    opened_at: datetime = Field(sa_type=Instant)
    opened_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    before: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    """The minutes as they stood when it was opened, thing by thing; empty once it is finished."""
    changed: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    finished_by_id: int | None = Field(default=None, foreign_key="user_account.id")
