"""Tables, and the rules that need nothing but the row. Importing this package registers every table."""

from app.models import (
    actions,
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
)

__all__ = [
    "actions",
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
]
