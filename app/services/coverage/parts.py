"""What a grid of coverage is made of."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app.models.recommendations import Source

FULL = 12
"""With more meetings held than these a cell holds one mark instead of three."""
COMING = 3
"""Meetings to come that stand beside them in full."""
_WORDS = {
    "planned": "question planned",
    "discussed": "spoken of, nothing asked",
    "asked": "asked, no answer",
    "answered": "asked and answered",
    "raised": "action raised",
    "carried": "action carried",
    "closed": "action closed",
    "assured": "assured",
    "partly": "partly assured",
    "not_assured": "not assured",
}


class Glance(NamedTuple):
    """What one meeting did about one recommendation, in three fixed places; "" leaves one empty.

    `asked` is "planned", "discussed", "asked" (a question has no answer) or "answered"; `acted` "raised", "carried" or
    "closed"; `judged` "assured", "partly" or "not_assured".
    """

    asked: str = ""
    acted: str = ""
    judged: str = ""

    @property
    def words(self) -> str:
        """For somebody who hears the page."""
        said = ", ".join(_WORDS[one] for one in self if one)
        return said[:1].upper() + said[1:]

    @property
    def furthest(self) -> str:
        """How far the meeting got: judged, closed or raised an action, had an answer, asked."""
        return self.judged or self.acted or self.asked


class Cell(NamedTuple):
    """A glance, and where in the minutes it is read."""

    glance: Glance
    href: str


@dataclass(frozen=True)
class Column:
    """A meeting of the grid."""

    id: int
    held_on: date
    title: str
    is_coming: bool


@dataclass
class Row:
    """A recommendation with a cell for each column; None: that meeting did not speak of it."""

    id: int
    reference: str
    title: str
    source: str
    cells: list[Cell | None]
    last_asked_on: date | None = None
    open_actions: list[tuple[int, str]] = field(default_factory=list)
    """Id and reference of each."""

    @property
    def spans(self) -> list[tuple[int, int, Cell | None]]:
        """From where to where nothing happened, and the cell after that; none after the last."""
        found: list[tuple[int, int, Cell | None]] = []
        start = 0
        for at, cell in enumerate(self.cells):
            if cell is not None:
                found.append((start, at, cell))
                start = at + 1
        return [*found, (start, len(self.cells), None)]


@dataclass
class Coverage:
    """The grid, and the sentence above it."""

    source: Source | None
    columns: list[Column]
    rows: list[Row]
    total: int
    """Recommendations of the source."""
    never: int
    """Of these: how many were never asked about."""
    with_open_action: int
    shown: int
    """How many fit what was chosen, on all pages."""
    at: int
    """The page of rows, from 1."""
    pages: int
    earlier: int
    """Meetings before the first column."""
    later: int
    """Meetings after the last column."""
    bodies: list[tuple[int, str, int]]
    """Those that lead: id, name, and how many recommendations."""
    asked_at: Mapping[int, int] = field(default_factory=Counter)
    """By meeting: how many of all recommendations it asked about."""
    planned_for: Mapping[int, int] = field(default_factory=Counter)

    @property
    def is_compact(self) -> bool:
        """Whether there are too many meetings for a cell to hold all of its marks."""
        coming = sum(one.is_coming for one in self.columns)
        return len(self.columns) - coming > FULL or coming > COMING

    @property
    def last(self) -> Column | None:
        """The last meeting that was held."""
        return next((one for one in reversed(self.columns) if not one.is_coming), None)

    @property
    def next(self) -> Column | None:
        """The next meeting for which something is planned."""
        return next((one for one in self.columns if one.is_coming and self.planned_for.get(one.id)), None)

    @property
    def marks(self) -> set[str]:
        """Every mark that is drawn."""
        glances = {cell.glance for row in self.rows for cell in row.cells if cell is not None}
        if self.is_compact:
            return {glance.furthest for glance in glances}
        return {one for glance in glances for one in glance if one}
