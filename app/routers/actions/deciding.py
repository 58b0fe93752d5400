"""Deciding about an action outside a meeting, and sharing it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.db import now
from app.dependencies import ActionDep, Decider, MinuteTaker, Moment, SessionDep, Today
from app.errors import RuleBroken
from app.models.actions import Action
from app.models.people import User
from app.routers.responses.pages import answer_page
from app.services import actions
from app.templating import go_to

router = APIRouter(prefix="/actions")


@dataclass(frozen=True)
class Deciding:
    """Somebody who decides about an action at this moment, with the reason given."""

    request: Request
    session: Session
    user: User
    action: Action
    today: date
    at: datetime
    reason: str

    def decide(self, verb: Callable[..., Action]) -> Response:
        """Do it, or say what is missing beside its form."""
        try:
            verb(self.session, self.action, reason=self.reason, today=self.today, by=self.user)
        except RuleBroken as broken:
            if self.reason.strip():
                raise
            errors = {verb.__name__: str(broken)}
            return answer_page(
                self.request, self.session, self.action, self.user,
                today=self.today, at=self.at, status=422, errors=errors, reason=self.reason,
            )  # fmt: skip
        return go_to(self.request, f"/actions/{self.action.id}")


def deciding(
    request: Request,
    session: SessionDep,
    user: Decider,
    action: ActionDep,
    today: Today,
    at: Moment,
    reason: Annotated[str, Form()] = "",
) -> Deciding:
    """Who may decide, and what about."""
    return Deciding(request, session, user, action, today, at, reason)


DecidingDep = Annotated[Deciding, Depends(deciding)]


@router.post("/{action_id}/close")
def close(deciding: DecidingDep) -> Response:
    """Close it outside a meeting, with a reason."""
    return deciding.decide(actions.close)


@router.post("/{action_id}/withdraw")
def withdraw(deciding: DecidingDep) -> Response:
    """Give it up outside a meeting, with a reason."""
    return deciding.decide(actions.withdraw)


@router.post("/{action_id}/reopen")
def reopen(deciding: DecidingDep) -> Response:
    """Take it up again outside a meeting, with a reason."""
    return deciding.decide(actions.reopen)


@router.post("/{action_id}/share")
def share(
    request: Request, session: SessionDep, user: MinuteTaker, action: ActionDep, today: Today
) -> Response:
    """Let the owners' organisations see it."""
    actions.share(session, action, at=now(), today=today, by=user)
    return go_to(request, f"/actions/{action.id}")
