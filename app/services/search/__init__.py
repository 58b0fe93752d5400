"""One search over minutes, questions, actions, recommendations and people, on both databases."""

from app.services.search.finding import WITHIN, Found, Hit, find
from app.services.search.index import catch_up, index_meeting, reindex
from app.services.search.straight import straight_to
from app.services.search.words import Piece, looking_for, parse, pieces

__all__ = [
    "WITHIN",
    "Found",
    "Hit",
    "Piece",
    "catch_up",
    "find",
    "index_meeting",
    "looking_for",
    "parse",
    "pieces",
    "reindex",
    "straight_to",
]
