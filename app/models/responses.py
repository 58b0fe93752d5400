"""What a body says in writing about an action it owes, or a question it owes an answer to."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from app.db import Instant, one_of


class ResponseState(StrEnum):
    """How far a response has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class Response(SQLModel, table=True):
    """A written response to an action, or to a question (then `entry_id` is set)."""

    __tablename__ = "response"

    id: int | None = Field(default=None, primary_key=True)
    action_id: int | None = Field(default=None, foreign_key="action.id", index=True, ondelete="CASCADE")
    entry_id: int | None = Field(default=None, foreign_key="entry.id", index=True, ondelete="SET NULL")
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    text: str = ""
    state: ResponseState = Field(default=ResponseState.DRAFT, index=True, sa_type=one_of(ResponseState))
    revision: int = 1
    proposes_closure: bool = False
    proposed_due_on: date | None = None
    proposal_reason: str = ""
    returned_because: str = ""
    given_by_id: int = Field(foreign_key="user_account.id")
    begun_at: datetime = Field(sa_type=Instant)
    given_at: datetime | None = Field(default=None, index=True, sa_type=Instant)
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    settled_by_id: int | None = Field(default=None, foreign_key="user_account.id")


class Evidence(SQLModel, table=True):
    """A file that shows what a response says."""

    __tablename__ = "evidence"

    id: int | None = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="response.id", index=True, ondelete="CASCADE")
    file_id: int = Field(foreign_key="stored_file.id")
    title: str = ""
