"""One search over minutes, questions, actions, recommendations and people, on both databases."""

from app.services.search.finding import WITHIN, Found, Hit, Piece, find, parse
from app.services.search.index import catch_up, index_meeting, reindex
from app.services.search.straight import straight_to

__all__ = [
    "WITHIN",
    "Found",
    "Hit",
    "Piece",
    "catch_up",
    "find",
    "index_meeting",
    "parse",
    "reindex",
    "straight_to",
]
