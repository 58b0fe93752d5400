"""Sources: the reports that make recommendations, what is written of them, and what they owe."""

from datetime import date
from itertools import zip_longest
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from app.dependencies import (
    MinuteTaker,
    RecordReader,
    SectionDep,
    SessionDep,
    SourceDep,
    Today,
)
from app.errors import EditConflict, NotFound, RuleBroken
from app.models.recommendations import Source, SourceKind
from app.routers.sources.days import day_in
from app.services import inspections, recommendations, sources, steps, trails
from app.templating import go_to, page

router = APIRouter()

KINDS = {
    SourceKind.INQUIRY: "An inquiry",
    SourceKind.INSPECTION: "An inspection",
    SourceKind.CORONER: "A coroner’s report",
    SourceKind.SUPER_COMPLAINT: "A super-complaint",
    SourceKind.AUDIT: "An audit",
    SourceKind.OFFICE: "The office’s own",
}
NO_REVIEW = "Give the day of each review as day, month and year."
SPARE = 2
"""Empty rows for further review dates."""


class SourceForm(BaseModel):
    """A report as its form sends it."""

    short_name: str = ""
    title: str = ""
    kind: str = SourceKind.INQUIRY.value
    made_by: str = ""
    published_on: str = ""
    address: str = ""
    recommendations_said: str = ""
    steps_said: str = ""
    reports_every: str = ""
    reports_words: str = ""
    next_report_on: str = ""
    review_on: list[str] = []
    review_words: list[str] = []
    revision: int = 0

    @property
    def reviews(self) -> list[tuple[str, str]]:
        """The rows of review dates as typed, and a few empty ones."""
        return [*self.typed_reviews, *[("", "")] * SPARE]

    @property
    def typed_reviews(self) -> list[tuple[str, str]]:
        """The rows of review dates that say something."""
        found = zip_longest(self.review_on, self.review_words, fillvalue="")
        return [(on.strip(), words.strip()) for on, words in found if on.strip() or words.strip()]


def _form_of(source: Source) -> SourceForm:
    facts = sources.facts_of(source)
    return SourceForm(
        short_name=facts.short_name,
        title=facts.title,
        kind=facts.kind.value,
        made_by=facts.made_by,
        published_on=_written(facts.published_on),
        address=facts.address,
        recommendations_said=str(facts.recommendations_said or ""),
        steps_said=str(facts.steps_said or ""),
        reports_every=str(facts.reports_every or ""),
        reports_words=facts.reports_words,
        next_report_on=_written(facts.next_report_on),
        review_on=[_written(on) for on, _ in facts.reviews],
        review_words=[words for _, words in facts.reviews],
        revision=source.revision,
    )


def _written(on: date | None) -> str:
    return on.isoformat() if on else ""


def _read(session: Session, form: SourceForm, source: Source | None) -> tuple[sources.Facts, dict[str, str]]:
    """What the form says, and what is wrong with it."""
    errors: dict[str, str] = {}
    if not form.short_name.strip():
        errors["short_name"] = "Give the report a short name, such as the initials it is known by."
    known = recommendations.find_source(session, form.short_name) if form.short_name.strip() else None
    if known is not None and (source is None or known.id != source.id):
        errors["short_name"] = f"There is already a report called {known.short_name}."
    if form.address.strip() and not form.address.strip().lower().startswith(("http://", "https://")):
        errors["address"] = "Give an address that begins with https://, or leave it empty."
    reviews = [
        (on, words)
        for at, (typed, words) in enumerate(form.typed_reviews, start=1)
        if (on := day_in(f"review-on-{at}", typed, errors, missing=NO_REVIEW)) is not None
    ]
    facts = sources.Facts(
        short_name=form.short_name,
        title=form.title,
        kind=SourceKind(form.kind) if form.kind in set(SourceKind) else SourceKind.INQUIRY,
        made_by=form.made_by,
        published_on=day_in("published_on", form.published_on, errors),
        address=form.address,
        recommendations_said=_number("recommendations_said", form.recommendations_said, errors),
        steps_said=_number("steps_said", form.steps_said, errors),
        reports_every=_number("reports_every", form.reports_every, errors, most=120),
        reports_words=form.reports_words,
        next_report_on=day_in("next_report_on", form.next_report_on, errors),
        reviews=reviews,
    )
    return facts, errors


def _number(name: str, words: str, errors: dict[str, str], *, most: int = 5000) -> int | None:
    words = words.strip()
    if not words:
        return None
    if words.isascii() and words.isdecimal() and len(words) < 6 and 0 < int(words) <= most:
        return int(words)
    errors[name] = f"Give a number from 1 to {most:,}, or leave it empty."
    return None


def _form_page(
    request: Request,
    session: Session,
    source: Source | None,
    form: SourceForm,
    errors: dict[str, str],
    *,
    status: int = 422,
    theirs: SourceForm | None = None,
) -> Response:
    return page(
        request,
        "recommendations/source_form.html",
        status=status,
        source=source,
        others=[one for one in recommendations.sources(session) if one.id != source.id] if source else [],
        kinds=[(kind.value, words) for kind, words in KINDS.items()],
        form=form,
        errors=errors,
        theirs=theirs,
    )


@router.get("/sources/new")
def new_source(request: Request, session: SessionDep, _user: MinuteTaker) -> Response:
    """The form for another report."""
    return _form_page(request, session, None, SourceForm(), {}, status=200)


@router.post("/sources/new")
def add_source(
    request: Request, session: SessionDep, user: MinuteTaker, form: Annotated[SourceForm, Form()]
) -> Response:
    """Add a report; its recommendations can then be brought in."""
    facts, errors = _read(session, form, None)
    if errors:
        return _form_page(request, session, None, form, errors)
    source = sources.add(session, facts, by=user)
    return go_to(request, f"/sources/{source.id}")


@router.get("/sources/{source_id}")
def show_source(
    request: Request, session: SessionDep, user: RecordReader, source: SourceDep, today: Today
) -> Response:
    """A report: what it is, what it owes, and its register of recommendations."""
    return _page(request, session, user, source, today)


def _response(session: Session, user: RecordReader, source: Source, today: date) -> tuple[str, bool] | None:
    """Of an inspection report, for the office: its section 55 clock in words, and whether it is overdue."""
    if source.kind != SourceKind.INSPECTION or not user.is_of_the_office:
        return None
    found = inspections.whole(session, source, today=today)
    return inspections.about_clock(found), inspections.is_loud(found)


def _page(
    request: Request,
    session: Session,
    user: RecordReader,
    source: Source,
    today: date,
    *,
    tying: int | None = None,
    typed: str = "",
    problem: str = "",
) -> Response:
    found = trails.summaries(session, source, user=user)
    if not found and not user.is_of_the_office:
        raise NotFound("There is no such report, or none of it is for your organisation to answer.")
    return page(
        request,
        "recommendations/source.html",
        status=422 if problem else 200,
        source=source,
        kind=KINDS[source.kind],
        reviews=sources.reviews(source),
        summaries=found,
        described=sum(one.recommendation.is_described for one in found),
        plan=steps.counts(session, source, user=user, today=today),
        response=_response(session, user, source, today),
        named=sources.named_without_number(session, source) if user.is_of_the_office else [],
        today=today,
        tying=tying,
        typed=typed,
        problem=problem,
    )


@router.get("/sources/{source_id}/edit")
def edit_source(request: Request, session: SessionDep, _user: MinuteTaker, source: SourceDep) -> Response:
    """The form that says what a report is."""
    return _form_page(request, session, source, _form_of(source), {}, status=200)


@router.post("/sources/{source_id}/edit")
def save_source(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    source: SourceDep,
    form: Annotated[SourceForm, Form()],
) -> Response:
    """Say what a report is; what somebody else wrote meanwhile is shown, not lost."""
    facts, errors = _read(session, form, source)
    if errors:
        return _form_page(request, session, source, form, errors)
    try:
        sources.describe(session, source, facts, seen=form.revision, by=user)
    except EditConflict as conflict:
        session.rollback()
        session.refresh(source)
        theirs = _form_of(source)
        form.revision = source.revision
        errors = {"short_name": str(conflict)}
        return _form_page(request, session, source, form, errors, status=409, theirs=theirs)
    return go_to(request, f"/sources/{source.id}")


@router.post("/sources/{source_id}/report-given")
def give_report(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    source: SourceDep,
    due: Annotated[str, Form()] = "",
) -> Response:
    """The report that was due is given: the next one is due."""
    sources.give_report(session, source, was_due=recommendations.read_day(due), by=user)
    return go_to(request, f"/sources/{source.id}")


@router.post("/sources/{source_id}/sections/{section_id}/tie")
def tie(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    source: SourceDep,
    section: SectionDep,
    today: Today,
    references: Annotated[str, Form()] = "",
) -> Response:
    """Say of which recommendations a heading speaks that names the report alone."""
    try:
        sources.tie(session, source, section, references=references, by=user)
    except RuleBroken as problem:
        session.rollback()
        return _page(
            request, session, user, source, today, tying=section.id, typed=references, problem=str(problem)
        )
    return go_to(request, f"/sources/{source.id}")


@router.post("/sources/{source_id}/merge")
def merge_source(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    source: SourceDep,
    today: Today,
    into: Annotated[str, Form()] = "",
) -> Response:
    """Two names turn out to be one report."""
    if not into.isascii() or not into.isdigit():
        raise RuleBroken("Choose the report that this one is the same as.")
    kept = sources.merge(
        session, source, recommendations.source_by_id(session, int(into[:9])), today=today, by=user
    )
    return go_to(request, f"/sources/{kept.id}")
