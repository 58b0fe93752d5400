"""What the columns of somebody's tracker hold: recognised by their headings, in whatever order and wording."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from app.services.trackers.sheets import Sheet, Value
from app.services.trackers.vocabularies import ACTIONS, Vocabulary

ALIKE = 88
"""From this likeness (of 100) a heading that nobody wrote here before is one of those above, misspelt."""
_LOOKED_AT = 15
"""Rows from the top among which the headings are looked for."""


@dataclass(frozen=True)
class Columns:
    """Which sheet, which row has the headings, and what each column holds, by its place from 0."""

    sheet: Sheet
    header: int
    """From 1; 0 where no row has headings."""
    holds: dict[int, StrEnum]

    @property
    def headings(self) -> list[tuple[int, str, StrEnum]]:
        """Every column: its place, its heading or its letter, and what it holds."""
        row = self.sheet.rows[self.header - 1] if self.header else []
        return [
            (
                at,
                _words(row[at]) if at < len(row) and row[at] is not None else f"Column {at + 1}",
                self.holds[at],
            )
            for at in range(self.sheet.width)
        ]

    @property
    def unused(self) -> list[str]:
        """Headings of columns that are not brought in and have one."""
        row = self.sheet.rows[self.header - 1] if self.header else []
        return [
            _words(row[at])
            for at, _, holds in self.headings
            if not holds and at < len(row) and row[at] is not None
        ]

    def examples(self, at: int) -> list[str]:
        """The first few things that stand in a column, for a person who says what it holds."""
        cells = (row[at] for row in self.sheet.rows[self.header :] if at < len(row) and row[at] is not None)
        return [_words(cell) for cell, _ in zip(cells, range(3), strict=False)]

    def cells(self, number: int) -> dict[StrEnum, Value]:
        """What a row has, by what it is; empty cells left out. Of two columns of one kind: the first filled."""
        row = self.sheet.rows[number - 1]
        found: dict[StrEnum, Value] = {}
        for at, value in enumerate(row):
            holds = self.holds.get(at)
            if holds and value is not None and holds not in found:
                found[holds] = value
        return found


def recognise(
    sheets: Sequence[Sheet], choices: Mapping[str, object], vocabulary: Vocabulary = ACTIONS
) -> Columns:
    """The sheet and columns that look most like a tracker, but for what a person chose."""
    named = [sheet for sheet in sheets if sheet.name == choices.get("sheet")] or list(sheets)
    header = choices.get("header")
    tried = [
        (sheet, at)
        for sheet in named
        for at in ([header] if isinstance(header, int) else range(1, min(_LOOKED_AT, len(sheet.rows)) + 1))
        if 0 <= at <= len(sheet.rows)
    ] or [(named[0], 0)]
    sheet, at = max(tried, key=lambda one: (_score(one[0], one[1], vocabulary), -one[1]))
    holds = _recognised(sheet, at, vocabulary)
    if not isinstance(header, int) and not any(holds.values()):
        at = 0
    chosen = choices.get("columns")
    if isinstance(chosen, Mapping):
        holds |= {
            int(place): vocabulary.holds(value) for place, value in chosen.items() if int(place) in holds
        }
    return Columns(sheet, at, holds)


def _score(sheet: Sheet, header: int, vocabulary: Vocabulary) -> tuple[bool, int]:
    holds = [one for one in _recognised(sheet, header, vocabulary).values() if one]
    return vocabulary.key in holds, len(holds)


def _recognised(sheet: Sheet, header: int, vocabulary: Vocabulary) -> dict[int, StrEnum]:
    found = dict.fromkeys(range(sheet.width), vocabulary.nothing)
    row = sheet.rows[header - 1] if header else []
    taken: set[StrEnum] = set()
    for likeness in (100, ALIKE):
        for at, cell in enumerate(row):
            if found[at] or not isinstance(cell, str) or len(cell) > 60:
                continue
            holds = _meant(cell, likeness, vocabulary)
            if holds in vocabulary.instead and _holds_references(sheet, header, at):
                holds = vocabulary.instead[holds]
            if holds and holds not in taken:
                found[at] = holds
                taken.add(holds)
    return found


def _holds_references(sheet: Sheet, header: int, at: int) -> bool:
    """Whether nearly all that stands in a column is short and numbered, such as 8, 41.3 or IBI-11d."""
    cells = [_words(row[at]) for row in sheet.rows[header:] if at < len(row) and row[at] is not None]
    short = [cell for cell in cells if len(cell) <= 12 and any(letter.isdigit() for letter in cell)]
    return bool(cells) and len(short) >= 0.8 * len(cells)


def _meant(heading: str, likeness: int, vocabulary: Vocabulary) -> StrEnum:
    folded = " ".join(re.sub(r"[’']", "", re.sub(r"[^\w\s’']|_", " ", heading)).casefold().split())
    known = vocabulary.by_heading
    if folded in known:
        return known[folded]
    if likeness == 100 or len(folded) < 4:
        return vocabulary.nothing
    best = max(known, key=lambda words: fuzz.ratio(words, folded))
    return known[best] if fuzz.ratio(best, folded) >= ALIKE else vocabulary.nothing


def _words(value: Value) -> str:
    return " ".join(str(value).split())
