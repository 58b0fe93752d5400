"""Meetings: making them, listing them, taking them through their steps, and having one whole."""

from app.services.meetings.histories import MeetingHistory, history_of, removed_from
from app.services.meetings.listing import MeetingRow, latest, list_by_year, live_now, years
from app.services.meetings.making import Facts, by_id, change, create, create_like, proposed_sections
from app.services.meetings.shown import Shown, ShownEntry, ShownLine, ShownSection, shown
from app.services.meetings.steps import circulate, confirm, finish, share, start, why_not_confirmed
from app.services.meetings.whole import Removed, WholeLine, WholeMeeting, WholePaper, WholeSection, whole

__all__ = [
    "Facts",
    "MeetingHistory",
    "MeetingRow",
    "Removed",
    "Shown",
    "ShownEntry",
    "ShownLine",
    "ShownSection",
    "WholeLine",
    "WholeMeeting",
    "WholePaper",
    "WholeSection",
    "by_id",
    "change",
    "circulate",
    "confirm",
    "create",
    "create_like",
    "finish",
    "history_of",
    "latest",
    "list_by_year",
    "live_now",
    "proposed_sections",
    "removed_from",
    "share",
    "shown",
    "start",
    "whole",
    "why_not_confirmed",
    "years",
]
