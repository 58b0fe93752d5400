"""A progress update goes to the office: once, however often the button is pressed."""

from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import Session, col

from app.errors import RuleBroken
from app.models.people import User
from app.models.progress_updates import ProgressEvidence
from app.models.recommendations import ProgressUpdate, Recommendation
from app.services import changes
from app.services.progress_updates.drafts import Typed, given_by_page, lock, save_draft


def give(
    session: Session,
    recommendation: Recommendation,
    typed: Typed,
    *,
    seen: int,
    writer: str,
    at: datetime,
    today: date,
    by: User,
) -> ProgressUpdate:
    """Give what stands in the form, with its files. The same page giving twice gives once.

    Raises DraftConflict when a colleague saved or gave something else first, RuleBroken without words or rating,
    NotAllowed when the body does not answer for the recommendation any more.
    """
    lock(session, recommendation)
    there = given_by_page(session, recommendation, by.organisation_id, writer)
    if there is not None:
        return there
    if not typed.text.strip():
        raise RuleBroken("Say what has been done before you send it.")
    if not typed.rating:
        raise RuleBroken("Choose how far it has come.")
    draft = save_draft(session, recommendation, typed, seen=seen, writer=writer, at=at, by=by)
    if draft is None or not draft.rating:
        raise RuleBroken("Choose how far it has come.")
    given = ProgressUpdate(
        recommendation_id=recommendation.id or 0,
        organisation_id=by.organisation_id,
        made_on=today,
        text=draft.text.strip(),
        rating=draft.rating,
        by_id=by.id,
        recorded_at=at,
        writer=writer,
    )
    session.add(given)
    session.flush()
    session.execute(
        update(ProgressEvidence)
        .where(col(ProgressEvidence.draft_id) == draft.id, col(ProgressEvidence.removed_at).is_(None))
        .values(draft_id=None, update_id=given.id)
    )
    session.delete(draft)
    session.flush()
    details = {"recommendation": recommendation.id, "organisation": by.organisation_id}
    changes.record(session, "given", "progress update", given.id, by=by, details=details)
    return given
