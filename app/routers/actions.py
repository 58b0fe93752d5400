"""Actions: the register, each action's page, and changing one outside the minutes."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from app.db import now
from app.dependencies import (
    ActionDep,
    CurrentUser,
    Decider,
    MinuteTaker,
    Moment,
    RecordReader,
    SessionDep,
    Today,
)
from app.errors import RuleBroken
from app.models.actions import Action
from app.routers.responses.pages import answer_page
from app.services import actions, people, recommendations
from app.templating import go_to, page

router = APIRouter(prefix="/actions")

_MORE_OWNERS = 2  # empty fields for owners beside those there are
_MORE_TIES = 2


class EditForm(BaseModel):
    """An action as its form sends it. `owner` and `owner_organisation` stand in pairs."""

    seen: int = 0
    wording: str = ""
    owner: list[str] = Field(default_factory=list)
    owner_organisation: list[str] = Field(default_factory=list)
    due_on: str = ""
    due_words: str = ""
    recommendation: list[str] = Field(default_factory=list)
    concerns_none: str = ""
    concerns_none_because: str = ""


def _number(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else None


def filters_of(query: Mapping[str, str]) -> actions.Filters:
    """What the address says; what it says wrongly narrows nothing."""
    return actions.Filters(
        tab=query.get("status", "open"),
        words=query.get("words", "")[:200],
        organisation=_number(query.get("organisation", "")),
        recommendation=_number(query.get("recommendation", "")),
        meeting=_number(query.get("meeting", "")),
        sort=query.get("sort", ""),
        descending=query.get("order") == "down",
    )


def address_of(query: Mapping[str, str]) -> Callable[..., str]:
    """Builds the address of the same register with something changed, or of it as a file; None leaves a name out."""

    def address(path: str = "/actions", **changed: object) -> str:
        wanted = {name: value for name, value in {**query, **changed}.items() if value not in (None, "")}
        return path + (f"?{urlencode(wanted)}" if wanted else "")

    return address


@router.get("")
def register(request: Request, session: SessionDep, user: RecordReader, today: Today) -> Response:
    """The register, narrowed and sorted as its address says."""
    known = ("status", "words", "organisation", "recommendation", "meeting", "sort", "order", "page")
    query = {name: request.query_params[name] for name in known if name in request.query_params}
    at = None if query.get("page") == "all" else _number(query.get("page", "")) or 1
    found = actions.register(session, filters_of(query), today=today, user=user, page=at)
    return page(
        request,
        "actions/register.html",
        register=found,
        today=today,
        address=address_of(query),
    )


@router.get("/{action_id}")
def show(
    request: Request, session: SessionDep, user: CurrentUser, action: ActionDep, today: Today, at: Moment
) -> Response:
    """An action's page."""
    return answer_page(request, session, action, user, today=today, at=at)


@router.get("/{action_id}/edit")
def edit(
    request: Request, session: SessionDep, _user: MinuteTaker, action: ActionDep, today: Today
) -> Response:
    """The form that changes an action."""
    return _edit_page(request, session, action, _form_of(session, action), today=today)


@router.post("/{action_id}/edit")
def save(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    action: ActionDep,
    today: Today,
    form: Annotated[EditForm, Form()],
) -> Response:
    """Change what differs; each difference stands in the history. Errors keep what was typed."""
    errors: dict[str, str] = {}
    due_on = _day(form.due_on, errors)
    actions.refuse_if_changed(session, action, seen=form.seen)
    ties = _ties(session, form)
    if not form.wording.strip():
        errors["wording"] = "Say what is to be done."
    if due_on is not None and due_on < action.raised_on:
        errors["due_on"] = "The due date is before the day the action was raised. Give a later date."
    if form.concerns_none and ties:
        errors["concerns_none"] = "Either choose recommendations, or say that it concerns none."
    if form.concerns_none and not form.concerns_none_because.strip():
        errors["concerns_none_because"] = "Say why it concerns no recommendation."
    if errors:
        return _edit_page(request, session, action, form, today=today, errors=errors, status=422)
    actions.set_wording(session, action, form.wording, today=today, by=user)
    actions.set_owners(session, action, _owners(session, action, form), today=today, by=user)
    due_words = form.due_words.strip()
    if due_on != action.due_on and due_words == action.due_words:
        due_words = ""  # they said the day that is changed now
    actions.set_due(session, action, due_on, due_words=due_words, today=today, by=user)
    if form.concerns_none:
        actions.concerns_none(session, action, form.concerns_none_because, today=today, by=user)
    else:
        actions.set_recommendations(session, action, ties, today=today, by=user)
    return go_to(request, f"/actions/{action.id}")


def _day(words: str, errors: dict[str, str]) -> date | None:
    if not words.strip():
        return None
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        errors["due_on"] = "Give the due date as day, month and year, or leave it empty."
        return None


def _ties(session: SessionDep, form: EditForm) -> list[Any]:
    wanted = dict.fromkeys(number for words in form.recommendation if (number := _number(words)))
    return recommendations.by_ids(session, list(wanted))


def _owners(session: SessionDep, action: Action, form: EditForm) -> list[dict[str, Any]]:
    """The owners typed; one whose words and organisation stayed keeps all that is known of it."""
    there = {(owner.words, owner.organisation_id): owner for owner in action.present_owners}
    pairs = zip(form.owner, [*form.owner_organisation, *("" for _ in form.owner)], strict=False)
    wanted: list[dict[str, Any]] = []
    for typed, organisation in pairs:
        words = " ".join(typed.split())
        if not words:
            continue
        chosen = _number(organisation)
        same = there.get((words, chosen))
        if same is not None:
            found = actions.as_details(same)
        else:
            found = actions.resolve_owners(session, [words], meeting=actions.meeting_of(session, action))[0]
            if chosen is not None:
                found["organisation_id"] = people.organisation_by_id(session, chosen).id
        if found not in wanted:
            wanted.append(found)
    return wanted


def _form_of(session: SessionDep, action: Action) -> EditForm:
    owners = action.present_owners
    return EditForm(
        seen=actions.version(session, action),
        wording=action.wording,
        owner=[owner.words for owner in owners],
        owner_organisation=[str(owner.organisation_id or "") for owner in owners],
        due_on=action.due_on.isoformat() if action.due_on else "",
        due_words=action.due_words,
        recommendation=[str(number) for number in actions.recommendation_ids(session, action)],
        concerns_none="yes" if action.concerns_none_because else "",
        concerns_none_because=action.concerns_none_because,
    )


def _edit_page(
    request: Request,
    session: SessionDep,
    action: Action,
    form: EditForm,
    *,
    today: date,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    owners = list(zip(form.owner, [*form.owner_organisation, *("" for _ in form.owner)], strict=False))
    chosen = {number for words in form.recommendation if (number := _number(words))}
    proposed = actions.proposed_recommendations(session, action)
    choices = recommendations.choices(session)
    offered = [one for one in choices if one[0] in chosen or one[0] in proposed]
    return page(
        request,
        "actions/edit.html",
        status=status,
        action=action,
        form=form,
        owners=owners + [("", "")] * _MORE_OWNERS,
        organisations=[("", "Not known")] + [(one.id, one.name) for one in people.organisations(session)],
        offered=offered,
        chosen=chosen,
        others=[("", "Choose")] + [one for one in choices if one not in offered],
        more=range(_MORE_TIES),
        today=today,
        errors=errors or {},
    )


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
