"""The files of progress updates: given out to keep, never opened within the site; taken from a draft, put back."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.dependencies import Moment, ProgressEvidenceDep, Responder, SessionDep, Today, get_recommendation
from app.routers.documents.downloads import download
from app.routers.progress_updates.writing import SentForm, Writing
from app.services import progress_updates, responses
from app.services.progress_updates.evidence import draft_with

router = APIRouter(prefix="/progress-evidence")


@router.get("/{progress_evidence_id}")
def fetch(session: SessionDep, evidence: ProgressEvidenceDep) -> Response:
    """The file itself, as what its content says it is."""
    return download(*responses.given_out(session, evidence))


def beside(
    request: Request,
    session: SessionDep,
    evidence: ProgressEvidenceDep,
    user: Responder,
    today: Today,
    at: Moment,
) -> Writing:
    """The writing to which a file belongs. Raises RuleBroken once that was given."""
    recommendation = get_recommendation(draft_with(session, evidence).recommendation_id, session, user)
    return Writing(request, session, user, today, at, recommendation)


Beside = Annotated[Writing, Depends(beside)]


@router.post("/{progress_evidence_id}/remove")
def remove(writing: Beside, evidence: ProgressEvidenceDep, form: SentForm) -> Response:
    """Take it from a draft; the way back stands where it stood. What was typed beside it is kept."""
    return writing.change_files(
        form, lambda: progress_updates.remove(writing.session, evidence, at=writing.at, by=writing.user)
    )


@router.post("/{progress_evidence_id}/restore")
def restore(writing: Beside, evidence: ProgressEvidenceDep, form: SentForm) -> Response:
    """Put it back. What was typed beside it is kept."""
    return writing.change_files(
        form, lambda: progress_updates.restore(writing.session, evidence, by=writing.user)
    )
