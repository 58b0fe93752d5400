"""Draft minutes on their way to those who were there, and where they were agreed."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db import Instant


class DraftLink(SQLModel, table=True):
    """One person's own way to one meeting's draft, without signing in. Only the hash of its secret is kept.

    `secret_hash` is the SHA-256 in hexadecimal; None while a letter waits to be sent, which makes the secret.
    """

    __tablename__ = "draft_link"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    attendance_id: int = Field(foreign_key="attendance.id", index=True, ondelete="CASCADE")
    email: str = ""
    """Where the letter goes; empty where the address is handed over otherwise."""
    secret_hash: str | None = Field(default=None, unique=True)
    made_at: datetime = Field(sa_type=Instant)
    made_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    expires_at: datetime = Field(sa_type=Instant)
    opened_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the draft was first read with it."""
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)

    def leads_somewhere(self, at: datetime) -> bool:
        """Whether it opens the draft at that moment."""
        return self.revoked_at is None and at < self.expires_at


class Agreement(SQLModel, table=True):
    """A meeting's minutes were agreed at a later meeting, in a line of its minutes where one says so."""

    __tablename__ = "agreement"

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True, ondelete="CASCADE")
    agreed_at_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    line_id: str | None = Field(default=None, foreign_key="line.id", ondelete="SET NULL")
    recorded_at: datetime = Field(sa_type=Instant)
    recorded_by_id: int | None = Field(default=None, foreign_key="user_account.id")
