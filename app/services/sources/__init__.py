"""Sources: the reports that make recommendations, what they owe, and putting right which is which."""

from app.services.sources.describing import Facts, add, describe, facts_of, give_report, reviews
from app.services.sources.merging import merge, move
from app.services.sources.naming import Named, named_without_number, tie

__all__ = [
    "Facts",
    "Named",
    "add",
    "describe",
    "facts_of",
    "give_report",
    "merge",
    "move",
    "named_without_number",
    "reviews",
    "tie",
]
