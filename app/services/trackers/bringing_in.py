"""Bringing a spreadsheet in: kept as it came, looked at first, added when somebody says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from app.db import now
from app.errors import NotFound, RuleBroken
from app.models.actions import Action, ActionState
from app.models.people import User
from app.models.recommendations import Source
from app.models.trackers import Tracker, Tracks
from app.services import actions, changes, documents
from app.services.actions.numbering import lock_numbering
from app.services.documents.files import plain_name
from app.services.trackers import columns, planning, recommendations, sheets, steps
from app.services.trackers.cells import Fate
from app.services.trackers.columns import Columns
from app.services.trackers.planning import Plan, PlannedRow
from app.services.trackers.rows import Changes
from app.services.trackers.vocabularies import VOCABULARIES

AT_ONCE = 100
"""Actions added in one transaction, a second or two: whoever types at that moment waits for it."""


@dataclass
class Looked:
    """A tracker as it is understood now. `problem` is a sentence where nothing can be planned yet."""

    tracker: Tracker
    sheets: list[str]
    columns: Columns
    plan: Plan
    """Where the rows are actions."""
    changes: Changes
    """Where they are recommendations or steps."""
    problem: str = ""


def begin(
    session: Session,
    data: bytes,
    *,
    name: str,
    by: User | None,
    tracks: Tracks = Tracks.ACTIONS,
    source: Source | None = None,
) -> Tracker:
    """Keep the file and begin to bring it in; recommendations and steps are those of `source`.

    Raises UnreadableDocument for what is no spreadsheet, or is hostile.
    """
    sheets.read(data, name=name)
    media_type = (
        "text/csv"
        if not data.startswith(b"PK")
        else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    file = documents.store_file(session, data, name=name, media_type=media_type, by=by)
    tracker = Tracker(
        file_id=file.id or 0,
        name=plain_name(name),
        tracks=tracks,
        source_id=source.id if source else None,
        begun_at=now(),
        by_id=by.id if by else None,
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
    """Those of actions sent last, the newest first."""
    return session.exec(
        select(Tracker).where(Tracker.tracks == Tracks.ACTIONS).order_by(col(Tracker.id).desc()).limit(20)
    ).all()


def look(session: Session, tracker: Tracker, *, today: date) -> Looked:
    """What was recognised and what would be made of it. Changes nothing."""
    data = documents.content(session, documents.file_by_id(session, tracker.file_id))
    found = sheets.read(data, name=tracker.name)
    recognised = columns.recognise(found, tracker.choices, VOCABULARIES[tracker.tracks])
    looked = Looked(tracker, [sheet.name for sheet in found], recognised, Plan([]), Changes([]))
    try:
        if tracker.tracks == Tracks.ACTIONS:
            looked.plan = planning.plan(session, recognised, today=today)
        else:
            looked.changes = _changes(session, tracker, recognised)
    except RuleBroken as problem:
        looked.problem = str(problem)
    return looked


def _changes(session: Session, tracker: Tracker, recognised: Columns) -> Changes:
    source = session.get_one(Source, tracker.source_id)
    if tracker.tracks == Tracks.RECOMMENDATIONS:
        return recommendations.plan(session, recognised, source)
    return steps.plan(session, recognised, source)


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
    known = VOCABULARIES[tracker.tracks].holds
    kept = {str(at): known(value).value for at, value in holds.items()}
    before = tracker.choices.get("sheet"), tracker.choices.get("header")
    is_other = (sheet, header) != before and bool(tracker.choices)
    tracker.choices = {"sheet": sheet, "header": header, "columns": {} if is_other else kept}
    session.add(tracker)
    changes.record(session, "corrected", "tracker", tracker.id, by=by)
    return tracker


def add(session: Session, tracker: Tracker, *, today: date, by: User | None) -> dict[str, Any]:
    """Add what is new, actions a portion at a time; returns the report. Again: what is here is not doubled.

    Raises RuleBroken while no column says what is to be done.
    """
    lock_numbering(session)  # so that two who add the same at once add it once
    looked = look(session, tracker, today=today)
    if looked.problem:
        raise RuleBroken(looked.problem)
    if tracker.tracks != Tracks.ACTIONS:
        return _carry_out(session, tracker, looked.changes, by=by)
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


def _carry_out(session: Session, tracker: Tracker, planned: Changes, *, by: User | None) -> dict[str, Any]:
    """Make all that the plan says, in one transaction."""
    source = session.get_one(Source, tracker.source_id)
    made = recommendations if tracker.tracks == Tracks.RECOMMENDATIONS else steps
    made.carry_out(session, planned, source, by=by)
    fates = (Fate.NEW, Fate.CHANGED, Fate.KNOWN, Fate.WRONG)
    added, changed, unchanged, wrong = (planned.count(fate) for fate in fates)
    tracker.report = {"added": added, "changed": changed, "unchanged": unchanged, "wrong": wrong, "left": 0}
    tracker.added_at = now()
    session.add(tracker)
    changes.record(session, "brought in", "tracker", tracker.id, by=by, details=tracker.report)
    return tracker.report


def load(
    session: Session,
    data: bytes,
    *,
    name: str,
    source: Source,
    tracks: Tracks,
    today: date,
    by: User | None,
    dry_run: bool = False,
) -> Looked:
    """Bring a spreadsheet in without a screen; with `dry_run` it is only looked at.

    Raises UnreadableDocument, and RuleBroken while the column it cannot do without is not found.
    """
    tracker = begin(session, data, name=name, by=by, tracks=tracks, source=source)
    looked = look(session, tracker, today=today)
    if looked.problem:
        raise RuleBroken(looked.problem)
    if not dry_run:
        _carry_out(session, tracker, looked.changes, by=by)
    return looked
