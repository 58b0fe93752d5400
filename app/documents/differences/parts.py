"""Differences as plain data."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.documents.minutes import Attendee
from app.documents.source import PrintedAction


class What(StrEnum):
    """What is different."""

    FACT = "fact"
    """Of the heading block: title, date, time, place, chair, minute-taker, next meeting."""
    PERSON_ADDED = "person added"
    PERSON_REMOVED = "person removed"
    PERSON_CHANGED = "person changed"
    LINE_ADDED = "line added"
    LINE_REMOVED = "line removed"
    LINE_MOVED = "line moved"
    LINE_CHANGED = "line changed"
    HEADING_ADDED = "heading added"
    HEADING_REMOVED = "heading removed"
    HEADING_MOVED = "heading moved"
    SECTION_MOVED = "section moved"
    """A heading with every line below it."""
    HEADING_CHANGED = "heading changed"
    OWNER = "owner"
    DUE = "due"
    RECOMMENDATIONS = "recommendations"
    ASSURANCE = "assurance"


@dataclass(slots=True)
class Block:
    """A heading or a line, in the order of the minutes. `part` and `line` say where it stands in its `Minutes`."""

    words: str
    part: int
    line: int | None = None
    """None for a heading."""
    level: int = 1
    """Of a heading."""
    bullet: bool = False
    depth: int = 0
    label: str = ""
    actions: list[PrintedAction] = field(default_factory=list)
    """What is printed beside the actions of the line, in order."""
    assurance: str = ""
    """The judgement printed under a heading, in its sentence; of the lines before any heading under none."""

    @property
    def is_heading(self) -> bool:
        return self.line is None

    @property
    def said(self) -> str:
        """The words with the printed number or letter of a list."""
        return f"{self.label} {self.words}" if self.label else self.words


@dataclass(slots=True)
class Difference:
    """One thing that is different. `old` and `new` are its words before and after, for a person.

    `was` and `now` are the numbers of the blocks it is about, in the outline of either side; for what is new or moved
    `after` is the number of the block it stands behind on the new side, None for the very beginning.
    """

    what: What
    old: str = ""
    new: str = ""
    was: int | None = None
    now: int | None = None
    after: int | None = None
    action: int | None = None
    """Which of the line's actions, from 0."""
    more: dict[str, Any] = field(default_factory=dict)
    person: int | None = None
    """Of the attendance list before, from 0."""

    @property
    def after_matters(self) -> bool:
        """Whether other differences can stand behind it: what is new, or in a new place."""
        return self.what in _IN_PLACE


_IN_PLACE = {
    *(What.LINE_ADDED, What.LINE_MOVED),
    *(What.HEADING_ADDED, What.HEADING_MOVED, What.SECTION_MOVED),
}


def under(blocks: list[Block], number: int | None) -> str:
    """The words of the heading that a block stands under; of a heading its own."""
    while number is not None and number >= 0:
        if blocks[number].is_heading:
            return blocks[number].words
        number -= 1
    return ""


def of_person(person: Attendee) -> str:
    """ "Nasreen Qadir, Temporary Chief Constable, T/CC, Northfold Police, apologies"."""
    note = f" ({person.presence_note})" if person.presence_note else ""
    said = (person.name, person.title, person.known_as, person.organisation)
    here = "" if person.presence == "present" and not note else person.presence + note
    return ", ".join(words for words in (*said, here) if words)
