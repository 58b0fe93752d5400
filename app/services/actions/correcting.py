"""What the minutes say of an action they raise, put right by hand: its due date, owners and recommendations.

Unlike a change of the register afterwards, it is part of what the meeting decided: the minutes print it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from app.errors import RuleBroken
from app.models.actions import Action, EventKind
from app.models.lines import Entry
from app.models.meetings import Meeting
from app.models.people import User
from app.models.recommendations import Recommendation
from app.services.actions import history, owners


def correct_due(
    session: Session,
    action: Action,
    entry: Entry,
    *,
    meeting: Meeting,
    due_on: date | None,
    due_words: str = "",
    by: User | None,
) -> Action:
    """Say when it is due. Raises RuleBroken for a day before the meeting."""
    if due_on is not None and due_on < meeting.held_on:
        raise RuleBroken("The due date is before the day of the meeting. Give a later date.")
    if (action.due_on, action.due_words) == (due_on, due_words):
        return action
    values = {"due_on": due_on, "due_words": due_words}
    return _correct(session, action, entry, EventKind.DUE_CHANGED, meeting, by, values)


def correct_owners(
    session: Session, action: Action, entry: Entry, *, meeting: Meeting, words: Sequence[str], by: User | None
) -> Action:
    """Say who owns it, in the words of the attendance list or any others; nobody is an answer too."""
    wanted = owners.resolve(session, words, meeting=meeting)
    if [history.as_details(owner) for owner in action.present_owners] == wanted:
        return action
    return _correct(session, action, entry, EventKind.OWNERS_CHANGED, meeting, by, {"owners": wanted})


def correct_recommendations(
    session: Session,
    action: Action,
    entry: Entry,
    *,
    meeting: Meeting,
    wanted: Sequence[Recommendation],
    by: User | None,
) -> Action:
    """Say which recommendations it concerns: exactly these."""
    ids = sorted(one.id or 0 for one in wanted)
    if ids == history.recommendation_ids(session, action):
        return action
    kind = EventKind.RECOMMENDATIONS_CHANGED
    return _correct(session, action, entry, kind, meeting, by, {"recommendations": ids})


def _correct(
    session: Session,
    action: Action,
    entry: Entry,
    kind: EventKind,
    meeting: Meeting,
    by: User | None,
    values: dict[str, Any],
) -> Action:
    if action.meeting_id != meeting.id:
        raise RuleBroken(
            f"Action {action.reference} was raised at another meeting. Carry it to a new date by a review here."
        )
    earlier = [
        event
        for event in history.standing(history.events(session, action))
        if event.kind == kind and event.meeting_id == meeting.id
    ]
    history.happen(
        session,
        action,
        kind,
        dated_on=action.raised_on,
        by=by,
        meeting=meeting,
        entry=entry,
        supersedes=earlier,
        **values,
    )
    return action
