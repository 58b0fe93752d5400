"""Reports and their recommendations, as far as the office made them public."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from app.dependencies import SessionDep
from app.models.recommendations import Source
from app.routers.published.reading import ReadingDep
from app.services import published
from app.services.published.recommendations import href_of

router = APIRouter(prefix="/published/recommendations")


def get_public_source(public_source: str, session: SessionDep) -> Source:
    """The report in the address. Raises NotFound."""
    return published.recommendations.source(session, public_source)


SourceDep = Annotated[Source, Depends(get_public_source)]


@router.get("")
def sources(reading: ReadingDep) -> Response:
    """The reports that were made public."""
    found = published.recommendations.sources(reading.session)
    return reading.page("published/sources.html", sources=found, href_of=href_of)


@router.get("/{public_source}")
def of_source(reading: ReadingDep, found: SourceDep) -> Response:
    """The recommendations of one report."""
    summaries = published.recommendations.of_source(reading.session, found)
    return reading.page("published/source.html", source=found, summaries=summaries)


@router.get("/{public_source}/{recommendation_reference:path}")
def recommendation(reading: ReadingDep, found: SourceDep, recommendation_reference: str) -> Response:
    """One recommendation, and everything that published minutes say about it."""
    trail = published.recommendations.trail(reading.session, found, recommendation_reference)
    return reading.page("published/recommendation.html", source=found, trail=trail, href_of=href_of)
