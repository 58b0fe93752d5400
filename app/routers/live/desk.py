"""The typist's way to the record: sign-in, permission, lock, change and commit in one turn of one thread.

Elsewhere each dependency of a route takes its own turn in the thread pool. Many who type at once would wait
for one another there; and on SQLite, where one transaction writes at a time, those that wait for the lock
could keep every thread from the one that holds it. Here they stand in a queue.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from fastapi import Request
from sqlmodel import Session

from app.db import now
from app.dependencies import (
    get_current_user,
    get_following,
    get_reading_session,
    get_session,
    get_sign_in,
    get_visitor,
    who_may,
)
from app.errors import SomebodyElse
from app.live import Listener
from app.models.meetings import Meeting
from app.models.people import May, User
from app.security import COOKIE, find_sign_in
from app.services import drafts

Answer = TypeVar("Answer")
_transaction = contextmanager(get_session)
_reading = contextmanager(get_reading_session)
_who_may_write = who_may(May.WRITE)


def make_desk(dialect: str) -> ThreadPoolExecutor:
    """One writer on SQLite, which has no use for two; a few on PostgreSQL."""
    return ThreadPoolExecutor(1 if dialect == "sqlite" else 4, thread_name_prefix="desk")


async def write(
    request: Request, meeting_id: int, work: Callable[[Session, Meeting, User], Answer]
) -> Answer:
    """What `work` answers about the meeting, whose row is locked, once it is committed.

    Raises what the dependencies of a writing route raise: NotSignedIn, NotAllowed, NotFound, MinutesFixed.
    """
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(request.app.state.desk, partial(_write, request, meeting_id, work))


def _write(request: Request, meeting_id: int, work: Callable[[Session, Meeting, User], Answer]) -> Answer:
    with _transaction(request) as session:
        settings = request.app.state.settings
        user = get_current_user(get_visitor(get_sign_in(request, session, settings)))
        same_person(request, user)
        return work(session, drafts.opened(session, meeting_id), _who_may_write(user))


async def look(request: Request, meeting_id: int, work: Callable[[Session, Meeting, User], Answer]) -> Answer:
    """What `work`, which writes nothing, answers about the meeting to somebody who may type there."""
    return await asyncio.to_thread(_look, request, meeting_id, work)


def _look(request: Request, meeting_id: int, work: Callable[[Session, Meeting, User], Answer]) -> Answer:
    with _reading(request) as session:
        found = find_sign_in(session, request.cookies.get(COOKIE, ""), at=now())
        user = get_current_user(get_visitor(found))
        same_person(request, user)
        return work(session, drafts.of(session, meeting_id), _who_may_write(user))


async def follower(request: Request, meeting_id: int) -> tuple[Listener, int]:
    """An open page of whoever may follow the meeting, and the number of its newest change.

    Raises NotSignedIn, NotFound.
    """
    return await asyncio.to_thread(_follower, request, meeting_id)


def _follower(request: Request, meeting_id: int) -> tuple[Listener, int]:
    with _reading(request) as session:
        found = find_sign_in(session, request.cookies.get(COOKIE, ""), at=now())
        user = get_current_user(get_visitor(found))
        same_person(request, user)
        following = get_following(meeting_id, session, user)
        token_hash = found.token_hash if found else ""
        return Listener(meeting_id, following.audience, token_hash), following.meeting.change_no


def same_person(request: Request, visitor: User | None) -> None:
    """A page's words are never taken for another's: it names the user it was made for, in `X-User`.

    Raises SomebodyElse when that is not who is signed in by now.
    """
    made_for = request.headers.get("x-user")
    if visitor is not None and made_for and made_for != str(visitor.id):
        raise SomebodyElse(f"{visitor.name} is signed in here now. What you typed is kept for you.")
