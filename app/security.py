"""Passwords, the session cookie, the forgery check and the headers of every response."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache

from pwdlib import PasswordHash
from sqlalchemy import Engine, delete
from sqlmodel import Session, col, or_
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.db import transaction
from app.models.people import SignIn, User
from app.services import people

COOKIE = "hta_session"
SEEN_AGAIN_AFTER = timedelta(minutes=5)
"""A sign-in's end is moved on at most this often, so that reading pages hardly ever writes."""

SHORTEST_PASSWORD = 12
"""In characters."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


@cache
def _passwords() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _hash_of_nobody() -> str:
    return _passwords().hash(secrets.token_urlsafe())


def hash_password(password: str) -> str:
    """Argon2id, with the parameters that pwdlib recommends."""
    return _passwords().hash(password)


def is_password_of(user: User | None, password: str) -> bool:
    """Whether it is this user's. For nobody, and for who may not sign in, it takes as long and says no."""
    if user is None or not user.is_active or not user.password_hash:
        _passwords().verify(password, _hash_of_nobody())
        return False
    return _passwords().verify(password, user.password_hash)


def user_with_password(engine: Engine, email: str, password: str) -> User | None:
    """Whoever signs in with these, or nobody. Apart from the request's transaction: hashing is slow, and
    whoever guesses passwords must not keep others from writing.
    """
    with transaction(engine, writes=False) as session:
        user = people.user_by_email(session, email)
    return user if is_password_of(user, password) else None


def _hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def start_sign_in(session: Session, user: User, *, at: datetime, hours: int, browser: str = "") -> str:
    """Sign a user in; returns the secret for the cookie, of which only the hash is kept.

    Sign-ins that are over are forgotten: nobody needs to know when somebody was here last year.
    """
    session.execute(delete(SignIn).where(or_(col(SignIn.ended_at).is_not(None), col(SignIn.ends_at) <= at)))
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=_hash_of(token),
            user_id=user.id or 0,
            started_at=at,
            last_seen_at=at,
            ends_at=at + timedelta(hours=hours),
            browser=browser[:200],
        )
    )
    return token


def find_sign_in(session: Session, token: str, *, at: datetime) -> SignIn | None:
    """The sign-in that this secret belongs to, if it still holds at that moment."""
    found = session.get(SignIn, _hash_of(token)) if token else None
    return found if found is not None and found.is_valid(at) else None


def set_cookie(request: Request, response: Response, token: str) -> None:
    """Give the browser its secret: for this site alone, out of scripts' reach, until the browser closes."""
    response.set_cookie(
        COOKIE, token, httponly=True, samesite="lax", secure=request.url.scheme == "https", path="/"
    )


def comes_from_elsewhere(headers: Headers) -> bool:
    """Whether a browser says that another site sent this request.

    Every browser of the last years says so in `Sec-Fetch-Site`, and before that in `Origin`. A program that
    sends neither is no browser, and carries nobody's cookie against their will.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return False
    return origin.partition("://")[2].lower() != headers.get("host", "").lower()


class ForgeryCheck:
    """Refuses what changes something when another site sent it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        changes = scope["type"] == "http" and scope["method"] not in SAFE_METHODS
        if changes and comes_from_elsewhere(Headers(scope=scope)):
            refusal = PlainTextResponse(
                "This request came from another site and was refused. Open the page here and try again.", 403
            )
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)


class ResponseHeaders:
    """Puts the security headers on every response; pages are kept by nobody's cache."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("content-security-policy", CONTENT_SECURITY_POLICY)
                headers.setdefault("x-content-type-options", "nosniff")
                headers.setdefault("referrer-policy", "same-origin")
                headers.setdefault("cross-origin-opener-policy", "same-origin")
                headers.setdefault("cross-origin-resource-policy", "same-origin")
                headers.setdefault("permissions-policy", "camera=(), geolocation=(), microphone=()")
                headers.setdefault("cache-control", "no-store")
                if scope.get("scheme") == "https":
                    headers.setdefault("strict-transport-security", "max-age=31536000")
            await send(message)

        await self.app(scope, receive, send_with_headers)
