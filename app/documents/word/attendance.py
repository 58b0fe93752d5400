"""The attendance table: printed with the columns it needs, read back as the same people."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.documents.minutes import Attendee
from app.documents.word import names
from app.documents.word.house_xml import WIDTH
from app.documents.word.paragraphs import Run
from app.documents.word.xml import Words, one_line

KNOWN_AS = "In these minutes"
COMMISSIONER = re.compile(
    r"\bO?PCC\b|\bOPFCC\b|police(?:,? fire)? and crime commissioner|commissioner[’']s office", re.I
)
FORCE = re.compile(r"\bpolice\b|\bconstabulary\b", re.I)


def implied_side(organisation: str) -> str:
    """The kind that an organisation's own name says it is of."""
    if COMMISSIONER.search(organisation):
        return "commissioner"
    return "force" if FORCE.search(organisation) else "other"


def quiet(words: str) -> Words:
    return [(words, names.QUIET)]


def plain(words: str | None) -> Words:
    return [(one_line(words), "")] if words and words.strip() else quiet(names.NOTHING)


def organisation(person: Attendee) -> Words:
    """As the minutes name it; in grey what they do not say, but is known: which side the person is on."""
    side = names.SIDES.get(person.organisation_kind or "", "")
    if not (person.organisation and person.organisation.strip()):
        return quiet(side or names.NOTHING)
    if implied_side(person.organisation) == person.organisation_kind:
        return plain(person.organisation)
    return [*plain(person.organisation), (f" ({side or names.NO_SIDE})", names.QUIET)]


def presence(person: Attendee) -> Words:
    note = one_line(person.presence_note or "")
    return [(names.PRESENCES[person.presence] + (f", {note}" if note else ""), "")]


@dataclass(frozen=True)
class Column:
    heading: str
    least: float
    most: float
    """In millimetres: how narrow and how wide it may be, before the columns share the width of the page."""
    words: Callable[[Attendee], Words]
    is_needed: Callable[[Attendee], bool]

    def widths(self, people: Sequence[Attendee]) -> tuple[float, float]:
        """The least it can do with, so that no word breaks, and what it would like, in millimetres."""
        texts = ["".join(text for text, _ in self.words(person)) for person in people]
        word = max(len(word) for text in [*texts, self.heading] for word in text.split())
        least = min(max(word * LETTER + GAP, self.least), self.most)
        return least, min(max(max(map(len, texts)) * LETTER + GAP, least), self.most)


LETTER, GAP = 2.3, 5
"""The width of a letter of 12 points on average, and what parts two columns, in millimetres."""
COLUMNS = (
    Column("Name", 30, 46, lambda person: plain(person.name), lambda _: True),
    Column("Title", 24, 66, lambda person: plain(person.title), lambda person: bool(person.title)),
    Column(KNOWN_AS, 25, 40, lambda person: plain(person.known_as), lambda person: bool(person.known_as)),
    Column(
        "Organisation",
        32,
        52,
        organisation,
        lambda person: bool(person.organisation or person.organisation_kind),
    ),
    Column(
        "Presence",
        27,
        46,
        presence,
        lambda person: person.presence != "present" or bool(person.presence_note),
    ),
)


def columns(people: Sequence[Attendee]) -> list[Column]:
    """Those columns in which somebody has words."""
    return [column for column in COLUMNS if any(column.is_needed(person) for person in people)]


def widths(shown: Sequence[Column], people: Sequence[Attendee]) -> list[float]:
    """Of the columns, in millimetres: where the page is too narrow for what they would like, the wide ones give."""
    both = [column.widths(people) for column in shown]
    wanted = sum(wish - least for least, wish in both)
    room = WIDTH - sum(least for least, _ in both)
    share = min(1.0, max(0.0, room) / wanted) if wanted else 0.0
    return [least + (wish - least) * share for least, wish in both]


def row_read(headings: Sequence[str], cells: Sequence[list[Run]]) -> list[str]:
    """A printed row as `names.ATTENDANCE_CELLS`, "" where nothing is said."""
    by_heading = dict(zip(headings, cells, strict=False))

    def said(heading: str) -> str:
        runs = by_heading.get(heading, [])
        return "".join(run.text for run in runs if not is_grey(run)).replace("\n", " ").strip()

    where = said("Organisation")
    grey = "".join(run.text for run in by_heading.get("Organisation", []) if is_grey(run)).strip(" ()\n")
    sides = {words: side for side, words in names.SIDES.items()} | {names.NO_SIDE: "", names.NOTHING: ""}
    side = sides.get(grey, implied_side(where) if where else "")
    here, _, note = said("Presence").partition(", ")
    presences = {words: name for name, words in names.PRESENCES.items()}
    if here and here not in presences:
        here, note = "Present", said("Presence")  # somebody wrote the cell anew
    present = presences.get(here, "present")
    return [said("Name"), said("Title"), said(KNOWN_AS), where, side, present, note.strip()]


def is_grey(run: Run) -> bool:
    return run.style.lower() == names.QUIET.lower()
