"""Saving as one types: a line made, its words changed, taken out, put back, moved. Sending twice is sending once."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlmodel import Session

from app.dependencies import DraftMeeting, MinuteTaker, SessionDep
from app.errors import NotFound
from app.models.lines import Line
from app.models.meetings import Meeting, Section
from app.models.people import User
from app.routers.live.answers import conflict, saved
from app.routers.live.desk import write
from app.services import drafts, lines, sections

router = APIRouter(prefix="/meetings/{meeting_id}/live/lines/{line_id}")
at_the_desk = APIRouter()
"""What is sent at every pause of typing: see desk.py."""


class TypedForm(BaseModel):
    """What a page sends of a line: its words, the revision it saw (0: the line is new) and its own token.

    `section` and `after` say where a new line stands: behind that line, or first below that heading.
    """

    text: str = ""
    revision: int = 0
    writer: str = ""
    section: str = ""
    after: str = ""
    bullet: bool | None = None
    depth: int = 0
    left: bool = False


@at_the_desk.post("/meetings/{meeting_id}/live/lines/{line_id}")
async def save(
    request: Request, meeting_id: int, line_id: str, form: Annotated[TypedForm, Form()]
) -> JSONResponse:
    """Make or change a line; a line that is left and reads as a heading becomes one."""

    def work(session: Session, meeting: Meeting, user: User) -> JSONResponse:
        try:
            thing = _save(session, meeting, line_id, form, user)
        except (lines.LineConflict, lines.HeadingConflict) as lost:
            session.rollback()
            return conflict(session, lost, seen_revision=form.revision)
        return saved(session, meeting, thing)

    return await write(request, meeting_id, work)


def _save(session: Session, meeting: Meeting, key: str, form: TypedForm, by: User) -> Line | Section:
    thing = named(session, meeting, key)
    if isinstance(thing, Section):
        section = lines.save_heading(
            session, thing, text=form.text, seen_revision=form.revision, writer=form.writer, by=by
        )
        grown = lines.heading_of_sentence_left(session, section, by=by) if form.left else None
        return grown or section
    if thing is None:
        line = _new(session, meeting, key, form, by)
    else:
        line = lines.save_text(
            session, thing, text=form.text, seen_revision=form.revision, writer=form.writer, by=by
        )
        if form.bullet is not None and (line.bullet, line.depth) != (form.bullet, form.depth):
            lines.set_shape(session, line, bullet=form.bullet, depth=form.depth, by=by)
    if not form.left:
        return line
    line = lines.bullet_left(session, line, by=by)
    return lines.heading_left(session, line, by=by) or line


def _new(session: Session, meeting: Meeting, key: str, form: TypedForm, by: User) -> Line:
    section, after = place(session, meeting, form, by)
    return lines.add(
        session,
        section,
        id=key,
        text=form.text,
        after=after,
        at_start=after is None and bool(form.after),
        bullet=bool(form.bullet),
        depth=form.depth,
        writer=form.writer,
        by=by,
    )


def place(session: Session, meeting: Meeting, form: TypedForm, by: User) -> tuple[Section, Line | None]:
    """Where a new line stands. What it should follow may be gone by now, or have become a heading."""
    try:
        behind = named(session, meeting, form.after) if form.after else None
    except NotFound:
        behind = None
    if isinstance(behind, Line) and (behind.removed_at is None or form.section == str(behind.section_id)):
        section = sections.by_id(session, behind.section_id)
        if section.removed_at is None:
            return section, behind
    if isinstance(behind, Section) and behind.removed_at is None:
        form.after = form.after or "heading"
        return behind, None
    form.after = ""
    standing = sections.of_meeting(session, meeting)
    for section in standing:
        if str(section.id) == form.section:
            return section, None
    return standing[-1] if standing else sections.add(session, meeting, title="", by=by), None


def named(session: Session, meeting: Meeting, key: str) -> Line | Section | None:
    """What a key of the page names: a line, the heading that a line became, or "section-12". None: nothing
    yet. Raises NotFound when it belongs to other minutes.
    """
    number = key.removeprefix("section-")
    found: Line | Section | None
    if number != key:
        found = session.get(Section, int(number)) if number.isdecimal() else None
        if found is None:
            raise NotFound("That heading is not there any more.")
    else:
        found = session.get(Line, key)
        if found is None or found.removed_at is not None:
            found = lines.heading_by_typed_id(session, key) or found
    if found is not None and found.meeting_id != meeting.id:
        raise NotFound("That line belongs to other minutes.")
    return found


def there(session: Session, meeting: Meeting, key: str) -> Line | Section:
    """What a key names, which must exist. Raises NotFound."""
    drafts.opened(session, meeting.id)
    thing = named(session, meeting, key)
    if thing is None:
        raise NotFound("There is no such line.")
    return thing


@router.post("/remove")
def remove(session: SessionDep, meeting: DraftMeeting, user: MinuteTaker, line_id: str) -> JSONResponse:
    """Take it out; a heading with the lines below it."""
    thing = there(session, meeting, line_id)
    if isinstance(thing, Section):
        return saved(session, meeting, lines.remove_section(session, thing, by=user))
    return saved(session, meeting, lines.remove(session, thing, by=user))


@router.post("/restore")
def restore(session: SessionDep, meeting: DraftMeeting, user: MinuteTaker, line_id: str) -> JSONResponse:
    """Put it back where it stood."""
    thing = there(session, meeting, line_id)
    if isinstance(thing, Section):
        return saved(session, meeting, lines.restore_section(session, thing, by=user))
    return saved(session, meeting, lines.restore(session, thing, by=user))


@router.post("/move")
def move(
    session: SessionDep,
    meeting: DraftMeeting,
    user: MinuteTaker,
    line_id: str,
    steps: Annotated[int, Form(ge=-1, le=1)],
) -> JSONResponse:
    """One place up or down; a line over a heading where there is one, a heading with its lines."""
    thing = there(session, meeting, line_id)
    if isinstance(thing, Section):
        return saved(session, meeting, sections.move(session, thing, steps=steps, by=user))
    return saved(session, meeting, lines.move(session, thing, steps=steps, by=user))
