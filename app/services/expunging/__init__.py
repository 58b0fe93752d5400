"""Taking words that should never have been written out of everything that is kept."""

from app.services.expunging.cleaning import InUseError, clean, is_to_clean, note_cleaned
from app.services.expunging.finding import Found, Place, find
from app.services.expunging.taking_out import expunge, listed, of_meeting, revisions_of

__all__ = [
    "Found",
    "InUseError",
    "Place",
    "clean",
    "expunge",
    "find",
    "is_to_clean",
    "listed",
    "note_cleaned",
    "of_meeting",
    "revisions_of",
]
