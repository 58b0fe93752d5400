"""One published version, for the office: also what the public no longer reads, and withdrawing it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.db import now
from app.dependencies import CurrentUser, OfficeReader, Publisher, SessionDep
from app.errors import NotFound, RuleBroken
from app.models.meetings import Meeting
from app.models.publications import Publication
from app.routers.documents.downloads import download
from app.services import documents, meetings, people, publications, published
from app.services.published.meetings import Edition, Version
from app.templating import go_to, page

router = APIRouter(prefix="/publications")


def get_publication(publication_id: int, session: SessionDep, user: CurrentUser) -> Publication:
    """A version, for the office. To anybody else there is none."""
    if not user.is_of_the_office:
        raise NotFound("There is no such page.")
    return publications.by_id(session, publication_id)


PublicationDep = Annotated[Publication, Depends(get_publication)]


@router.get("/{publication_id}")
def show(request: Request, session: SessionDep, publication: PublicationDep, _user: OfficeReader) -> Response:
    """The version as it was published, whatever became of it."""
    meeting = meetings.by_id(session, publication.meeting_id)
    edition = edition_of(session, meeting, publication)
    return page(
        request,
        "publications/version.html",
        meeting=meeting,
        edition=edition,
        shown=published.minutes.shown(edition.minutes),
        by=people.user_by_id(session, publication.published_by_id),
        site="",
    )


def edition_of(session: Session, meeting: Meeting, publication: Publication) -> Edition:
    """A version as its public page takes it."""
    public = publications.public_meeting(session, meeting)
    assert public is not None  # noqa: S101  publishing made it
    return Edition(
        meeting=public,
        publication=publication,
        minutes=publications.minutes_of(publication),
        versions=versions_of(session, meeting),
        papers=[],
        word_size=documents.file_by_id(session, publication.file_id).size,
    )


def versions_of(session: Session, meeting: Meeting) -> list[Version]:
    """All of a meeting's, oldest first."""
    return [
        Version(one.version, one.published_at, one.reason, one.withdrawn_at)
        for one in reversed(publications.of_meeting(session, meeting))
    ]


@router.get("/{publication_id}/word")
def word(session: SessionDep, publication: PublicationDep, _user: OfficeReader) -> Response:
    """The Word file of the version."""
    file = documents.file_by_id(session, publication.file_id)
    return download(documents.content(session, file), file.name, file.media_type)


@router.get("/{publication_id}/withdraw")
def ask_to_withdraw(
    request: Request, session: SessionDep, publication: PublicationDep, _user: Publisher
) -> Response:
    """What withdrawing means, and why."""
    return _withdraw_page(request, session, publication)


def _withdraw_page(
    request: Request, session: Session, publication: Publication, *, reason: str = "", problem: str = ""
) -> Response:
    meeting = meetings.by_id(session, publication.meeting_id)
    public = publications.public_meeting(session, meeting)
    return page(
        request,
        "publications/withdraw.html",
        status=422 if problem else 200,
        meeting=meeting,
        publication=publication,
        is_shown=public is not None and public.publication_id == publication.id,
        reason=reason,
        errors={"reason": problem} if problem else {},
    )


@router.post("/{publication_id}/withdraw")
def withdraw(
    request: Request,
    session: SessionDep,
    publication: PublicationDep,
    user: Publisher,
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Take it off the public pages."""
    meeting = meetings.by_id(session, publication.meeting_id)
    try:
        publications.withdraw(session, publication, meeting, reason=reason, by=user, at=now())
    except RuleBroken as problem:
        session.rollback()
        return _withdraw_page(request, session, publication, reason=reason, problem=str(problem))
    return go_to(request, f"/meetings/{meeting.id}/publishing?done=withdrawn")
