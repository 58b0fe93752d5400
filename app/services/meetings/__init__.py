"""Meetings: making them, listing them, taking them through their steps, and having one whole."""

from app.services.meetings.agreeing import Agreed, Offered, agreed_at, agreed_here, offered, record_agreement
from app.services.meetings.histories import MeetingHistory, history_of, removed_from
from app.services.meetings.listing import MeetingRow, latest, list_by_year, live_now, years
from app.services.meetings.making import Facts, by_id, change, create, create_like, proposed_sections
from app.services.meetings.reasons import Reasons, reasons_to_circulate, reasons_to_confirm
from app.services.meetings.shown import Shown, ShownEntry, ShownLine, ShownSection, shown
from app.services.meetings.steps import (
    Standing,
    Step,
    circulate,
    confirm,
    finish,
    share,
    standing_of,
    start,
    steps_of,
)
from app.services.meetings.whole import Removed, WholeLine, WholeMeeting, WholePaper, WholeSection, whole

__all__ = [
    "Agreed",
    "Facts",
    "MeetingHistory",
    "MeetingRow",
    "Offered",
    "Reasons",
    "Removed",
    "Shown",
    "ShownEntry",
    "ShownLine",
    "ShownSection",
    "Standing",
    "Step",
    "WholeLine",
    "WholeMeeting",
    "WholePaper",
    "WholeSection",
    "agreed_at",
    "agreed_here",
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
    "offered",
    "proposed_sections",
    "reasons_to_circulate",
    "reasons_to_confirm",
    "record_agreement",
    "removed_from",
    "share",
    "shown",
    "standing_of",
    "start",
    "steps_of",
    "whole",
    "years",
]
