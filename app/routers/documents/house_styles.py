"""The office's own Word file as house style: sent, looked at, used, left again."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.dependencies import SessionDep, SettingsDep, Styler
from app.documents.word.office import make
from app.errors import UnreadableDocument
from app.models.house_styles import HouseStyle
from app.models.people import May
from app.routers.documents.downloads import WORD, download
from app.services.documents import house_styles, pdf
from app.templating import go_to, page
from app.uploads import Upload, upload_by

router = APIRouter(prefix="/house-styles")
PDF = "application/pdf"


@dataclass(slots=True)
class Sent:
    """A Word file that can be a house style, or the sentence that says why not."""

    upload: Upload
    problem: str = ""


def read_sent(upload: Annotated[Upload, Depends(upload_by(May.STYLE))]) -> Sent:
    """It is taken apart before the request's transaction begins."""
    if upload.problem or not upload.data:
        return Sent(upload, upload.problem or "Choose the office's Word file.")
    try:
        make(upload.data)
    except UnreadableDocument as refusal:
        return Sent(upload, str(refusal))
    return Sent(upload)


def get_style(style_id: int, session: SessionDep, _user: Styler) -> HouseStyle:
    """A Word file that the office gave. Raises NotFound."""
    return house_styles.by_id(session, style_id)


StyleDep = Annotated[HouseStyle, Depends(get_style)]


def _page(request: Request, session: Session, *, problem: str = "", status: int = 200) -> Response:
    kept = house_styles.kept(session)
    used = next((style for style, _ in kept if style.in_use), None)
    return page(
        request,
        "documents/house_styles.html",
        status=status,
        kept=kept,
        used=used,
        made=house_styles.made_of(session, used) if used else None,
        can_pdf=pdf.is_here(request.app.state.settings.soffice),
        problem=problem,
    )


@router.get("")
def show_styles(request: Request, session: SessionDep, _user: Styler) -> Response:
    """What documents look like now, what is missing in the office's file, and earlier files."""
    return _page(request, session)


@router.post("")
def add_style(
    request: Request, sent: Annotated[Sent, Depends(read_sent)], session: SessionDep, user: Styler
) -> Response:
    """Use the office's file from now on."""
    if sent.problem:
        return _page(request, session, problem=sent.problem, status=422)
    house_styles.add(session, sent.upload.data, name=sent.upload.name, by=user)
    return go_to(request, "/house-styles")


@router.post("/ours")
def use_ours(request: Request, session: SessionDep, user: Styler) -> Response:
    """Go back to the look that the program comes with."""
    house_styles.stop(session, by=user)
    return go_to(request, "/house-styles")


@router.post("/{style_id}/use")
def use_style(request: Request, session: SessionDep, style: StyleDep, user: Styler) -> Response:
    """Use one that was given before."""
    house_styles.use(session, style, by=user)
    return go_to(request, "/house-styles")


@router.get("/sample")
def sample_in_use(session: SessionDep, settings: SettingsDep, _user: Styler) -> Response:
    """A short document in the look of now."""
    data = house_styles.sample(house_styles.package_in_use(session), office=settings.office_name)
    return download(data, "Sample of minutes.docx", WORD)


@router.get("/sample.pdf")
def sample_as_pdf(session: SessionDep, settings: SettingsDep, _user: Styler) -> Response:
    """The same as PDF. Raises RuleBroken where LibreOffice is not installed."""
    data = house_styles.sample(house_styles.package_in_use(session), office=settings.office_name)
    return download(pdf.as_pdf(data, soffice=settings.soffice), "Sample of minutes.pdf", PDF)


@router.get("/{style_id}/sample")
def sample(session: SessionDep, settings: SettingsDep, style: StyleDep) -> Response:
    """A short document in the look of a file that is not in use."""
    made = house_styles.made_of(session, style)
    return download(
        house_styles.sample(made.package, office=settings.office_name), "Sample of minutes.docx", WORD
    )
