"""Minutes made public, version by version."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db import Instant


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
