"""Handing an action over to another owner."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from app.dependencies import ActionDep, MinuteTaker, SessionDep, Today
from app.errors import NotFound, RuleBroken
from app.models.actions import Action, Owner
from app.routers.actions.forms import ActionForm, number_in, offers, owners_in
from app.services import actions
from app.templating import go_to, page

router = APIRouter(prefix="/actions")


class HandingOver(ActionForm):
    """Who takes it over (`owner` and `owner_organisation`, in pairs), in whose place, and why."""

    of: str = ""
    """The id of the owner whose part it is; "" is all of them."""
    reason: str = ""


@router.get("/{action_id}/hand-over")
def ask(request: Request, session: SessionDep, _user: MinuteTaker, action: ActionDep) -> Response:
    """The form: to whom, and why."""
    return _page(request, session, action, HandingOver(), {})


@router.post("/{action_id}/hand-over")
def hand_over(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    action: ActionDep,
    today: Today,
    form: Annotated[HandingOver, Form()],
) -> Response:
    """Hand it over; what cannot be comes back with what was typed."""
    to = owners_in(session, form)
    try:
        actions.hand_over(
            session, action, to, of=_owner(action, form.of), reason=form.reason, today=today, by=user
        )
    except RuleBroken as problem:
        session.rollback()
        field = "reason" if to and not form.reason.strip() else "owner-1"
        return _page(request, session, action, form, {field: str(problem)}, status=422)
    return go_to(request, f"/actions/{action.id}#happened")


def _owner(action: Action, words: str) -> Owner | None:
    if not words:
        return None
    found = next((owner for owner in action.present_owners if owner.id == number_in(words)), None)
    if found is None:
        raise NotFound("That owner has handed it over already. Open the form again.")
    return found


def _page(
    request: Request,
    session: SessionDep,
    action: Action,
    form: HandingOver,
    errors: dict[str, str],
    status: int = 200,
) -> Response:
    return page(
        request,
        "actions/hand_over.html",
        status=status,
        action=action,
        errors=errors,
        **offers(session, form),
    )
