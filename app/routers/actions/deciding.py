"""Deciding about an action outside a meeting, and sharing it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from app.db import now
from app.dependencies import ActionDep, CurrentUser, Decider, MinuteTaker, Moment, SessionDep, Today
from app.errors import RuleBroken
from app.models.actions import Action
from app.routers.responses.pages import answer_page
from app.services import actions
from app.templating import go_to

router = APIRouter(prefix="/actions")


@router.post("/{action_id}/close")
def close(
    request: Request,
    session: SessionDep,
    user: Decider,
    action: ActionDep,
    today: Today,
    at: Moment,
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Close it outside a meeting, with a reason."""
    return _decide(request, session, actions.close, action, reason, user, today, at)


@router.post("/{action_id}/withdraw")
def withdraw(
    request: Request,
    session: SessionDep,
    user: Decider,
    action: ActionDep,
    today: Today,
    at: Moment,
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Give it up outside a meeting, with a reason."""
    return _decide(request, session, actions.withdraw, action, reason, user, today, at)


@router.post("/{action_id}/reopen")
def reopen(
    request: Request,
    session: SessionDep,
    user: Decider,
    action: ActionDep,
    today: Today,
    at: Moment,
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Take it up again outside a meeting, with a reason."""
    return _decide(request, session, actions.reopen, action, reason, user, today, at)


def _decide(
    request: Request,
    session: SessionDep,
    verb: Callable[..., Action],
    action: Action,
    reason: str,
    user: CurrentUser,
    today: date,
    at: datetime,
) -> Response:
    try:
        verb(session, action, reason=reason, today=today, by=user)
    except RuleBroken as broken:
        if reason.strip():
            raise
        errors = {verb.__name__: str(broken)}
        return answer_page(
            request, session, action, user, today=today, at=at, status=422, errors=errors, reason=reason
        )
    return go_to(request, f"/actions/{action.id}")


@router.post("/{action_id}/share")
def share(
    request: Request, session: SessionDep, user: MinuteTaker, action: ActionDep, today: Today
) -> Response:
    """Let the owners' organisations see it."""
    actions.share(session, action, at=now(), today=today, by=user)
    return go_to(request, f"/actions/{action.id}")
