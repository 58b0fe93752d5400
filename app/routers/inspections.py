"""Responses to inspection reports: the section 55 clock, what is said, what was recorded, and the Word file."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from app.db import now
from app.dependencies import (
    Decider,
    MinuteTaker,
    Moment,
    OfficeReader,
    Publisher,
    SessionDep,
    SettingsDep,
    Today,
)
from app.errors import EditConflict, NotFound, RuleBroken
from app.models.inspections import PERIOD, StepKind
from app.models.recommendations import Source
from app.routers.documents.downloads import WORD, download
from app.services import documents, inspections, recommendations
from app.services.inspections.recording import NAMES
from app.templating import go_to, page

router = APIRouter(prefix="/inspections")


def get_inspection_source(source_id: int, session: SessionDep, _user: OfficeReader) -> Source:
    """The inspection report in the address, for the office. Raises NotFound."""
    return inspections.inspection_source(session, source_id)


InspectionSource = Annotated[Source, Depends(get_inspection_source)]


class StepForm(BaseModel):
    """Something that was done on the way."""

    kind: str = ""
    done_on: str = ""
    until_on: str = ""
    remark: str = ""


class WordsForm(BaseModel):
    """What is said of the report as a whole, or of one recommendation."""

    action: str = ""
    why_none: str = ""
    comments: str = ""
    chief_comments: str = ""
    reply: str = ""
    revision: str = ""

    @property
    def seen(self) -> int:
        return int(self.revision) if self.revision.isdecimal() and len(self.revision) < 10 else 0


def _page(
    request: Request,
    session: Session,
    source: Source,
    today: date,
    *,
    status: int = 200,
    errors: dict[str, str] | None = None,
    sent: Any = None,
    sent_at: str = "",
) -> Response:
    """The page; `sent` is what was refused, and `sent_at` which of its forms sent it."""
    response = inspections.whole(session, source, today=today)
    return page(
        request,
        "inspections/inspection.html",
        status=status,
        response=response,
        source=source,
        today=today,
        period=PERIOD,
        names=NAMES,
        kinds=StepKind,
        about_clock=inspections.about_clock(response),
        how_long=inspections.how_long(response),
        is_loud=inspections.is_loud(response),
        errors=errors or {},
        sent=sent,
        sent_at=sent_at,
    )


@router.get("")
def show_all(request: Request, session: SessionDep, _user: OfficeReader, today: Today) -> Response:
    """Every inspection report with its clock."""
    found = [
        (one, inspections.how_long(one), inspections.is_loud(one))
        for one in inspections.responses(session, today=today)
    ]
    return page(request, "inspections/list.html", responses=found, period=PERIOD)


@router.get("/{source_id}")
def show(request: Request, session: SessionDep, source: InspectionSource, today: Today) -> Response:
    """The response to one report: the clock first."""
    return _page(request, session, source, today)


@router.get("/{source_id}/word")
def word(session: SessionDep, source: InspectionSource, today: Today, settings: SettingsDep) -> Response:
    """The response as it stands, as a Word file."""
    response = inspections.whole(session, source, today=today)
    data = inspections.as_word(response, office=settings.office_name, style=documents.package_in_use(session))
    return download(data, inspections.word_name(source), WORD)


@router.get("/{source_id}/published")
def published(session: SessionDep, source: InspectionSource, today: Today) -> Response:
    """The very file that was kept when the response was published. Raises NotFound before that."""
    done = inspections.whole(session, source, today=today).steps.get(StepKind.PUBLISHED)
    if done is None or done.step.file_id is None:
        raise NotFound("This response is not published yet.")
    file = documents.file_by_id(session, done.step.file_id)
    name = inspections.word_name(source)
    return download(*documents.given_out(session, file, name=name, media_type=WORD))


@router.post("/{source_id}/words")
def save_words(
    request: Request,
    session: SessionDep,
    source: InspectionSource,
    user: MinuteTaker,
    today: Today,
    at: Moment,
    form: Annotated[WordsForm, Form()],
) -> Response:
    """Save the comments on the report as a whole."""
    try:
        inspections.save_words(
            session, source, comments=form.comments, chief_comments=form.chief_comments,
            reply=form.reply, seen=form.seen, at=at, by=user,
        )  # fmt: skip
    except (EditConflict, RuleBroken) as problem:
        return _refused(request, session, source, today, problem, form, "words")
    return go_to(request, f"/inspections/{source.id}#words")


@router.post("/{source_id}/answers/{recommendation_id}")
def save_answer(
    request: Request,
    session: SessionDep,
    source: InspectionSource,
    recommendation_id: int,
    user: MinuteTaker,
    today: Today,
    at: Moment,
    form: Annotated[WordsForm, Form()],
) -> Response:
    """Save what is said of one recommendation. Raises NotFound when it is not of this report."""
    found = recommendations.by_ids(session, [recommendation_id])
    if not found or found[0].source_id != source.id:
        raise NotFound("This report has no such recommendation.")
    place = f"answer-{recommendation_id}"
    try:
        inspections.save_answer(
            session, source, found[0], action=form.action, why_none=form.why_none,
            chief_comments=form.chief_comments, reply=form.reply, seen=form.seen, at=at, by=user,
        )  # fmt: skip
    except (EditConflict, RuleBroken) as problem:
        return _refused(request, session, source, today, problem, form, place)
    return go_to(request, f"/inspections/{source.id}#{place}")


@router.post("/{source_id}/steps")
def record(
    request: Request,
    session: SessionDep,
    source: InspectionSource,
    user: MinuteTaker,
    today: Today,
    form: Annotated[StepForm, Form()],
) -> Response:
    """Record that something was done: comments invited, received, a draft, copies sent."""
    kind = _kind(form)
    if kind == StepKind.PUBLISHED:
        raise RuleBroken("Publishing is recorded by a publisher, with its own button.")
    try:
        inspections.record(
            session, source, kind, done_on=_day(form.done_on), until_on=_day(form.until_on),
            remark=form.remark, today=today, at=now(), by=user,
        )  # fmt: skip
    except (EditConflict, RuleBroken) as problem:
        return _refused(request, session, source, today, problem, form, f"step-{kind.name.lower()}")
    return go_to(request, f"/inspections/{source.id}#steps")


@router.post("/{source_id}/publish")
def publish(
    request: Request,
    session: SessionDep,
    source: InspectionSource,
    user: Publisher,
    today: Today,
    settings: SettingsDep,
    form: Annotated[StepForm, Form()],
) -> Response:
    """Record that the response was published; it is kept as it says now."""
    try:
        inspections.publish(
            session, source, done_on=_day(form.done_on), remark=form.remark,
            office=settings.office_name, today=today, at=now(), by=user,
        )  # fmt: skip
    except (EditConflict, RuleBroken) as problem:
        return _refused(request, session, source, today, problem, form, "step-published")
    return go_to(request, f"/inspections/{source.id}#steps")


@router.post("/{source_id}/take-back")
def take_back(
    request: Request,
    session: SessionDep,
    source: InspectionSource,
    user: MinuteTaker,
    at: Moment,
    form: Annotated[StepForm, Form()],
) -> Response:
    """It was recorded by mistake."""
    inspections.take_back(session, source, _kind(form), at=at, by=user)
    return go_to(request, f"/inspections/{source.id}#steps")


@router.post("/{source_id}/not-ours")
def not_ours(
    request: Request,
    session: SessionDep,
    source: InspectionSource,
    user: Decider,
    at: Moment,
    because: Annotated[str, Form()] = "",
) -> Response:
    """The report does not concern the force; without words it does after all."""
    inspections.set_not_ours(session, source, because, at=at, by=user)
    return go_to(request, f"/inspections/{source.id}")


def _refused(
    request: Request,
    session: Session,
    source: Source,
    today: date,
    problem: EditConflict | RuleBroken,
    form: BaseModel,
    place: str,
) -> Response:
    session.rollback()
    source = inspections.inspection_source(session, source.id or 0)
    errors = {place: str(problem)}
    return _page(
        request, session, source, today, status=problem.status, errors=errors, sent=form, sent_at=place
    )


def _kind(form: StepForm) -> StepKind:
    if form.kind not in list(StepKind):
        raise RuleBroken("Say what was done.")
    return StepKind(form.kind)


def _day(words: str) -> date | None:
    return recommendations.read_day(words)
