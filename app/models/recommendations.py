"""Sources, the recommendations they make, who must carry them out, and what is reported about them."""

import re
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, Relationship, SQLModel

from app.db import Instant, one_of
from app.models.people import Organisation


class Part(StrEnum):
    """How far a body answers for a recommendation."""

    LEAD = "lead"
    PARTNER = "partner"


class SourceKind(StrEnum):
    """What sort of report makes the recommendations."""

    INQUIRY = "inquiry"
    INSPECTION = "inspection"
    CORONER = "coroner"
    SUPER_COMPLAINT = "super-complaint"
    AUDIT = "audit"
    OFFICE = "office"
    """Recommendations that the Commissioner's own office makes."""


class Acceptance(StrEnum):
    """What was answered to a recommendation."""

    ACCEPTED = "accepted"
    PARTLY = "partly accepted"
    NOT = "not accepted"


class StepState(StrEnum):
    """How far a step of a plan is, as its body says."""

    NOT_STARTED = "not started"
    UNDER_WAY = "under way"
    DONE = "done"
    DROPPED = "dropped"


class Source(SQLModel, table=True):
    """A report that makes recommendations: an inquiry, an inspection, a coroner, an audit.

    It can owe reports on what became of it: every `reports_every` months, the next on `next_report_on`.
    """

    __tablename__ = "source"

    id: int | None = Field(default=None, primary_key=True)
    short_name: str = Field(unique=True)
    title: str
    made_by: str = ""
    kind: SourceKind = Field(default=SourceKind.INQUIRY, sa_type=one_of(SourceKind))
    published_on: date | None = None
    address: str = ""
    made_public_at: datetime | None = Field(default=None, sa_type=Instant)
    """When a publisher put it and its recommendations on the public site; None while they are not."""
    reports_every: int | None = None
    """Months from one report that is owed to the next; None: no report, or a single one."""
    reports_words: str = ""
    """Which report, to whom: "a report to full council"."""
    next_report_on: date | None = None
    recommendations_said: int | None = None
    """How many recommendations it makes, as it says itself; fewer may be kept here."""
    steps_said: int | None = None
    """How many single actions the plan to carry it out has, as the plan says."""
    revision: int = 1

    reviews: list["SourceReview"] = Relationship(
        sa_relationship_kwargs={
            "order_by": "(SourceReview.due_on, SourceReview.id)",
            "cascade": "all, delete-orphan",
        }
    )


class SourceReview(SQLModel, table=True):
    """A day on which somebody comes back to see what was done: "the chair returns after two years"."""

    __tablename__ = "source_review"

    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="source.id", index=True, ondelete="CASCADE")
    due_on: date
    words: str = ""


class Recommendation(SQLModel, table=True):
    """One recommendation; `title` and `wording` are empty where minutes name one that nobody has described
    yet.
    """

    __tablename__ = "recommendation"
    __table_args__ = ()

    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="source.id", index=True)
    reference: str = Field(index=True)
    sort_key: str = ""
    """The reference with its numbers padded, so that 9 stands before 41.3 and 41.3 before 41.10."""
    parent_id: int | None = Field(default=None, foreign_key="recommendation.id")
    title: str = ""
    wording: str = ""
    expected_outcome: str = ""
    evidence_needed: str = ""
    target_on: date | None = None
    acceptance: Acceptance | None = Field(default=None, sa_type=one_of(Acceptance))
    response: str = ""
    """What was answered to it, in the words of whoever answered."""
    responded_on: date | None = None
    revision: int = 1

    source: Source = Relationship(sa_relationship_kwargs={"lazy": "joined"})
    responsibilities: list["Responsibility"] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "Responsibility.id",
            "cascade": "all, delete-orphan",
        }
    )

    @staticmethod
    def order_of(reference: str) -> str:
        """The sort key of a reference."""
        return re.sub(r"\d+", lambda digits: digits[0].zfill(6), reference.lower())

    @property
    def is_described(self) -> bool:
        return bool(self.title or self.wording)


class Responsibility(SQLModel, table=True):
    """A body answers for a recommendation, as lead or partner."""

    __tablename__ = "responsibility"

    id: int | None = Field(default=None, primary_key=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True, ondelete="CASCADE")
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    part: Part = Field(default=Part.LEAD, sa_type=one_of(Part))
    lead_officer: str = ""

    organisation: Organisation = Relationship(sa_relationship_kwargs={"lazy": "joined"})


class Step(SQLModel, table=True):
    """A single action of a body's plan to carry a recommendation out. `partners` are names, as printed."""

    __tablename__ = "step"

    id: int | None = Field(default=None, primary_key=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True, ondelete="CASCADE")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    reference: str = ""
    sort_key: str = ""
    """The reference with its numbers padded, as a recommendation's."""
    wording: str
    partners: str = ""
    lead_officer: str = ""
    outcome: str = ""
    evidence_needed: str = ""
    due_on: date | None = Field(default=None, index=True)
    state: StepState = Field(default=StepState.NOT_STARTED, sa_type=one_of(StepState))
    done_on: date | None = None
    revision: int = 1
    removed_at: datetime | None = Field(default=None, sa_type=Instant)

    organisation: Organisation | None = Relationship(sa_relationship_kwargs={"lazy": "joined"})

    @property
    def is_open(self) -> bool:
        return self.state in (StepState.NOT_STARTED, StepState.UNDER_WAY)

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed and it is neither done nor dropped."""
        return self.is_open and self.due_on is not None and self.due_on < today


class UpdateState(StrEnum):
    """What the office did with a progress update: what a body says is not yet what is so."""

    GIVEN = "given"
    VERIFIED = "verified"
    QUERIED = "queried"


class ProgressUpdate(SQLModel, table=True):
    """A dated statement by a body about a recommendation; it stays as it was given."""

    __tablename__ = "progress_update"

    id: int | None = Field(default=None, primary_key=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True, ondelete="CASCADE")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    made_on: date
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", ondelete="SET NULL")
    """The report it stands in, brought in as a document; with it the line where its text begins."""
    line_id: str | None = Field(default=None, foreign_key="line.id", ondelete="SET NULL")
    text: str
    rating: str = ""
    file_id: int | None = Field(default=None, foreign_key="stored_file.id")
    by_id: int | None = Field(default=None, foreign_key="user_account.id")
    recorded_at: datetime = Field(sa_type=Instant)
    state: UpdateState = Field(
        default=UpdateState.GIVEN,
        index=True,
        sa_type=one_of(UpdateState),
        sa_column_kwargs={"server_default": UpdateState.GIVEN.value},
    )
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    settled_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    remark: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """What the office looked at to verify it, or what it asks."""
    writer: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """The token of the page that gave it, so that sending twice gives it once."""
