"""Two actions that are the same: one goes on, the other ends and says which."""

from datetime import date

from sqlmodel import Session

from app.errors import RuleBroken
from app.models.actions import Action, ActionLinkKind, ActionState, EventKind
from app.models.people import User
from app.services.actions import history
from app.services.actions.linking import link, locked


def merge(session: Session, action: Action, into: Action, *, today: date, by: User | None) -> Action:
    """End `action` as a duplicate of `into`, which from now on concerns its recommendations too.

    Raises RuleBroken when `action` is not open or `into` has itself been replaced.
    """
    if action.id != into.id:
        locked(session, [action, into])
    if not action.is_open:
        raise RuleBroken(f"Action {action.reference} is {action.state.value} already.")
    if into.state == ActionState.REPLACED:
        raise RuleBroken(f"Action {into.reference} was replaced itself. Give the one that goes on.")
    link(session, action, into, ActionLinkKind.DUPLICATE_OF, today=today, by=by)
    there = history.recommendation_ids(session, into)
    both = sorted({*there, *history.recommendation_ids(session, action)})
    if both != there:
        history.happen(
            session, into, EventKind.RECOMMENDATIONS_CHANGED, by=by,
            dated_on=history.day_after(session, into, today), recommendations=both, concerns_none_because="",
        )  # fmt: skip
    day = history.day_after(session, action, today)
    action.settle(ActionState.REPLACED, day)
    history.happen(
        session, action, EventKind.REPLACED, dated_on=day, by=by,
        remark=f"It is the same as {into.reference}, which goes on.", state=action.state, settled_on=day,
    )  # fmt: skip
    return into


def follow(session: Session, action: Action, earlier: Action, *, today: date, by: User | None) -> Action:
    """Note that an action follows from another; neither changes."""
    link(session, action, earlier, ActionLinkKind.FOLLOWS, today=today, by=by)
    return action
