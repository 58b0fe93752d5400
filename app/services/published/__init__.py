"""What the public reads: made from what was published and from nothing else.

Nothing here looks at a meeting, a line, an action or a response of the office's own: a rule of `make check` keeps those
models out, and a test looks at every statement that public pages run.
"""

from app.services.published import actions, as_json, coming, feeds, meetings, minutes, recommendations, search
from app.services.published.freshness import state

__all__ = [
    "actions",
    "as_json",
    "coming",
    "feeds",
    "meetings",
    "minutes",
    "recommendations",
    "search",
    "state",
]
