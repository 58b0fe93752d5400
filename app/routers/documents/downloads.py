"""Minutes as Word, and the file that they were brought in from."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.dependencies import MeetingDep, OfficeReader, SessionDep
from app.errors import NotFound
from app.services import documents, returns
from app.templating import page

router = APIRouter()
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/meetings/{meeting_id}/word")
def word(
    request: Request,
    session: SessionDep,
    meeting: MeetingDep,
    _user: OfficeReader,
    anyway: Annotated[bool, Query()] = False,
) -> Response:
    """The minutes as a Word file; while an edited one is not settled, it is asked first."""
    waiting = [] if anyway else returns.unsettled(session, meeting)
    if waiting:
        address = f"/meetings/{meeting.id}/word?anyway=true"
        return page(request, "documents/ask_first.html", meeting=meeting, files=waiting, anyway=address)
    return download(documents.as_word(session, meeting), documents.word_name(meeting), WORD)


@router.get("/meetings/{meeting_id}/original")
def original(session: SessionDep, meeting: MeetingDep, _user: OfficeReader) -> Response:
    """The very file that these minutes were brought in from."""
    if meeting.original_file_id is None:
        raise NotFound("These minutes were not brought in from a file.")
    file = documents.file_by_id(session, meeting.original_file_id)
    return download(documents.content(session, file), file.name, file.media_type)


def download(data: bytes, name: str, media_type: str) -> Response:
    """A file to keep, never to be opened within the site, under its own name."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(
        data,
        headers={"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"},
        media_type=media_type,
    )
