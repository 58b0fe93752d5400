"""Keeping words out of minutes that are published: where they stand after a line was changed, and cutting them."""

from app.documents.withholding.cutting import Cuts, cut
from app.documents.withholding.following import follow, whole_words
from app.documents.withholding.names import name_patterns
from app.documents.withholding.words import NAME, PASSAGE, PASSAGE_WITHIN, is_placeholder

__all__ = [
    "NAME",
    "PASSAGE",
    "PASSAGE_WITHIN",
    "Cuts",
    "cut",
    "follow",
    "is_placeholder",
    "name_patterns",
    "whole_words",
]
