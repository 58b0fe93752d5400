"""What is kept out of every published form."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db import Instant


class Withholding(SQLModel, table=True):
    """A passage, line, section, attendee's name or file kept out of every published form, on a stated
    ground.
    """

    __tablename__ = "withholding"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    subject: str
    """"line", "section", "attendance" or "file"."""
    subject_id: str
    starts: int | None = None
    ends: int | None = None
    ground: str
    by_id: int = Field(foreign_key="user_account.id")
    at: datetime = Field(sa_type=Instant)
    lifted_at: datetime | None = Field(default=None, sa_type=Instant)
