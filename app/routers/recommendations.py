"""Recommendations: the reports they come from, each one's trail, and loading them from CSV."""

from collections import defaultdict
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from app.dependencies import (
    CurrentUser,
    MinuteTaker,
    RecommendationDep,
    RecordReader,
    SessionDep,
    Today,
)
from app.errors import RuleBroken
from app.models.recommendations import Recommendation
from app.services import recommendations, sources, trails
from app.templating import go_to, page

router = APIRouter()


class RecommendationForm(BaseModel):
    """What an office writes down of a recommendation. `lead` and `partners` are names, parted by
    semicolons.
    """

    title: str = ""
    wording: str = ""
    lead: str = ""
    lead_officer: str = ""
    partners: str = ""
    expected_outcome: str = ""
    evidence_needed: str = ""
    target_on: str = ""
    source: str = ""


@router.get("/recommendations")
def list_sources(request: Request, session: SessionDep, user: RecordReader) -> Response:
    """The reports, each with its recommendations in short."""
    of: dict[int, list[trails.Summary]] = defaultdict(list)
    for summary in trails.summaries(session, None, user=user):
        of[summary.recommendation.source_id].append(summary)
    found = [(source, of[source.id or 0]) for source in recommendations.sources(session)]
    if not user.is_of_the_office:
        found = [(source, summaries) for source, summaries in found if summaries]
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
    found = trails.trail(session, recommendation, user=user, today=today)
    return page(
        request,
        "recommendations/recommendation.html",
        trail=found,
        recommendation=recommendation,
        oldest_first=order == "oldest",
        today=today,
    )


@router.get("/recommendations/{recommendation_id}/edit")
def edit(
    request: Request, session: SessionDep, _user: MinuteTaker, recommendation: RecommendationDep
) -> Response:
    """The form that describes a recommendation."""
    return page(
        request,
        "recommendations/edit.html",
        recommendation=recommendation,
        sources=recommendations.sources(session),
        form=_form_of(recommendation),
        errors={},
    )


def _form_of(recommendation: Recommendation) -> RecommendationForm:
    lead = [one for one in recommendation.responsibilities if one.part == "lead"]
    partners = [one for one in recommendation.responsibilities if one.part != "lead"]
    return RecommendationForm(
        title=recommendation.title,
        wording=recommendation.wording,
        lead="; ".join(one.organisation.name for one in lead),
        lead_officer=lead[0].lead_officer if lead else "",
        partners="; ".join(one.organisation.name for one in partners),
        expected_outcome=recommendation.expected_outcome,
        evidence_needed=recommendation.evidence_needed,
        target_on=recommendation.target_on.isoformat() if recommendation.target_on else "",
        source=str(recommendation.source_id),
    )


@router.post("/recommendations/{recommendation_id}/edit")
def save(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    recommendation: RecommendationDep,
    today: Today,
    form: Annotated[RecommendationForm, Form()],
) -> Response:
    """Describe a recommendation."""
    try:
        target_on = recommendations.read_day(form.target_on)
    except RuleBroken:
        errors = {"target_on": "Give the day as day, month and year, or leave it empty."}
        return page(
            request,
            "recommendations/edit.html",
            status=422,
            recommendation=recommendation,
            sources=recommendations.sources(session),
            form=form,
            errors=errors,
        )
    if form.source.isascii() and form.source.isdigit():
        source = recommendations.source_by_id(session, int(form.source[:9]))
        recommendation = sources.move(session, recommendation, source, today=today, by=user)
    recommendations.describe(
        session,
        recommendation,
        title=form.title,
        wording=form.wording,
        expected_outcome=form.expected_outcome,
        evidence_needed=form.evidence_needed,
        target_on=target_on,
        lead=form.lead,
        lead_officer=form.lead_officer,
        partners=form.partners,
        by=user,
    )
    return go_to(request, f"/recommendations/{recommendation.id}")
