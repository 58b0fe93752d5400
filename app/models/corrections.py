"""What somebody who was at a meeting asks to have corrected in its draft minutes."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from app.db import Instant, one_of


class CorrectionState(StrEnum):
    """What became of a proposed correction."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Correction(SQLModel, table=True):
    """A change to draft minutes that somebody at the meeting asks for."""

    __tablename__ = "correction"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    line_id: str = Field(foreign_key="line.id", ondelete="CASCADE")
    old_text: str
    new_text: str
    why: str = ""
    proposed_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    proposed_at: datetime = Field(sa_type=Instant)
    state: CorrectionState = Field(default=CorrectionState.PROPOSED, sa_type=one_of(CorrectionState))
    reason: str = ""
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    settled_by_id: int | None = Field(default=None, foreign_key="user_account.id")
