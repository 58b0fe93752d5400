"""The office's own look: its colour as a style sheet, and its logo."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from app.appearance import darker
from app.routers.published.reading import ReadingDep
from app.templating import static_url

router = APIRouter(prefix="/published")


@router.get("/office.css")
def style(reading: ReadingDep) -> Response:
    """The colour of links and marks, over that of the one sheet every page loads."""
    colour = reading.settings.accent_colour
    sheet = f":root {{ --hta-accent: {colour}; --hta-accent-dark: {darker(colour)}; }}\n"
    return reading.answer(Response(sheet, media_type="text/css"))


@router.get("/logo")
def logo(reading: ReadingDep) -> Response:
    """The office's logo; where none is set, the product's own sign."""
    found = reading.settings.office_logo
    if found is None:
        return RedirectResponse(static_url("sign.svg"), 307)
    return reading.answer(Response(found.data, media_type=found.media_type))
