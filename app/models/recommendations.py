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


class Source(SQLModel, table=True):
    """A report that makes recommendations: an inquiry, an inspection, a coroner, an audit."""

    __tablename__ = "source"

    id: int | None = Field(default=None, primary_key=True)
    short_name: str = Field(unique=True)
    title: str
    made_by: str = ""
    kind: str = "inquiry"
    published_on: date | None = None
    address: str = ""


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
    """A single action of a body's plan to carry a recommendation out."""

    __tablename__ = "step"

    id: int | None = Field(default=None, primary_key=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True, ondelete="CASCADE")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    reference: str = ""
    wording: str
    lead_officer: str = ""
    outcome: str = ""
    evidence_needed: str = ""
    due_on: date | None = None
    state: str = ""


class ProgressUpdate(SQLModel, table=True):
    """A dated statement by a body about a recommendation."""

    __tablename__ = "progress_update"

    id: int | None = Field(default=None, primary_key=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True, ondelete="CASCADE")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    made_on: date
    text: str
    rating: str = ""
    file_id: int | None = Field(default=None, foreign_key="stored_file.id")
    by_id: int | None = Field(default=None, foreign_key="user_account.id")
    recorded_at: datetime = Field(sa_type=Instant)
