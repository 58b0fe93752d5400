"""One action that turns out to be several. Each part is as old as what it was part of."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from app.db import now
from app.errors import RuleBroken
from app.models.actions import Action, ActionLinkKind, ActionState, EventKind
from app.models.meetings import Meeting
from app.models.people import User
from app.services.actions import history
from app.services.actions.linking import link, locked
from app.services.actions.raising import add


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one part is to be; `owners` as `owners.resolve` returns them."""

    wording: str
    owners: list[dict[str, Any]] = field(default_factory=list)
    due_on: date | None = None


def split(
    session: Session, action: Action, parts: list[Part], *, stays_open: bool, today: date, by: User | None
) -> list[Action]:
    """Make an action of each part. The action itself stays open for the rest, or is replaced by its parts.

    Raises RuleBroken when it is not open, or there are too few parts.
    """
    parts = [part for part in parts if part.wording.strip()]
    locked(session, [action])
    if not action.is_open:
        raise RuleBroken(f"Action {action.reference} is {action.state.value}. Reopen it before you split it.")
    if not parts:
        raise RuleBroken("Say what the parts are.")
    if len(parts) < 2 and not stays_open:
        raise RuleBroken("Give at least two parts, or let the action stay open for the rest.")
    if any(part.due_on and part.due_on < action.raised_on for part in parts):
        raise RuleBroken("The due date is before the day the action was raised. Give a later date.")
    shared = _is_shared(session, action)
    made = []
    for part in parts:
        new = add(
            session,
            wording=" ".join(part.wording.split()),
            raised_on=action.raised_on,
            by=by,
            owners=part.owners,
            due_on=part.due_on,
            recommendations=history.recommendation_ids(session, action),
        )
        if shared:
            history.happen(session, new, EventKind.SHARED, dated_on=today, by=by, shared_at=now())
        link(session, new, action, ActionLinkKind.SPLIT_FROM, today=today, by=by)
        made.append(new)
    if not stays_open:
        _end(session, action, made, today=today, by=by)
    return made


def _is_shared(session: Session, action: Action) -> bool:
    meeting = session.get(Meeting, action.meeting_id) if action.meeting_id else None
    return action.shared_at is not None or (meeting is not None and meeting.shared_at is not None)


def _end(session: Session, action: Action, made: list[Action], *, today: date, by: User | None) -> None:
    day = history.day_after(session, action, today)
    action.settle(ActionState.REPLACED, day)
    references = [new.reference for new in made]
    said = f"Split into {', '.join(references[:-1])} and {references[-1]}."
    history.happen(
        session, action, EventKind.REPLACED, dated_on=day, by=by, remark=said,
        state=action.state, settled_on=day,
    )  # fmt: skip
