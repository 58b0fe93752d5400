"""Lines of minutes: writing, putting right, moving, removing and putting back; their passages set by hand."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlmodel import Session

from app.dependencies import LineDep, MinuteTaker, SectionDep, SessionDep
from app.errors import DomainError, RuleBroken
from app.models.lines import Line
from app.services import lines, meetings
from app.templating import fragment, is_htmx

router = APIRouter()


class LineForm(BaseModel):
    """The words of a line; `revision` and `writer` say what the page had seen, and which page it is."""

    text: str = ""
    revision: int = 0
    writer: str = ""
    bullet: bool = False
    depth: int = 0
    label: str = ""


class NewLineForm(BaseModel):
    """New lines, one for each paragraph; `after` is the id of the line they follow."""

    text: str = ""
    after: str = ""


def minutes_address(line: Line, *, query: str = "") -> str:
    """The line in its minutes."""
    return f"/meetings/{line.meeting_id}{query}#line-{line.id}"


def changed(
    request: Request,
    session: Session,
    meeting_id: int,
    *,
    section_ids: list[int],
    otherwise: str,
    editing: str = "",
    undo: str = "",
    added_to: int | None = None,
    adding_after: str = "",
) -> Response:
    """The sections that changed, with what stands below them, as pieces that htmx puts into their places."""
    if not is_htmx(request):
        return RedirectResponse(otherwise, 303)
    whole = meetings.whole(session, meetings.by_id(session, meeting_id))
    shown = meetings.shown(
        whole, may_write=True, editing=editing, undo=undo, added_to=added_to, adding_after=adding_after
    )
    edited = lines.being_edited(session, lines.by_id(session, editing)) if editing else None
    return fragment(
        request,
        "sections/_changed.html",
        shown,
        otherwise=otherwise,
        section_ids=section_ids,
        line_form=edited,
        removed_open=bool(undo),
    )


def line_saved(request: Request, session: Session, line: Line, before: set[int]) -> Response:
    """The line as it reads now, with whatever else on the page says something different since."""
    otherwise = minutes_address(line)
    if not is_htmx(request):
        return RedirectResponse(otherwise, 303)
    shown = _shown(session, line)
    return fragment(
        request,
        "lines/_saved.html",
        shown.line(line.id),
        otherwise=otherwise,
        others=_others(shown, line, before),
        shown=shown,
    )


def line_form(
    request: Request,
    session: Session,
    line: Line,
    *,
    before: set[int] | None = None,
    said: str = "",
    error: str = "",
) -> Response:
    """The line with its choices, still open; with an error, the sentence and what was chosen before."""
    session.flush()
    shown = _shown(session, line)
    return fragment(
        request,
        "lines/_form_again.html",
        lines.being_edited(session, line, said=said, error=error),
        otherwise=minutes_address(line, query=f"?edit={line.id}"),
        status=422 if error else 200,
        line_form=lines.being_edited(session, line, said=said, error=error),
        others=_others(shown, line, before) if before is not None else [],
        shown=shown,
    )


def _shown(session: Session, line: Line) -> meetings.Shown:
    return meetings.shown(meetings.whole(session, meetings.by_id(session, line.meeting_id)), may_write=True)


def _others(shown: meetings.Shown, line: Line, before: set[int]) -> list[meetings.ShownLine]:
    """Other lines whose question was answered, or lost its answer, by this change."""
    differs = before ^ shown.whole.answered
    return [
        one
        for section in shown.sections
        for one in section.lines
        if one.id != line.id and any(entry.entry.id in differs for entry in one.entries)
    ]


def answered(session: Session, line: Line) -> set[int]:
    """Ids of the questions that are answered now, to know afterwards which others changed."""
    session.flush()
    return lines.answered(session, line.meeting_id)


@router.post("/sections/{section_id}/lines")
def add(
    request: Request,
    session: SessionDep,
    section: SectionDep,
    user: MinuteTaker,
    form: Annotated[NewLineForm, Form()],
) -> Response:
    """A line for each paragraph that was typed."""
    after = lines.by_id(session, form.after) if form.after else None
    made = lines.add_many(session, section, text=form.text, after=after, by=user)
    last = made[-1].id
    going_on = f"more={section.id}#line-{last}" if after is None else f"after={last}#line-{last}"
    return changed(
        request,
        session,
        section.meeting_id,
        section_ids=[section.id or 0],
        otherwise=f"/meetings/{section.meeting_id}?{going_on}",
        added_to=section.id if after is None else None,
        adding_after=last if after is not None else "",
    )


@router.get("/lines/{line_id}")
def show(request: Request, session: SessionDep, line: LineDep) -> Response:
    """The line as it reads."""
    return line_saved(request, session, line, answered(session, line))


@router.get("/lines/{line_id}/edit")
def ask_for_words(request: Request, session: SessionDep, line: LineDep) -> Response:
    """The line with its choices."""
    edited = lines.being_edited(session, line)
    return fragment(
        request,
        "lines/_line_form.html",
        edited,
        otherwise=minutes_address(line, query=f"?edit={line.id}"),
    )


@router.get("/lines/{line_id}/below")
def ask_for_more(request: Request, line: LineDep) -> Response:
    """The form for lines below this one."""
    address = f"/meetings/{line.meeting_id}?after={line.id}#after-{line.id}"
    return fragment(request, "lines/_below.html", line, otherwise=address)


@router.post("/lines/{line_id}/edit")
def save(
    request: Request,
    session: SessionDep,
    line: LineDep,
    user: MinuteTaker,
    form: Annotated[LineForm, Form()],
) -> Response:
    """Save the words. Somebody else's were first: both texts come back. None at all: a sentence."""
    before = answered(session, line)
    try:
        lines.save_text(
            session, line, text=form.text, seen_revision=form.revision, writer=form.writer, by=user
        )
        lines.set_shape(session, line, bullet=form.bullet, depth=form.depth, label=form.label, by=user)
    except lines.LineConflict as conflict:
        return _refused(request, session, line, form, conflict, conflict=conflict)
    except RuleBroken as problem:
        return _refused(request, session, line, form, problem)
    return line_saved(request, session, line, before)


def _refused(
    request: Request,
    session: Session,
    line: Line,
    form: LineForm,
    problem: DomainError,
    conflict: lines.LineConflict | None = None,
) -> Response:
    session.rollback()
    line = lines.by_id(session, line.id)
    edited = lines.being_edited(
        session, line, text=form.text, writer=form.writer, error=str(problem), conflict=conflict
    )
    return fragment(
        request,
        "lines/_line_form.html",
        edited,
        otherwise=minutes_address(line),
        status=problem.status,
    )


@router.post("/lines/{line_id}/move")
def move(
    request: Request,
    session: SessionDep,
    line: LineDep,
    user: MinuteTaker,
    steps: Annotated[int, Form(ge=-1, le=1)],
) -> Response:
    """One place up or down, over a heading where there is one."""
    was_in = line.section_id
    lines.move(session, line, steps=steps, by=user)
    return changed(
        request,
        session,
        line.meeting_id,
        section_ids=list(dict.fromkeys([was_in, line.section_id])),
        otherwise=minutes_address(line, query=f"?edit={line.id}"),
        editing=line.id,
    )


@router.post("/lines/{line_id}/remove")
def remove(request: Request, session: SessionDep, line: LineDep, user: MinuteTaker) -> Response:
    """Take it out; the way back stands where it was."""
    lines.remove(session, line, by=user)
    undo = f"line-{line.id}"
    return changed(
        request,
        session,
        line.meeting_id,
        section_ids=[line.section_id],
        otherwise=f"/meetings/{line.meeting_id}?undo={undo}#undo",
        undo=undo,
    )


@router.post("/lines/{line_id}/restore")
def restore(request: Request, session: SessionDep, line: LineDep, user: MinuteTaker) -> Response:
    """Put it back where it stood."""
    lines.restore(session, line, by=user)
    return changed(
        request,
        session,
        line.meeting_id,
        section_ids=[line.section_id],
        otherwise=minutes_address(line),
    )


@router.post("/lines/{line_id}/read-again")
def read_again(request: Request, session: SessionDep, line: LineDep, user: MinuteTaker) -> Response:
    """Forget what was set by hand."""
    before = answered(session, line)
    lines.read_afresh(session, line, by=user)
    return line_form(request, session, line, before=before, said="Read again from the words.")


@router.post("/doubts/{doubt_id}/settle")
def settle(request: Request, session: SessionDep, doubt_id: int, user: MinuteTaker) -> Response:
    """Somebody looked: it stands as it is."""
    line = lines.settle_doubt(session, doubt_id, by=user)
    if line is None:
        return RedirectResponse(request.headers.get("referer", "/meetings"), 303)
    return line_form(request, session, line, before=answered(session, line), said="Settled.")
