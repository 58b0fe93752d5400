"""What is made public, what is kept back, and what somebody asks to have corrected."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from app.db import Instant, one_of


class Publication(SQLModel, table=True):
    """One numbered version of minutes made public; immutable, corrected by the next version."""

    __tablename__ = "publication"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    version: int
    published_at: datetime = Field(sa_type=Instant)
    published_by_id: int = Field(foreign_key="user_account.id")
    file_id: int = Field(foreign_key="stored_file.id")
    sha256: str
    supersedes_id: int | None = Field(default=None, foreign_key="publication.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)
    reason: str = ""


class CorrectionState(StrEnum):
    """What became of a proposed correction."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Correction(SQLModel, table=True):
    """A change to draft minutes that somebody at the meeting asks for."""

    __tablename__ = "correction"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    line_id: str = Field(foreign_key="line.id", ondelete="CASCADE")
    old_text: str
    new_text: str
    why: str = ""
    proposed_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    proposed_at: datetime = Field(sa_type=Instant)
    state: CorrectionState = Field(default=CorrectionState.PROPOSED, sa_type=one_of(CorrectionState))
    reason: str = ""
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    settled_by_id: int | None = Field(default=None, foreign_key="user_account.id")


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
