"""Why minutes cannot be circulated or confirmed yet, and what somebody should know first: in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from app.models.actions import Action
from app.models.corrections import Correction, CorrectionState
from app.models.lines import Doubt, Line
from app.models.meetings import Attendance, Meeting, MeetingStatus, Presence

_NOT_OVER = {MeetingStatus.PLANNED, MeetingStatus.IN_PROGRESS}
_IS_NOT_OVER = "The meeting is not over yet."


@dataclass(slots=True)
class Reasons:
    """`why_not` stand against a step; `first` only want to be known before it is taken."""

    why_not: list[str] = field(default_factory=list)
    first: list[str] = field(default_factory=list)


def reasons_to_circulate(session: Session, meeting: Meeting) -> Reasons:
    """There must be something to read and somebody who was there; everything else can come with corrections."""
    found = Reasons()
    if meeting.status in _NOT_OVER:
        found.why_not.append(_IS_NOT_OVER)
    if not _there_is(session, Line.meeting_id == meeting.id, col(Line.removed_at).is_(None)):
        found.why_not.append("The minutes have no lines yet.")
    here = (Attendance.meeting_id == meeting.id, col(Attendance.removed_at).is_(None))
    if not _there_is(session, *here, Attendance.presence != Presence.APOLOGIES):
        found.why_not.append("The attendance list names nobody who was there.")
    found.first += [*_without_owner(session, meeting), *_in_doubt(session, meeting)]
    return found


def reasons_to_confirm(session: Session, meeting: Meeting, today: date | None = None) -> Reasons:
    """What is agreed must be whole: every correction is settled, and every action has an owner.

    Minutes that were published elsewhere are kept as they are: there an action without owner is only said.
    """
    found = Reasons()
    if meeting.status in _NOT_OVER:
        found.why_not.append(_IS_NOT_OVER)
    unowned = _without_owner(session, meeting)
    (found.first if meeting.published_elsewhere else found.why_not).extend(unowned)
    waiting = session.exec(
        select(func.count(col(Correction.id))).where(
            Correction.meeting_id == meeting.id, Correction.state == CorrectionState.PROPOSED
        )
    ).one()
    if waiting:
        found.why_not.append(
            "One proposed correction is not settled."
            if waiting == 1
            else f"{waiting} proposed corrections are not settled."
        )
    closes_on = meeting.corrections_close_on
    if today is not None and closes_on is not None and meeting.takes_corrections(today):
        found.first.append(f"Corrections can be proposed until {closes_on.day} {closes_on:%B %Y}.")
    found.first += _in_doubt(session, meeting)
    return found


def _there_is(session: Session, *conditions: ColumnElement[bool] | bool) -> bool:
    return session.exec(select(1).where(*conditions).limit(1)).first() is not None


def _without_owner(session: Session, meeting: Meeting) -> list[str]:
    unowned: Sequence[str] = session.exec(
        select(Action.reference)
        .where(Action.meeting_id == meeting.id, col(Action.removed_at).is_(None), ~col(Action.owners).any())
        .order_by(col(Action.year), col(Action.number), col(Action.id))
    ).all()
    if not unowned:
        return []
    if len(unowned) == 1:
        return [f"Action {unowned[0]} has no owner."]
    return [f"Actions {', '.join(unowned[:-1])} and {unowned[-1]} have no owner."]


def _in_doubt(session: Session, meeting: Meeting) -> list[str]:
    doubts = session.exec(
        select(func.count(col(Doubt.id))).where(
            Doubt.meeting_id == meeting.id, col(Doubt.settled_at).is_(None)
        )
    ).one()
    if not doubts:
        return []
    if doubts == 1:
        return ["One doubt from reading the file is not settled."]
    return [f"{doubts} doubts from reading the file are not settled."]
