"""Tables, and the rules that need nothing but the row. Importing this package registers every table."""

from app.models import (
    actions,
    calendars,
    changes,
    documents,
    letters,
    lines,
    meetings,
    notes,
    people,
    publications,
    recommendations,
    responses,
    trackers,
)

__all__ = [
    "actions",
    "calendars",
    "changes",
    "documents",
    "letters",
    "lines",
    "meetings",
    "notes",
    "people",
    "publications",
    "recommendations",
    "responses",
    "trackers",
]
