"""Differences accepted or declined; what is accepted goes through the services that people's own changes go through."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.db import now
from app.errors import DomainError, EditConflict, RuleBroken
from app.models.meetings import Meeting
from app.models.people import User
from app.models.returns import Decision, ReturnedDifference, ReturnedFile
from app.services import drafts
from app.services.returns.applying import apply


@dataclass(slots=True)
class Refused:
    """A difference that could not be accepted, and why, in a sentence."""

    position: int
    why: str


def decide(
    session: Session,
    returned: ReturnedFile,
    chosen: Mapping[int, int],
    *,
    decision: Decision,
    by: User | None,
) -> list[Refused]:
    """Accept or decline the differences of these positions; each goes with the revision of its line or heading that
    was on the page. What cannot be accepted stays as it is, and why is returned.

    Raises RuleBroken when none is chosen, and once the minutes are confirmed.
    """
    if not chosen:
        raise RuleBroken("Tick the differences first.")
    meeting: Meeting = drafts.opened(session, returned.meeting_id)
    rows = session.exec(
        select(ReturnedDifference)
        .where(ReturnedDifference.returned_id == returned.id)
        .order_by(col(ReturnedDifference.position))
        .with_for_update()
    ).all()
    others = {row.position: row for row in rows}
    refused: list[Refused] = []
    for row in rows:
        if row.position not in chosen or row.decision is not None:
            continue
        if decision == Decision.ACCEPTED:
            problem = _accept(session, meeting, row, others, seen=chosen[row.position], by=by)
            if problem:
                refused.append(Refused(row.position, problem))
                continue
        row.decision, row.decided_at, row.decided_by_id = decision, now(), by.id if by else None
        session.add(row)
        session.flush()
    if all(row.decision is not None for row in rows):
        returned.settled_at = now()
        session.add(returned)
    return refused


def _accept(
    session: Session,
    meeting: Meeting,
    row: ReturnedDifference,
    others: Mapping[int, ReturnedDifference],
    *,
    seen: int,
    by: User | None,
) -> str:
    """Empty when it was done; else why not."""
    try:
        with session.begin_nested():
            apply(session, meeting, row, others, seen=seen, by=by)
            session.flush()
    except EditConflict:
        return "It was changed here meanwhile. Look at what it says now, then decide again."
    except DomainError as refusal:
        return str(refusal)
    return ""
