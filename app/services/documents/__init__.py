"""Minutes from a file and back: file kept, what was read checked, accepted as a meeting, gathered again."""

from app.services.documents.accepting import accept
from app.services.documents.files import content, file_by_id, store_file
from app.services.documents.readings import (
    BeingChecked,
    already_here,
    begin_reading,
    being_checked,
    correct,
    discard,
    reading_by_id,
    reading_of,
)

__all__ = [
    "BeingChecked",
    "accept",
    "already_here",
    "begin_reading",
    "being_checked",
    "content",
    "correct",
    "discard",
    "file_by_id",
    "reading_by_id",
    "reading_of",
    "store_file",
]
