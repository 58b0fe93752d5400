"""Evidence: given out as a file to keep, never opened within the site; taken from a draft, and put back."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.dependencies import EvidenceDep, Moment, Responder, SessionDep, Today
from app.models.responses import Evidence
from app.models.responses import Response as Given
from app.routers.documents.downloads import download
from app.routers.responses.writing import SentForm, Writing
from app.services import responses
from app.services.responses import DraftConflict, Subject
from app.templating import go_to

router = APIRouter(prefix="/evidence")


@router.get("/{evidence_id}")
def fetch(session: SessionDep, evidence: EvidenceDep) -> Response:
    """The file itself, as what its content says it is."""
    data, media_type = responses.content(session, evidence)
    return download(data, evidence.title, media_type)


@router.post("/{evidence_id}/remove")
def remove(
    request: Request,
    session: SessionDep,
    evidence: EvidenceDep,
    user: Responder,
    today: Today,
    at: Moment,
    form: SentForm,
) -> Response:
    """Take it from a draft; the way back stands where it stood. What was typed beside it is kept."""
    writing = Writing(request, session, _subject(session, evidence), user, today, at)
    try:
        writing.save(form)
    except DraftConflict as met:
        return writing.conflict(form, met)
    responses.remove(session, evidence, at=at, by=user)
    return go_to(request, f"{writing.address}#files")


@router.post("/{evidence_id}/restore")
def restore(
    request: Request,
    session: SessionDep,
    evidence: EvidenceDep,
    user: Responder,
    today: Today,
    at: Moment,
    form: SentForm,
) -> Response:
    """Put it back. What was typed beside it is kept."""
    writing = Writing(request, session, _subject(session, evidence), user, today, at)
    try:
        writing.save(form)
    except DraftConflict as met:
        return writing.conflict(form, met)
    responses.restore(session, evidence, by=user)
    return go_to(request, f"{writing.address}#files")


def _subject(session: SessionDep, evidence: Evidence) -> Subject:
    return responses.subject_of(session, session.get_one(Given, evidence.response_id))
