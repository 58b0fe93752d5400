"""Trails: what became of each recommendation, gathered from minutes, actions and reports."""

from app.services.trails.gathering import trail
from app.services.trails.parts import Judged, Raised, Reviewed, Spoken, Told, Trail, TrailMeeting
from app.services.trails.printing import as_word, word_name
from app.services.trails.silences import Silence, silences
from app.services.trails.summaries import Summary, summaries

__all__ = [
    "Judged",
    "Raised",
    "Reviewed",
    "Silence",
    "Spoken",
    "Summary",
    "Told",
    "Trail",
    "TrailMeeting",
    "as_word",
    "silences",
    "summaries",
    "trail",
    "word_name",
]
