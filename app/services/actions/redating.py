"""A meeting's day put right: what it raised and reviewed belongs to the right day too. References do not change."""

from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from app.models.actions import Action, ActionEvent
from app.models.lines import Entry
from app.models.meetings import Meeting
from app.models.people import User
from app.services.actions import history


def redate(session: Session, meeting: Meeting, *, by: User | None) -> None:
    """Date what this meeting did to actions by the meeting's present day; call it after the day was changed."""
    session.flush()
    touched = session.exec(
        select(Action)
        .join(ActionEvent, col(ActionEvent.action_id) == Action.id)
        .where(ActionEvent.meeting_id == meeting.id)
        .distinct()
        .order_by(col(Action.id))
    ).all()
    for action in touched:
        for event in history.standing(history.events(session, action)):
            if event.meeting_id == meeting.id and event.dated_on != meeting.held_on:
                _move(session, action, event, meeting, by=by)


def _move(session: Session, action: Action, event: ActionEvent, meeting: Meeting, *, by: User | None) -> None:
    values = history.replay([event])
    history.happen(
        session,
        action,
        event.kind,
        dated_on=meeting.held_on,
        by=by,
        meeting=meeting,
        entry=session.get(Entry, event.entry_id) if event.entry_id is not None else None,
        remark=event.remark,
        supersedes=[event],
        **{name: _moved(name, value, event.dated_on, meeting.held_on) for name, value in values.items()},
    )


def _moved(name: str, value: Any, then: date, now_on: date) -> Any:
    return now_on if name in ("raised_on", "settled_on") and value == then else value
