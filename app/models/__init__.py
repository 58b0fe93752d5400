"""Tables, and the rules that need nothing but the row. Importing this package registers every table."""

from app.models import (
    actions,
    calendars,
    changes,
    corrections,
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
    withholdings,
)

__all__ = [
    "actions",
    "calendars",
    "changes",
    "corrections",
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
    "withholdings",
]
