"""What was done to a meeting's minutes, by spells of work; and all that was taken out and can be put back."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.models.changes import Change
from app.models.lines import Line
from app.models.meetings import Meeting
from app.models.people import User
from app.services import planned_questions
from app.services.meetings.whole import Removed, whole

PAUSE = timedelta(minutes=5)
"""A longer one ends a spell of work."""
PAGE = 600
"""Changes on a page; a busy meeting makes about two thousand."""
SHORT = 100
"""Characters of a line in the list."""
_UNTOLD = {"let go"}


@dataclass(slots=True)
class Touched:
    """A line that was changed in a spell: its id and how it begins now."""

    id: str
    words: str


@dataclass(slots=True)
class Work:
    """What one person did between two pauses."""

    by: str
    starts_at: datetime
    ends_at: datetime
    told: list[str] = field(default_factory=list)
    """ "12 lines added", "1 section removed" …"""
    lines: list[Touched] = field(default_factory=list)


@dataclass(slots=True)
class MeetingHistory:
    """The meeting's spells, the latest first; `older` is the change number from which the next page goes on."""

    meeting: Meeting
    work: list[Work]
    removed: list[Removed]
    older: int | None


def history_of(session: Session, meeting: Meeting, *, before: int | None = None) -> MeetingHistory:
    """A page of it. The same number of statements however long the history is."""
    statement = (
        select(Change, User.name)
        .outerjoin(User, col(User.id) == col(Change.by_id))
        .where(Change.meeting_id == meeting.id, col(Change.change_no).is_not(None))
    )
    if before is not None:
        statement = statement.where(col(Change.change_no) < before)
    rows = session.exec(statement.order_by(col(Change.change_no).desc()).limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    groups = _spells([(change, by or "") for change, by in shown])
    texts = _texts(session, {change.subject_id for change, _ in shown if change.subject == "line"})
    return MeetingHistory(
        meeting,
        [_work(group, by, texts) for by, group in groups],
        removed_from(session, meeting),
        shown[-1][0].change_no if len(rows) > PAGE else None,
    )


def removed_from(session: Session, meeting: Meeting) -> list[Removed]:
    """Lines, sections, people, papers and planned questions that were taken out, the latest first."""
    planned = [
        Removed("planned question", str(one.id), one.text, one.removed_at)
        for one in planned_questions.removed_of(session, meeting)
        if one.removed_at is not None
    ]
    found = [*whole(session, meeting).removed, *planned]
    return sorted(found, key=lambda gone: gone.removed_at, reverse=True)


def _spells(rows: Iterable[tuple[Change, str]]) -> list[tuple[str, list[Change]]]:
    """Changes, latest first, by person and pause."""
    groups: list[tuple[str, list[Change]]] = []
    for change, by in rows:
        if groups and groups[-1][0] == by and groups[-1][1][-1].at - change.at < PAUSE:
            groups[-1][1].append(change)
        else:
            groups.append((by, [change]))
    return groups


def _work(group: list[Change], by: str, texts: dict[str, str]) -> Work:
    things = {(one.subject, one.verb, one.subject_id) for one in group if one.verb not in _UNTOLD}
    counts = Counter((subject, verb) for subject, verb, _ in things)
    lines = dict.fromkeys(one.subject_id for one in reversed(group) if one.subject == "line")
    return Work(
        by,
        group[-1].at,
        group[0].at,
        [_told(subject, verb, many) for (subject, verb), many in sorted(counts.items())],
        [Touched(number, texts[number]) for number in lines if number in texts],
    )


_CALLED = {"attendance": ("person", "people"), "entry": ("passage", "passages")}
_SAID = {"set": "put right by hand", "assured": "given the Commissioner’s judgement", "planned": "added"}


def _told(subject: str, verb: str, many: int) -> str:
    one, more = _CALLED.get(subject, (subject, f"{subject}s"))
    verb = _SAID.get(verb, verb)
    return f"{many} {one if many == 1 else more} {verb}" if subject != "meeting" else f"meeting {verb}"


def _texts(session: Session, ids: set[str]) -> dict[str, str]:
    rows = session.exec(select(Line.id, Line.text).where(col(Line.id).in_(ids))).all()
    return {number: text if len(text) <= SHORT else f"{text[: SHORT - 2]} …" for number, text in rows}
