"""Signing in and out, one's own account, and (for administrators) who can sign in."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.db import now
from app.dependencies import (
    Administrator,
    AttemptDep,
    CurrentUser,
    SessionDep,
    SettingsDep,
    SignInDep,
    Visitor,
    address_of,
)
from app.security import (
    COOKIE,
    SHORTEST_PASSWORD,
    hash_password,
    is_password_of,
    set_cookie,
    start_sign_in,
    user_with_password,
)
from app.services import letters, people, sign_ins
from app.templating import go_to, page

router = APIRouter()


DONE = {
    "password": "Your password is changed. Every other sign-in has ended.",
    "sign-ins": "Every other sign-in has ended.",
}
"""What the address of one's account can say was done; it cannot be made to say anything else."""
WRONG = "The e-mail address or the password is not right. Check both and try again."
TOO_MANY = (
    "There were too many attempts to sign in. Wait a quarter of an hour, then try again: nothing is locked."
)


def place_of_ours(address: str) -> str:
    """The address if it is a page of this site, else the first: signing in sends nobody elsewhere.

    One stroke begins a page of ours, two another site; browsers take a backslash for a stroke, and leave out
    what is not seen.
    """
    is_ours = address.startswith("/") and not address.startswith("//")
    return address if is_ours and "\\" not in address and address.isprintable() else "/"


@router.get("/sign-in")
def ask_to_sign_in(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    visitor: Visitor,
    wanted: Annotated[str, Query(alias="next")] = "/",
) -> Response:
    """The form; whoever is signed in already is sent on."""
    if visitor is not None:
        return RedirectResponse(place_of_ours(wanted), 303)
    demo = people.users(session) if settings.demo else []
    return page(request, "people/sign_in.html", wanted=place_of_ours(wanted), email="", errors={}, demo=demo)


@router.post("/sign-in")
def sign_in(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    attempt: AttemptDep,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    wanted: Annotated[str, Form(alias="next")] = "/",
) -> Response:
    """The same sentence for an unknown address and a wrong password; another when there were too many."""
    user = user_with_password(request.app.state.engine, email, password) if attempt else None
    if attempt is None or user is None:
        return page(
            request,
            "people/sign_in.html",
            status=422 if attempt else 429,
            wanted=place_of_ours(wanted),
            email=email,
            errors={"email": WRONG if attempt else TOO_MANY},
            demo=people.users(session) if settings.demo else [],
        )
    sign_ins.succeeded(session, attempt)
    token = start_sign_in(
        session, user, at=now(), hours=settings.session_hours, browser=request.headers.get("user-agent", "")
    )
    answer = RedirectResponse(place_of_ours(wanted), 303)
    set_cookie(request, answer, token)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, session: SessionDep, current: SignInDep) -> Response:
    """Ends this sign-in on the server, so that its cookie is worth nothing any more."""
    if current is not None:
        sign_ins.end(session, current, at=now())
    answer = go_to(request, "/sign-in")
    answer.delete_cookie(COOKIE, path="/")
    return answer


@router.get("/account")
def account(
    request: Request, session: SessionDep, user: CurrentUser, current: SignInDep, done: str = ""
) -> Response:
    """Who one is here, where one is signed in, and a new password."""
    return page(
        request,
        "people/account.html",
        sign_ins=sign_ins.of_user(session, user, at=now()),
        current=current,
        errors={},
        done=DONE.get(done, ""),
    )


@router.post("/account/password")
def change_password(
    request: Request,
    session: SessionDep,
    user: CurrentUser,
    current: SignInDep,
    old: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
) -> Response:
    """A new password ends every other sign-in."""
    errors = {}
    attempt = sign_ins.attempt(
        session, account=f"the password of {user.id}", address=address_of(request), at=now()
    )
    if attempt is None:
        errors["old"] = TOO_MANY
    elif not is_password_of(user, old):
        errors["old"] = "This is not your present password."
    else:
        sign_ins.succeeded(session, attempt)
    if len(new) < SHORTEST_PASSWORD:
        errors["new"] = f"Use at least {SHORTEST_PASSWORD} characters; three or four words do well."
    if errors:
        mine = sign_ins.of_user(session, user, at=now())
        return page(
            request,
            "people/account.html",
            status=422,
            sign_ins=mine,
            current=current,
            errors=errors,
            done="",
        )
    people.set_password(session, user, hash_password(new))
    sign_ins.end_others(session, user, but=current, at=now())
    return go_to(request, "/account?done=password")


@router.post("/account/sign-ins/end")
def end_other_sign_ins(
    request: Request, session: SessionDep, user: CurrentUser, current: SignInDep
) -> Response:
    """For whoever left another computer signed in."""
    sign_ins.end_others(session, user, but=current, at=now())
    return go_to(request, "/account?done=sign-ins")


@router.get("/people")
def everybody(request: Request, session: SessionDep, _user: Administrator) -> Response:
    """Who can sign in, by organisation."""
    return page(
        request,
        "people/list.html",
        users=people.users(session),
        letters_given_up=letters.given_up(session),
    )


@router.post("/people/{user_id}/sign-ins/end")
def end_sign_ins_of(request: Request, session: SessionDep, user: Administrator, user_id: int) -> Response:
    """Sign somebody out everywhere."""
    sign_ins.end_others(session, people.user_by_id(session, user_id), but=None, at=now(), by=user)
    return go_to(request, "/people")
