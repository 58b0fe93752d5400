"""Changes to an action by hand, outside the minutes. `today` is the day they are made."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from app.documents.minutes import OrganisationKind as KindRead
from app.errors import RuleBroken
from app.models.actions import Action, ActionState, EventKind
from app.models.meetings import Meeting
from app.models.people import OrganisationKind, User
from app.models.recommendations import Recommendation
from app.services import people
from app.services.actions import history


def _change(
    session: Session,
    action: Action,
    kind: EventKind,
    *,
    today: date,
    by: User | None,
    remark: str = "",
    **values: Any,
) -> Action:
    history.happen(
        session,
        action,
        kind,
        dated_on=history.day_after(session, action, today),
        by=by,
        remark=remark,
        **values,
    )
    return action


def set_wording(session: Session, action: Action, wording: str, *, today: date, by: User | None) -> Action:
    """Say it in other words. Raises RuleBroken when there are none."""
    wording = " ".join(wording.split())
    if not wording:
        raise RuleBroken("Say what is to be done.")
    if wording == action.wording:
        return action
    return _change(session, action, EventKind.WORDING_CHANGED, today=today, by=by, wording=wording)


def set_owners(
    session: Session, action: Action, wanted: list[dict[str, Any]], *, today: date, by: User | None
) -> Action:
    """Give it these owners, as `owners.resolve` returns them; an empty list is "nobody named"."""
    if [history.as_details(owner) for owner in action.present_owners] == wanted:
        return action
    return _change(session, action, EventKind.OWNERS_CHANGED, today=today, by=by, owners=wanted)


def give_to_its_side(
    session: Session, action: Action, kind: KindRead | None, *, meeting: Meeting, by: User | None
) -> Action:
    """Nobody is named as owner, but these minutes, which raised it, list it under the office's actions or the
    force's: it is theirs.
    """
    side = people.of_kind(session, OrganisationKind(kind)) if kind and kind != "other" else None
    if side is None or action.meeting_id != meeting.id or action.present_owners:
        return action
    words = side.short_name or side.name
    owner = {"words": words, "organisation_id": side.id, "office": "", "person_id": None}
    return set_owners(session, action, [owner], today=meeting.held_on, by=by)


def set_due(
    session: Session,
    action: Action,
    due_on: date | None,
    *,
    due_words: str = "",
    today: date,
    by: User | None,
    remark: str = "",
) -> Action:
    """Set, move or clear the due date. Raises RuleBroken for a day before the action was raised."""
    if due_on is not None and due_on < action.raised_on:
        raise RuleBroken("The due date is before the day the action was raised. Give a later date.")
    if (action.due_on, action.due_words) == (due_on, due_words):
        return action
    return _change(
        session,
        action,
        EventKind.DUE_CHANGED,
        today=today,
        by=by,
        remark=remark,
        due_on=due_on,
        due_words=due_words,
    )


def set_recommendations(
    session: Session, action: Action, wanted: list[Recommendation], *, today: date, by: User | None
) -> Action:
    """Say which recommendations it concerns; that takes the place of "concerns none"."""
    ids = sorted(recommendation.id or 0 for recommendation in wanted)
    if ids == history.recommendation_ids(session, action) and not action.concerns_none_because:
        return action
    return _change(
        session,
        action,
        EventKind.RECOMMENDATIONS_CHANGED,
        today=today,
        by=by,
        recommendations=ids,
        concerns_none_because="",
    )


def concerns_none(session: Session, action: Action, because: str, *, today: date, by: User | None) -> Action:
    """Say that it concerns no recommendation, and why. Raises RuleBroken without a reason."""
    because = " ".join(because.split())
    if not because:
        raise RuleBroken("Say why it concerns no recommendation.")
    if because == action.concerns_none_because and not history.recommendation_ids(session, action):
        return action
    return _change(
        session,
        action,
        EventKind.RECOMMENDATIONS_CHANGED,
        today=today,
        by=by,
        recommendations=[],
        concerns_none_because=because,
    )


def close(session: Session, action: Action, *, reason: str, today: date, by: User | None) -> Action:
    """Close it outside a meeting. Raises RuleBroken without a reason, or when it is not open."""
    return _settle(session, action, ActionState.CLOSED, EventKind.CLOSED, reason, today, by)


def withdraw(session: Session, action: Action, *, reason: str, today: date, by: User | None) -> Action:
    """Give it up outside a meeting. Raises RuleBroken without a reason, or when it is not open."""
    return _settle(session, action, ActionState.WITHDRAWN, EventKind.WITHDRAWN, reason, today, by)


def _settle(
    session: Session,
    action: Action,
    state: ActionState,
    kind: EventKind,
    reason: str,
    today: date,
    by: User | None,
) -> Action:
    _require(reason)
    _lock(session, action)
    day = history.day_after(session, action, today)
    action.settle(state, day)
    return _change(
        session, action, kind, today=day, by=by, remark=reason, state=state, settled_on=action.settled_on
    )


def reopen(session: Session, action: Action, *, reason: str, today: date, by: User | None) -> Action:
    """Take it up again outside a meeting. Raises RuleBroken without a reason, or when it is open."""
    _require(reason)
    _lock(session, action)
    action.reopen()
    return _change(
        session,
        action,
        EventKind.REOPENED,
        today=today,
        by=by,
        remark=reason,
        state=action.state,
        settled_on=None,
    )


def _lock(session: Session, action: Action) -> None:
    """See it as it stands now, and let whoever answers, closes or reopens it at this moment wait."""
    session.flush()
    session.get_one(Action, action.id, with_for_update=True, populate_existing=True)


def _require(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("Give the reason: it stands in the action's history.")


def share(session: Session, action: Action, *, at: datetime, today: date, by: User | None) -> Action:
    """Let its owners' organisations see it, before or without the minutes. Sharing again changes nothing."""
    if action.shared_at is not None:
        return action
    return _change(session, action, EventKind.SHARED, today=today, by=by, shared_at=at)
