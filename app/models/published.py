"""When anything that the public may read last changed."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from app.db import Instant


class PublicState(SQLModel, table=True):
    """The one row that triggers of the database keep: `revision` rises with every change of a table that public pages
    are made from, in the transaction that makes it.
    """

    __tablename__ = "public_state"

    id: int | None = Field(default=None, primary_key=True)
    revision: int = Field(sa_type=BigInteger)
    changed_at: datetime = Field(sa_type=Instant)
