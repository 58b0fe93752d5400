"""Actions: one row for life, with owners and a history that is never edited."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, Relationship, SQLModel

from app.db import Instant, one_of
from app.errors import RuleBroken
from app.models.people import Organisation


class ActionState(StrEnum):
    """What the office has decided. Lateness, and whether a response has come, are computed."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class EventKind(StrEnum):
    """What can happen to an action."""

    RAISED = "raised"
    RESTATED = "restated"
    WORDING_CHANGED = "wording changed"
    OWNERS_CHANGED = "owners changed"
    DUE_CHANGED = "due date changed"
    RECOMMENDATIONS_CHANGED = "recommendations changed"
    SHARED = "shared"
    LINKED = "linked"
    """It was split, merged or made to follow; `details` name the other end."""
    UNLINKED = "unlinked"
    PROGRESSED = "progressed"
    CARRIED = "carried"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    REOPENED = "reopened"
    REVIEW_REMOVED = "review removed"
    """The passage in which a meeting reviewed it was removed, or turned out to be no review."""
    REMOVED = "removed"
    RESTORED = "restored"


class Action(SQLModel, table=True):
    """Something somebody must do. The columns are what the register filters by; every change of them is an
    event.

    `reference` is "17/2023": numbered within the year of the meeting that raised it; a printed one is kept,
    and none ever renumbers. `number` and `year` order references as a person would; a printed reference in
    another form has none.
    """

    __tablename__ = "action"

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    year: int | None = Field(default=None, index=True)
    number: int | None = None
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    """Where it was raised; None for one that came from an old spreadsheet."""
    raised_on: date = Field(index=True)
    wording: str
    due_on: date | None = Field(default=None, index=True)
    due_words: str = ""
    state: ActionState = Field(default=ActionState.OPEN, index=True, sa_type=one_of(ActionState))
    settled_on: date | None = None
    """The day it was closed, withdrawn or replaced."""
    concerns_none_because: str = ""
    shared_at: datetime | None = Field(default=None, sa_type=Instant)
    removed_at: datetime | None = Field(default=None, sa_type=Instant)
    """Set when the passage that raised it was removed, or turned out to be no action; undo clears it."""

    owners: list["Owner"] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "Owner.position",
            "cascade": "all, delete-orphan",
        }
    )

    @property
    def is_open(self) -> bool:
        return self.state == ActionState.OPEN

    def is_overdue(self, today: date) -> bool:
        """Open, and its due date has passed."""
        return self.is_open and self.due_on is not None and self.due_on < today

    def days_overdue(self, today: date) -> int:
        """Whole days since the due date; 0 when it is not overdue."""
        return (today - self.due_on).days if self.due_on and self.is_overdue(today) else 0

    def age(self, today: date) -> int:
        """Days from the day it was raised until it was settled, or until today."""
        return ((self.settled_on or today) - self.raised_on).days

    @property
    def present_owners(self) -> list["Owner"]:
        """Those who own it now; earlier owners stay in `owners` with the day they ceased to be."""
        return [owner for owner in self.owners if owner.until_on is None]

    def settle(self, state: ActionState, on: date) -> None:
        """Close, withdraw or replace it. Raises RuleBroken when it is not open."""
        if not self.is_open:
            raise RuleBroken(f"Action {self.reference} is already {self.state.value}.")
        self.state, self.settled_on = state, on

    def reopen(self) -> None:
        """Make it open again. Raises RuleBroken when it is open."""
        if self.is_open:
            raise RuleBroken(f"Action {self.reference} is already open.")
        self.state, self.settled_on = ActionState.OPEN, None


class Owner(SQLModel, table=True):
    """Who must do it: the words used and what they resolve to. An action can have several, and they can
    change.
    """

    __tablename__ = "owner"
    __table_args__ = (Index("ix_owner_action_id_until_on", "action_id", "until_on"),)

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id", index=True, ondelete="CASCADE")
    position: int = 0
    words: str
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    office: str = ""
    """The office that owns it ("Chief Constable"), which stays when its holder changes."""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    from_on: date
    until_on: date | None = None

    organisation: Organisation | None = Relationship(sa_relationship_kwargs={"lazy": "joined"})


class ActionEvent(SQLModel, table=True):
    """Something that happened to an action; never edited. `dated_on` is the meeting's day, or the day it was
    done.
    """

    __tablename__ = "action_event"
    __table_args__ = (
        Index("ix_action_event_kind_action_id", "kind", "action_id"),
        Index(
            "ix_action_event_superseding",
            "action_id",
            sqlite_where=text("instr(details, '\"supersedes\"') > 0"),
            postgresql_where=text("(details -> 'supersedes') IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id", index=True, ondelete="CASCADE")
    kind: EventKind = Field(sa_type=one_of(EventKind))
    at: datetime = Field(sa_type=Instant)
    dated_on: date
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    entry_id: int | None = Field(default=None, foreign_key="entry.id", ondelete="SET NULL")
    by_id: int | None = Field(default=None, foreign_key="user_account.id")
    remark: str = ""
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """The new values by column name, as JSON (dates as ISO strings): replaying the events that stand gives the row.

    "supersedes" lists the events that this one takes the place of: the same passage, read again after a correction.
    """


class ActionRecommendation(SQLModel, table=True):
    """An action concerns a recommendation."""

    __tablename__ = "action_recommendation"

    action_id: int = Field(foreign_key="action.id", primary_key=True, ondelete="CASCADE")
    recommendation_id: int = Field(foreign_key="recommendation.id", primary_key=True, index=True)


class ActionLinkKind(StrEnum):
    """How one action stands to an earlier one."""

    SPLIT_FROM = "split from"
    DUPLICATE_OF = "duplicate of"
    FOLLOWS = "follows from"
    REPLACES = "replaces"


class ActionLink(SQLModel, table=True):
    """`action` is split from, a duplicate of, follows from or replaces `earlier`."""

    __tablename__ = "action_link"

    action_id: int = Field(foreign_key="action.id", primary_key=True, ondelete="CASCADE")
    earlier_id: int = Field(foreign_key="action.id", primary_key=True, index=True, ondelete="CASCADE")
    kind: ActionLinkKind = Field(sa_type=one_of(ActionLinkKind))


class QuestionAction(SQLModel, table=True):
    """An action that was made of a question without an answer, outside its minutes. A question makes one at most."""

    __tablename__ = "question_action"

    question_id: int = Field(foreign_key="entry.id", primary_key=True, ondelete="CASCADE")
    action_id: int = Field(foreign_key="action.id", index=True, ondelete="CASCADE")
