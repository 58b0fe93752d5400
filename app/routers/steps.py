"""The steps of a plan: the plan of a report as a whole, and each step by hand."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from app.dependencies import (
    MinuteTaker,
    RecommendationDep,
    RecordReader,
    SessionDep,
    SourceDep,
    StepDep,
    Today,
)
from app.errors import EditConflict, NotFound
from app.models.recommendations import Recommendation, Step, StepState
from app.routers.sources.days import day_in
from app.services import people, steps
from app.templating import go_to, page

router = APIRouter()


class StepForm(BaseModel):
    """A step as its form sends it; `lead` is the name of an organisation."""

    reference: str = ""
    wording: str = ""
    lead: str = ""
    partners: str = ""
    lead_officer: str = ""
    outcome: str = ""
    evidence_needed: str = ""
    due_on: str = ""
    state: str = StepState.NOT_STARTED.value
    done_on: str = ""
    revision: int = 0


def _form_of(step: Step) -> StepForm:
    facts = steps.facts_of(step)
    return StepForm(
        reference=facts.reference,
        wording=facts.wording,
        lead=facts.lead.name if facts.lead else "",
        partners=facts.partners,
        lead_officer=facts.lead_officer,
        outcome=facts.outcome,
        evidence_needed=facts.evidence_needed,
        due_on=facts.due_on.isoformat() if facts.due_on else "",
        state=facts.state.value,
        done_on=facts.done_on.isoformat() if facts.done_on else "",
        revision=step.revision,
    )


def _read(
    session: Session, form: StepForm, today: date, user: MinuteTaker
) -> tuple[steps.Facts, dict[str, str]]:
    """What the form says, and what is wrong with it."""
    errors: dict[str, str] = {}
    if not form.wording.strip():
        errors["wording"] = "Write what is to be done."

    due_on, done_on = day_in("due_on", form.due_on, errors), day_in("done_on", form.done_on, errors)
    state = StepState(form.state) if form.state in set(StepState) else StepState.NOT_STARTED
    facts = steps.Facts(
        wording=form.wording,
        reference=form.reference,
        partners=form.partners,
        lead_officer=form.lead_officer,
        outcome=form.outcome,
        evidence_needed=form.evidence_needed,
        due_on=due_on,
        state=state,
        done_on=(done_on or today) if state == StepState.DONE else None,
    )
    if form.lead.strip() and not errors:
        facts.lead = people.get_or_create_organisation(session, form.lead, by=user)
    return facts, errors


def _page(
    request: Request,
    session: Session,
    recommendation: Recommendation,
    step: Step | None,
    form: StepForm,
    errors: dict[str, str],
    *,
    status: int = 422,
    theirs: StepForm | None = None,
) -> Response:
    return page(
        request,
        "steps/edit.html",
        status=status,
        recommendation=recommendation,
        step=step,
        bodies=people.organisations(session),
        states=[(one.value, one.value.capitalize()) for one in StepState],
        form=form,
        errors=errors,
        theirs=theirs,
    )


@router.get("/sources/{source_id}/steps")
def show_plan(
    request: Request,
    session: SessionDep,
    user: RecordReader,
    source: SourceDep,
    today: Today,
    state: str = "",
    body: str = "",
) -> Response:
    """The plan: every step that carries out the report's recommendations, narrowed as the address says."""
    found = steps.of_source(session, source, user=user)
    if not found and not user.is_of_the_office:
        raise NotFound("There is no such plan, or no step of it is your organisation’s.")
    return page(
        request,
        "steps/plan.html",
        source=source,
        counts=steps.counts(session, source, user=user, today=today),
        found=_narrowed(found, state, body, today),
        bodies=sorted({step.organisation.name for step, _ in found if step.organisation}),
        state=state,
        body=body,
        today=today,
    )


def _narrowed(
    found: Sequence[tuple[Step, Recommendation]], state: str, body: str, today: date
) -> list[tuple[Step, Recommendation]]:
    return [
        (step, recommendation)
        for step, recommendation in found
        if (not state or step.state == state or (state == "overdue" and step.is_overdue(today)))
        and (not body or (step.organisation is not None and step.organisation.name == body))
    ]


@router.get("/recommendations/{recommendation_id}/steps/new")
def new(
    request: Request, session: SessionDep, _user: MinuteTaker, recommendation: RecommendationDep
) -> Response:
    """The form of another step."""
    return _page(request, session, recommendation, None, StepForm(), {}, status=200)


@router.post("/recommendations/{recommendation_id}/steps/new")
def add(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    recommendation: RecommendationDep,
    today: Today,
    form: Annotated[StepForm, Form()],
) -> Response:
    """Add a step to the plan."""
    facts, errors = _read(session, form, today, user)
    if errors:
        return _page(request, session, recommendation, None, form, errors)
    steps.add(session, recommendation, facts, by=user)
    return go_to(request, f"/recommendations/{recommendation.id}#steps")


def _of(session: Session, step: Step) -> Recommendation:
    return session.get_one(Recommendation, step.recommendation_id)


@router.get("/steps/{step_id}/edit")
def edit(request: Request, session: SessionDep, _user: MinuteTaker, step: StepDep) -> Response:
    """The form of a step."""
    return _page(request, session, _of(session, step), step, _form_of(step), {}, status=200)


@router.post("/steps/{step_id}/edit")
def save(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    step: StepDep,
    today: Today,
    form: Annotated[StepForm, Form()],
) -> Response:
    """Change a step; what somebody else wrote meanwhile is shown, not lost."""
    facts, errors = _read(session, form, today, user)
    if errors:
        return _page(request, session, _of(session, step), step, form, errors)
    try:
        steps.change(session, step, facts, seen=form.revision, by=user)
    except EditConflict as conflict:
        session.rollback()
        session.refresh(step)
        theirs = _form_of(step)
        form.revision = step.revision
        errors = {"wording": str(conflict)}
        return _page(request, session, _of(session, step), step, form, errors, status=409, theirs=theirs)
    return go_to(request, f"/recommendations/{step.recommendation_id}#steps")


@router.post("/steps/{step_id}/remove")
def remove(request: Request, session: SessionDep, user: MinuteTaker, step: StepDep) -> Response:
    """Take a step out of the plan; its form brings it back."""
    steps.remove(session, step, by=user)
    return go_to(request, f"/steps/{step.id}/edit")


@router.post("/steps/{step_id}/restore")
def restore(request: Request, session: SessionDep, user: MinuteTaker, step: StepDep) -> Response:
    """Put a step back into the plan."""
    steps.restore(session, step, by=user)
    return go_to(request, f"/recommendations/{step.recommendation_id}#steps")
