"""A key while typing: the words that are selected are withheld at once, or the whole line; and taken back."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from app.dependencies import DraftMeeting, MinuteTaker, SessionDep
from app.documents.withholding import follow
from app.models.lines import Line
from app.models.meetings import Section
from app.models.withholdings import Withheld
from app.routers.live.answers import saved
from app.routers.live.lines import there
from app.services import drafts, withholdings

router = APIRouter(prefix="/meetings/{meeting_id}/live/lines/{line_id}/withhold")


class SelectionForm(BaseModel):
    """The line's text as the page shows it, what of it stands before the selection, and the selection.

    The words themselves and not their places: a browser counts some characters twice.
    """

    text: str = ""
    before: str = ""
    words: str = ""


@router.post("")
def withhold(
    session: SessionDep,
    meeting: DraftMeeting,
    user: MinuteTaker,
    line_id: str,
    form: Annotated[SelectionForm, Form()],
) -> JSONResponse:
    """Withhold what is selected, all of the line where nothing is; answered as to a save."""
    thing = there(session, meeting, line_id)
    drafts.refuse_if_out(thing)
    words: tuple[int, int] | None = None
    if form.words.strip():
        starts = len(form.before) + len(form.words) - len(form.words.lstrip())
        # The page's own words came before this. What somebody else changed in the same moment is followed; if the
        # selection cannot be found for certain, all of the line is withheld.
        text = thing.title if isinstance(thing, Section) else thing.text
        words = follow(form.text, starts, starts + len(form.words.strip()), text)
    subject, key = _subject(thing)
    withholdings.withhold(session, meeting, subject=subject, subject_id=key, words=words, by=user)
    return saved(session, meeting, thing)


def _subject(thing: Line | Section) -> tuple[Withheld, str]:
    """A heading that was typed is known by the line that it was, and is again if it becomes one."""
    if isinstance(thing, Line):
        return Withheld.LINE, thing.id
    return (Withheld.LINE, thing.typed_id) if thing.typed_id else (Withheld.HEADING, str(thing.id))


@router.post("/take-back")
def take_back(session: SessionDep, meeting: DraftMeeting, user: MinuteTaker, line_id: str) -> JSONResponse:
    """Undo: what this user withheld last of the line is not withheld."""
    thing = there(session, meeting, line_id)
    subject, key = _subject(thing)
    own = [
        one
        for one in withholdings.holding(session, meeting)
        if (one.subject, one.subject_id, one.by_id) == (subject, key, user.id)
    ]
    if own:
        withholdings.take_back(session, own[-1], by=user)
    return saved(session, meeting, thing)
