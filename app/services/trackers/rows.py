"""What would be made of rows that are brought up to date rather than only added: recommendations and steps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from app.errors import RuleBroken
from app.models.people import Organisation, User
from app.services import people
from app.services.trackers.cells import NONE, Fate, day, refuse_uncomputed, short, text
from app.services.trackers.columns import Columns
from app.services.trackers.sheets import Value

Cells = dict[StrEnum, Value]


@dataclass
class Change:
    """A row as it is understood: what it would become, and, where it is here already, what would change.

    `notes` are sentences; of a row that is wrong the first says why.
    """

    number: int
    fate: Fate = Fate.NEW
    notes: list[str] = field(default_factory=list)
    reference: str = ""
    words: str = ""
    """What a person recognises it by."""
    of: str = ""
    """For a step: the recommendation that it carries out."""
    bodies: str = ""
    due_on: date | None = None
    state: str = ""
    facts: Any = None
    thing: Any = None
    """The row of the register that is here already."""


@dataclass
class Changes:
    """All rows, in the file's order."""

    rows: list[Change]

    def count(self, fate: str) -> int:
        """How many rows have this fate."""
        return sum(row.fate == fate for row in self.rows)

    @property
    def errors(self) -> list[str]:
        """What is wrong with which row."""
        return [f"Row {row.number}: {row.notes[0]}" for row in self.rows if row.fate == Fate.WRONG]

    @property
    def sentence(self) -> str:
        """What becomes of all of it."""
        added, changed, known = (self.count(fate) for fate in (Fate.NEW, Fate.CHANGED, Fate.KNOWN))
        words = f"{added} added, {changed} changed, {known} already as they stand in the file."
        wrong = self.count(Fate.WRONG)
        return words + (f" {wrong} row{'' if wrong == 1 else 's'} could not be read." if wrong else "")


def read(columns: Columns, one: Callable[[Change, Cells], None]) -> Changes:
    """Each row that has something in it, understood by `one`, which raises RuleBroken for what is wrong."""
    rows: list[Change] = []
    for number in range(columns.header + 1, len(columns.sheet.rows) + 1):
        cells = columns.cells(number)
        if not cells:
            continue
        row = Change(number)
        try:
            refuse_uncomputed(columns, number)
            one(row, cells)
        except RuleBroken as wrong:
            row.fate = Fate.WRONG
            row.notes.insert(0, str(wrong))
        rows.append(row)
    return Changes(rows)


def words_in(cells: Cells, holds: StrEnum) -> str:
    """A cell's words; nothing for what says that there is nothing."""
    words = text(cells.get(holds))
    return "" if words.casefold() in NONE else words


def day_in(cells: Cells, holds: StrEnum) -> date | None:
    """A cell's day. Raises RuleBroken for words that are none."""
    value = cells.get(holds)
    found = day(value)
    if found is None and words_in(cells, holds):
        raise RuleBroken(
            f"“{short(value)}” is not a date. Write it like 31 March 2023, or leave the cell empty."
        )
    return found


class Bodies:
    """Organisations by what a file calls them; made, when a plan is carried out, where nobody knew them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.told: set[str] = set()
        self.known = {
            " ".join(name.split()).casefold(): one
            for one in people.organisations(session)
            for name in (one.short_name, one.name)
            if name
        }

    def proper(self, name: str) -> str:
        """The name by which it is known here; a new one as it is written."""
        known = self.known.get(" ".join(name.split()).casefold())
        return known.name if known else " ".join(name.split())

    def is_news(self, name: str) -> bool:
        """Whether no organisation here is called so, and this was not said of an earlier row."""
        folded = " ".join(name.split()).casefold()
        news = folded not in self.known and folded not in self.told
        self.told.add(folded)
        return news

    def made(self, name: str, *, by: User | None) -> Organisation:
        """The organisation of that name."""
        folded = " ".join(name.split()).casefold()
        if folded not in self.known:
            self.known[folded] = people.get_or_create_organisation(self.session, name, by=by)
        return self.known[folded]
