"""Sections of minutes: new headings, their words, order, and the recommendations they concern."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from app.dependencies import DraftMeeting, MinuteTaker, SectionDep, SessionDep
from app.errors import DomainError, RuleBroken
from app.models.meetings import Section
from app.models.people import User
from app.models.recommendations import Recommendation
from app.services import lines, meetings, recommendations, sections
from app.templating import go_to, page

router = APIRouter()


class SectionForm(BaseModel):
    """A heading, and the recommendations below it as typed: "8, 41.3" of the source chosen or named."""

    title: str = ""
    number: str = ""
    level: int = 1
    is_standing: bool = False
    revision: int = 0
    source: str = ""
    """The short name of a source, known or new."""
    references: str = ""
    after: str = ""


@router.post("/meetings/{meeting_id}/sections")
def add(
    request: Request,
    session: SessionDep,
    meeting: DraftMeeting,
    user: MinuteTaker,
    form: Annotated[SectionForm, Form()],
) -> Response:
    """A new heading, behind the section chosen or at the end."""
    if not form.title.strip():
        raise RuleBroken("Write the heading first.")
    after = sections.by_id(session, int(form.after)) if form.after.isdecimal() else None
    section = sections.add_as_typed(
        session, meeting, heading=form.title, number=form.number, level=form.level, after=after, by=user
    )
    return go_to(request, _address(section))


def _address(section: Section, query: str = "") -> str:
    return f"/meetings/{section.meeting_id}{query}#section-{section.id}"


def _page(
    request: Request,
    session: Session,
    section: Section,
    form: SectionForm,
    errors: dict[str, str],
    status: int = 200,
) -> Response:
    return page(
        request,
        "sections/edit.html",
        status=status,
        section=section,
        meeting=meetings.by_id(session, section.meeting_id),
        form=form,
        errors=errors,
        sources=recommendations.sources(session),
    )


@router.get("/sections/{section_id}/edit")
def ask_for_heading(
    request: Request, session: SessionDep, section: SectionDep, _user: MinuteTaker
) -> Response:
    """The form of a heading."""
    tied = sections.recommendations_of(session, section)
    form = SectionForm(
        title=section.title,
        number=section.number,
        level=section.level,
        is_standing=section.is_standing,
        revision=section.revision,
        source=_source_of(session, section, tied),
        references=", ".join(one.reference for one in tied),
    )
    return _page(request, session, section, form, {})


def _source_of(session: Session, section: Section, tied: Sequence[Recommendation]) -> str:
    named = recommendations.source_of_section(session, section)
    return tied[0].source.short_name if tied else named.short_name if named else ""


@router.post("/sections/{section_id}/edit")
def change(
    request: Request,
    session: SessionDep,
    section: SectionDep,
    user: MinuteTaker,
    form: Annotated[SectionForm, Form()],
) -> Response:
    """Change the heading and what it concerns; what is refused comes back as it was typed."""
    try:
        sections.change(
            session,
            section,
            title=form.title,
            number=form.number,
            level=form.level,
            is_standing=form.is_standing,
            seen_revision=form.revision,
            by=user,
        )
        _tie(session, section, form, by=user)
    except DomainError as problem:
        session.rollback()
        section = sections.by_id(session, section.id or 0)
        form.revision = section.revision
        name = "references" if "source" in str(problem) else "title"
        return _page(request, session, section, form, {name: str(problem)}, problem.status)
    return go_to(request, _address(section))


def _tie(session: Session, section: Section, form: SectionForm, *, by: User) -> None:
    wanted = [words.strip() for words in form.references.replace(";", ",").split(",") if words.strip()]
    if wanted and not form.source.strip():
        raise RuleBroken("Say which source these recommendations are from, such as the inquiry's short name.")
    found = [
        recommendations.find_or_create(session, source=form.source.strip(), reference=reference)
        for reference in dict.fromkeys(wanted)
    ]
    sections.set_recommendations(session, section, found, by=by)


@router.post("/sections/{section_id}/move")
def move(
    request: Request,
    session: SessionDep,
    section: SectionDep,
    user: MinuteTaker,
    steps: Annotated[int, Form(ge=-1, le=1)],
) -> Response:
    """One place up or down, with its lines."""
    sections.move(session, section, steps=steps, by=user)
    return go_to(request, _address(section))


@router.post("/sections/{section_id}/remove")
def remove(request: Request, session: SessionDep, section: SectionDep, user: MinuteTaker) -> Response:
    """Take it out with its lines; the way back stands at the head of the page."""
    lines.remove_section(session, section, by=user)
    return go_to(request, f"/meetings/{section.meeting_id}?undo=section-{section.id}")


@router.post("/sections/{section_id}/restore")
def restore(request: Request, session: SessionDep, section: SectionDep, user: MinuteTaker) -> Response:
    """Put it back with its lines."""
    lines.restore_section(session, section, by=user)
    return go_to(request, _address(section))
