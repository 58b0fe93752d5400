"""Bringing an old tracker in: kept as it came, looked at first, added when somebody says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from app.db import now
from app.errors import NotFound, RuleBroken
from app.models.actions import Action, ActionState
from app.models.people import User
from app.models.trackers import Tracker
from app.services import actions, changes, documents
from app.services.actions.numbering import lock_numbering
from app.services.documents.files import plain_name
from app.services.trackers import columns, planning, sheets
from app.services.trackers.columns import Columns, Holds
from app.services.trackers.planning import Fate, Plan, PlannedRow

AT_ONCE = 100
"""Actions added in one transaction, a second or two: whoever types at that moment waits for it."""


@dataclass
class Looked:
    """A tracker as it is understood now. `problem` is a sentence where nothing can be planned yet."""

    tracker: Tracker
    sheets: list[str]
    columns: Columns
    plan: Plan
    problem: str = ""


def begin(session: Session, data: bytes, *, name: str, by: User | None) -> Tracker:
    """Keep the file and begin to bring it in. Raises UnreadableDocument for what is no tracker, or is hostile."""
    sheets.read(data, name=name)
    media_type = (
        "text/csv"
        if not data.startswith(b"PK")
        else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    file = documents.store_file(session, data, name=name, media_type=media_type, by=by)
    tracker = Tracker(
        file_id=file.id or 0, name=plain_name(name), begun_at=now(), by_id=by.id if by else None
    )
    session.add(tracker)
    session.flush()
    changes.record(session, "sent", "tracker", tracker.id, by=by)
    return tracker


def by_id(session: Session, tracker_id: int) -> Tracker:
    """Raises NotFound."""
    found = session.get(Tracker, tracker_id)
    if found is None:
        raise NotFound("There is no such spreadsheet.")
    return found


def latest(session: Session) -> Sequence[Tracker]:
    """Those sent last, the newest first."""
    return session.exec(select(Tracker).order_by(col(Tracker.id).desc()).limit(20)).all()


def look(session: Session, tracker: Tracker, *, today: date) -> Looked:
    """What was recognised and what would be made of it. Changes nothing."""
    data = documents.content(session, documents.file_by_id(session, tracker.file_id))
    found = sheets.read(data, name=tracker.name)
    recognised = columns.recognise(found, tracker.choices)
    looked = Looked(tracker, [sheet.name for sheet in found], recognised, Plan([]))
    try:
        looked.plan = planning.plan(session, recognised, today=today)
    except RuleBroken as problem:
        looked.problem = str(problem)
    return looked


def choose(
    session: Session,
    tracker: Tracker,
    *,
    sheet: str,
    header: int | None,
    holds: Mapping[int, str],
    by: User | None,
) -> Tracker:
    """Correct what was recognised: the sheet, the row of headings (from 1; None: found again) and the columns.

    Another sheet or row of headings has other columns: what was said of the old ones is forgotten.
    """
    kept = {str(at): Holds(value).value for at, value in holds.items()}
    before = tracker.choices.get("sheet"), tracker.choices.get("header")
    is_other = (sheet, header) != before and bool(tracker.choices)
    tracker.choices = {"sheet": sheet, "header": header, "columns": {} if is_other else kept}
    session.add(tracker)
    changes.record(session, "corrected", "tracker", tracker.id, by=by)
    return tracker


def add(session: Session, tracker: Tracker, *, today: date, by: User | None) -> dict[str, Any]:
    """Add the actions that are new, a portion at a time; returns the report. Again: what is here is not doubled.

    Raises RuleBroken while no column says what is to be done.
    """
    lock_numbering(session)  # so that two who add the same at once add it once
    looked = look(session, tracker, today=today)
    if looked.problem:
        raise RuleBroken(looked.problem)
    new = [row for row in looked.plan.rows if row.fate == Fate.NEW]
    for row in new[:AT_ONCE]:
        _add_one(session, row, today=today, by=by, name=tracker.name)
    added = int(tracker.report.get("added", 0)) + len(new[:AT_ONCE])
    tracker.report = {"added": added, "left": len(new[AT_ONCE:])}
    tracker.added_at = now() if len(new) <= AT_ONCE else None
    session.add(tracker)
    changes.record(session, "brought in", "tracker", tracker.id, by=by, details=tracker.report)
    return tracker.report


def _add_one(session: Session, row: PlannedRow, *, today: date, by: User | None, name: str) -> Action:
    action = actions.add(
        session,
        wording=row.wording,
        raised_on=row.raised_on or today,
        printed=row.reference or None,
        owners=row.owners,
        due_on=row.due_on,
        due_words=row.due_words if row.due_on is None else "",
        recommendations=sorted(set(row.recommendations)),
        remark=row.remark,
        by=by,
    )
    if row.state != ActionState.OPEN:
        settle = actions.close if row.state == ActionState.CLOSED else actions.withdraw
        settle(session, action, reason=f"As the tracker “{name}” says.", today=row.settled_on or today, by=by)
    return action
