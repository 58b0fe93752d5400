"""Publishing a meeting's minutes: what stands in the way, how they will look, now or at a set hour."""

from datetime import date, time
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from app.db import now
from app.dependencies import OfficeMeeting, OfficeReader, Publisher, SessionDep, Today
from app.errors import DomainError, EditConflict, RuleBroken
from app.models.meetings import Meeting
from app.models.publications import Publication, PublicMeeting
from app.routers.documents.downloads import download
from app.routers.publications.versions import versions_of
from app.services import documents, markings, people, publications, published
from app.services.published.meetings import Edition
from app.templating import go_to, page

router = APIRouter(prefix="/meetings/{meeting_id}/publishing")


class PublishForm(BaseModel):
    """What a publisher saw (`seen`, `version`) and wants; hours are the office's own."""

    version: int = 0
    seen: str = ""
    reason: str = ""
    looked: str = ""
    when: str = "now"
    on: str = ""
    hour: str = ""


@router.get("")
def look(
    request: Request,
    session: SessionDep,
    meeting: OfficeMeeting,
    _user: OfficeReader,
    today: Today,
    done: str = "",
) -> Response:
    """Where publishing stands, and the way to the next version."""
    return _page(request, session, meeting, today=today, done=done)


def _page(
    request: Request,
    session: Session,
    meeting: Meeting,
    *,
    today: date,
    done: str = "",
    form: PublishForm | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    prepared = publications.prepare(session, meeting)
    versions = publications.of_meeting(session, meeting)
    latest = versions[0] if versions else None
    public = publications.public_meeting(session, meeting)
    current = next((one for one in versions if public and one.id == public.publication_id), None)
    names = {one.id: one.name for one in people.users(session)}
    return page(
        request,
        "publications/publishing.html",
        status=status,
        meeting=meeting,
        prepared=prepared,
        obstacles=publications.in_the_way(session, meeting, prepared, latest),
        versions=versions,
        latest=latest,
        current=current,
        public=public,
        names=names,
        shows_too_much=current in [one for one, _ in publications.showing_too_much(session, meeting)],
        scheduled=publications.scheduled_of(session, meeting),
        comes_twice=publications.comes_twice,
        form=form or PublishForm(reason=publications.amended_because(session, meeting, latest)),
        errors=errors or {},
        done=done,
        papers=publications.papers_of(session, meeting),
        why_not_announced=publications.why_not_announced(meeting, today=today),
        owed=publications.owed(session, today=today, meeting=meeting),
        duty_words=publications.DUTY_WORDS,
    )


@router.get("/preview")
def preview(request: Request, session: SessionDep, meeting: OfficeMeeting, _user: OfficeReader) -> Response:
    """The public page exactly as it would be."""
    edition = _edition(session, meeting)
    return page(
        request,
        "publications/preview.html",
        meeting=meeting,
        edition=edition,
        shown=published.minutes.shown(edition.minutes),
        site="",
    )


def _edition(session: Session, meeting: Meeting) -> Edition:
    """The next version, as its public page takes it; nothing of it is kept."""
    prepared = publications.prepare(session, meeting)
    versions = publications.of_meeting(session, meeting)
    there = publications.public_meeting(session, meeting)
    word = documents.as_word_of(
        session,
        prepared.minutes,
        status=prepared.status,
        office=prepared.office,
        marking=markings.of_document(session, meeting),
    )
    public = PublicMeeting(
        meeting_id=meeting.id or 0,
        address=there.address if there else "preview",
        title=prepared.minutes.title or meeting.kind,
        kind=meeting.kind,
        held_on=prepared.minutes.held_on or meeting.held_on,
        changed_at=now(),
    )
    publication = Publication(
        meeting_id=meeting.id or 0,
        version=versions[0].version + 1 if versions else 1,
        content=prepared.content,
        status=prepared.status,
        office=prepared.office,
        is_draft=prepared.is_draft,
        published_at=now(),
        published_by_id=0,
        file_id=0,
        sha256=publications.sha256_of(word),
        reason=publications.amended_because(session, meeting, versions[0] if versions else None),
    )
    return Edition(
        meeting=public,
        publication=publication,
        minutes=prepared.minutes,
        versions=versions_of(session, meeting),
        papers=[one for _, _, one, _ in publications.papers_of(session, meeting) if one is not None],
        word_size=len(word),
    )


@router.get("/word")
def word(session: SessionDep, meeting: OfficeMeeting, _user: OfficeReader) -> Response:
    """The Word file exactly as it would be."""
    prepared = publications.prepare(session, meeting)
    data = documents.as_word_of(
        session,
        prepared.minutes,
        status=prepared.status,
        office=prepared.office,
        marking=markings.of_document(session, meeting),
    )
    return download(data, f"Preview {documents.word_name(meeting)}", publications.WORD)


@router.post("")
def publish(
    request: Request,
    session: SessionDep,
    meeting: OfficeMeeting,
    user: Publisher,
    today: Today,
    form: Annotated[PublishForm, Form()],
) -> Response:
    """Publish it, or set the hour; what stands in the way comes back with what was typed."""
    errors: dict[str, str] = {}
    if not form.looked:
        errors["looked"] = "Look at it as it will be, and say that you did."
    try:
        if not errors and form.when == "later":
            publications.schedule(
                session,
                meeting,
                publish_at=publications.moment_of(_day(form.on), _hour(form.hour)),
                version=form.version,
                seen=form.seen,
                reason=form.reason,
                by=user,
                at=now(),
            )
            return go_to(request, f"/meetings/{meeting.id}/publishing?done=scheduled")
        if not errors:
            publications.publish(
                session,
                meeting,
                version=form.version,
                seen=form.seen,
                reason=form.reason,
                by=user,
                at=now(),
            )
            return go_to(request, f"/meetings/{meeting.id}/publishing?done=published")
    except DomainError as problem:
        errors[_where_wrong(problem)] = str(problem)
    session.rollback()
    status = 409 if "version" in errors else 422
    return _page(request, session, meeting, today=today, form=form, errors=errors, status=status)


def _where_wrong(problem: DomainError) -> str:
    if isinstance(problem, EditConflict):
        return "version"
    said = str(problem)
    if said.startswith("Say why"):
        return "reason"
    if said.startswith("Say the hour"):
        return "hour"
    return "on" if "hour" in said or "day" in said else "stands"


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as wrong:
        raise RuleBroken("Choose the day on which it comes out.") from wrong


def _hour(words: str) -> time:
    try:
        return time.fromisoformat(words).replace(tzinfo=None)
    except ValueError as wrong:
        raise RuleBroken("Say the hour at which it comes out, such as 09:00.") from wrong


@router.post("/cancel")
def cancel(request: Request, session: SessionDep, meeting: OfficeMeeting, user: Publisher) -> Response:
    """Publish nothing at the set hour."""
    publications.cancel(session, meeting, by=user)
    return go_to(request, f"/meetings/{meeting.id}/publishing?done=cancelled")
