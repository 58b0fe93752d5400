"""Loading a report's recommendations from a spreadsheet."""

from typing import Annotated

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import Response

from app.dependencies import MinuteTaker, SessionDep, SettingsDep
from app.errors import UnreadableDocument
from app.services import recommendations
from app.templating import page

router = APIRouter()
CSV_LIMIT = 5 * 1024 * 1024  # bytes; a thousand recommendations are a twentieth of it


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
