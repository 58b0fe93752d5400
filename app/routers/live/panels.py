"""What a typist's page carries with it: what completion chooses from, planned questions, open actions.

It stands in the page, so that it works while the network is gone.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from app.models.meetings import Attendance, Meeting, PlannedQuestion
from app.models.people import User
from app.models.recommendations import Recommendation
from app.services import attendances, planned_questions, recommendations

BODIES = ("the force", "Chief Officers", "the OPCC")
"""Who speaks when nobody is named."""


@dataclass(slots=True)
class Voice:
    """Somebody who may be said to speak. `id` is the attendance's; None for a body."""

    words: str
    """How the minutes name them: their short form, where only one person has it."""
    hint: str = ""
    name: str = ""
    id: int | None = None
    presence: str = ""


@dataclass(slots=True)
class Choice:
    """A recommendation to name or to tie."""

    id: int
    words: str
    hint: str


@dataclass(slots=True)
class AtHand:
    """All that the page's completion and panels show."""

    people: list[Voice]
    recommendations: list[Choice]
    short_forms: Sequence[object]
    planned: dict[int, list[PlannedQuestion]]
    """By section: what is not asked yet."""
    elsewhere: list[PlannedQuestion]
    """Planned questions that no section of these minutes is for."""
    drawer: object = None


def at_hand(session: Session, meeting: Meeting, *, user: User, today: date) -> AtHand:
    """The same few statements whatever the meeting's size."""
    planned: dict[int, list[PlannedQuestion]] = defaultdict(list)
    elsewhere: list[PlannedQuestion] = []
    place = planned_questions.place_of(session, meeting)
    for question in planned_questions.of_meeting(session, meeting):
        if question.asked_as_id is None:
            section = place.get(question.id or 0)
            (planned[section] if section is not None else elsewhere).append(question)
    return AtHand(
        people=_voices(attendances.of_meeting(session, meeting)),
        recommendations=_choices(recommendations.all_in_order(session)),
        short_forms=(),
        planned=planned,
        elsewhere=elsewhere,
    )


def _voices(there: Sequence[Attendance]) -> list[Voice]:
    known = [one.known_as for one in there]
    found = [
        Voice(
            words=one.known_as if one.known_as and known.count(one.known_as) == 1 else one.name,
            hint=", ".join(part for part in (one.name, one.title) if part),
            name=one.name,
            id=one.id,
            presence=one.presence.value,
        )
        for one in there
    ]
    return found + [Voice(words=words) for words in BODIES]


def _choices(found: Iterable[Recommendation]) -> list[Choice]:
    return [
        Choice(
            id=one.id or 0,
            words=f"recommendation {one.reference}",
            hint=". ".join(part for part in (one.source.short_name, one.title) if part),
        )
        for one in found
    ]
