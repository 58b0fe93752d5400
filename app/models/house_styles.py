"""Word files of the office whose styles, header, footer and logo its documents take on."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db import Instant


class HouseStyle(SQLModel, table=True):
    """A Word file that the office gave for its look. Earlier ones are kept; where none is in use, ours is."""

    __tablename__ = "house_style"

    id: int | None = Field(default=None, primary_key=True)
    file_id: int = Field(foreign_key="stored_file.id", unique=True)
    name: str
    """Of the file, as it was sent."""
    in_use: bool = False
    added_at: datetime = Field(sa_type=Instant)
    by_id: int | None = Field(default=None, foreign_key="user_account.id")
