"""Tying an action to another: its duplicate, or the one it follows from."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.dependencies import ActionDep, MinuteTaker, SessionDep, Today, get_action
from app.errors import RuleBroken
from app.models.actions import Action
from app.services import actions
from app.templating import go_to, page

router = APIRouter(prefix="/actions")


@router.get("/{action_id}/tie")
def ask(request: Request, _user: MinuteTaker, action: ActionDep) -> Response:
    """The form: to which, and how."""
    return page(request, "actions/tie.html", action=action, how="follows", reference="", errors={})


@router.post("/{action_id}/tie")
def tie(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    action: ActionDep,
    today: Today,
    how: Annotated[str, Form()] = "",
    reference: Annotated[str, Form()] = "",
) -> Response:
    """Tie them; what cannot be comes back with what was typed."""
    verb = actions.merge if how == "duplicate" else actions.follow
    try:
        verb(session, action, _other(session, reference), today=today, by=user)
    except RuleBroken as problem:
        session.rollback()
        errors = {"reference": str(problem)}
        return page(
            request,
            "actions/tie.html",
            status=422,
            action=action,
            how=how,
            reference=reference,
            errors=errors,
        )
    return go_to(request, f"/actions/{action.id}#happened")


def _other(session: Session, reference: str) -> Action:
    found = actions.find_by_reference(session, reference) if reference.strip() else None
    if found is None:
        said = f"There is no action {reference.strip()}." if reference.strip() else "Give its reference."
        raise RuleBroken(f"{said} It stands first in the register.")
    return found


@router.post("/{action_id}/untie")
def untie(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    action: ActionDep,
    today: Today,
    other: Annotated[int, Form()] = 0,
) -> Response:
    """Take a tie away; a duplicate that had ended is open again."""
    if not other:
        raise RuleBroken("Say from which action it is to be untied.")
    actions.unlink(session, action, get_action(other, session, user), today=today, by=user)
    return go_to(request, f"/actions/{action.id}#happened")
