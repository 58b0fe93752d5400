"""The two pages on which something is answered in writing: an action's, and that of a question."""

from datetime import date, datetime
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from app.models.actions import Action
from app.models.people import User
from app.services import actions, responses
from app.services.responses import Subject
from app.templating import page


def address_of(subject: Subject) -> str:
    """The page on which it is answered."""
    return f"/actions/{subject.id}" if isinstance(subject, Action) else f"/written-answers/{subject.id}"


def saves_at(subject: Subject) -> str:
    """The address to which its form is sent."""
    return f"{address_of(subject)}/response" if isinstance(subject, Action) else address_of(subject)


def answer_page(
    request: Request,
    session: Session,
    subject: Subject,
    user: User,
    *,
    today: date,
    at: datetime,
    status: int = 200,
    errors: dict[str, str] | None = None,
    reason: str = "",
    **refused: Any,
) -> Response:
    """The page; `errors` and `refused` say what was wrong with what was sent, which stands in the form again."""
    is_open = subject.is_open if isinstance(subject, Action) else True
    answering = responses.answering(
        session, subject, today=today, user=user, errors=errors, is_open=is_open, **refused
    )
    context = {
        "answering": answering, "today": today, "at": at, "errors": errors or {}, "reason": reason,
        "address": saves_at(subject), "page_address": address_of(subject),
    }  # fmt: skip
    if isinstance(subject, Action):
        whole = actions.whole(session, subject, today=today, user=user)
        happened = responses.history(whole.told, answering.correspondence)
        return page(request, "actions/action.html", status=status, whole=whole, happened=happened, **context)
    asked = responses.asked(session, subject, user=user)
    happened = responses.history([], answering.correspondence)
    return page(request, "responses/question.html", status=status, asked=asked, happened=happened, **context)
