"""The register of questions: looking for one, carrying one to the next meeting, making one an action."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlmodel import Session

from app.dependencies import MinuteTaker, OfficeReader, Planner, QuestionDep, SessionDep, Today
from app.errors import RuleBroken
from app.models.lines import Entry
from app.services import actions, people, questions
from app.templating import fragment, go_to, page

router = APIRouter(prefix="/questions")

_KNOWN = ("status", "words", "asked", "answered", "meeting", "recommendation", "order", "page")


def _number(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else None


def filters_of(query: Mapping[str, str]) -> questions.Filters:
    """What the address says; what it says wrongly narrows nothing."""
    return questions.Filters(
        tab=query.get("status", "unanswered"),
        words=query.get("words", "").replace("\x00", "")[:200],
        asked_by=query.get("asked", "").replace("\x00", "")[:200],
        answered_by=query.get("answered", "").replace("\x00", "")[:200],
        meeting=_number(query.get("meeting", "")),
        recommendation=_number(query.get("recommendation", "")),
        oldest_first=query.get("order") == "oldest",
    )


def address_of(query: Mapping[str, str]) -> Callable[..., str]:
    """Builds the address of the same register with something changed; None leaves a name out."""

    def address(**changed: object) -> str:
        wanted = {name: value for name, value in {**query, **changed}.items() if value not in (None, "")}
        return "/questions" + (f"?{urlencode(wanted)}" if wanted else "")

    return address


@router.get("")
def register(request: Request, session: SessionDep, _user: OfficeReader, today: Today) -> Response:
    """The register, narrowed and paged as its address says."""
    query = {name: request.query_params[name] for name in _KNOWN if name in request.query_params}
    found = questions.register(
        session, filters_of(query), at=_number(query.get("page", "")) or 1, today=today
    )
    return page(request, "questions/register.html", register=found, today=today, address=address_of(query))


@router.post("/{question_id}/carry")
def carry(
    request: Request,
    session: SessionDep,
    question: QuestionDep,
    user: Planner,
    today: Today,
    brief: Annotated[str, Form()] = "",
) -> Response:
    """Plan it for the next meeting; from a brief, go back to that brief."""
    planned = questions.ask_again(session, question, today=today, by=user)
    if (number := _number(brief)) is not None:
        return go_to(request, f"/meetings/{number}/brief#planned-{planned.id}")
    found = questions.by_ids(session, [question.id or 0], today=today)[0]
    return fragment(
        request,
        "questions/_row.html",
        found,
        otherwise=f"/questions?status=all&meeting={question.meeting_id}#question-{question.id}",
        today=today,
        just_carried=True,
    )


class ActionForm(BaseModel):
    """An action to be made of a question, as its form sends it."""

    wording: str = ""
    owner: str = ""
    organisation: str = ""
    due_on: str = ""


@router.get("/{question_id}/action")
def ask_for_action(
    request: Request, session: SessionDep, question: QuestionDep, _user: MinuteTaker, today: Today
) -> Response:
    """The form of an action made of this question; the action itself where it was made before."""
    there = questions.action_of(session, question)
    if there is not None:
        return RedirectResponse(f"/actions/{there.id}", 303)
    form = ActionForm(wording=f"Answer in writing: {_words(session, question, today)}")
    return _action_page(request, session, question, form, today=today)


@router.post("/{question_id}/action")
def make_action(
    request: Request,
    session: SessionDep,
    question: QuestionDep,
    user: MinuteTaker,
    today: Today,
    form: Annotated[ActionForm, Form()],
) -> Response:
    """Raise it today, tied to the question; then its page."""
    errors: dict[str, str] = {}
    if not form.wording.strip():
        errors["wording"] = "Say what is to be done."
    due_on = _day(form.due_on, today, errors)
    if errors:
        return _action_page(request, session, question, form, today=today, errors=errors, status=422)
    owners = actions.resolve_owners(session, [form.owner])
    if owners and (chosen := _number(form.organisation)) is not None:
        owners[0]["organisation_id"] = people.organisation_by_id(session, chosen).id
    try:
        action = questions.make_action(
            session, question, wording=form.wording, owners=owners, due_on=due_on, today=today, by=user
        )
    except RuleBroken as problem:
        session.rollback()
        errors = {"wording": str(problem)}
        return _action_page(request, session, question, form, today=today, errors=errors, status=422)
    return go_to(request, f"/actions/{action.id}")


def _day(words: str, today: date, errors: dict[str, str]) -> date | None:
    if not words.strip():
        return None
    try:
        found = date.fromisoformat(words.strip())
    except ValueError:
        errors["due_on"] = "Give the due date as day, month and year, or leave it empty."
        return None
    if found < today:
        errors["due_on"] = "The due date has passed. Give a later day, or leave it empty."
    return found


def _words(session: Session, question: Entry, today: date) -> str:
    return questions.by_ids(session, [question.id or 0], today=today)[0].words


def _action_page(
    request: Request,
    session: Session,
    question: Entry,
    form: ActionForm,
    *,
    today: date,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    return page(
        request,
        "questions/action.html",
        status=status,
        asked=questions.by_ids(session, [question.id or 0], today=today)[0],
        form=form,
        organisations=[("", "As the words say")]
        + [(str(one.id), one.name) for one in people.organisations(session)],
        errors=errors or {},
    )
