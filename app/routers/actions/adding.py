"""Adding an action that no minutes raised."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from app.dependencies import MinuteTaker, Moment, SessionDep, Today
from app.routers.actions.forms import ActionForm, day_in, offers, owners_in, ties_in
from app.services import actions
from app.templating import go_to, page

router = APIRouter(prefix="/actions")


@router.get("/new")
def ask(request: Request, session: SessionDep, _user: MinuteTaker, today: Today) -> Response:
    """The form of an action without minutes."""
    return _new_page(request, session, ActionForm(raised_on=today.isoformat()))


@router.post("/new")
def add(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    today: Today,
    at: Moment,
    form: Annotated[ActionForm, Form()],
) -> Response:
    """Add it, once however often the button is pressed. Errors keep what was typed."""
    errors: dict[str, str] = {}
    raised_on = day_in(form.raised_on, "raised_on", errors) or today
    due_on = day_in(form.due_on, "due_on", errors)
    ties = ties_in(session, form, errors)
    if not form.wording.strip():
        errors["wording"] = "Say what is to be done."
    if raised_on > today:
        errors["raised_on"] = "This day has not come yet. Give the day on which it was agreed."
    if due_on is not None and due_on < raised_on:
        errors["due_on"] = "The due date is before the day the action was raised. Give a later date."
    if errors:
        return _new_page(request, session, form, errors=errors, status=422)
    action = actions.add_alone(
        session,
        wording=form.wording,
        raised_on=raised_on,
        owners=owners_in(session, form),
        due_on=due_on,
        due_words=form.due_words.strip(),
        recommendations=[one.id or 0 for one in ties],
        concerns_none_because=form.concerns_none_because if form.concerns_none else "",
        shared_at=at if form.share else None,
        today=today,
        by=user,
    )
    return go_to(request, f"/actions/{action.id}")


def _new_page(
    request: Request,
    session: SessionDep,
    form: ActionForm,
    *,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    return page(request, "actions/new.html", status=status, errors=errors or {}, **offers(session, form))
