"""Coming meetings, papers and reports, made public by a publisher's choice and taken back."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.db import now
from app.dependencies import OfficeMeeting, PaperDep, Publisher, SessionDep, SourceDep, Today
from app.services import publications
from app.templating import go_to

router = APIRouter()


@router.post("/meetings/{meeting_id}/publishing/announce")
def announce(
    request: Request, session: SessionDep, meeting: OfficeMeeting, user: Publisher, today: Today
) -> Response:
    """Make the coming meeting public, or bring what is public of it up to date."""
    publications.announce(session, meeting, by=user, today=today, at=now())
    return go_to(request, f"/meetings/{meeting.id}/publishing?done=announced")


@router.post("/meetings/{meeting_id}/publishing/announce/withdraw")
def withdraw_announcement(
    request: Request, session: SessionDep, meeting: OfficeMeeting, user: Publisher
) -> Response:
    """Take it and its papers off the public pages."""
    publications.withdraw_announcement(session, meeting, by=user, at=now())
    return go_to(request, f"/meetings/{meeting.id}/publishing?done=unannounced")


@router.post("/papers/{paper_id}/publish")
def publish_paper(request: Request, session: SessionDep, paper: PaperDep, user: Publisher) -> Response:
    """Put the paper on the public page of its meeting."""
    publications.make_paper_public(session, paper, by=user, at=now())
    return go_to(request, f"/meetings/{paper.meeting_id}/publishing#papers")


@router.post("/papers/{paper_id}/take-back")
def take_paper_back(request: Request, session: SessionDep, paper: PaperDep, user: Publisher) -> Response:
    """The public reads it no more."""
    publications.take_paper_back(session, paper, by=user)
    return go_to(request, f"/meetings/{paper.meeting_id}/publishing#papers")


@router.post("/sources/{source_id}/publish")
def publish_source(request: Request, session: SessionDep, source: SourceDep, user: Publisher) -> Response:
    """Put a report and its recommendations on the public site."""
    publications.make_source_public(session, source, by=user, at=now())
    return go_to(request, "/publications#reports")


@router.post("/sources/{source_id}/take-back")
def take_source_back(request: Request, session: SessionDep, source: SourceDep, user: Publisher) -> Response:
    """The public reads it no more."""
    publications.take_source_back(session, source, by=user)
    return go_to(request, "/publications#reports")
