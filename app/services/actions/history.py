"""The history of an action: events that are never edited, and the row that replaying them gives.

Whatever changes an action writes an event with the new values and then replays: the columns, owners and
recommendations of an action are what its standing events say, in the order of the days they belong to. So
minutes of January brought in after those of March cannot undo what March decided.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from app.db import OFFICE_TIME, now
from app.errors import EditConflict
from app.models.actions import Action, ActionEvent, ActionRecommendation, ActionState, EventKind, Owner
from app.models.lines import Entry
from app.models.meetings import Meeting
from app.models.people import User
from app.models.responses import Response, ResponseState
from app.services import changes

_DAYS = {"raised_on", "due_on", "settled_on"}
_MOMENTS = {"shared_at", "removed_at"}
COLUMNS = (
    "reference",
    "year",
    "number",
    "meeting_id",
    "raised_on",
    "wording",
    "due_on",
    "due_words",
    "state",
    "settled_on",
    "concerns_none_because",
    "shared_at",
    "removed_at",
)
REVIEWS = frozenset(
    {
        EventKind.PROGRESSED,
        EventKind.CARRIED,
        EventKind.CLOSED,
        EventKind.WITHDRAWN,
        EventKind.REPLACED,
        EventKind.REOPENED,
    }
)

_CORRECTIONS = (EventKind.DUE_CHANGED, EventKind.OWNERS_CHANGED, EventKind.RECOMMENDATIONS_CHANGED)


def events(session: Session, action: Action) -> Sequence[ActionEvent]:
    """All of them, in the order of the days they belong to."""
    found = session.exec(select(ActionEvent).where(ActionEvent.action_id == action.id)).all()
    return sorted(found, key=_order)


def _order(event: ActionEvent) -> tuple[bool, date, int]:
    return (event.kind != EventKind.RAISED, event.dated_on, event.id or 0)


def standing(found: Iterable[ActionEvent]) -> list[ActionEvent]:
    """Those that no other event takes the place of, in order."""
    found = list(found)
    superseded = {number for event in found for number in event.details.get("supersedes", ())}
    stand = (
        event for event in found if event.id not in superseded and event.kind != EventKind.REVIEW_REMOVED
    )
    return sorted(stand, key=_order)


def replay(found: Iterable[ActionEvent]) -> dict[str, Any]:
    """The values by column name that these events lead to; "owners" and "recommendations" among them."""
    values: dict[str, Any] = {}
    for event in standing(found):
        values |= {name: value for name, value in event.details.items() if name != "supersedes"}
    return {name: _plain(name, value) for name, value in values.items()}


def _plain(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _DAYS:
        return date.fromisoformat(value)
    if name in _MOMENTS:
        return datetime.fromisoformat(value)
    return ActionState(value) if name == "state" else value


def day_after(session: Session, action: Action, today: date) -> date:
    """The day of what is done now: never before what already happened, for what is done last is what stands."""
    return max([today, *(event.dated_on for event in events(session, action))])


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def happen(
    session: Session,
    action: Action,
    kind: EventKind,
    *,
    dated_on: date,
    by: User | None,
    meeting: Meeting | None = None,
    entry: Entry | None = None,
    remark: str = "",
    supersedes: Iterable[ActionEvent] = (),
    **values: Any,
) -> ActionEvent:
    """Write an event, bring the row up to date with it, and record the change."""
    details = {name: _as_json(value) for name, value in values.items()}
    replaced = [event.id for event in supersedes]
    if replaced:
        details["supersedes"] = replaced
    session.flush()
    event = ActionEvent(
        action_id=action.id or 0,
        kind=kind,
        at=now(),
        dated_on=dated_on,
        meeting_id=meeting.id if meeting else None,
        entry_id=entry.id if entry else None,
        by_id=by.id if by else None,
        remark=remark.strip(),
        details=details,
    )
    session.add(event)
    session.flush()
    bring_up_to_date(session, action, dated_on=dated_on)
    changes.record(session, kind.value, "action", action.id, by=by, meeting=meeting)
    return event


def bring_up_to_date(session: Session, action: Action, *, dated_on: date) -> None:
    """Set columns, owners and recommendations to what the standing events say."""
    past = events(session, action)
    values = replay(past)
    _mark_what_was_heard(session, action, past)
    for name in COLUMNS:
        if name in values and getattr(action, name) != values[name]:
            setattr(action, name, values[name])
    session.add(action)
    if "owners" in values:
        _bring_owners_up_to_date(action, values["owners"], dated_on)
    if "recommendations" in values:
        _bring_recommendations_up_to_date(session, action, values["recommendations"])
    session.flush()


def _mark_what_was_heard(session: Session, action: Action, past: Sequence[ActionEvent]) -> None:
    """Responses that came before the latest decision about the action: they are not waiting any more."""
    decided = [(event.dated_on, event.at) for event in standing(past) if event.kind in REVIEWS]
    given = session.exec(
        select(Response).where(Response.action_id == action.id, Response.state != ResponseState.DRAFT)
    ).all()
    for response in given:
        at = response.given_at
        on = at.astimezone(OFFICE_TIME).date() if at else None
        response.heard = bool(decided) and at is not None and on is not None and max(decided) > (on, at)
        session.add(response)


def _bring_owners_up_to_date(action: Action, wanted: list[dict[str, Any]], on: date) -> None:
    kept: list[Owner] = []
    for position, details in enumerate(wanted):
        same = next((o for o in action.present_owners if o not in kept and as_details(o) == details), None)
        if same is None:
            same = Owner(from_on=on, **details)
            action.owners.append(same)
        same.position = position
        kept.append(same)
    for owner in list(action.present_owners):
        if owner in kept:
            continue
        if owner.from_on >= on:
            action.owners.remove(owner)  # never owned it for a day: a reading corrected
        else:
            owner.until_on = on
    action.owners.sort(key=lambda owner: owner.position)


def as_details(owner: Owner) -> dict[str, Any]:
    """An owner as an event keeps it."""
    return {
        "words": owner.words,
        "organisation_id": owner.organisation_id,
        "office": owner.office,
        "person_id": owner.person_id,
    }


def _bring_recommendations_up_to_date(session: Session, action: Action, wanted: list[int]) -> None:
    there = recommendation_ids(session, action)
    for gone in set(there) - set(wanted):
        session.execute(
            delete(ActionRecommendation).where(
                col(ActionRecommendation.action_id) == action.id,
                col(ActionRecommendation.recommendation_id) == gone,
            )
        )
    for added in dict.fromkeys(wanted):
        if added not in there:
            session.add(ActionRecommendation(action_id=action.id or 0, recommendation_id=added))


def recommendation_ids(session: Session, action: Action) -> list[int]:
    """The recommendations it concerns, in the order of their ids."""
    return sorted(
        session.exec(
            select(ActionRecommendation.recommendation_id).where(ActionRecommendation.action_id == action.id)
        ).all()
    )


def set_by_hand(found: Iterable[ActionEvent]) -> set[str]:
    """Names of the values that a person set: what is read from the minutes does not overrule them."""
    return {
        name
        for event in standing(found)
        if event.kind in _CORRECTIONS or (event.entry_id is None and event.meeting_id is None)
        if event.kind != EventKind.RAISED
        for name in event.details
    }


def version(session: Session, action: Action) -> int:
    """A number that rises with everything that happens to the action."""
    latest = session.exec(select(func.max(ActionEvent.id)).where(ActionEvent.action_id == action.id)).one()
    return latest or 0


def refuse_if_changed(session: Session, action: Action, *, seen: int) -> None:
    """Raises EditConflict when something happened to the action since its `version` was `seen`."""
    session.exec(select(Action.id).where(Action.id == action.id).with_for_update()).one()
    if version(session, action) != seen:
        raise EditConflict(
            f"Somebody else changed action {action.reference} while this form was open. Nothing of "
            "yours was saved: look at what they changed, then make your change again."
        )
