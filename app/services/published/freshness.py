"""Whether what a reader holds is still right: one statement, whatever was published."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.models.published import PublicState


@dataclass(frozen=True)
class State:
    """How often anything the public may read has changed, and when last."""

    revision: int
    changed_at: datetime


def state(session: Session) -> State:
    """As the database's own triggers keep it."""
    return State(*session.exec(select(col(PublicState.revision), col(PublicState.changed_at))).one())
