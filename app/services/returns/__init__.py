"""Edited Word files that come back: compared with the record, and each difference accepted or not."""

from app.services.returns.bringing_back import Edited, bring_back, read_edited
from app.services.returns.deciding import Refused, decide
from app.services.returns.exporting import is_as_exported, note_export
from app.services.returns.showing import (
    ShownDifference,
    ShownReturn,
    by_id,
    of_meeting,
    shown,
    unsettled,
)

__all__ = [
    "Edited",
    "Refused",
    "ShownDifference",
    "ShownReturn",
    "bring_back",
    "by_id",
    "decide",
    "is_as_exported",
    "note_export",
    "of_meeting",
    "read_edited",
    "shown",
    "unsettled",
]
