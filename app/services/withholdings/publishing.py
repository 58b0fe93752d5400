"""What may be published of a meeting, built afresh: everything that leaves the house is made from it."""

from sqlmodel import Session

from app.documents.minutes import Minutes
from app.models.meetings import Meeting
from app.services.documents.gathering import gather


def publishable(session: Session, meeting: Meeting) -> Minutes:
    """The minutes as they may be published."""
    return gather(session, meeting)


def unresolved(session: Session, meeting: Meeting) -> list[str]:  # noqa: ARG001  nothing blocks yet
    """Sentences that say what keeps these minutes from being published."""
    return []
