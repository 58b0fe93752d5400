"""Recommendations that nobody has asked about for a while, or ever: silence is a finding too."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlalchemy import select as core_select
from sqlmodel import Session, col

from app.models.lines import Entry, Kind, Line
from app.models.meetings import REPORT, Meeting
from app.models.recommendations import Recommendation, Source
from app.services.recommendations.concerned import concerned_at


@dataclass(frozen=True)
class Silence:
    """A recommendation, and the last day on which somebody asked about it (None: never)."""

    id: int
    reference: str
    title: str
    source: str
    last_asked_on: date | None


def silences(session: Session, *, since: date, before: date) -> list[Silence]:
    """Those nobody asked about from `since` until the day before `before`, in the order of their reports.

    Four statements, however many minutes there are.
    """
    about = concerned_at(session)
    last: dict[int, date] = defaultdict(lambda: date.min)
    for section_id, held_on in session.execute(
        core_select(col(Line.section_id), func.max(col(Meeting.held_on)))
        .select_from(Entry)
        .join(Line, col(Line.id) == col(Entry.line_id))
        .join(Meeting, col(Meeting.id) == col(Entry.meeting_id))
        .where(
            col(Entry.kind) == Kind.QUESTION,
            col(Line.removed_at).is_(None),
            col(Meeting.held_on) < before,
            col(Meeting.kind) != REPORT,
        )
        .group_by(col(Line.section_id))
    ):
        for recommendation in about.get(section_id, ()):
            last[recommendation] = max(last[recommendation], held_on)
    found = session.execute(
        core_select(
            col(Recommendation.id),
            col(Recommendation.reference),
            col(Recommendation.title),
            col(Source.short_name),
        )
        .join(Source, col(Source.id) == col(Recommendation.source_id))
        .order_by(col(Source.short_name), col(Recommendation.sort_key), col(Recommendation.id))
    )
    return [
        Silence(number, reference, title, source, last.get(number))
        for number, reference, title, source in found
        if last.get(number, date.min) < since
    ]
