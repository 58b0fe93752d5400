"""Trackers: spreadsheets of actions, recommendations or the steps of a plan, being brought in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from app.db import Instant, one_of


class Tracks(StrEnum):
    """What each row of a tracker is."""

    ACTIONS = "actions"
    RECOMMENDATIONS = "recommendations"
    STEPS = "steps"


class Tracker(SQLModel, table=True):
    """A spreadsheet that somebody sent. Nothing of it is in the register until it is `added_at`."""

    __tablename__ = "tracker"

    id: int | None = Field(default=None, primary_key=True)
    file_id: int = Field(foreign_key="stored_file.id", index=True)
    name: str
    """The file's own name."""
    tracks: Tracks = Field(default=Tracks.ACTIONS, sa_type=one_of(Tracks))
    source_id: int | None = Field(default=None, foreign_key="source.id", ondelete="CASCADE")
    """The report whose recommendations, or their steps, the rows are."""
    choices: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What a person chose against what was recognised: "sheet" (its name), "header" (the row, from 1), and
    "columns" (what each column holds, by its place from 0).
    """
    report: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What became of it, once added: counts and sentences."""
    begun_at: datetime = Field(sa_type=Instant)
    by_id: int | None = Field(default=None, foreign_key="user_account.id")
    added_at: datetime | None = Field(default=None, sa_type=Instant)
