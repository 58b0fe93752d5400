"""What a cell of a spreadsheet says: a day, words, the words of a day."""

from datetime import date, timedelta
from enum import StrEnum

from openpyxl.utils import get_column_letter

from app.documents.dates import find_dates
from app.errors import RuleBroken
from app.services.trackers.columns import Columns
from app.services.trackers.sheets import Value

_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)
_EXCEL_BEGINS = date(1899, 12, 30)
NONE = frozenset({"", "-", "–", "n/a", "na", "none", "nil", "tbc", "tba", "not applicable"})
"""What people write where there is nothing to write."""


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"
    REPEATED = "repeated"
    WRONG = "wrong"


def refuse_uncomputed(columns: Columns, number: int) -> None:
    """Raises RuleBroken where the row has a formula of which no program has saved what it comes to."""
    for at, holds in columns.holds.items():
        cell = f"{get_column_letter(at + 1)}{number}"
        if holds and cell in columns.sheet.uncomputed:
            raise RuleBroken(
                f"Cell {cell} holds a formula whose result is not saved. "
                "Open the file in Excel, save it, and try again."
            )


def day(value: Value) -> date | None:
    """The one day it names; None for none, or for several."""
    if isinstance(value, date):
        found = value
    elif isinstance(value, int | float):
        # A day that lost its format: Excel counts days.
        found = _EXCEL_BEGINS + timedelta(days=int(value)) if 20_000 < value < 80_000 else _FIRST_DAY
    else:
        dates = {one.on for one in find_dates(value or "") if one.on is not None}
        found = dates.pop() if len(dates) == 1 else _FIRST_DAY
    return found if _FIRST_DAY < found < _LAST_DAY else None


def text(value: Value) -> str:
    """Its words; nothing for an empty cell."""
    return "" if value is None else written(value) if isinstance(value, date) else str(value).strip()


def written(day: date) -> str:
    """31 March 2023."""
    return f"{day.day} {day:%B} {day.year}"


def short(value: Value) -> str:
    """Its first words, to be quoted."""
    words = " ".join(text(value).split())
    return words if len(words) <= 60 else words[:59].rstrip() + "…"
