"""Responses to inspection reports: the section 55 clock, what is recorded on the way, and what is published."""

from app.services.inspections.answering import save_answer, save_words, set_not_ours
from app.services.inspections.gathering import Answered, Recorded, Response, responses, whole
from app.services.inspections.printing import as_word, word_name
from app.services.inspections.recording import inspection_source, publish, record, take_back
from app.services.inspections.wording import about_clock, how_long, is_loud

__all__ = [
    "Answered",
    "Recorded",
    "Response",
    "about_clock",
    "as_word",
    "how_long",
    "inspection_source",
    "is_loud",
    "publish",
    "record",
    "responses",
    "save_answer",
    "save_words",
    "set_not_ours",
    "take_back",
    "whole",
    "word_name",
]
