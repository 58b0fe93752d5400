"""Splitting an action into several."""

from datetime import date
from itertools import zip_longest
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.dependencies import ActionDep, MinuteTaker, SessionDep, Today
from app.errors import RuleBroken
from app.models.actions import Action
from app.routers.actions.forms import ActionForm, day_in, owners_in
from app.services import actions, people
from app.templating import go_to, page

router = APIRouter(prefix="/actions")
_PARTS = 4


class TypedPart(NamedTuple):
    """A part as it was typed."""

    wording: str = ""
    owner: str = ""
    organisation: str = ""
    due_on: str = ""


class SplitForm(BaseModel):
    """The parts, in four lists side by side."""

    wording: list[str] = Field(default_factory=list)
    owner: list[str] = Field(default_factory=list)
    owner_organisation: list[str] = Field(default_factory=list)
    due_on: list[str] = Field(default_factory=list)
    stays_open: bool = False

    @property
    def parts(self) -> list[TypedPart]:
        rows = zip_longest(self.wording, self.owner, self.owner_organisation, self.due_on, fillvalue="")
        return [TypedPart(*row) for row in rows][:_PARTS]


@router.get("/{action_id}/split")
def ask(request: Request, session: SessionDep, _user: MinuteTaker, action: ActionDep) -> Response:
    """The form, whose parts begin with the owners and the date of the action."""
    owner = action.present_owners[0] if action.present_owners else None
    begun = TypedPart(
        owner=owner.words if owner else "",
        organisation=str(owner.organisation_id or "") if owner else "",
        due_on=action.due_on.isoformat() if action.due_on else "",
    )
    return _page(request, session, action, [begun] * _PARTS, stays_open=False, errors={})


@router.post("/{action_id}/split")
def split(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    action: ActionDep,
    today: Today,
    form: Annotated[SplitForm, Form()],
) -> Response:
    """Split it; what cannot be comes back with what was typed."""
    errors: dict[str, str] = {}
    wanted = [
        actions.Part(
            wording=one.wording,
            owners=owners_in(session, ActionForm(owner=[one.owner], owner_organisation=[one.organisation])),
            due_on=_due_on(one, number, errors),
        )
        for number, one in enumerate(form.parts, 1)
        if one.wording.strip()
    ]
    if not errors:
        try:
            actions.split(session, action, wanted, stays_open=form.stays_open, today=today, by=user)
            return go_to(request, f"/actions/{action.id}")
        except RuleBroken as problem:
            session.rollback()
            errors["wording-1"] = str(problem)
    return _page(request, session, action, form.parts, stays_open=form.stays_open, errors=errors, status=422)


def _due_on(part: TypedPart, number: int, errors: dict[str, str]) -> date | None:
    return day_in(part.due_on, f"due_on-{number}", errors)


def _page(
    request: Request,
    session: Session,
    action: Action,
    parts: list[TypedPart],
    *,
    stays_open: bool,
    errors: dict[str, str],
    status: int = 200,
) -> Response:
    return page(
        request,
        "actions/split.html",
        status=status,
        action=action,
        parts=parts + [TypedPart()] * (_PARTS - len(parts)),
        stays_open=stays_open,
        organisations=[("", "Not known")] + [(one.id, one.name) for one in people.organisations(session)],
        errors=errors,
    )
