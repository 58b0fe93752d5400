"""That words were taken out of the record for good: when, by whom and why, and not which."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from app.db import Instant


class Expunging(SQLModel, table=True):
    """Words that should never have been written were taken out of everything that is kept."""

    __tablename__ = "expunging"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    by_id: int = Field(foreign_key="user_account.id")
    reason: str
    places: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    """How often the words stood where, by the name of the place."""
    files: int = 0
    """Files that were replaced by a note."""
    cleaned_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the space they had taken was written over."""
