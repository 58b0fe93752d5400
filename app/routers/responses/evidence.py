"""Evidence: given out as a file to keep, never opened within the site; taken from a draft, and put back."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.dependencies import EvidenceDep, Moment, Responder, SessionDep, Today
from app.models.responses import Response as Given
from app.routers.documents.downloads import download
from app.routers.responses.writing import SentForm, Writing
from app.services import responses

router = APIRouter(prefix="/evidence")


@router.get("/{evidence_id}")
def fetch(session: SessionDep, evidence: EvidenceDep) -> Response:
    """The file itself, as what its content says it is."""
    return download(*responses.given_out(session, evidence))


def beside(
    request: Request,
    session: SessionDep,
    evidence: EvidenceDep,
    user: Responder,
    today: Today,
    at: Moment,
) -> Writing:
    """The writing to which a file belongs."""
    subject = responses.subject_of(session, session.get_one(Given, evidence.response_id))
    return Writing(request, session, user, today, at, subject)


Beside = Annotated[Writing, Depends(beside)]


@router.post("/{evidence_id}/remove")
def remove(writing: Beside, evidence: EvidenceDep, form: SentForm) -> Response:
    """Take it from a draft; the way back stands where it stood. What was typed beside it is kept."""
    return writing.change_files(
        form, lambda: responses.remove(writing.session, evidence, at=writing.at, by=writing.user)
    )


@router.post("/{evidence_id}/restore")
def restore(writing: Beside, evidence: EvidenceDep, form: SentForm) -> Response:
    """Put it back. What was typed beside it is kept."""
    return writing.change_files(form, lambda: responses.restore(writing.session, evidence, by=writing.user))
