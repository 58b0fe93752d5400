"""Changing an action outside the minutes."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from app.dependencies import ActionDep, MinuteTaker, SessionDep, Today
from app.models.actions import Action
from app.routers.actions.forms import ActionForm, day_in, form_of, offers, owners_in, ties_in
from app.services import actions
from app.templating import go_to, page

router = APIRouter(prefix="/actions")


@router.get("/{action_id}/edit")
def edit(request: Request, session: SessionDep, _user: MinuteTaker, action: ActionDep) -> Response:
    """The form that changes an action."""
    return _edit_page(request, session, action, form_of(session, action))


@router.post("/{action_id}/edit")
def save(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    action: ActionDep,
    today: Today,
    form: Annotated[ActionForm, Form()],
) -> Response:
    """Change what differs; each difference stands in the history. Errors keep what was typed."""
    errors: dict[str, str] = {}
    due_on = day_in(form.due_on, "due_on", errors)
    actions.refuse_if_changed(session, action, seen=form.seen)
    ties = ties_in(session, form, errors)
    if not form.wording.strip():
        errors["wording"] = "Say what is to be done."
    if due_on is not None and due_on < action.raised_on:
        errors["due_on"] = "The due date is before the day the action was raised. Give a later date."
    if errors:
        return _edit_page(request, session, action, form, errors=errors, status=422)
    actions.set_wording(session, action, form.wording, today=today, by=user)
    actions.set_owners(session, action, owners_in(session, form, action), today=today, by=user)
    due_words = form.due_words.strip()
    if due_on != action.due_on and due_words == action.due_words:
        due_words = ""  # they said the day that is changed now
    actions.set_due(session, action, due_on, due_words=due_words, today=today, by=user)
    if form.concerns_none:
        actions.concerns_none(session, action, form.concerns_none_because, today=today, by=user)
    else:
        actions.set_recommendations(session, action, ties, today=today, by=user)
    return go_to(request, f"/actions/{action.id}")


def _edit_page(
    request: Request,
    session: SessionDep,
    action: Action,
    form: ActionForm,
    *,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    proposed = actions.proposed_recommendations(session, action)
    return page(
        request,
        "actions/edit.html",
        status=status,
        action=action,
        errors=errors or {},
        **offers(session, form, proposed=proposed),
    )
