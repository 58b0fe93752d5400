"""Taking words out of the record for good: first shown wherever they stand, then confirmed."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from app.dependencies import Administrator, Moment, SessionDep
from app.errors import RuleBroken
from app.services import expunging
from app.templating import go_to, page

router = APIRouter(prefix="/expunging")
Words = Annotated[str, Form()]


@router.get("")
def show(request: Request, session: SessionDep, _user: Administrator) -> Response:
    """What was taken out so far, and the form that looks for words."""
    return page(request, "expunging/expunging.html", marks=expunging.listed(session), errors={}, words="")


@router.post("/look")
def look(request: Request, session: SessionDep, _user: Administrator, words: Words = "") -> Response:
    """Every place where the words stand. Nothing is changed; the words stand in no address and in no log."""
    try:
        found = expunging.find(session, words)
    except RuleBroken as refusal:
        errors = {"words": str(refusal)}
        marks = expunging.listed(session)
        return page(request, "expunging/expunging.html", status=422, marks=marks, errors=errors, words=words)
    return page(request, "expunging/found.html", found=found, words=words, errors={}, reason="", named=set())


@router.post("")
def take_out(
    request: Request,
    session: SessionDep,
    user: Administrator,
    at: Moment,
    words: Words = "",
    reason: Words = "",
    file: Annotated[list[int] | None, Form()] = None,
) -> Response:
    """Take them out of everything, and of the files that were named."""
    try:
        mark = expunging.expunge(session, words, reason=reason, files=file or (), by=user, at=at)
    except RuleBroken as refusal:
        session.rollback()
        found = expunging.find(session, words) if words.strip() else expunging.Found()
        return page(
            request,
            "expunging/found.html",
            status=422,
            found=found,
            words=words,
            reason=reason,
            named=set(file or ()),
            errors={"reason": str(refusal)},
        )
    return go_to(request, f"/expunging#taken-out-{mark.id}")
