"""Differences of the heading block and of the attendance list."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from app.documents.differences.parts import Difference, What, of_person
from app.documents.minutes import Attendee, Minutes
from app.documents.word.blocks import hours
from app.documents.word.details import day
from app.documents.word.xml import one_line

FACTS = {
    "title": "Title",
    "date": "Date",
    "time": "Time",
    "venue": "Place",
    "chair": "Chair",
    "minute_taker": "Minutes taken by",
    "next_meeting": "Next meeting",
}
LIKE = 70.0
"""Per cent from which two names are one that was put right."""
KEPT = ("name", "title", "known_as", "organisation", "presence", "presence_note")


def facts(old: Minutes, new: Minutes) -> Iterator[Difference]:
    """One for each fact of the heading block."""
    before, after = _facts(old), _facts(new)
    for name in FACTS:
        if before[name] != after[name]:
            yield Difference(What.FACT, before[name], after[name], more={"fact": name})


def _facts(minutes: Minutes) -> dict[str, str]:
    return {
        "title": one_line(minutes.title or ""),
        "date": day(minutes.held_on) if minutes.held_on else "",
        "time": hours(minutes),
        "venue": one_line(minutes.venue or ""),
        "chair": one_line(minutes.chair or ""),
        "minute_taker": one_line(minutes.minute_taker or ""),
        "next_meeting": one_line(minutes.next_meeting or ""),
    }


def people(old: Sequence[Attendee], new: Sequence[Attendee]) -> Iterator[Difference]:
    """Whoever was added, taken off or put right; the order of the list is none."""
    pairs = _same_people(old, new)
    for number, person in enumerate(old):
        if number not in pairs:
            yield Difference(What.PERSON_REMOVED, old=of_person(person), person=number)
            continue
        other = new[pairs[number]]
        changed = {
            name: getattr(other, name) or "" for name in KEPT if _plain(person, name) != _plain(other, name)
        }
        if changed:
            both = of_person(person), of_person(other)
            yield Difference(What.PERSON_CHANGED, *both, person=number, more={"changed": changed})
    for number, person in enumerate(new):
        if number not in pairs.values():
            said = {name: getattr(person, name) or "" for name in KEPT} | {
                "kind": person.organisation_kind or ""
            }
            yield Difference(What.PERSON_ADDED, new=of_person(person), more={"person": said})


def _plain(person: Attendee, name: str) -> str:
    return one_line(getattr(person, name) or "")


def _same_people(old: Sequence[Attendee], new: Sequence[Attendee]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    for number, person in enumerate(old):
        for other, candidate in enumerate(new):
            if other not in pairs.values() and _plain(candidate, "name") == _plain(person, "name"):
                pairs[number] = other
                break
    alike = sorted(
        (
            (fuzz.ratio(_plain(person, "name"), _plain(other, "name"), score_cutoff=LIKE), a, b)
            for a, person in enumerate(old)
            for b, other in enumerate(new)
            if a not in pairs and b not in pairs.values()
        ),
        reverse=True,
    )
    for likeness, a, b in alike:
        if likeness and a not in pairs and b not in pairs.values():
            pairs[a] = b
    return pairs
