"""Letters by e-mail: what everybody chooses to get, and the outbox for administrators."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from app.db import now
from app.dependencies import Administrator, CurrentUser, SessionDep, SettingsDep
from app.errors import NotAllowed
from app.models.letters import Cadence, Letter, LetterState, NoticeKind, kinds_for
from app.models.people import User
from app.services import letters
from app.templating import go_to, page

router = APIRouter(prefix="/letters")

CHOICES = {
    NoticeKind.SUBMITTED: "A response is submitted",
    NoticeKind.ASSIGNED: "An action is assigned to us",
    NoticeKind.SEVEN_DAYS: "Seven days before an action of ours is due",
    NoticeKind.ON_THE_DAY: "On the day an action of ours is due",
    NoticeKind.OVERDUE: "Each week while an action of ours is overdue",
    NoticeKind.ACCEPTED: "A response of ours is accepted",
    NoticeKind.RETURNED: "A response of ours is returned with a question",
    NoticeKind.LEFT: "A response of ours is left for the meeting",
    NoticeKind.UPDATES_DUE: "Updates are due for a meeting: a week before, and the day before",
}
"""What a letter can be about, as one chooses it."""

CADENCES = [(Cadence.AT_ONCE, "At once"), (Cadence.DAILY, "Once a day, at seven"), (Cadence.NEVER, "Never")]

STATES = {
    LetterState.WAITING: ("Waiting", "open", ""),
    LetterState.SENDING: ("Being sent", "open", ""),
    LetterState.SENT: ("Sent", "closed", "done"),
    LetterState.KEPT: ("Kept here", "document", ""),
    LetterState.GIVEN_UP: ("Given up", "overdue", "alarm"),
    LetterState.NOT_NEEDED: ("Not needed any more", "withdrawn", "done"),
}
"""A letter's state in words, its mark and its tone."""


class ChoiceForm(BaseModel):
    """`kind` and `cadence` stand in pairs, by their values; a pair that means nothing chooses nothing."""

    kind: list[str] = Field(default_factory=list)
    cadence: list[str] = Field(default_factory=list)

    @property
    def wanted(self) -> dict[NoticeKind, Cadence]:
        kinds, cadences = {one.value: one for one in NoticeKind}, {one.value: one for one in Cadence}
        pairs = zip(self.kind, self.cadence, strict=False)
        return {
            kinds[kind]: cadences[cadence] for kind, cadence in pairs if kind in kinds and cadence in cadences
        }


def get_chooser(user: CurrentUser) -> User:
    """Somebody who can be told of something. Raises NotAllowed."""
    if not kinds_for(user):
        raise NotAllowed("Nobody writes letters to your role here: there is nothing to choose.")
    return user


Chooser = Annotated[User, Depends(get_chooser)]


def get_letter(letter_id: int, session: SessionDep, _user: Administrator) -> Letter:
    """A letter, for administrators."""
    return letters.letter_by_id(session, letter_id)


LetterDep = Annotated[Letter, Depends(get_letter)]


def _number(words: str) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 6 else 1


def _state(words: str) -> LetterState | None:
    return next((state for state in LetterState if state.value == words), None)


@router.get("")
def outbox(request: Request, session: SessionDep, _user: Administrator, state: str = "") -> Response:
    """What was written to whom, newest first."""
    at = _number(request.query_params.get("page", ""))
    found = letters.outbox(session, state=_state(state), page=at)
    return page(request, "letters/outbox.html", outbox=found, states=STATES, LetterState=LetterState)


@router.get("/choices")
def choices(request: Request, session: SessionDep, user: Chooser, done: str = "") -> Response:
    """What one is told of, and how soon."""
    chosen = letters.choices_of(session, user)
    rows = [(kind, words, chosen[kind]) for kind, words in CHOICES.items() if kind in chosen]
    return page(request, "letters/choices.html", rows=rows, cadences=CADENCES, done=bool(done))


@router.post("/choices")
def choose(
    request: Request, session: SessionDep, user: Chooser, form: Annotated[ChoiceForm, Form()]
) -> Response:
    """Choose anew. What the form does not name stays as it was."""
    letters.choose(session, user, form.wanted)
    return go_to(request, "/letters/choices?done=yes")


@router.get("/{letter_id}")
def show(request: Request, session: SessionDep, settings: SettingsDep, letter: LetterDep) -> Response:
    """One letter, as it was or would be sent."""
    heading, words = letters.words_now(session, letter, settings=settings, at=now())
    return page(
        request,
        "letters/letter.html",
        letter=letter,
        reader=letters.reader_of(session, letter),
        heading=heading,
        words=words,
        states=STATES,
        LetterState=LetterState,
    )


@router.post("/{letter_id}/try-again")
def try_again(request: Request, session: SessionDep, user: Administrator, letter: LetterDep) -> Response:
    """Send one that was given up."""
    letters.try_again(session, letter.id or 0, at=now(), by=user)
    return go_to(request, f"/letters/{letter.id}")
