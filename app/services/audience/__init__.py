"""Who may see what: what was shared with whom, and what of shared minutes a body does not read."""

from app.services.audience.hiding import Hidden, Mentioned, Span, Stands, hide
from app.services.audience.sharing import (
    Audience,
    action_is_shared_with,
    follows_as,
    kept_back,
    kept_sections,
    meetings_shared_with,
    names_withheld,
)
from app.services.audience.unread import Unread, hidden_at, kept_out, unread

__all__ = [
    "Audience",
    "Hidden",
    "Mentioned",
    "Span",
    "Stands",
    "Unread",
    "action_is_shared_with",
    "follows_as",
    "hidden_at",
    "hide",
    "kept_back",
    "kept_out",
    "kept_sections",
    "meetings_shared_with",
    "names_withheld",
    "unread",
]
