"""What a report about recommendations is about, put right beside its source."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.dependencies import CurrentUser, SessionDep
from app.documents import corrections
from app.documents.checking import read_day
from app.documents.interpret.reports import bodies_named
from app.documents.minutes import Reading, SourceRead
from app.routers.documents.correcting import Stored, Typed
from app.routers.documents.forms import words_of
from app.services import documents
from app.templating import go_to

router = APIRouter()


@router.post("/bring-in/{reading_id}/report")
def about(request: Request, typed: Typed, session: SessionDep, stored: Stored, user: CurrentUser) -> Response:
    """Which report it is about, what that says of itself, and what the bodies are called."""

    def put_right(reading: Reading) -> None:
        was = reading.minutes.about or SourceRead()
        published_on, review_on = words_of(typed, "published_on"), words_of(typed, "review_on")
        corrections.set_about(
            reading,
            SourceRead(
                short_name=words_of(typed, "short_name"),
                title=words_of(typed, "report_title") or None,
                made_by=words_of(typed, "made_by") or None,
                published_on=read_day(published_on) if published_on else None,
                recommendations=_number(words_of(typed, "makes")),
                steps=_number(words_of(typed, "plan_steps")),
                review_on=read_day(review_on) if review_on else None,
                review_words=was.review_words,
                reports_every=_number(words_of(typed, "reports_every")),
                reports_words=was.reports_words,
            ),
            bodies={
                words: words_of(typed, f"body-{place}")
                for place, words in enumerate(bodies_named(reading.minutes))
            },
        )

    documents.correct(session, stored, put_right, by=user)
    return go_to(request, f"/bring-in/{stored.id}#report")


def _number(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdecimal() and 0 < int(words[:5]) < 10_000 else None
