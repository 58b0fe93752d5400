"""An action goes to another owner: a role, a named officer, an organisation, or several. Its history goes with it."""

from datetime import date
from typing import Any

from sqlmodel import Session

from app.errors import RuleBroken
from app.models.actions import Action, EventKind, Owner
from app.models.people import User
from app.services import changes
from app.services.actions import history
from app.services.actions.linking import locked


def hand_over(
    session: Session,
    action: Action,
    to: list[dict[str, Any]],
    *,
    of: Owner | None = None,
    reason: str,
    today: date,
    by: User | None,
) -> Action:
    """Give it to new owners (as `owners.resolve` returns them), in the place of one owner or of all.

    Earlier owners stay with the days on which it was theirs; what was said and sent stays too. Raises RuleBroken
    without a new owner or a reason, and when the action is not open.
    """
    locked(session, [action])
    if not action.is_open:
        raise RuleBroken(
            f"Action {action.reference} is {action.state.value}. Reopen it before you hand it over."
        )
    if not to:
        raise RuleBroken("Say who takes it over.")
    if not reason.strip():
        raise RuleBroken("Give the reason: it stands in the action's history.")
    present = action.present_owners
    replaced = [owner for owner in present if of is None or owner.id == of.id]
    kept = [history.as_details(owner) for owner in present if owner not in replaced]
    wanted = kept + [one for one in to if one not in kept]
    if wanted == [history.as_details(owner) for owner in present]:
        raise RuleBroken("They own it already. Name somebody else.")
    before = {owner.organisation_id for owner in present}
    history.happen(
        session, action, EventKind.OWNERS_CHANGED, dated_on=history.day_after(session, action, today), by=by,
        remark=reason, owners=wanted,
    )  # fmt: skip
    new = sorted({one["organisation_id"] for one in to if one["organisation_id"]} - before)
    changes.record(session, "assigned", "action", action.id, by=by, details={"organisations": new})
    return action
