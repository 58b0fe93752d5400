"""Sources: the reports that make recommendations, what they are called, and loading theirs from CSV."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel

from app.dependencies import MinuteTaker, RecordReader, SessionDep, SettingsDep, Today
from app.errors import NotFound, RuleBroken, UnreadableDocument
from app.models.people import User
from app.models.recommendations import Source
from app.services import recommendations, sources, trails
from app.templating import go_to, page

router = APIRouter()

CSV_LIMIT = 5 * 1024 * 1024  # bytes; a thousand recommendations are a twentieth of it


class SourceForm(BaseModel):
    """A report as its form sends it."""

    short_name: str = ""
    title: str = ""
    made_by: str = ""
    published_on: str = ""
    address: str = ""


@router.get("/sources/new")
def new_source(request: Request, _user: MinuteTaker) -> Response:
    """The form for another report."""
    return page(
        request, "recommendations/source_form.html", source=None, others=[], form=SourceForm(), errors={}
    )


@router.post("/sources/new")
def add_source(
    request: Request, session: SessionDep, user: MinuteTaker, form: Annotated[SourceForm, Form()]
) -> Response:
    """Add a report; its recommendations can then be loaded."""
    errors = _source_errors(session, form, None)
    if errors:
        return page(
            request,
            "recommendations/source_form.html",
            status=422,
            source=None,
            others=[],
            form=form,
            errors=errors,
        )
    source = recommendations.find_or_create_source(
        session, form.short_name, title=form.title.strip(), by=user
    )
    _describe(session, source, form, user)
    return go_to(request, f"/sources/{source.id}")


@router.get("/sources/{source_id}")
def show_source(request: Request, session: SessionDep, user: RecordReader, source_id: int) -> Response:
    """A report's register of recommendations."""
    source = recommendations.source_by_id(session, source_id)
    found = trails.summaries(session, source, user=user)
    if not found and not user.is_of_the_office:
        raise NotFound("There is no such report, or none of it is for your organisation to answer.")
    return page(request, "recommendations/source.html", source=source, summaries=found)


@router.get("/sources/{source_id}/edit")
def edit_source(request: Request, session: SessionDep, _user: MinuteTaker, source_id: int) -> Response:
    """The form that changes a report's names."""
    source = recommendations.source_by_id(session, source_id)
    form = SourceForm(
        short_name=source.short_name,
        title=source.title,
        made_by=source.made_by,
        published_on=source.published_on.isoformat() if source.published_on else "",
        address=source.address,
    )
    return page(
        request,
        "recommendations/source_form.html",
        source=source,
        others=_others(session, source),
        form=form,
        errors={},
    )


@router.post("/sources/{source_id}/edit")
def save_source(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    source_id: int,
    form: Annotated[SourceForm, Form()],
) -> Response:
    """Change a report's names."""
    source = recommendations.source_by_id(session, source_id)
    errors = _source_errors(session, form, source)
    if errors:
        return page(
            request,
            "recommendations/source_form.html",
            status=422,
            source=source,
            others=_others(session, source),
            form=form,
            errors=errors,
        )
    _describe(session, source, form, user)
    return go_to(request, f"/sources/{source.id}")


@router.post("/sources/{source_id}/merge")
def merge_source(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    today: Today,
    source_id: int,
    into: Annotated[str, Form()] = "",
) -> Response:
    """Two names turn out to be one report."""
    source = recommendations.source_by_id(session, source_id)
    if not into.isascii() or not into.isdigit():
        raise RuleBroken("Choose the report that this one is the same as.")
    kept = sources.merge(
        session, source, recommendations.source_by_id(session, int(into[:9])), today=today, by=user
    )
    return go_to(request, f"/sources/{kept.id}")


def _others(session: SessionDep, source: Source) -> list[Source]:
    return [one for one in recommendations.sources(session) if one.id != source.id]


def _source_errors(session: SessionDep, form: SourceForm, source: Source | None) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not form.short_name.strip():
        errors["short_name"] = "Give the report a short name, such as the initials it is known by."
    known = recommendations.find_source(session, form.short_name) if form.short_name.strip() else None
    if known is not None and (source is None or known.id != source.id):
        errors["short_name"] = f"There is already a report called {known.short_name}."
    try:
        recommendations.read_day(form.published_on)
    except RuleBroken:
        errors["published_on"] = "Give the day as day, month and year, or leave it empty."
    if form.address.strip() and not form.address.strip().lower().startswith(("http://", "https://")):
        errors["address"] = "Give an address that begins with https://, or leave it empty."
    return errors


def _describe(session: SessionDep, source: Source, form: SourceForm, user: User) -> None:
    recommendations.describe_source(
        session,
        source,
        short_name=form.short_name,
        title=form.title or form.short_name,
        made_by=form.made_by,
        published_on=recommendations.read_day(form.published_on),
        address=form.address,
        by=user,
    )


@router.get("/sources/{source_id}/load")
def ask_for_csv(request: Request, session: SessionDep, _user: MinuteTaker, source_id: int) -> Response:
    """The form that loads recommendations."""
    source = recommendations.source_by_id(session, source_id)
    return page(request, "recommendations/load.html", source=source, report=None, errors={})


@router.post("/sources/{source_id}/load")
def load_csv(
    request: Request,
    session: SessionDep,
    user: MinuteTaker,
    settings: SettingsDep,
    source_id: int,
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Load them and say what became of each row."""
    source = recommendations.source_by_id(session, source_id)
    limit = min(CSV_LIMIT, settings.upload_limit)
    data = file.file.read(limit + 1) if file is not None else b""
    try:
        text = recommendations.decode_csv(data, limit=limit)
        report = recommendations.import_csv(session, text, source=source, by=user)
    except UnreadableDocument as wrong:
        errors = {"file": str(wrong)}
        return page(
            request, "recommendations/load.html", status=422, source=source, report=None, errors=errors
        )
    return page(request, "recommendations/load.html", source=source, report=report, errors={})
