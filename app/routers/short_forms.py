"""Short forms: the page on which a typist sees what expands into what, and writes their own."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.dependencies import MinuteTaker, SessionDep
from app.errors import RuleBroken
from app.models.people import User
from app.services import short_forms
from app.templating import go_to, page

router = APIRouter(prefix="/short-forms")
ADDRESS = "/short-forms"


def _page(
    request: Request,
    session: Session,
    user: User,
    *,
    short: str = "",
    words: str = "",
    errors: dict[str, str] | None = None,
) -> Response:
    return page(
        request,
        "short_forms/list.html",
        status=422 if errors else 200,
        forms=short_forms.everything(session, user),
        short=short,
        words=words,
        errors=errors or {},
    )


@router.get("")
def show(request: Request, session: SessionDep, user: MinuteTaker, change: str = "") -> Response:
    """All of them; `change` is the short form whose words stand in the form."""
    found = next((one for one in short_forms.everything(session, user) if one.short == change), None)
    if found is None:
        return _page(request, session, user)
    return _page(request, session, user, short=found.short, words=found.words or found.built_in)


@router.post("")
def write(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    short: Annotated[str, Form()] = "",
    words: Annotated[str, Form()] = "",
) -> Response:
    """A new one, or other words for one there is."""
    try:
        short_forms.write(session, user, short=short, words=words)
    except RuleBroken as problem:
        session.rollback()
        name = "short" if "up to 20" in str(problem) else "words"
        return _page(request, session, user, short=short, words=words, errors={name: str(problem)})
    return go_to(request, ADDRESS)


@router.post("/off")
def switch_off(
    request: Request, session: SessionDep, user: MinuteTaker, short: Annotated[str, Form()] = ""
) -> Response:
    """A built-in one is not to expand."""
    short_forms.switch_off(session, user, short=short)
    return go_to(request, ADDRESS)


@router.post("/{short_form_id}/remove")
def remove(request: Request, session: SessionDep, user: MinuteTaker, short_form_id: int) -> Response:
    """Take one's own away, or back to what is built in."""
    short_forms.remove(session, user, short_form_id)
    return go_to(request, ADDRESS)
