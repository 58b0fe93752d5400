"""Lines: the words of the minutes, and the entries that are read from them or set by hand."""

from app.services.lines.asking import ask, asked_as, asker_of, is_asked, set_written_answer
from app.services.lines.by_hand import (
    entry_by_id,
    join,
    raise_here,
    read_afresh,
    set_action,
    set_kind,
    set_outcome,
    set_reply,
    set_speakers,
    split,
    where_to_split,
)
from app.services.lines.correcting import HEADING, Correction, correct
from app.services.lines.editing import EditedEntry, EditedLine, being_edited, settle_doubt
from app.services.lines.headings import (
    HeadingConflict,
    become_heading,
    heading_by_typed_id,
    heading_left,
    heading_of_sentence_left,
    heading_to_line,
    save_heading,
    set_level,
    tie,
)
from app.services.lines.histories import LineHistory, differences, history_of, restore_revision
from app.services.lines.order import move, move_to, of_section
from app.services.lines.reading import answered, context_of, questions_before, read
from app.services.lines.reconciling import reconcile
from app.services.lines.removing import remove, remove_section, restore, restore_section
from app.services.lines.reviews import review, words_of_review
from app.services.lines.writing import LineConflict, add, add_many, by_id, history, save_text, set_shape

__all__ = [
    "HEADING",
    "Correction",
    "EditedEntry",
    "EditedLine",
    "HeadingConflict",
    "LineConflict",
    "LineHistory",
    "add",
    "add_many",
    "answered",
    "ask",
    "asked_as",
    "asker_of",
    "become_heading",
    "being_edited",
    "by_id",
    "context_of",
    "correct",
    "differences",
    "entry_by_id",
    "heading_by_typed_id",
    "heading_left",
    "heading_of_sentence_left",
    "heading_to_line",
    "history",
    "history_of",
    "is_asked",
    "join",
    "move",
    "move_to",
    "of_section",
    "questions_before",
    "raise_here",
    "read",
    "read_afresh",
    "reconcile",
    "remove",
    "remove_section",
    "restore",
    "restore_revision",
    "restore_section",
    "review",
    "save_heading",
    "save_text",
    "set_action",
    "set_kind",
    "set_level",
    "set_outcome",
    "set_reply",
    "set_shape",
    "set_speakers",
    "set_written_answer",
    "settle_doubt",
    "split",
    "tie",
    "where_to_split",
    "words_of_review",
]
