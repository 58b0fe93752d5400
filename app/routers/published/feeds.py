"""For programs: what is new as Atom, the sitemap, what search engines may read, and how all of it is to be read."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from app.routers.published.reading import ReadingDep
from app.services import published

router = APIRouter()


@router.get("/published/feed.atom")
def atom(reading: ReadingDep) -> Response:
    """The newest of what was published, replaced, withdrawn and announced."""
    feed = published.feeds.atom(
        reading.session,
        site=reading.site,
        office=reading.settings.office_name,
        changed_at=published.state(reading.session).changed_at,
    )
    return reading.answer(Response(feed, media_type="application/atom+xml"))


@router.get("/sitemap.xml")
def sitemap(reading: ReadingDep) -> Response:
    """Every lasting address."""
    found = published.feeds.sitemap(reading.session, site=reading.site)
    return reading.answer(Response(found, media_type="application/xml"))


@router.get("/robots.txt")
def robots(reading: ReadingDep) -> Response:
    """What search engines may read."""
    said = published.feeds.robots(site=reading.site)
    return reading.answer(Response(said, media_type="text/plain; charset=utf-8"))


@router.get("/published/about")
def about(reading: ReadingDep) -> Response:
    """What the addresses are, how long they last, and what the fields of the JSON mean."""
    models = [_fields(one) for one in published.as_json.MODELS]
    return reading.page("published/about.html", models=models)


def _fields(model: type[published.as_json.Described]) -> dict[str, object]:
    return {
        "name": model.__name__,
        "says": (model.__doc__ or "").strip(),
        "fields": [(name, one.description) for name, one in model.model_fields.items()],
    }


@router.get("/published/minutes.schema.json")
def schema(reading: ReadingDep) -> Response:
    """The schema of the JSON of published minutes."""
    said = published.as_json.PublishedMinutes.model_json_schema(mode="serialization")
    return reading.answer(JSONResponse(said, media_type="application/schema+json"))
