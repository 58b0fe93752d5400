"""The published document for the office's own website: as HTML to paste, and as PDF."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.dependencies import CurrentUser, OfficeMeeting, OfficeReader, SessionDep, SettingsDep
from app.documents.minutes import Minutes
from app.documents.write_html import whole_page, write_html
from app.models.meetings import Meeting
from app.routers.documents.downloads import download
from app.routers.publications.versions import get_publication
from app.services import documents, markings, meetings, publications
from app.services.documents import pdf
from app.templating import page

router = APIRouter()


@dataclass(slots=True)
class ForTheWebsite:
    """What is, or would be, published, and the address under which it stands here."""

    meeting: Meeting
    minutes: Minutes
    status: str
    office: str
    at: str
    word: bytes = b""
    """The file that was kept, of a version."""

    @property
    def html(self) -> str:
        """To paste."""
        return write_html(self.minutes, office=self.office, status=self.status)

    @property
    def name(self) -> str:
        """Of a file, without its end."""
        return documents.word_name(self.meeting).removesuffix(".docx")


def get_next(session: SessionDep, meeting: OfficeMeeting, _user: OfficeReader) -> ForTheWebsite:
    """The next version, from what may be published."""
    prepared = publications.prepare(session, meeting)
    at = f"/meetings/{meeting.id}/publishing"
    return ForTheWebsite(meeting, prepared.minutes, prepared.status, prepared.office, at)


def get_version(publication_id: int, session: SessionDep, user: CurrentUser) -> ForTheWebsite:
    """A version as it was published. Raises NotFound."""
    found = get_publication(publication_id, session, user)
    meeting = meetings.by_id(session, found.meeting_id)
    kept = documents.content(session, documents.file_by_id(session, found.file_id))
    minutes = publications.minutes_of(found)
    return ForTheWebsite(meeting, minutes, found.status, found.office, f"/publications/{found.id}", kept)


Next = Annotated[ForTheWebsite, Depends(get_next)]
Version = Annotated[ForTheWebsite, Depends(get_version)]


@router.get("/meetings/{meeting_id}/publishing/website")
def next_for_website(request: Request, found: Next, settings: SettingsDep) -> Response:
    """HTML to paste, and PDF, of the minutes as they would be published."""
    return _show(request, found, can_pdf=pdf.is_here(settings.soffice))


@router.get("/meetings/{meeting_id}/publishing/html")
def next_as_html(found: Next) -> Response:
    """The same as a file."""
    return _html(found)


@router.get("/meetings/{meeting_id}/publishing/pdf")
def next_as_pdf(session: SessionDep, found: Next, settings: SettingsDep) -> Response:
    """The same as PDF. Raises RuleBroken where LibreOffice is not installed."""
    return _pdf(session, found, soffice=settings.soffice)


@router.get("/publications/{publication_id}/website")
def version_for_website(request: Request, found: Version, settings: SettingsDep) -> Response:
    """HTML to paste, and PDF, of a version."""
    return _show(request, found, can_pdf=pdf.is_here(settings.soffice))


@router.get("/publications/{publication_id}/html")
def version_as_html(found: Version) -> Response:
    """The same as a file."""
    return _html(found)


@router.get("/publications/{publication_id}/pdf")
def version_as_pdf(session: SessionDep, found: Version, settings: SettingsDep) -> Response:
    """The same as PDF. Raises RuleBroken where LibreOffice is not installed."""
    return _pdf(session, found, soffice=settings.soffice)


def _show(request: Request, found: ForTheWebsite, *, can_pdf: bool) -> Response:
    return page(request, "documents/website.html", found=found, meeting=found.meeting, can_pdf=can_pdf)


def _html(found: ForTheWebsite) -> Response:
    text = whole_page(found.minutes, office=found.office, status=found.status)
    return download(text.encode(), f"{found.name}.html", "text/html; charset=utf-8")


def _pdf(session: Session, found: ForTheWebsite, *, soffice: str) -> Response:
    marking = markings.of_document(session, found.meeting)
    word = found.word or documents.as_word_of(
        session, found.minutes, status=found.status, office=found.office, marking=marking
    )
    return download(pdf.as_pdf(word, soffice=soffice), f"{found.name}.pdf", "application/pdf")
