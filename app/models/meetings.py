"""Meetings, who was there, their sections and papers, and the questions planned for them."""

import re
from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import Index, false
from sqlmodel import Field, Relationship, SQLModel

from app.db import Instant, one_of
from app.errors import MinutesFixed, RuleBroken
from app.models.people import Organisation, Person

REPORT = "Report"
"""The kind of what was brought in like minutes but is a report about recommendations: nobody met."""


class MeetingStatus(StrEnum):
    """How far the minutes have come. Steps are taken by verbs of `Meeting`, in this order."""

    PLANNED = "planned"
    IN_PROGRESS = "in progress"
    DRAFT = "draft"
    CIRCULATED = "circulated"
    CONFIRMED = "confirmed"


class Presence(StrEnum):
    """Whether somebody was there; "part" is there for part of the meeting."""

    PRESENT = "present"
    APOLOGIES = "apologies"
    PART = "part"


class Assurance(StrEnum):
    """The Commissioner's judgement on a section."""

    ASSURED = "assured"
    PARTLY = "partly assured"
    NOT = "not assured"


def names_day(title: str, day: date) -> bool:
    """Whether a title names a day, in any of the ways that titles do."""
    named = re.search(rf"\b0?{day.day}(?:st|nd|rd|th)?\b", title)
    return str(day.year) in title and named is not None


class Meeting(SQLModel, table=True):
    """One holding-to-account meeting. Later meetings of the same `kind` take up its open actions.

    `starts_at` and `ends_at` are local times of day; `held_on` is the day. `change_no` counts this meeting's
    changes.
    """

    __tablename__ = "meeting"

    id: int | None = Field(default=None, primary_key=True)
    title: str
    kind: str = Field(default="Holding to account", index=True)
    held_on: date = Field(index=True)
    starts_at: time | None = None
    ends_at: time | None = None
    venue: str = ""
    status: MeetingStatus = Field(default=MeetingStatus.PLANNED, sa_type=one_of(MeetingStatus))
    is_public: bool = False
    significant_public_interest: bool = False
    marking: str = ""
    change_no: int = 0
    published_elsewhere: bool = False
    original_file_id: int | None = Field(default=None, foreign_key="stored_file.id")
    shared_at: datetime | None = Field(default=None, sa_type=Instant)
    force_may_follow: bool = False
    updates_due_at: datetime | None = Field(default=None, sa_type=Instant)
    next_meeting: str = ""
    circulated_at: datetime | None = Field(default=None, sa_type=Instant)
    corrections_close_on: date | None = None
    """The last day on which corrections of the circulated draft can be proposed."""
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    confirmed_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    is_being_amended: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """An amendment of the confirmed minutes is open."""
    created_at: datetime = Field(sa_type=Instant)

    @property
    def is_report(self) -> bool:
        """A report about recommendations, not minutes."""
        return self.kind == REPORT

    @property
    def is_confirmed(self) -> bool:
        """Agreed as a true record."""
        return self.status == MeetingStatus.CONFIRMED

    @property
    def is_fixed(self) -> bool:
        """The text of confirmed minutes no longer changes, but under an open amendment."""
        return self.is_confirmed and not self.is_being_amended

    def takes_corrections(self, today: date) -> bool:
        """Whether corrections can be proposed: circulated, and the closing date has not passed."""
        closes_on = self.corrections_close_on
        return self.status == MeetingStatus.CIRCULATED and (closes_on is None or today <= closes_on)

    @property
    def says_its_day(self) -> bool:
        """Whether the title names the day it was held, so that it need not be said twice."""
        return names_day(self.title, self.held_on)

    def start(self) -> None:
        """The meeting begins. Raises RuleBroken unless it was planned."""
        self._step({MeetingStatus.PLANNED}, MeetingStatus.IN_PROGRESS, "has already started")

    def finish(self) -> None:
        """The meeting is over and its minutes are a draft. Raises RuleBroken when they already are more than
        that.
        """
        self._step(
            {MeetingStatus.PLANNED, MeetingStatus.IN_PROGRESS}, MeetingStatus.DRAFT, "is already written up"
        )

    def circulate(self, at: datetime) -> None:
        """Those at the meeting may read the draft. Raises RuleBroken unless it is a draft."""
        self._step({MeetingStatus.DRAFT}, MeetingStatus.CIRCULATED, "is not a draft")
        self.circulated_at = at

    def confirm(self, at: datetime, by_id: int) -> None:
        """Agree the minutes as a true record; the text is then fixed. Raises RuleBroken unless draft or
        circulated.
        """
        self._step(
            {MeetingStatus.DRAFT, MeetingStatus.CIRCULATED},
            MeetingStatus.CONFIRMED,
            "cannot be confirmed yet",
        )
        self.confirmed_at, self.confirmed_by_id = at, by_id

    def share(self, at: datetime) -> None:
        """Owners' organisations may see its actions from now on. Sharing again changes nothing."""
        self.shared_at = self.shared_at or at

    def _step(self, allowed: set[MeetingStatus], to: MeetingStatus, why_not: str) -> None:
        if self.status not in allowed:
            raise RuleBroken(f"This meeting {why_not}: it is {self.status.value}.")
        self.status = to

    def refuse_if_fixed(self) -> None:
        """Raises MinutesFixed when the minutes are confirmed and no amendment is open."""
        if self.is_fixed:
            raise MinutesFixed("These minutes are confirmed, so their text can no longer be changed.")

    def open_amendment(self) -> None:
        """Let the confirmed text be changed. Raises RuleBroken unless confirmed, or when one is open."""
        if not self.is_confirmed:
            raise RuleBroken("Only confirmed minutes are amended: these can simply be changed.")
        if self.is_being_amended:
            raise RuleBroken("These minutes are being amended already. Finish that amendment first.")
        self.is_being_amended = True

    def end_amendment(self) -> None:
        """The text is fixed again."""
        self.is_being_amended = False


class Attendance(SQLModel, table=True):
    """A person at a meeting, with the title and the short form they had that day."""

    __tablename__ = "attendance"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    organisation_words: str | None = None
    """The organisation as printed in these minutes; None where none is printed."""
    name: str
    """As printed; `person` is who that is."""
    title: str = ""
    known_as: str = ""
    presence: Presence = Field(default=Presence.PRESENT, sa_type=one_of(Presence))
    presence_note: str = ""
    arrived_at: datetime | None = Field(default=None, sa_type=Instant)
    left_at: datetime | None = Field(default=None, sa_type=Instant)
    is_chair: bool = False
    is_minute_taker: bool = False
    position: float = 0
    removed_at: datetime | None = Field(default=None, sa_type=Instant)

    person: Person = Relationship(sa_relationship_kwargs={"lazy": "joined"})
    organisation: Organisation | None = Relationship(sa_relationship_kwargs={"lazy": "joined"})


class Section(SQLModel, table=True):
    """A heading of the minutes and what stands under it. `title` empty holds the lines before any heading.

    Sections stand flat in the order of `position`; `level` (from 1) is the depth as printed, so a document
    that skips a level keeps its shape. `number` is as printed and never renumbers.
    """

    __tablename__ = "section"
    __table_args__ = (Index("ix_section_meeting_id_position", "meeting_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", ondelete="CASCADE")
    position: float
    level: int = 1
    number: str = ""
    title: str = ""
    is_standing: bool = False
    """Carried to the next meeting "like the last one"."""
    is_summary_of_actions: bool = False
    source_id: int | None = Field(default=None, foreign_key="source.id")
    marking: str = ""
    assurance: Assurance | None = Field(default=None, sa_type=one_of(Assurance))
    assurance_statement: str = ""
    assurance_revision: int = 0
    """Rises with every change of the judgement."""
    revision: int = 1
    typed_id: str | None = Field(default=None, unique=True, max_length=40)
    """The id of the line that became this heading while minutes were taken; None for one made elsewhere."""
    writer: str = ""
    base: int = 0
    """Of the typed heading, as `Line.writer` and `Line.base` are of a line."""
    typed_text: str = ""
    """The heading exactly as it was typed; empty for one made elsewhere, or changed there since."""
    removed_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def words(self) -> str:
        """The heading as one types it: "2. Tackling CSE"."""
        number = f"{self.number}." if self.number.isdecimal() else self.number
        return self.typed_text or f"{number} {self.title}".strip()


class SectionRecommendation(SQLModel, table=True):
    """A section concerns a recommendation."""

    __tablename__ = "section_recommendation"

    section_id: int = Field(foreign_key="section.id", primary_key=True, ondelete="CASCADE")
    recommendation_id: int = Field(foreign_key="recommendation.id", primary_key=True, index=True)


class Paper(SQLModel, table=True):
    """A paper for the meeting, such as the force's report."""

    __tablename__ = "paper"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    section_id: int | None = Field(default=None, foreign_key="section.id", ondelete="SET NULL")
    title: str
    file_id: int = Field(foreign_key="stored_file.id")
    removed_at: datetime | None = Field(default=None, sa_type=Instant)


class PlannedQuestion(SQLModel, table=True):
    """A question the PCC means to ask: the office's own, never sent to another audience."""

    __tablename__ = "planned_question"
    __table_args__ = (
        # Carrying the same question to the same meeting twice is carrying it once, whoever was quicker.
        Index("ix_planned_question_meeting_id_carried_from_id", "meeting_id", "carried_from_id", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    section_id: int | None = Field(default=None, foreign_key="section.id", ondelete="SET NULL")
    recommendation_id: int | None = Field(default=None, foreign_key="recommendation.id", index=True)
    text: str
    revision: int = 1
    position: float = 0
    asked_as_id: int | None = Field(default=None, foreign_key="entry.id", index=True, ondelete="SET NULL")
    carried_from_id: int | None = Field(default=None, foreign_key="entry.id", index=True, ondelete="SET NULL")
    """The question of an earlier meeting that is put again."""
    planned_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    removed_at: datetime | None = Field(default=None, sa_type=Instant)
