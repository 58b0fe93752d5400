"""What a body says in writing about an action it owes, or a question it owes an answer to."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.db import Instant, one_of
from app.errors import RuleBroken


class ResponseState(StrEnum):
    """How far a response has come. A returned one is answered by another, so that both stay as they were."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    LEFT = "left for the meeting"


class Proposal(StrEnum):
    """What the body proposes to be done with the action; only the office does it."""

    CLOSE = "close"
    DATE = "date"
    NOTHING = ""


class Response(SQLModel, table=True):
    """A written response to an action, or to a question (then `entry_id` is set).

    A body has one draft for each at most. `revision` rises with every save of a draft; `writer` is the token
    of the page that saved it last and `base` the revision from which that page has been the only writer.
    """

    __tablename__ = "response"
    __table_args__ = (
        Index("ix_response_latest", "action_id", "given_at", "id", "state", "heard"),
        Index("ix_response_waiting", "state", "heard", "given_at", "id", "action_id"),
    )

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
    writer: str = ""
    base: int = 0
    saved_at: datetime | None = Field(default=None, sa_type=Instant)
    saved_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True, ondelete="SET NULL")
    """The meeting it was given for: the next of its kind on the day it was given."""
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    """When updates for that meeting were due, as it stood when the response was given."""
    heard: bool = False
    """A meeting has spoken of the action since, or the office decided: what comes next is another response.

    It follows from the action's events, like the columns of the action.
    """

    @property
    def is_draft(self) -> bool:
        return self.state == ResponseState.DRAFT

    @property
    def awaits_the_office(self) -> bool:
        """Given, and neither accepted nor returned nor heard."""
        return self.state in (ResponseState.SUBMITTED, ResponseState.LEFT) and not self.heard

    @property
    def is_late(self) -> bool:
        """Given after updates for its meeting were due."""
        return self.given_at is not None and self.due_at is not None and self.given_at > self.due_at

    @property
    def proposal(self) -> Proposal:
        if self.proposes_closure:
            return Proposal.CLOSE
        return Proposal.DATE if self.proposed_due_on or self.proposal_reason else Proposal.NOTHING

    def give(self, *, at: datetime, by_id: int) -> None:
        """The draft goes to the office. Raises RuleBroken when there is nothing in it, or it was given before."""
        if not self.is_draft:
            raise RuleBroken("This response was sent before.")
        if not self.text.strip():
            raise RuleBroken("Say what has been done before you send it.")
        if self.proposal == Proposal.DATE and self.proposed_due_on is None:
            raise RuleBroken("Give the new date that you propose.")
        if self.proposal == Proposal.DATE and not self.proposal_reason.strip():
            raise RuleBroken("Say why you propose a new date.")
        self.state, self.given_at, self.given_by_id = ResponseState.SUBMITTED, at, by_id

    def settle(self, state: ResponseState, *, at: datetime, by_id: int) -> None:
        """The office accepts it, returns it or leaves it for the meeting. Raises RuleBroken when that is done."""
        if not self.awaits_the_office or state == self.state:
            done = "heard" if self.heard else self.state.value
            raise RuleBroken(f"This response was already {done}.")
        self.state, self.settled_at, self.settled_by_id = state, at, by_id


class Evidence(SQLModel, table=True):
    """A file that shows what a response says."""

    __tablename__ = "evidence"

    id: int | None = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="response.id", index=True, ondelete="CASCADE")
    file_id: int = Field(foreign_key="stored_file.id")
    title: str = ""
    """The file's name as its sender had it, with the ending that its content has."""
    added_at: datetime | None = Field(default=None, sa_type=Instant)
    added_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    removed_at: datetime | None = Field(default=None, sa_type=Instant)
