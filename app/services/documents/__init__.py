"""Minutes from a file and back: file kept, what was read checked, accepted as a meeting, gathered again."""

from app.services.documents.accepting import accept
from app.services.documents.files import content, file_by_id, given_out, is_note, note_name, store_file
from app.services.documents.gathering import gather
from app.services.documents.house_styles import package_in_use
from app.services.documents.importing import Imported, import_file
from app.services.documents.printing import as_word, as_word_of, status_of, word_name
from app.services.documents.readings import (
    BeingChecked,
    already_here,
    begin_reading,
    being_checked,
    correct,
    discard,
    of_the_same_day,
    read,
    read_pasted,
    reading_by_id,
    reading_of,
)
from app.services.documents.reports import source_of

__all__ = [
    "BeingChecked",
    "Imported",
    "accept",
    "already_here",
    "as_word",
    "as_word_of",
    "begin_reading",
    "being_checked",
    "content",
    "correct",
    "discard",
    "file_by_id",
    "gather",
    "given_out",
    "import_file",
    "is_note",
    "note_name",
    "of_the_same_day",
    "package_in_use",
    "read",
    "read_pasted",
    "reading_by_id",
    "reading_of",
    "source_of",
    "status_of",
    "store_file",
    "word_name",
]
