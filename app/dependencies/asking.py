"""Who asks, when, and the transaction it happens in.

One request is one transaction: committed after the route returns and before the answer is sent, rolled back
when anything is raised.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import Depends, Form, Request
from sqlmodel import Session

from app.db import OFFICE_TIME, now, transaction
from app.errors import NotAllowed, NotFound, NotSignedIn
from app.models.people import May, SignIn, SignInAttempt, User
from app.security import COOKIE, SAFE_METHODS, SEEN_AGAIN_AFTER, find_sign_in
from app.services import (
    changes,
    sign_ins,
)
from app.settings import Settings

MOST = 2**31 - 1
"""The greatest number that a row can have."""


async def refuse_impossible_names(request: Request) -> None:
    """Before any route: raises NotFound for a number or a name in the address that no database can look for."""
    for name in request.path_params.values():
        is_number = str(name).lstrip("-").isdecimal()
        if "\0" in str(name) or (is_number and (len(str(name)) > len(str(MOST)) or int(name) > MOST)):
            raise NotFound("There is nothing at this address.")


def get_session(request: Request) -> Iterator[Session]:
    """The request's transaction. A request that only reads takes no write lock."""
    writes = request.method not in SAFE_METHODS
    with transaction(request.app.state.engine, writes=writes) as session:
        yield session
        session.commit()
        for meeting_id in session.info.pop(changes.CHANGED, ()):
            request.app.state.feed.wake(meeting_id)


def get_reading_session(request: Request) -> Iterator[Session]:
    """A transaction that writes nothing, whatever the method; on PostgreSQL what it tells others goes out."""
    with transaction(request.app.state.engine, writes=False) as session:
        yield session
        session.commit()


# scope="function": the code after `yield` runs before the answer is sent, so a failed commit is never
# answered with 200.
SessionDep = Annotated[Session, Depends(get_session, scope="function")]


def get_settings(request: Request) -> Settings:
    """The settings the product was started with."""
    settings: Settings = request.app.state.settings
    return settings


SettingsDep = Annotated[Settings, Depends(get_settings)]


def get_today() -> date:
    """The day in the office's own time zone."""
    return now().astimezone(OFFICE_TIME).date()


Today = Annotated[date, Depends(get_today)]


def get_moment() -> datetime:
    """The present moment, for what is counted down to the hour."""
    return now()


Moment = Annotated[datetime, Depends(get_moment)]


def get_sign_in(request: Request, session: SessionDep, settings: SettingsDep) -> SignIn | None:
    """The browser's sign-in, if it has one that holds. Being used moves its end on."""
    at = now()
    found = find_sign_in(session, request.cookies.get(COOKIE, ""), at=at)
    request.state.user = found.user if found else None
    if found is not None and at - found.last_seen_at > SEEN_AGAIN_AFTER:
        ends_at = at + timedelta(hours=settings.session_hours)
        if request.method in SAFE_METHODS:
            with transaction(request.app.state.engine) as apart:
                again = apart.get(SignIn, found.token_hash)
                if again is not None:
                    again.last_seen_at, again.ends_at = at, ends_at
                    apart.commit()
        else:
            found.last_seen_at, found.ends_at = at, ends_at
    return found


SignInDep = Annotated[SignIn | None, Depends(get_sign_in)]


def get_attempt(request: Request, email: Annotated[str, Form()] = "") -> SignInAttempt | None:
    """The attempt to sign in that this form is; None when there were too many, and its password is not looked at.

    Counted in a transaction of its own, which ends before the slow look at the password.
    """
    with transaction(request.app.state.engine) as apart:
        tried = sign_ins.attempt(apart, account=email, address=address_of(request), at=now())
        apart.commit()
    return tried


def address_of(request: Request) -> str:
    """The network address that asks; behind HTA_TRUSTED_PROXY the one that the proxy names."""
    return request.client.host if request.client else ""


AttemptDep = Annotated[SignInAttempt | None, Depends(get_attempt)]


def get_visitor(sign_in: SignInDep) -> User | None:
    """Whoever is signed in, or nobody: for pages that everybody may see."""
    return sign_in.user if sign_in else None


Visitor = Annotated[User | None, Depends(get_visitor)]


def get_current_user(visitor: Visitor) -> User:
    """Raises NotSignedIn."""
    if visitor is None:
        raise NotSignedIn("Sign in to see this.")
    return visitor


CurrentUser = Annotated[User, Depends(get_current_user)]


def who_may(what: May) -> Callable[[User], User]:
    """A dependency: the signed-in user, whose role allows it. Raises NotSignedIn or NotAllowed."""

    def allowed(user: CurrentUser) -> User:
        if not user.may(what):
            raise NotAllowed(f"Your role here, {user.role_name.lower()}, may not {what.value}.")
        return user

    return allowed


OfficeReader = Annotated[User, Depends(who_may(May.READ_OFFICE))]
MinuteTaker = Annotated[User, Depends(who_may(May.WRITE))]
Planner = Annotated[User, Depends(who_may(May.PLAN))]
Decider = Annotated[User, Depends(who_may(May.DECIDE))]
Publisher = Annotated[User, Depends(who_may(May.PUBLISH))]
Responder = Annotated[User, Depends(who_may(May.RESPOND))]
Reviewer = Annotated[User, Depends(who_may(May.REVIEW))]
Administrator = Annotated[User, Depends(who_may(May.ADMINISTER))]
Styler = Annotated[User, Depends(who_may(May.STYLE))]


def get_record_reader(user: CurrentUser) -> User:
    """Somebody of the office, or of a body that may see what was shared with it. Raises NotAllowed."""
    if not user.reads_the_record:
        raise NotAllowed(f"Your role here, {user.role_name.lower()}, does not read the record.")
    return user


RecordReader = Annotated[User, Depends(get_record_reader)]
