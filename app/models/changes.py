"""Who did what to which thing, when: the history, and what wakes open pages."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, false, text
from sqlmodel import Field, SQLModel

from app.db import Instant


class Change(SQLModel, table=True):
    """Written in the transaction that makes the change. `change_no` counts within the meeting, in commit
    order.
    """

    __tablename__ = "change"
    __table_args__ = (
        Index(
            "ix_change_awaits_letters",
            "id",
            sqlite_where=text("awaits_letters = 1"),
            postgresql_where=text("awaits_letters"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant, index=True)
    by_id: int | None = Field(default=None, foreign_key="user_account.id")
    verb: str
    """A past participle: "added", "changed", "removed", "restored", "confirmed" …"""
    subject: str
    """A noun of the product: "line", "action", "attendance" …"""
    subject_id: str = Field(index=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True, ondelete="CASCADE")
    change_no: int | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What undo needs: earlier values by name."""
    awaits_letters: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Somebody may have to be told of it by letter, and nobody has looked yet."""
