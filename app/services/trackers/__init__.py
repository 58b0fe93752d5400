"""Trackers: the register going out as a spreadsheet, and an office's old spreadsheet coming in."""

from app.services.trackers.bringing_in import AT_ONCE, Looked, add, begin, by_id, choose, latest, load, look
from app.services.trackers.cells import Fate
from app.services.trackers.columns import Columns
from app.services.trackers.of_actions import as_csv, as_xlsx
from app.services.trackers.of_recommendations import (
    recommendations_as_csv,
    recommendations_as_json,
    recommendations_as_xlsx,
)
from app.services.trackers.pasting import as_rows
from app.services.trackers.planning import Plan, PlannedRow
from app.services.trackers.rows import Change, Changes
from app.services.trackers.sheets import MOST_ROWS
from app.services.trackers.vocabularies import NAMES, VOCABULARIES, Holds
from app.services.trackers.writing import XLSX, harmless

__all__ = [
    "AT_ONCE",
    "MOST_ROWS",
    "NAMES",
    "VOCABULARIES",
    "XLSX",
    "Change",
    "Changes",
    "Columns",
    "Fate",
    "Holds",
    "Looked",
    "Plan",
    "PlannedRow",
    "add",
    "as_csv",
    "as_rows",
    "as_xlsx",
    "begin",
    "by_id",
    "choose",
    "harmless",
    "latest",
    "load",
    "look",
    "recommendations_as_csv",
    "recommendations_as_json",
    "recommendations_as_xlsx",
]
