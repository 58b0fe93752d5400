"""Lines in which a meeting agrees the minutes of an earlier one: "The minutes of 31 January 2023 were agreed"."""

import re
from datetime import date

from app.documents.dates import find_dates

_AGREED = r"(?:agreed|approved|accepted|confirmed|adopted|ratified|signed(?: off)?)"
_MINUTES = r"(?:minutes|notes)"
_SAYS_SO = re.compile(rf"\b{_MINUTES}\b[^.]*\b{_AGREED}\b|\b{_AGREED}\b[^.]*\b{_MINUTES}\b", re.I)
_NOT_YET = re.compile(rf"\b(?:not|to be|yet to|cannot|could not|whether|if)\b[^.]{{0,30}}\b{_AGREED}\b", re.I)


def agrees_minutes(text: str) -> bool:
    """Whether the line says that minutes were agreed, of whichever meeting."""
    return _SAYS_SO.search(text) is not None and _NOT_YET.search(text) is None


def agrees_minutes_of(text: str, held_on: date, *, is_next: bool) -> bool:
    """Whether it agrees the minutes of the meeting held that day.

    A line that names no day means the last meeting: the one whose next it is said at (`is_next`).
    """
    if not agrees_minutes(text):
        return False
    days = find_dates(text)
    meant = any(
        one.on == held_on or (one.on is None and (one.day, one.month) == (held_on.day, held_on.month))
        for one in days
    )
    return meant if days else is_next
