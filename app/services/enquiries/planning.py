"""Planning the lines of enquiry that somebody chose."""

from collections.abc import Collection
from datetime import date

from sqlmodel import Session

from app.errors import RuleBroken
from app.models.meetings import Meeting, PlannedQuestion
from app.models.people import User
from app.models.recommendations import Recommendation
from app.services import planned_questions
from app.services.enquiries.suggesting import enquiries


def plan(
    session: Session, meeting: Meeting, keys: Collection[str], *, today: date, by: User
) -> list[PlannedQuestion]:
    """Plan those of these keys that are still suggested and not planned yet. Raises RuleBroken when none is chosen."""
    if not keys:
        raise RuleBroken("Choose the questions first.")
    found: list[PlannedQuestion] = []
    for one in enquiries(session, meeting, user=by, today=today).rows:
        if one.key in keys and not one.is_planned:
            about = session.get(Recommendation, one.recommendation_id) if one.recommendation_id else None
            found.append(planned_questions.plan(session, meeting, text=one.text, recommendation=about, by=by))
    return found
