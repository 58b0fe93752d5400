"""What meetings decide about actions: each review is an event dated that meeting."""

import re
from datetime import date
from typing import Any

from sqlmodel import Session, col, delete, select

from app.errors import RuleBroken
from app.models.actions import Action, ActionEvent, ActionLink, ActionLinkKind, ActionState, EventKind
from app.models.lines import Entry, Mention, Outcome
from app.models.meetings import Meeting
from app.models.people import User
from app.services.actions import history

_SETTLES = {
    Outcome.CLOSED: ActionState.CLOSED,
    Outcome.WITHDRAWN: ActionState.WITHDRAWN,
    Outcome.REPLACED: ActionState.REPLACED,
}


def review(
    session: Session,
    action: Action,
    meeting: Meeting,
    *,
    outcome: Outcome,
    remark: str = "",
    by: User | None,
    entry: Entry | None = None,
    due_on: date | None = None,
    due_words: str = "",
    replaced_by: Action | None = None,
) -> Action:
    """Write down what the meeting decided, with a new due date where it gave one.

    With `entry` the review is that passage of the minutes: the passage read again takes the place of what
    it said before. Raises RuleBroken when the meeting was before the action was raised.
    """
    if meeting.held_on < action.raised_on:
        raise RuleBroken(
            f"Action {action.reference} was raised after this meeting, so it cannot have been reviewed here."
        )
    earlier = _of_passage(session, entry) if entry is not None else []
    if entry is not None:
        remark = said_beyond(remark, action.reference)
    if replaced_by is not None and replaced_by.id != action.id:
        session.merge(
            ActionLink(action_id=replaced_by.id or 0, earlier_id=action.id or 0, kind=ActionLinkKind.REPLACES)
        )
    values = _values(outcome, meeting, due_on, due_words)
    kind = EventKind(outcome.value)
    if entry is not None:
        entry.action_id, entry.mention, entry.outcome = action.id, Mention.REVIEWED, outcome
        session.add(entry)
        elsewhere = [event for event in earlier if event.action_id != action.id]
        for event in elsewhere:
            _take_back(session, event, meeting=meeting, by=by)
        earlier = [event for event in earlier if event.action_id == action.id]
        if any(_says(event, kind, remark, values) for event in earlier):
            return action
    history.happen(
        session,
        action,
        kind,
        dated_on=meeting.held_on,
        by=by,
        meeting=meeting,
        entry=entry,
        remark=remark,
        supersedes=earlier,
        **values,
    )
    return action


_OUTCOME = re.compile(
    r"(?:(?:is|was|now|to be|be|has been|been)\s+)*"
    r"(?:closed|completed?|discharged|carried|deferred|progressed|in progress|ongoing|withdrawn|replaced|reopened)\b"
    r"(?:\s+(?:forward|over))?"
    r"(?:\s*,?\s*(?:(?:and|is)\s+)?(?:to|until|now due|due)\s+(?:the\s+next\s+meeting|(?:\w+\s+)?\d[^.,;:]*\d{4}))?"
    r"\s*(?:[.,;:–—-]+\s*|$)",
    re.IGNORECASE,
)


def said_beyond(words: str, reference: str) -> str:
    """What a review says besides which action it is about and what was decided, which are told anyway.

    "14/2024: carried to 30 April 2025, 22 of 60 records had been read." leaves "22 of 60 records had been
    read."
    """
    rest = re.sub(
        rf"^(?:action\s+)?{re.escape(reference)}(?!\d)\s*(?:[:–—-]\s*)?",
        "",
        words.strip(),
        flags=re.IGNORECASE,
    )
    rest = _OUTCOME.sub("", rest, count=1) if _OUTCOME.match(rest) else rest
    return rest[:1].upper() + rest[1:]


def _values(outcome: Outcome, meeting: Meeting, due_on: date | None, due_words: str) -> dict[str, Any]:
    state = _SETTLES.get(outcome, ActionState.OPEN)
    values: dict[str, Any] = {
        "state": state,
        "settled_on": None if outcome not in _SETTLES else meeting.held_on,
    }
    if due_on is not None or due_words:
        values |= {"due_on": due_on, "due_words": due_words}
    return values


def _says(event: ActionEvent, kind: EventKind, remark: str, values: dict[str, Any]) -> bool:
    there = history.replay([event])
    return event.kind == kind and event.remark == remark.strip() and there == values


def _of_passage(session: Session, entry: Entry) -> list[ActionEvent]:
    """The standing reviews that this passage made, of whatever action."""
    if entry.id is None:
        return []
    found = session.exec(
        select(ActionEvent).where(
            ActionEvent.entry_id == entry.id,
            col(ActionEvent.kind).in_([*history.REVIEWS, EventKind.REVIEW_REMOVED]),
        )
    ).all()
    return history.standing(found)


def withdraw_review(session: Session, entry: Entry, *, meeting: Meeting, by: User | None) -> None:
    """The passage is gone or is no review any more: what it decided no longer counts. Call before deleting
    it.
    """
    for event in _of_passage(session, entry):
        _take_back(session, event, meeting=meeting, by=by)


def _take_back(session: Session, event: ActionEvent, *, meeting: Meeting, by: User | None) -> None:
    action = session.get_one(Action, event.action_id)
    if event.kind == EventKind.REPLACED:
        replaces = ActionLink.kind == ActionLinkKind.REPLACES
        session.exec(delete(ActionLink).where(col(ActionLink.earlier_id) == action.id, replaces))  # type: ignore[arg-type]
    history.happen(
        session,
        action,
        EventKind.REVIEW_REMOVED,
        dated_on=event.dated_on,
        by=by,
        meeting=meeting,
        entry=session.get(Entry, event.entry_id) if event.entry_id else None,
        supersedes=[event],
    )
