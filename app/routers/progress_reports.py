"""Progress reports: begun for a source and a period, written in, issued, and given out as Word."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from app.dependencies import (
    MinuteTaker,
    Moment,
    OfficeReader,
    Publisher,
    SessionDep,
    SettingsDep,
    Today,
)
from app.errors import EditConflict, RuleBroken
from app.models.progress_reports import ProgressReport
from app.routers.documents.downloads import WORD, download
from app.services import documents, progress_reports, recommendations
from app.templating import go_to, page

router = APIRouter(prefix="/progress-reports")


class PeriodForm(BaseModel):
    """Which report, on what, from when to when."""

    source: str = ""
    title: str = ""
    from_on: str = ""
    until_on: str = ""
    revision: str = ""

    def days(self) -> tuple[date, date]:
        """Raises RuleBroken."""
        first, last = recommendations.read_day(self.from_on), recommendations.read_day(self.until_on)
        if first is None or last is None:
            raise RuleBroken("Give the first and the last day of the period.")
        return first, last


class PassageForm(BaseModel):
    """Words for one place of a report."""

    place: str = ""
    text: str = ""
    revision: str = ""


def get_report(report_id: int, session: SessionDep, _user: OfficeReader) -> ProgressReport:
    """The report in the address, for the office. Raises NotFound."""
    return progress_reports.by_id(session, report_id)


ReportDep = Annotated[ProgressReport, Depends(get_report)]


def _number(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 10 else 0


def _page(
    request: Request,
    session: Session,
    found: ProgressReport,
    *,
    status: int = 200,
    errors: dict[str, str] | None = None,
    sent: BaseModel | None = None,
) -> Response:
    """The page; `errors` by place, and `sent` what was refused there."""
    report = progress_reports.report(session, found)
    return page(
        request,
        "progress_reports/report.html",
        status=status,
        report=report,
        found=found,
        figures_of=progress_reports.figures_of,
        errors=errors or {},
        sent=sent,
    )


@router.get("")
def show_all(request: Request, session: SessionDep, _user: OfficeReader) -> Response:
    """All reports, the latest period first."""
    return page(request, "progress_reports/list.html", reports=progress_reports.reports(session))


@router.get("/new")
def new(
    request: Request,
    session: SessionDep,
    _user: MinuteTaker,
    today: Today,
    source: Annotated[str, Query()] = "",
) -> Response:
    """The form for another report; the last six months are proposed, as such reports are owed."""
    month = today.month - 6
    first = today.replace(year=today.year - (month < 1), month=month % 12 or 12, day=1)
    form = PeriodForm(source=source, from_on=first.isoformat(), until_on=today.isoformat())
    return _form(request, session, form, {})


def _form(
    request: Request, session: Session, form: PeriodForm, errors: dict[str, str], status: int = 200
) -> Response:
    choices = [(str(one.id), one.title) for one in recommendations.sources(session)]
    return page(
        request, "progress_reports/new.html", status=status, form=form, choices=choices, errors=errors
    )


@router.post("/new")
def begin(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    at: Moment,
    form: Annotated[PeriodForm, Form()],
) -> Response:
    """Begin a report."""
    if not _number(form.source):
        return _form(
            request, session, form, {"source": "Choose the report that made the recommendations."}, 422
        )
    source = recommendations.source_by_id(session, _number(form.source))
    try:
        first, last = form.days()
        made = progress_reports.begin(
            session, source, title=form.title, from_on=first, until_on=last, at=at, by=user
        )
    except RuleBroken as problem:
        session.rollback()
        return _form(request, session, form, {"from_on": str(problem)}, 422)
    return go_to(request, f"/progress-reports/{made.id}")


@router.get("/{report_id}")
def show(request: Request, session: SessionDep, found: ReportDep) -> Response:
    """A draft follows the record; an issued report is shown as it was issued."""
    return _page(request, session, found)


@router.get("/{report_id}/word")
def word(session: SessionDep, found: ReportDep, settings: SettingsDep) -> Response:
    """As Word: of an issued report the very file that was kept."""
    name = progress_reports.word_name(found)
    if found.is_issued and found.file_id is not None:
        file = documents.file_by_id(session, found.file_id)
        return download(*documents.given_out(session, file, name=name, media_type=WORD))
    shown = progress_reports.report(session, found)
    style = documents.package_in_use(session)
    return download(progress_reports.as_word(shown, office=settings.office_name, style=style), name, WORD)


@router.post("/{report_id}/edit")
def redate(
    request: Request,
    session: SessionDep,
    found: ReportDep,
    user: MinuteTaker,
    form: Annotated[PeriodForm, Form()],
) -> Response:
    """Another title or period."""
    try:
        first, last = form.days()
        progress_reports.redate(
            session,
            found,
            title=form.title,
            from_on=first,
            until_on=last,
            seen=_number(form.revision),
            by=user,
        )
    except (EditConflict, RuleBroken) as problem:
        return _refused(request, session, found, problem, "period", form)
    return go_to(request, f"/progress-reports/{found.id}")


@router.post("/{report_id}/passages")
def write(
    request: Request,
    session: SessionDep,
    found: ReportDep,
    user: MinuteTaker,
    at: Moment,
    form: Annotated[PassageForm, Form()],
) -> Response:
    """Write at one place of it."""
    try:
        progress_reports.save_passage(
            session, found, form.place, form.text, seen=_number(form.revision), at=at, by=user
        )
    except (EditConflict, RuleBroken) as problem:
        return _refused(request, session, found, problem, form.place, form)
    return go_to(request, f"/progress-reports/{found.id}#{form.place.replace(' ', '-')}")


@router.post("/{report_id}/issue")
def issue(
    request: Request,
    session: SessionDep,
    found: ReportDep,
    user: Publisher,
    today: Today,
    at: Moment,
    settings: SettingsDep,
) -> Response:
    """It goes out, and stays as it is."""
    try:
        progress_reports.issue(session, found, office=settings.office_name, today=today, at=at, by=user)
    except RuleBroken as problem:
        return _refused(request, session, found, problem, "issue", None)
    return go_to(request, f"/progress-reports/{found.id}")


@router.post("/{report_id}/discard")
def discard(request: Request, session: SessionDep, found: ReportDep, user: MinuteTaker) -> Response:
    """Throw a draft away."""
    progress_reports.discard(session, found, by=user)
    return go_to(request, "/progress-reports")


def _refused(
    request: Request,
    session: Session,
    found: ProgressReport,
    problem: EditConflict | RuleBroken,
    place: str,
    form: BaseModel | None,
) -> Response:
    session.rollback()
    again = progress_reports.by_id(session, found.id or 0)
    return _page(request, session, again, status=problem.status, errors={place: str(problem)}, sent=form)
