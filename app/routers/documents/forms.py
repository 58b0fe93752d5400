"""What the forms of the check page send, applied to a reading."""

from datetime import time

from starlette.datastructures import FormData

from app.documents import corrections
from app.documents.checking import listed, read_day
from app.documents.dates import find_times
from app.documents.minutes import Kind, OrganisationKind, Outcome, Presence, Reading
from app.errors import RuleBroken

KINDS: dict[str, OrganisationKind | None] = {
    "commissioner": "commissioner",
    "force": "force",
    "other": "other",
    "": None,
}
PRESENCES: dict[str, Presence] = {"present": "present", "apologies": "apologies", "part": "part"}


def words_of(typed: FormData, name: str) -> str:
    """A field's words, without the space around them; a field that was not sent is empty."""
    value = typed.get(name, "")
    return printable(value) if isinstance(value, str) else ""


def printable(words: str) -> str:
    """Words as they can be stored and printed: PostgreSQL keeps no NUL, Word no control characters."""
    return "".join(letter if letter.isprintable() else " " for letter in words).strip()


def set_facts(reading: Reading, typed: FormData) -> bool:
    """Everything of the heading block; False: the row can be closed."""
    held_on = words_of(typed, "held_on")
    corrections.set_field(reading, "held_on", read_day(held_on) if held_on else None)
    for name in ("starts_at", "ends_at"):
        corrections.set_field(reading, name, read_time(words_of(typed, name)))
    for name in ("title", "venue", "chair", "minute_taker", "next_meeting"):
        corrections.set_field(reading, name, words_of(typed, name))  # type: ignore[arg-type]
    return False


def read_time(words: str) -> time | None:
    """A time of day as somebody typed it. Raises RuleBroken when it is none."""
    if not words:
        return None
    found = find_times(words)
    if len(found) != 1:
        raise RuleBroken("Give the time as hours and minutes, such as 14:30.")
    return found[0]


def set_attendee(reading: Reading, key: int, typed: FormData) -> bool:
    """Who somebody was; False: the row can be closed."""
    corrections.set_attendee(
        reading,
        key,
        name=words_of(typed, "name"),
        title=words_of(typed, "title") or None,
        known_as=words_of(typed, "known_as") or None,
        organisation=words_of(typed, "organisation") or None,
        organisation_kind=KINDS.get(words_of(typed, "organisation_kind")),
        presence=PRESENCES.get(words_of(typed, "presence"), "present"),
    )
    return False


def set_heading(reading: Reading, key: int, typed: FormData) -> bool:
    """A heading; False: the row can be closed."""
    level = words_of(typed, "level")
    corrections.set_heading(
        reading,
        key,
        title=words_of(typed, "title"),
        number=words_of(typed, "number") or None,
        level=int(level) if level.isdecimal() else 1,
        recommendations=listed(words_of(typed, "recommendations")),
        source=words_of(typed, "source") or None,
    )
    return False


def set_line(reading: Reading, key: int, typed: FormData) -> bool:
    """Every passage of a line. True while one that became an answer or an action wants more to be said."""
    _, line = corrections.find_line(reading, key)
    wants_more = False
    for passage in list(line.passages):
        kind = words_of(typed, f"kind-{passage.key}")
        if kind not in {one.value for one in Kind}:
            continue
        changed = passage.kind != Kind(kind)
        corrections.set_speakers(reading, passage.key, listed(words_of(typed, f"speakers-{passage.key}")))
        corrections.set_kind(reading, passage.key, Kind(kind))
        if changed:
            wants_more = wants_more or kind in (Kind.ANSWER, Kind.ACTION, Kind.REVIEW)
        elif kind == Kind.ANSWER:
            question = words_of(typed, f"replies-{passage.key}")
            corrections.set_replies_to(reading, passage.key, int(question) if question.isdecimal() else None)
        elif kind == Kind.ACTION:
            _set_action(reading, passage.key, typed)
        elif kind == Kind.REVIEW and words_of(typed, f"outcome-{passage.key}"):
            _set_review(reading, passage.key, typed)
    return wants_more


def _set_action(reading: Reading, key: int, typed: FormData) -> None:
    due = words_of(typed, f"due-{key}")
    corrections.set_action(
        reading,
        key,
        owners=listed(words_of(typed, f"owners-{key}")),
        due_on=read_day(due) if due else None,
        reference=words_of(typed, f"reference-{key}") or None,
        recommendations=listed(words_of(typed, f"recommendations-{key}")),
    )
    restates = words_of(typed, f"restates-{key}")
    action = corrections.find_passage(reading, key)[2].action
    wanted = int(restates) if restates.isdecimal() else None
    if action is not None and action.restates != wanted:
        corrections.set_restated(reading, key, wanted)


def _set_review(reading: Reading, key: int, typed: FormData) -> None:
    outcome, due = words_of(typed, f"outcome-{key}"), words_of(typed, f"due-{key}")
    if outcome not in {one.value for one in Outcome}:
        raise RuleBroken("Choose what was decided about the action.")
    corrections.set_review(
        reading,
        key,
        reference=words_of(typed, f"reference-{key}") or None,
        outcome=Outcome(outcome),
        due_on=read_day(due) if due else None,
    )


def place_of_split(typed: FormData, passage: int) -> int:
    """The chosen offset in the line's text. Raises RuleBroken when none was chosen."""
    chosen = words_of(typed, f"at-{passage}")
    if not chosen.isdecimal():
        raise RuleBroken("Choose where the new passage begins.")
    return int(chosen)
