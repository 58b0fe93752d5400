"""What is reached by a secret address, without signing in. That it was used is noted in a transaction of its own."""

from typing import Annotated

from fastapi import Depends, Request

from app.db import now, transaction
from app.dependencies.asking import SessionDep
from app.models.calendars import Calendar
from app.models.circulations import DraftLink
from app.models.meetings import Attendance, Meeting
from app.models.people import User
from app.security import SAFE_METHODS
from app.services import (
    calendars,
    circulations,
)


def get_secret_calendar(secret: str, request: Request, session: SessionDep) -> tuple[Calendar, User]:
    """The calendar at a secret address, and whose eyes it is read with. Raises NotFound."""
    calendar, user = calendars.by_secret(session, secret)
    at = now()
    if calendar.fetched_at is None or at - calendar.fetched_at > calendars.NOTED_AGAIN_AFTER:
        with transaction(request.app.state.engine) as apart:
            again = apart.get(Calendar, calendar.id)
            if again is not None:
                again.fetched_at = at
                apart.commit()
    return calendar, user


SecretCalendarDep = Annotated[tuple[Calendar, User], Depends(get_secret_calendar)]


def get_held_link(
    secret: str, request: Request, session: SessionDep
) -> tuple[DraftLink, Attendance, Meeting]:
    """The link at a secret address, whose it is and to which draft. Raises NotFound, the same for an address that
    never was, has expired or was revoked.
    """
    at = now()
    link, attendance, meeting = circulations.by_secret(session, secret, at=at)
    if link.opened_at is None and request.method in SAFE_METHODS:
        with transaction(request.app.state.engine) as apart:
            circulations.note_opened(apart, link.id, at=at)
            apart.commit()
    return link, attendance, meeting


HeldLink = Annotated[tuple[DraftLink, Attendance, Meeting], Depends(get_held_link)]
