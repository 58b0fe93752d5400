"""Minutes made public, version by version, and everything that the public may know.

The public pages are made from these tables and from nothing else: what is not here was never made public.
"""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import Instant, one_of
from app.errors import RuleBroken
from app.models.meetings import names_day


class Publication(SQLModel, table=True):
    """One numbered version of minutes made public. A rule of the database refuses every change of what it says:
    it is corrected by the next version, or withdrawn.
    """

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("meeting_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    version: int
    """1, 2, …"""
    content: str
    """The minutes as published: `documents.as_json.dump` of a reading that holds them and nothing else. Actions
    carry the register's reference, and their owners in full.
    """
    status: str
    """The sentence that the minutes carry: "Agreed as a true record on 15 May 2025."."""
    office: str
    """The body whose minutes they are."""
    is_draft: bool = False
    """Published marked "Draft, subject to confirmation"."""
    published_at: datetime = Field(sa_type=Instant)
    published_by_id: int = Field(foreign_key="user_account.id")
    file_id: int = Field(foreign_key="stored_file.id")
    """The same as Word."""
    sha256: str
    """Of the Word file, hexadecimal: whoever holds one can tell which version it is."""
    supersedes_id: int | None = Field(default=None, foreign_key="publication.id")
    reason: str = ""
    """Why it replaces the version before it; empty for the first."""
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    withdrawal_reason: str = ""
    """As the public reads it."""
    expunged_at: datetime | None = Field(default=None, sa_type=Instant)
    """When something was taken out of it for ever: the only change of its content that the database allows."""

    def withdraw(self, at: datetime, by_id: int | None, reason: str) -> None:
        """From now on nobody outside can read it. Raises RuleBroken without a reason, and a second time."""
        if self.withdrawn_at is not None:
            raise RuleBroken(f"Version {self.version} is already withdrawn.")
        if not reason.strip():
            raise RuleBroken("Say why it is withdrawn: the page will say so.")
        self.withdrawn_at, self.withdrawn_by_id, self.withdrawal_reason = at, by_id, reason.strip()


class ScheduledPublication(SQLModel, table=True):
    """A version that is to be published at a set moment, if it is by then what its publisher saw."""

    __tablename__ = "scheduled_publication"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", unique=True, ondelete="CASCADE")
    publish_at: datetime = Field(sa_type=Instant, index=True)
    reason: str = ""
    seen: str
    """The fingerprint of what its publisher saw."""
    by_id: int = Field(foreign_key="user_account.id")
    set_at: datetime = Field(sa_type=Instant)
    failed_at: datetime | None = Field(default=None, sa_type=Instant)
    problem: str = ""
    """Why it was not published when its hour came; it is not tried again."""


class PublicMeeting(SQLModel, table=True):
    """All that the public may know of a meeting: announced as a coming one, or with published minutes."""

    __tablename__ = "public_meeting"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", unique=True)
    address: str = Field(unique=True)
    """For ever: "2023-03-31-holding-to-account"."""
    title: str
    kind: str
    held_on: date = Field(index=True)
    starts_at: time | None = None
    venue: str = ""
    publication_id: int | None = Field(default=None, foreign_key="publication.id", unique=True)
    """The version that is shown; None while none is."""
    is_announced: bool = False
    """Shown among the coming meetings, until it was held."""
    agenda: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    """Of an announced meeting, in order: {"number", "title", "level"}."""
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)
    """Set while nothing is shown because it was withdrawn."""
    withdrawal_reason: str = ""
    changed_at: datetime = Field(sa_type=Instant, index=True)
    """When the public page last changed."""

    @property
    def says_its_day(self) -> bool:
        """Whether the title names the day it was held, so that it need not be said twice."""
        return names_day(self.title, self.held_on)


class PublicPaper(SQLModel, table=True):
    """A paper of a meeting that a publisher made public, under a name made of its title."""

    __tablename__ = "public_paper"

    id: int | None = Field(default=None, primary_key=True)
    public_meeting_id: int = Field(foreign_key="public_meeting.id", index=True)
    paper_id: int = Field(foreign_key="paper.id", unique=True)
    title: str
    section: str = ""
    """The heading it belongs to, as printed; empty for the whole meeting."""
    file_id: int = Field(foreign_key="stored_file.id")
    name: str
    """The file's name for whoever downloads it."""
    media_type: str
    size: int
    """In bytes."""
    sha256: str
    made_public_at: datetime = Field(sa_type=Instant)
    made_public_by_id: int = Field(foreign_key="user_account.id")


class PublishedState(StrEnum):
    """What became of an action, as far as published minutes say."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class PublishedAction(SQLModel, table=True):
    """An action as the public knows it: what the shown versions together say, made anew whenever one changes.
    What a draft decides about it does not count: only confirmed minutes say what became of it.
    """

    __tablename__ = "published_action"

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    year: int | None = Field(default=None, index=True)
    number: int | None = None
    wording: str = ""
    """As the minutes that raised it say; empty where those are not published."""
    owners: str = ""
    due_on: date | None = None
    """As last said."""
    due_words: str = ""
    raised_on: date | None = Field(default=None, index=True)
    raised_at_id: int | None = Field(default=None, foreign_key="public_meeting.id")
    state: PublishedState = Field(default=PublishedState.OPEN, index=True, sa_type=one_of(PublishedState))
    last_outcome: str = ""
    """What the latest published meeting that spoke of it decided: "carried"; empty while none did."""
    last_said_on: date | None = None
    times_carried: int = 0
    is_draft: bool = False
    """Raised in minutes published as a draft, subject to confirmation."""
    changed_at: datetime = Field(sa_type=Instant)


class PublishedPassage(SQLModel, table=True):
    """A passage of a shown version that concerns an action or a recommendation: the public trail."""

    __tablename__ = "published_passage"

    id: int | None = Field(default=None, primary_key=True)
    publication_id: int = Field(foreign_key="publication.id", index=True)
    public_meeting_id: int = Field(foreign_key="public_meeting.id", index=True)
    published_action_id: int | None = Field(default=None, foreign_key="published_action.id", index=True)
    dated_on: date
    """The meeting's day."""
    is_draft: bool = False
    """Of minutes published as a draft: what it decides does not count yet."""
    position: int
    """Its place in the minutes, from 0."""
    anchor: str
    """Where it stands on the page of its meeting, without "#"."""
    heading: str = ""
    kind: str
    """question, answer, action, decision, review or statement; "assurance" for a section's judgement."""
    mention: str = ""
    """Of an action: raised, restated or reviewed."""
    outcome: str = ""
    """Of a review: closed, progressed, carried, withdrawn, replaced, reopened."""
    words: str
    speakers: str = ""
    owners: str = ""
    due_on: date | None = None
    due_words: str = ""


class PublishedPassageRecommendation(SQLModel, table=True):
    """A published passage concerns a recommendation."""

    __tablename__ = "published_passage_recommendation"

    passage_id: int = Field(foreign_key="published_passage.id", primary_key=True, ondelete="CASCADE")
    recommendation_id: int = Field(foreign_key="recommendation.id", primary_key=True, index=True)


class Duty(StrEnum):
    """What has to be published of a meeting: the Elected Local Policing Bodies (Specified Information) Order
    2011, SI 2011/3050, Schedule, paragraph 5.
    """

    NOTICE = "notice"
    PAPERS = "papers"
    MINUTES = "minutes"
    DECISIONS = "decisions"


class NotForPublishing(SQLModel, table=True):
    """Why something that would have to be published will not be."""

    __tablename__ = "not_for_publishing"
    __table_args__ = (UniqueConstraint("meeting_id", "duty"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", ondelete="CASCADE")
    duty: Duty = Field(sa_type=one_of(Duty))
    reason: str
    by_id: int = Field(foreign_key="user_account.id")
    at: datetime = Field(sa_type=Instant)
