"""Reports on what became of a source's recommendations in a period: written with figures, issued once, kept."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import Instant, one_of
from app.errors import RuleBroken


class ReportState(StrEnum):
    """A draft follows the record; what was issued stays as it was."""

    DRAFT = "draft"
    ISSUED = "issued"


class ProgressReport(SQLModel, table=True):
    """What was done, asked, promised and achieved about a source's recommendations, both days included.

    `content` holds everything an issued report says (see services/progress_reports), and `file_id` its Word file.
    """

    __tablename__ = "progress_report"

    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="source.id", index=True, ondelete="CASCADE")
    title: str
    from_on: date
    until_on: date
    state: ReportState = Field(default=ReportState.DRAFT, sa_type=one_of(ReportState))
    revision: int = 1
    made_at: datetime = Field(sa_type=Instant)
    made_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    issued_at: datetime | None = Field(default=None, sa_type=Instant)
    issued_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    content: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    file_id: int | None = Field(default=None, foreign_key="stored_file.id")

    @property
    def is_issued(self) -> bool:
        return self.state == ReportState.ISSUED

    def refuse_if_issued(self) -> None:
        """Raises RuleBroken."""
        if self.is_issued:
            raise RuleBroken("This report was issued, so it stays as it is. Write another one.")


class ReportPassage(SQLModel, table=True):
    """Words that the office wrote into a report. `place` is "purpose", "risks", "body 3", "recommendation 17" …"""

    __tablename__ = "report_passage"
    __table_args__ = (UniqueConstraint("report_id", "place"),)

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="progress_report.id", index=True, ondelete="CASCADE")
    place: str
    text: str = ""
    revision: int = 1
    saved_at: datetime = Field(sa_type=Instant)
    saved_by_id: int | None = Field(default=None, foreign_key="user_account.id")
