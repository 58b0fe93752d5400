"""Published minutes: the list by year, search, one meeting in any of its versions, its Word, JSON and papers."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse, Response

from app.dependencies import SessionDep
from app.models.publications import PublicMeeting
from app.routers.published.reading import Reading, ReadingDep
from app.services import published
from app.services.published.meetings import Edition

router = APIRouter(prefix="/published")

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def get_public_meeting(address: str, session: SessionDep) -> PublicMeeting:
    """The meeting in the address. Raises NotFound."""
    return published.meetings.by_address(session, address)


MeetingDep = Annotated[PublicMeeting, Depends(get_public_meeting)]


def page_number(words: str) -> int:
    """A page of a list as the address names it; the first where it names none."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 7 else 1


@router.get("")
def by_year(reading: ReadingDep) -> Response:
    """Every meeting with published minutes, by year."""
    return reading.page("published/meetings.html", years=published.meetings.by_year(reading.session))


@router.get("/search")
def find(
    reading: ReadingDep, q: Annotated[str, Query()] = "", at: Annotated[str, Query(alias="page")] = "1"
) -> Response:
    """What of published minutes holds these words."""
    found = published.search.find(reading.session, q, page=page_number(at))
    return reading.page("published/search.html", q=q, found=found)


@router.get("/coming")
def coming(reading: ReadingDep) -> Response:
    """Coming public meetings, with agenda and papers."""
    found = published.coming.coming(reading.session, reading.today)
    return reading.page("published/coming.html", meetings=found)


@router.get("/{address}")
def show(reading: ReadingDep, meeting: MeetingDep) -> Response:
    """Its minutes as they stand; before they are published, what was announced of it."""
    if meeting.publication_id is None and meeting.is_announced:
        papers = published.meetings.papers(reading.session, meeting)
        return reading.page("published/announced.html", meeting=meeting, papers=papers, today=reading.today)
    return _minutes(reading, published.meetings.edition(reading.session, meeting))


@router.get("/{address}/versions/{version}")
def show_version(reading: ReadingDep, meeting: MeetingDep, version: int) -> Response:
    """One version of its minutes, as it was published."""
    return _minutes(reading, published.meetings.edition(reading.session, meeting, version))


def _minutes(reading: Reading, edition: Edition) -> Response:
    shown = published.minutes.shown(edition.minutes)
    return _found_only_once(reading.page("published/minutes.html", edition=edition, shown=shown), edition)


def _found_only_once(answer: Response, edition: Edition) -> Response:
    """Search engines keep the version that holds, and no other."""
    if not edition.is_current:
        answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@router.get("/{address}/minutes.docx")
def word(reading: ReadingDep, meeting: MeetingDep) -> Response:
    """The minutes as they stand, as Word."""
    return _word(reading, published.meetings.edition(reading.session, meeting))


@router.get("/{address}/versions/{version}/minutes.docx")
def word_of_version(reading: ReadingDep, meeting: MeetingDep, version: int) -> Response:
    """One version as Word, as it was published."""
    return _word(reading, published.meetings.edition(reading.session, meeting, version))


def _word(reading: Reading, edition: Edition) -> Response:
    name = f"{edition.meeting.address}-version-{edition.publication.version}.docx"
    data = published.meetings.file_bytes(reading.session, edition.publication.file_id)
    answer = reading.answer(as_file(data, name, WORD))
    return _found_only_once(answer, edition)


def as_file(data: bytes, name: str, media_type: str) -> Response:
    """A file to keep, under its name, never shown within the site."""
    said = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=media_type, headers={"Content-Disposition": said})


@router.get("/{address}/minutes.json")
def as_json(reading: ReadingDep, meeting: MeetingDep) -> Response:
    """The minutes as they stand, for programs."""
    return _json(reading, published.meetings.edition(reading.session, meeting))


@router.get("/{address}/versions/{version}/minutes.json")
def json_of_version(reading: ReadingDep, meeting: MeetingDep, version: int) -> Response:
    """One version for programs."""
    return _json(reading, published.meetings.edition(reading.session, meeting, version))


def _json(reading: Reading, edition: Edition) -> Response:
    said = published.as_json.of(edition, site=reading.site)
    answer = reading.answer(JSONResponse(said.model_dump(mode="json", exclude_none=True)))
    return _found_only_once(answer, edition)


@router.get("/{address}/papers/{public_paper_id}")
def paper(reading: ReadingDep, meeting: MeetingDep, public_paper_id: int) -> Response:
    """A paper that was made public."""
    found = published.meetings.paper(reading.session, meeting, public_paper_id)
    data = published.meetings.file_bytes(reading.session, found.file_id)
    return reading.answer(as_file(data, found.name, found.media_type))
