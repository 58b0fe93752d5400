"""Withholding: what is kept out of every published form, and what may be published."""

from app.services.withholdings.hiding import Hidden, choices, hidden, holding
from app.services.withholdings.publishing import marked_sensitive, papers, publishable, since, unresolved

__all__ = [
    "Hidden",
    "choices",
    "hidden",
    "holding",
    "marked_sensitive",
    "papers",
    "publishable",
    "since",
    "unresolved",
]
