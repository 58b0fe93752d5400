"""Reading progress updates, and what the office does with them: it verifies or queries."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.dependencies import (
    CurrentUser,
    Moment,
    ProgressUpdateDep,
    RecommendationDep,
    RecordReader,
    Reviewer,
    SessionDep,
)
from app.errors import RuleBroken
from app.models.people import User
from app.models.recommendations import ProgressUpdate, Recommendation
from app.services import progress_updates
from app.services.progress_updates import UpdateForm
from app.templating import go_to, page

router = APIRouter()
Words = Annotated[str, Form()]


def address_of(recommendation: Recommendation) -> str:
    """The page of its updates."""
    return f"/recommendations/{recommendation.id}/updates"


def updates_page(
    request: Request,
    session: Session,
    recommendation: Recommendation,
    user: User,
    *,
    status: int = 200,
    form: UpdateForm | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    """The page; `form` and `errors` are those of what was refused."""
    updates = progress_updates.updates(session, recommendation, user=user, form=form)
    return page(
        request,
        "progress_updates/updates.html",
        status=status,
        recommendation=recommendation,
        updates=updates,
        address=address_of(recommendation),
        ratings=progress_updates.RATINGS,
        errors=errors or (updates.form.errors if updates.form else {}),
    )


@router.get("/progress-updates")
def show_list(request: Request, session: SessionDep, user: RecordReader) -> Response:
    """For the office what waits to be read; for a body its recommendations, each with what it said last."""
    if user.is_of_the_office:
        waiting = progress_updates.to_read(session)
        count = progress_updates.to_read_count(session)
        return page(request, "progress_updates/to_read.html", waiting=waiting, waiting_count=count)
    standings = progress_updates.standings(session, user)
    return page(request, "progress_updates/ours.html", standings=standings)


@router.get("/recommendations/{recommendation_id}/updates")
def show(
    request: Request, session: SessionDep, recommendation: RecommendationDep, user: CurrentUser
) -> Response:
    """All updates on one recommendation."""
    return updates_page(request, session, recommendation, user)


@router.post("/progress-updates/{update_id}/verify")
def verify(
    request: Request,
    session: SessionDep,
    update: ProgressUpdateDep,
    user: Reviewer,
    at: Moment,
    remark: Words = "",
) -> Response:
    """The office has seen that it is so."""
    try:
        progress_updates.verify(session, update, remark=remark, at=at, by=user)
    except RuleBroken as problem:
        return _again(request, session, update, user, {f"remark-{update.id}": str(problem)})
    return _back(request, session, update)


@router.post("/progress-updates/{update_id}/query")
def query(
    request: Request,
    session: SessionDep,
    update: ProgressUpdateDep,
    user: Reviewer,
    at: Moment,
    question: Words = "",
) -> Response:
    """The office asks about it."""
    try:
        progress_updates.query(session, update, question=question, at=at, by=user)
    except RuleBroken as problem:
        return _again(request, session, update, user, {f"question-{update.id}": str(problem)})
    return _back(request, session, update)


@router.post("/progress-updates/{update_id}/take-back")
def take_back(request: Request, session: SessionDep, update: ProgressUpdateDep, user: Reviewer) -> Response:
    """It was verified or queried by mistake."""
    progress_updates.take_back(session, update, by=user)
    return _back(request, session, update)


def _again(
    request: Request, session: Session, update: ProgressUpdate, user: User, errors: dict[str, str]
) -> Response:
    session.rollback()
    recommendation = session.get_one(Recommendation, update.recommendation_id)
    return updates_page(request, session, recommendation, user, status=422, errors=errors)


def _back(request: Request, session: Session, update: ProgressUpdate) -> Response:
    recommendation = session.get_one(Recommendation, update.recommendation_id)
    return go_to(request, f"{address_of(recommendation)}#update-{update.id}")
