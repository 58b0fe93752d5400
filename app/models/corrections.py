"""What somebody who was at a meeting asks to have corrected in its draft minutes, and what became of it."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from app.db import Instant, one_of


class CorrectionState(StrEnum):
    """What became of a proposed correction."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    ADAPTED = "adapted"
    """The line was changed, in other words than those proposed."""
    DECLINED = "declined"


class Correction(SQLModel, table=True):
    """A change to a line of circulated minutes that somebody at the meeting asks for.

    It comes from a user or from whoever holds a link; what it says is kept as it was proposed.
    """

    __tablename__ = "correction"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    line_id: str = Field(foreign_key="line.id", ondelete="CASCADE")
    old_text: str
    """The line as whoever proposes saw it: with "[withheld]" where something was kept from them."""
    new_text: str
    why: str = ""
    proposed_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    link_id: int | None = Field(default=None, foreign_key="draft_link.id")
    proposed_at: datetime = Field(sa_type=Instant)
    state: CorrectionState = Field(default=CorrectionState.PROPOSED, sa_type=one_of(CorrectionState))
    reason: str = ""
    """What the office says of it: always when it was declined."""
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    settled_by_id: int | None = Field(default=None, foreign_key="user_account.id")

    @property
    def is_open(self) -> bool:
        """Whether the office has still to say what becomes of it."""
        return self.state == CorrectionState.PROPOSED
