"""Actions that no minutes raised: agreed by telephone, or left over from an old spreadsheet."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from app.errors import RuleBroken
from app.models.actions import Action
from app.models.people import User
from app.services.actions import changing, numbering
from app.services.actions.raising import add


def add_alone(
    session: Session,
    *,
    wording: str,
    raised_on: date,
    owners: list[dict[str, Any]],
    due_on: date | None,
    due_words: str,
    recommendations: list[int],
    concerns_none_because: str,
    shared_at: datetime | None,
    today: date,
    by: User | None,
) -> Action:
    """A new action of no meeting, shared with its owners' organisations from `shared_at` on, if at all.

    The same words of the same day are the same action, so that a form sent twice adds one. Raises RuleBroken
    without words, for a day that has not come, and for a due date before that day.
    """
    wording = " ".join(wording.split())
    if not wording:
        raise RuleBroken("Say what is to be done.")
    if raised_on > today:
        raise RuleBroken("An action cannot be raised on a day that has not come yet.")
    if due_on is not None and due_on < raised_on:
        raise RuleBroken("The due date is before the day the action was raised. Give a later date.")
    numbering.lock_numbering(session)
    same = session.exec(
        select(Action).where(
            Action.wording == wording,
            Action.raised_on == raised_on,
            col(Action.meeting_id).is_(None),
            col(Action.removed_at).is_(None),
        )
    ).first()
    if same is not None:
        return same
    action = add(
        session,
        wording=wording,
        raised_on=raised_on,
        owners=owners,
        due_on=due_on,
        due_words=due_words,
        recommendations=recommendations,
        by=by,
    )
    if concerns_none_because:
        changing.concerns_none(session, action, concerns_none_because, today=today, by=by)
    if shared_at is not None:
        changing.share(session, action, at=shared_at, today=today, by=by)
    return action
