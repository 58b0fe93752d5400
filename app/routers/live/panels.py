"""What a typist's page carries with it: what completion chooses from, planned questions, open actions.

It stands in the page, so that it works while the network is gone.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from app.models.meetings import Attendance, Meeting
from app.models.people import User
from app.models.recommendations import Recommendation
from app.services import actions, attendances, lines, planned_questions, recommendations, short_forms
from app.services.actions import Drawer
from app.services.lines.asking import wording
from app.services.short_forms import Expansion

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
class Waiting:
    """A planned question that is not asked yet, and the line that asking it will make."""

    id: int
    text: str
    words: str


@dataclass(slots=True)
class AtHand:
    """All that the page's completion and panels show."""

    people: list[Voice]
    recommendations: list[Choice]
    short_forms: Sequence[Expansion]
    drawer: Drawer


def at_hand(session: Session, meeting: Meeting, *, user: User, today: date) -> AtHand:
    """The same few statements whatever the meeting's size."""
    return AtHand(
        people=_voices(attendances.of_meeting(session, meeting)),
        recommendations=_choices(recommendations.all_in_order(session)),
        short_forms=short_forms.of_user(session, user),
        drawer=actions.drawer(session, meeting, today=today),
    )


def waiting(session: Session, meeting: Meeting) -> dict[int | None, list[Waiting]]:
    """By section, and None for those that no section is for: the planned questions not asked yet."""
    found: dict[int | None, list[Waiting]] = defaultdict(list)
    planned = planned_questions.of_meeting(session, meeting)
    asked = planned_questions.asked(session, planned)
    place = planned_questions.place_of(session, meeting)
    asker = lines.asker_of(attendances.of_meeting(session, meeting))
    for question in planned:
        if question.id not in asked:
            one = Waiting(question.id or 0, question.text, wording(asker, question))
            found[place.get(question.id or 0)].append(one)
    return found


def _voices(there: Sequence[Attendance]) -> list[Voice]:
    known = [one.known_as for one in there]
    return [_voice(one, is_alone=known.count(one.known_as) == 1) for one in there] + [
        Voice(words=words) for words in BODIES
    ]


def _voice(one: Attendance, *, is_alone: bool) -> Voice:
    """Somebody by the short form that nobody else has, or by name."""
    words = one.known_as if one.known_as and is_alone else one.name
    told = [part for part in (one.name, one.title) if part and part != words]
    return Voice(words, ", ".join(told), one.name, one.id, one.presence.value)


def _choices(found: Iterable[Recommendation]) -> list[Choice]:
    return [
        Choice(
            id=one.id or 0,
            words=f"recommendation {one.reference}",
            hint=". ".join(part for part in (one.source.short_name, one.title) if part),
        )
        for one in found
    ]
