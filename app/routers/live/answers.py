"""What a page that types is answered: where the thing stands, how it was understood, and who was first."""

from typing import Any

from fastapi.responses import JSONResponse
from sqlmodel import Session, col, select

from app.db import OFFICE_TIME, now
from app.models.lines import Line, LineRevision
from app.models.meetings import Meeting, Section
from app.models.people import User
from app.routers.live.telling import render
from app.services import expunging, lines
from app.services.audience import Audience
from app.services.lines import typed


def saved(session: Session, meeting: Meeting, thing: Line | Section) -> JSONResponse:
    """The line, or the heading, as it stands since the change of that number; sent once it is committed."""
    session.flush()
    answer = _of_heading(session, meeting, thing) if isinstance(thing, Section) else _of_line(session, thing)
    at = now().astimezone(OFFICE_TIME)
    return JSONResponse({**answer, "change": meeting.change_no, "saved_at": f"{at:%H:%M:%S}"})


def _of_line(session: Session, line: Line) -> dict[str, Any]:
    one = typed.of_line(session, line)
    return {
        "key": one.key,
        "revision": one.revision,
        "mark": render("_mark", Audience.TYPISTS, line=one),
        "reading": render("_reading", Audience.TYPISTS, line=one),
        "said": one.said,
        "name": one.name,
        "section": one.section_id,
        "position": one.position,
        "bullet": one.bullet,
        "depth": one.depth,
        "heading": None,
        "removed": one.removed,
    }


def _of_heading(session: Session, meeting: Meeting, section: Section) -> dict[str, Any]:
    [one] = typed.of_sections(session, meeting, [section])
    return {
        "key": one.key,
        "revision": one.revision,
        "mark": "",
        "reading": "",
        "said": f"Heading, {one.heading}",
        "name": "Heading",
        "section": one.id,
        "position": one.position,
        "bullet": False,
        "depth": 0,
        "heading": {
            "section": one.id,
            "html": render("_section", Audience.TYPISTS, section=one),
            "below": {line.id: line.position for line in lines.of_section(session, section)},
        },
        "removed": section.removed_at is not None,
    }


def conflict(
    session: Session, lost: "lines.LineConflict | lines.HeadingConflict", *, seen_revision: int
) -> JSONResponse:
    """Somebody else was first: both texts, who that was, and what this page had seen when it began."""
    by, base, removed = "", "", False
    if isinstance(lost, lines.LineConflict):
        line = session.get(Line, lost.line_id)
        removed = line is not None and line.removed_at is not None
        by, base = _who_and_base(session, lost.line_id, seen_revision)
    return JSONResponse(
        {
            "taken_out": _was_taken_out(session, lost, seen_revision),
            "message": str(lost),
            "theirs": lost.theirs,
            "their_revision": lost.revision,
            "by": by,
            "base_text": base,
            "yours": lost.yours,
            "removed": removed,
        },
        lost.status,
    )


def _who_and_base(session: Session, line_id: str, seen_revision: int) -> tuple[str, str]:
    """Who wrote the words that stand, and the words as they were at the end of the spell that was seen."""
    found = session.exec(
        select(LineRevision, User.name)
        .outerjoin(User, col(User.id) == col(LineRevision.by_id))
        .where(LineRevision.line_id == line_id)
        .order_by(col(LineRevision.id).desc())
        .limit(50)
    ).all()
    by = found[0][1] or "" if found else ""
    return by, next((spell.text for spell, _ in found if spell.revision <= seen_revision), "")


def _was_taken_out(
    session: Session, lost: "lines.LineConflict | lines.HeadingConflict", seen_revision: int
) -> bool:
    """Whether the page still has words that were taken out of the record: it lets go of them."""
    if not isinstance(lost, lines.LineConflict):
        return False
    line = lines.by_id(session, lost.line_id)
    meeting = session.get_one(Meeting, line.meeting_id)
    return seen_revision < expunging.revisions_of(session, meeting).get(line.id, 0)
