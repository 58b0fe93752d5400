"""Recommendations: the reports they come from, and each one's trail."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.dependencies import (
    CurrentUser,
    Moment,
    RecommendationDep,
    RecordReader,
    SessionDep,
    SettingsDep,
    Today,
)
from app.routers.documents.downloads import WORD, download
from app.services import documents, recommendations, standings, steps, trails
from app.templating import page

router = APIRouter()


@router.get("/sources")
def list_sources(request: Request, session: SessionDep, user: RecordReader) -> Response:
    """The reports, each with how many of its recommendations are kept here and may be seen."""
    numbers = standings.numbers_of_sources(session, user=user)
    found = [(source, numbers.get(source.id or 0, 0)) for source in recommendations.sources(session)]
    if not user.is_of_the_office:
        found = [(source, number) for source, number in found if number]
    return page(request, "recommendations/sources.html", sources=found)


@router.get("/recommendations/{recommendation_id}")
def show(
    request: Request,
    session: SessionDep,
    user: CurrentUser,
    recommendation: RecommendationDep,
    today: Today,
    order: str = "newest",
) -> Response:
    """Everything about one recommendation, by meeting."""
    (standing,) = standings.standings(session, [recommendation.id or 0], user=user, today=today)
    return page(
        request,
        "recommendations/recommendation.html",
        trail=trails.trail(session, recommendation, user=user, today=today),
        standing=standing,
        recommendation=recommendation,
        parts=recommendations.parts_of(session, recommendation, user=user),
        steps=steps.of_recommendation(session, recommendation, user=user),
        oldest_first=order == "oldest",
        today=today,
    )


@router.get("/recommendations/{recommendation_id}/word")
def word(
    session: SessionDep,
    user: CurrentUser,
    recommendation: RecommendationDep,
    settings: SettingsDep,
    today: Today,
    at: Moment,
    order: str = "oldest",
) -> Response:
    """The same as a Word file."""
    (standing,) = standings.standings(session, [recommendation.id or 0], user=user, today=today)
    data = trails.as_word(
        trails.trail(session, recommendation, user=user, today=today),
        standing,
        made_at=at,
        office=settings.office_name,
        oldest_first=order != "newest",
        style=documents.package_in_use(session),
    )
    return download(data, trails.word_name(recommendation), WORD)
