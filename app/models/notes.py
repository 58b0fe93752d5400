"""Notes that an office keeps for itself beside a meeting: never sent to another audience, never printed."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db import Instant


class PrivateNote(SQLModel, table=True):
    """The office's own notes for one meeting, saved as they are typed.

    `revision` rises with every change (0 is "not yet stored"); `writer` is the token of the page that wrote
    last, and `base` the revision from which that page has been the only writer.
    """

    __tablename__ = "private_note"

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True, ondelete="CASCADE")
    text: str = ""
    revision: int = 0
    writer: str = ""
    base: int = 0
    changed_at: datetime = Field(sa_type=Instant)
    by_id: int | None = Field(default=None, foreign_key="user_account.id")
