"""What is written down of a recommendation: a new one, and one that is here already."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from app.dependencies import MinuteTaker, RecommendationDep, SessionDep, SourceDep, Today
from app.errors import EditConflict, RuleBroken
from app.models.recommendations import Acceptance, Part, Recommendation, Source
from app.routers.sources.days import day_in
from app.services import people, recommendations, sources
from app.templating import go_to, page

router = APIRouter()

SPARE = 2
"""Empty rows for further bodies."""


class RecommendationForm(BaseModel):
    """What an office writes down of a recommendation. The bodies are rows: name, part and lead officer."""

    reference: str = ""
    title: str = ""
    wording: str = ""
    body: list[str] = []
    part: list[str] = []
    officer: list[str] = []
    expected_outcome: str = ""
    evidence_needed: str = ""
    target_on: str = ""
    acceptance: str = ""
    response: str = ""
    responded_on: str = ""
    parent: str = ""
    source: str = ""
    revision: int = 0

    @property
    def bodies(self) -> list[recommendations.Body]:
        """The rows that name a body."""
        officers = [*self.officer, *[""] * len(self.body)]
        parts = [*self.part, *[""] * len(self.body)]
        return [
            recommendations.Body(name.strip(), Part.PARTNER if part == Part.PARTNER else Part.LEAD, officer)
            for name, part, officer in zip(self.body, parts, officers, strict=False)
            if name.strip()
        ]

    @property
    def rows(self) -> list[recommendations.Body]:
        """The same, and a few empty rows."""
        return [*self.bodies, *[recommendations.Body("", Part.PARTNER)] * SPARE]


def _form_of(session: Session, recommendation: Recommendation) -> RecommendationForm:
    facts = recommendations.facts_of(session, recommendation)
    return RecommendationForm(
        reference=recommendation.reference,
        title=facts.title,
        wording=facts.wording,
        body=[one.name for one in facts.bodies],
        part=[one.part.value for one in facts.bodies],
        officer=[one.lead_officer for one in facts.bodies],
        expected_outcome=facts.expected_outcome,
        evidence_needed=facts.evidence_needed,
        target_on=facts.target_on.isoformat() if facts.target_on else "",
        acceptance=facts.acceptance.value if facts.acceptance else "",
        response=facts.response,
        responded_on=facts.responded_on.isoformat() if facts.responded_on else "",
        parent=facts.parent,
        source=str(recommendation.source_id),
        revision=recommendation.revision,
    )


def _read(form: RecommendationForm) -> tuple[recommendations.Facts, dict[str, str]]:
    """What the form says, and what is wrong with it."""
    errors: dict[str, str] = {}

    facts = recommendations.Facts(
        title=form.title,
        wording=form.wording,
        expected_outcome=form.expected_outcome,
        evidence_needed=form.evidence_needed,
        target_on=day_in("target_on", form.target_on, errors),
        acceptance=Acceptance(form.acceptance) if form.acceptance in set(Acceptance) else None,
        response=form.response,
        responded_on=day_in("responded_on", form.responded_on, errors),
        parent=form.parent,
        bodies=form.bodies,
    )
    return facts, errors


def _page(
    request: Request,
    session: Session,
    recommendation: Recommendation | None,
    source: Source,
    form: RecommendationForm,
    errors: dict[str, str],
    *,
    status: int = 422,
    theirs: RecommendationForm | None = None,
) -> Response:
    return page(
        request,
        "recommendations/edit.html",
        status=status,
        recommendation=recommendation,
        source=source,
        sources=recommendations.sources(session) if recommendation else [],
        bodies=people.organisations(session),
        form=form,
        errors=errors,
        theirs=theirs,
    )


@router.get("/sources/{source_id}/recommendations/new")
def new(request: Request, session: SessionDep, _user: MinuteTaker, source: SourceDep) -> Response:
    """The form of another recommendation."""
    return _page(request, session, None, source, RecommendationForm(), {}, status=200)


@router.post("/sources/{source_id}/recommendations/new")
def add(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    source: SourceDep,
    form: Annotated[RecommendationForm, Form()],
) -> Response:
    """Add a recommendation by hand."""
    facts, errors = _read(form)
    if not errors:
        try:
            made = recommendations.add(session, source, reference=form.reference, facts=facts, by=user)
            return go_to(request, f"/recommendations/{made.id}")
        except RuleBroken as problem:
            session.rollback()
            errors["parent" if "part of" in str(problem) else "reference"] = str(problem)
    return _page(request, session, None, source, form, errors)


@router.get("/recommendations/{recommendation_id}/edit")
def edit(
    request: Request, session: SessionDep, _user: MinuteTaker, recommendation: RecommendationDep
) -> Response:
    """The form that describes a recommendation."""
    form = _form_of(session, recommendation)
    return _page(request, session, recommendation, recommendation.source, form, {}, status=200)


@router.post("/recommendations/{recommendation_id}/edit")
def save(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    recommendation: RecommendationDep,
    today: Today,
    form: Annotated[RecommendationForm, Form()],
) -> Response:
    """Describe a recommendation; what somebody else wrote meanwhile is shown, not lost."""
    facts, errors = _read(form)
    if errors:
        return _page(request, session, recommendation, recommendation.source, form, errors)
    number = recommendation.id
    try:
        recommendations.describe(session, recommendation, facts, seen=form.revision, by=user)
        if form.source.isascii() and form.source.isdigit():
            source = recommendations.source_by_id(session, int(form.source[:9]))
            number = sources.move(session, recommendation, source, today=today, by=user).id
    except (EditConflict, RuleBroken) as problem:
        session.rollback()
        session.refresh(recommendation)
        theirs = _form_of(session, recommendation) if isinstance(problem, EditConflict) else None
        form.revision = recommendation.revision if theirs else form.revision
        errors = {"title" if theirs else "parent": str(problem)}
        return _page(
            request,
            session,
            recommendation,
            recommendation.source,
            form,
            errors,
            status=problem.status,
            theirs=theirs,
        )
    return go_to(request, f"/recommendations/{number}")
