"""Files that are sent here: streamed, counted while they arrive, refused beyond the limit of the settings.

A form is read before the request's transaction begins, so that a slow connection holds no lock.
"""

from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from app.db import now, transaction
from app.dependencies import SettingsDep
from app.errors import NotAllowed, NotSignedIn, RuleBroken
from app.models.people import May, User
from app.security import COOKIE, find_sign_in

MOST_FIELDS = 12
DRAINED = 4
"""So many times the limit is still listened to: a browser shows an answer only once all is sent."""


@dataclass(slots=True)
class Upload:
    """What a form with a file field sent. `problem` is a sentence when it could not all be taken."""

    name: str = ""
    data: bytes = b""
    media_type: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


Reaches = Callable[[Session, User, Mapping[str, str]], object]
"""Raises when what the address names is not for this user; the mapping holds the address's parts by name."""


def upload_by(
    whoever_may: May, *, reaches: Reaches | None = None
) -> Callable[[Request, SettingsDep], Coroutine[Any, Any, Upload]]:
    """A dependency: what somebody whose role allows it sends. Raises NotSignedIn, NotAllowed, or whatever
    `reaches` raises, before anything is read.
    """

    async def read(request: Request, settings: SettingsDep) -> Upload:
        await run_in_threadpool(_may_send, request, whoever_may, reaches)
        return await read_upload(request, settings)

    return read


async def read_upload(request: Request, settings: SettingsDep) -> Upload:
    """The file and the fields of a form."""
    limit = settings.upload_limit
    too_large = f"The file is larger than {settings.upload_limit_mb} MB. Choose a smaller one."
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit * DRAINED:
        raise RuleBroken(too_large)
    counted = _Counted(limit)
    try:
        parser = MultiPartParser(
            request.headers,
            counted.through(request),
            max_files=1,
            max_fields=MOST_FIELDS,
            max_part_size=limit,
        )
        form = await parser.parse()
    except (MultiPartException, KeyError) as refusal:
        if counted.is_over:
            return Upload(problem=too_large)
        raise RuleBroken("The form did not arrive whole. Try again.") from refusal
    upload = Upload(fields={name: value for name, value in form.items() if isinstance(value, str)})
    for value in form.values():
        if isinstance(value, UploadFile):
            upload.name, upload.media_type = value.filename or "", value.content_type or ""
            upload.data = await value.read()
            await value.close()
    return upload


UploadDep = Annotated[Upload, Depends(upload_by(May.WRITE))]


class _Counted:
    """A request's body up to a limit; what comes after it is counted and dropped."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.seen = 0

    @property
    def is_over(self) -> bool:
        return self.seen > self.limit

    async def through(self, request: Request) -> AsyncGenerator[bytes, None]:
        async for chunk in request.stream():
            self.seen += len(chunk)
            if not self.is_over:
                yield chunk
            elif self.seen > self.limit * DRAINED:
                break
        if self.is_over:
            raise MultiPartException("The body is larger than the limit.")


def _may_send(request: Request, whoever_may: May, reaches: Reaches | None) -> None:
    with transaction(request.app.state.engine, writes=False) as session:
        found = find_sign_in(session, request.cookies.get(COOKIE, ""), at=now())
        if found is None:
            raise NotSignedIn("Sign in to see this.")
        if not found.user.may(whoever_may):
            raise NotAllowed(f"Your role here, {found.user.role_name.lower()}, may not {whoever_may.value}.")
        if reaches is not None:
            reaches(session, found.user, request.path_params)
