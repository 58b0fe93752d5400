"""Progress updates while a body writes them, and the files that show what they say."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import Instant


class ProgressDraft(SQLModel, table=True):
    """What a body is writing about a recommendation; nobody else reads it. Colleagues share one.

    `revision` rises with every save; `writer` is the token of the page that saved it last and `base` the
    revision from which that page has been the only writer.
    """

    __tablename__ = "progress_draft"
    __table_args__ = (UniqueConstraint("recommendation_id", "organisation_id"),)

    id: int | None = Field(default=None, primary_key=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", ondelete="CASCADE")
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    text: str = ""
    rating: str = ""
    revision: int = 1
    writer: str = ""
    base: int = 0
    saved_at: datetime = Field(sa_type=Instant)
    saved_by_id: int | None = Field(default=None, foreign_key="user_account.id")


class ProgressEvidence(SQLModel, table=True):
    """A file that shows what a progress update says: first with the draft, then with what was given."""

    __tablename__ = "progress_evidence"

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int | None = Field(
        default=None, foreign_key="progress_draft.id", index=True, ondelete="CASCADE"
    )
    update_id: int | None = Field(
        default=None, foreign_key="progress_update.id", index=True, ondelete="CASCADE"
    )
    file_id: int = Field(foreign_key="stored_file.id")
    title: str = ""
    """The file's name as its sender had it, with the ending that its content has."""
    added_at: datetime = Field(sa_type=Instant)
    added_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    removed_at: datetime | None = Field(default=None, sa_type=Instant)
