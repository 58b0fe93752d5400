"""Papers of a meeting: putting a file with them, opening it, taking it away and bringing it back."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.dependencies import DraftMeeting, MinuteTaker, PaperDep, SessionDep
from app.errors import NotFound, RuleBroken
from app.models.meetings import Meeting, Paper, Section
from app.routers.documents.downloads import download
from app.services import documents, meetings, papers, sections
from app.templating import go_to, page
from app.uploads import UploadDep

router = APIRouter()


def _address(meeting_id: int | None) -> str:
    return f"/meetings/{meeting_id}#papers"


def _section(session: Session, meeting_id: int | None, words: str) -> Section | None:
    """The section chosen in a list; "" is the whole meeting. Raises NotFound for one of another meeting."""
    if not words.isdecimal():
        return None
    section = sections.by_id(session, int(words))
    if section.meeting_id != meeting_id:
        raise NotFound("That section belongs to another meeting.")
    return section


def _choices(session: Session, meeting: Meeting) -> list[tuple[str, str]]:
    """The whole meeting, or one of its sections."""
    there = sections.of_meeting(session, meeting)
    named = [(str(one.id), f"{one.number} {one.title}".strip()) for one in there if one.title]
    return [("", "The whole meeting"), *named]


@router.get("/meetings/{meeting_id}/papers/new")
def ask_for_file(request: Request, session: SessionDep, meeting: DraftMeeting) -> Response:
    """The form of a new paper."""
    return _new_page(request, session, meeting)


def _new_page(
    request: Request,
    session: Session,
    meeting: Meeting,
    *,
    problem: str = "",
    title: str = "",
    status: int = 200,
) -> Response:
    return page(
        request,
        "papers/new.html",
        status=status,
        meeting=meeting,
        choices=_choices(session, meeting),
        errors={"file": problem} if problem else {},
        title=title,
    )


@router.post("/meetings/{meeting_id}/papers/new")
def add(
    request: Request, upload: UploadDep, session: SessionDep, meeting: DraftMeeting, user: MinuteTaker
) -> Response:
    """Keep the file and put it with the meeting's papers."""
    title = upload.fields.get("title", "")
    if upload.problem or not upload.data:
        problem = upload.problem or "Choose the file."
        return _new_page(request, session, meeting, problem=problem, title=title, status=422)
    file = documents.store_file(session, upload.data, name=upload.name, media_type=upload.media_type, by=user)
    section = _section(session, meeting.id, upload.fields.get("section", ""))
    papers.add(session, meeting, title=title, file=file, section=section, by=user)
    return go_to(request, _address(meeting.id))


@router.get("/papers/{paper_id}")
def open_paper(session: SessionDep, paper: PaperDep) -> Response:
    """The file itself, to keep."""
    file = documents.file_by_id(session, paper.file_id)
    return download(documents.content(session, file), file.name, file.media_type)


@router.get("/papers/{paper_id}/edit")
def ask_for_title(request: Request, session: SessionDep, paper: PaperDep, _user: MinuteTaker) -> Response:
    """The form of a paper's title and place."""
    return _edit_page(request, session, paper, title=paper.title, errors={})


def _edit_page(
    request: Request, session: Session, paper: Paper, *, title: str, errors: dict[str, str], status: int = 200
) -> Response:
    meeting = meetings.by_id(session, paper.meeting_id)
    return page(
        request,
        "papers/edit.html",
        status=status,
        paper=paper,
        meeting=meeting,
        choices=_choices(session, meeting),
        title=title,
        errors=errors,
    )


@router.post("/papers/{paper_id}/edit")
def change(
    request: Request,
    session: SessionDep,
    paper: PaperDep,
    user: MinuteTaker,
    title: Annotated[str, Form()] = "",
    section: Annotated[str, Form()] = "",
) -> Response:
    """Correct a paper's title, or say which section it belongs to."""
    place = _section(session, paper.meeting_id, section)
    try:
        papers.change(session, paper, title=title, section=place, by=user)
    except RuleBroken as problem:
        return _edit_page(request, session, paper, title=title, errors={"title": str(problem)}, status=422)
    return go_to(request, _address(paper.meeting_id))


@router.post("/papers/{paper_id}/remove")
def remove(request: Request, session: SessionDep, paper: PaperDep, user: MinuteTaker) -> Response:
    """Take it away; the way back stands at the head of the page."""
    papers.remove(session, paper, by=user)
    return go_to(request, f"/meetings/{paper.meeting_id}?undo=paper-{paper.id}")


@router.post("/papers/{paper_id}/restore")
def restore(request: Request, session: SessionDep, paper: PaperDep, user: MinuteTaker) -> Response:
    """Bring it back."""
    papers.restore(session, paper, by=user)
    return go_to(request, _address(paper.meeting_id))
