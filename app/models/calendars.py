"""Calendars: secret addresses at which a calendar program finds due dates."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db import Instant


class Calendar(SQLModel, table=True):
    """A feed of due dates that `user` made: they see in it what they may see, and no more.

    The address holds a secret; here stands only its SHA-256, in hexadecimal, so whoever reads the database
    cannot read along. With an organisation it holds what that organisation owes, with a person what that
    person owes, with neither everything.
    """

    __tablename__ = "calendar"

    id: int | None = Field(default=None, primary_key=True)
    secret_hash: str = Field(unique=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    made_at: datetime = Field(sa_type=Instant)
    fetched_at: datetime | None = Field(default=None, sa_type=Instant)
    """Roughly when a program last asked: it is noted once an hour at most."""
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
