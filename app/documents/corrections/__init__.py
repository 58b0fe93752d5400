"""What a person puts right in a reading before it becomes a meeting; each function changes it in place."""

from app.documents.corrections.actions import set_action, set_restated, set_review
from app.documents.corrections.attendances import (
    FieldName,
    add_attendee,
    remove_attendee,
    set_attendee,
    set_field,
)
from app.documents.corrections.doubts import find_doubt, settle
from app.documents.corrections.headings import (
    heading_to_line,
    join_lines,
    keep_residue,
    line_to_heading,
    set_heading,
)
from app.documents.corrections.keys import find_attendee, find_line, find_part, find_passage, number
from app.documents.corrections.passages import (
    breaks,
    join,
    question_before,
    set_kind,
    set_replies_to,
    set_speakers,
    split,
)
from app.documents.corrections.reports import read_again, set_about

__all__ = [
    "FieldName",
    "add_attendee",
    "breaks",
    "find_attendee",
    "find_doubt",
    "find_line",
    "find_part",
    "find_passage",
    "heading_to_line",
    "join",
    "join_lines",
    "keep_residue",
    "line_to_heading",
    "number",
    "question_before",
    "read_again",
    "remove_attendee",
    "set_about",
    "set_action",
    "set_attendee",
    "set_field",
    "set_heading",
    "set_kind",
    "set_replies_to",
    "set_restated",
    "set_review",
    "set_speakers",
    "settle",
    "split",
]
