"""The first step: choose a file or paste the minutes; and what waits to be checked."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.dependencies import MinuteTaker, SessionDep, Today
from app.documents.minutes import Reading
from app.errors import UnreadableDocument
from app.models.documents import ReadingState
from app.models.meetings import Meeting
from app.services import documents, meetings
from app.templating import day, go_to, page
from app.uploads import UploadDep

router = APIRouter()


@dataclass(slots=True)
class Sent:
    """What somebody sent to be read, and what was read of it; or the sentence that says why not."""

    name: str = ""
    data: bytes = b""
    media_type: str = ""
    reading: Reading | None = None
    problem: str = ""
    pasted: str = ""


def read_sent(upload: UploadDep, today: Today) -> Sent:
    """Reading takes its time, so it is done before the request's transaction begins."""
    text, html = upload.fields.get("pasted", ""), upload.fields.get("pasted_html", "")
    sent = Sent(problem=upload.problem, pasted=text)
    try:
        if upload.data:
            sent.name, sent.data, sent.media_type = upload.name, upload.data, upload.media_type
            sent.reading = documents.read(sent.data, sent.name)
        elif text.strip():
            as_html = html.strip() != ""
            sent.data = (html if as_html else text).encode()
            sent.name = f"Pasted on {day(today)}.{'html' if as_html else 'txt'}".replace("\xa0", " ")
            sent.media_type = "text/html" if as_html else "text/plain"
            sent.reading = documents.read_pasted(text, html if as_html else None)
        elif not sent.problem:
            sent.problem = "Choose a file, or paste the minutes."
    except UnreadableDocument as refusal:
        sent.problem = str(refusal)
    return sent


@router.get("/bring-in")
def ask_for_minutes(
    request: Request, session: SessionDep, _user: MinuteTaker, here: Annotated[int | None, Query()] = None
) -> Response:
    """The form, and what is being checked; `here` is the meeting that the last file already is."""
    return _form(request, session, here=meetings.by_id(session, here) if here is not None else None)


@router.post("/bring-in")
def bring_in(
    request: Request, sent: Annotated[Sent, Depends(read_sent)], session: SessionDep, user: MinuteTaker
) -> Response:
    """Read what was sent, then check it. The same file again leads to where it already is."""
    if sent.problem or sent.reading is None:
        return _form(request, session, problem=sent.problem, pasted=sent.pasted, status=422)
    file = documents.store_file(session, sent.data, name=sent.name, media_type=sent.media_type, by=user)
    already = documents.already_here(session, file)
    if already is not None:
        return go_to(request, f"/bring-in?here={already.id}")
    stored = documents.begin_reading(session, file, by=user, reading=sent.reading)
    return go_to(request, f"/bring-in/{stored.id}")


def _form(
    request: Request,
    session: Session,
    *,
    here: Meeting | None = None,
    problem: str = "",
    pasted: str = "",
    status: int = 200,
) -> Response:
    return page(
        request,
        "documents/bring_in.html",
        status=status,
        waiting=documents.being_checked(session),
        already=here,
        problem=problem,
        pasted=pasted,
    )


@router.post("/bring-in/{reading_id}/discard")
def discard(request: Request, session: SessionDep, user: MinuteTaker, reading_id: int) -> Response:
    """Give an import up."""
    documents.discard(session, documents.reading_by_id(session, reading_id), by=user)
    return go_to(request, "/bring-in")


@router.post("/bring-in/{reading_id}/accept")
def accept(request: Request, session: SessionDep, user: MinuteTaker, reading_id: int) -> Response:
    """Make the meeting and go there; a second click finds it made."""
    stored = documents.reading_by_id(session, reading_id)
    if stored.state != ReadingState.ACCEPTED and documents.reading_of(stored).minutes.held_on is None:
        return go_to(request, f"/bring-in/{reading_id}?edit=facts&needs=date#facts")
    meeting = documents.accept(session, stored, by=user)
    source = documents.source_of(session, meeting) if meeting.is_report else None
    return go_to(request, f"/sources/{source.id}" if source else f"/meetings/{meeting.id}")
