"""Years of recommendations, stored by bulk: for measuring, and for tests that count statements."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, func, select

from app.db import now
from app.models.actions import Action, ActionRecommendation, ActionState, Owner
from app.models.lines import Entry, Kind, Line
from app.models.meetings import Assurance, Meeting, MeetingStatus, Section, SectionRecommendation
from app.models.people import Organisation
from app.models.recommendations import (
    ProgressUpdate,
    Recommendation,
    Responsibility,
    Source,
    Step,
    StepState,
    UpdateState,
)

TODAY = date(2025, 5, 14)
_KINDS = (Kind.QUESTION, Kind.ANSWER, Kind.STATEMENT, Kind.QUESTION, Kind.STATEMENT)
_RATINGS = ("In progress", "Complete", "", "Not started")
_EVERY = 7
"""One recommendation in so many is never spoken of."""


def store(session: Session, recommendations: int, meetings: int, entries: int, *, lead: Organisation) -> int:
    """Stores one source with so many recommendations, so many meetings of the past with so many entries between them,
    and one that is yet to come. Every recommendation has an update and a step, every other an open action.

    Returns the id of the source.
    """
    source = Source(short_name=f"MANY{recommendations}", title="A report with many recommendations")
    session.add(source)
    session.flush()
    rows: dict[type[SQLModel], list[dict[str, Any]]] = {}
    numbers = _recommendations(session, rows, recommendations, source.id or 0, lead.id or 0)
    held = _meetings(session, meetings)
    _minutes(session, rows, held, [number for number in numbers if number % _EVERY], entries)
    for table, some in rows.items():
        session.execute(insert(table), some)
    session.flush()
    return source.id or 0


def _next(session: Session, table: Any) -> int:
    return (session.exec(select(func.max(table.id))).one() or 0) + 1


def _put(rows: dict[type[SQLModel], list[dict[str, Any]]], table: type[SQLModel], **values: Any) -> None:
    rows.setdefault(table, []).append(values)


def _recommendations(
    session: Session, rows: dict[type[SQLModel], list[dict[str, Any]]], count: int, source: int, lead: int
) -> list[int]:
    first, action = _next(session, Recommendation), _next(session, Action)
    for at in range(count):
        number, reference = first + at, str(at + 1)
        _put(
            rows, Recommendation, id=number, source_id=source, reference=reference,
            sort_key=Recommendation.order_of(reference), title=f"Reports of kind {at} are graded within one hour",
            wording="Every report should be graded by a trained supervisor. " * 3,
            evidence_needed="An audit" if at % 3 else "", target_on=TODAY + timedelta(days=at % 400 - 200),
        )  # fmt: skip
        _put(rows, Responsibility, recommendation_id=number, organisation_id=lead)
        _put(
            rows, ProgressUpdate, recommendation_id=number, organisation_id=lead, text="We have begun.",
            made_on=TODAY - timedelta(days=at % 300), rating=_RATINGS[at % 4], recorded_at=now(),
            state=UpdateState.VERIFIED if at % 5 == 0 else UpdateState.GIVEN,
        )  # fmt: skip
        _put(
            rows, Step, recommendation_id=number, reference=f"{reference}.1", wording="Train everybody",
            due_on=TODAY + timedelta(days=at % 500 - 250),
            state=StepState.DONE if at % 2 else StepState.UNDER_WAY,
        )  # fmt: skip
        if at % 2:
            _put(
                rows, Action, id=action + at, reference=f"{action + at}/2025", year=2025, number=action + at,
                raised_on=TODAY - timedelta(days=90), wording="Set out what was found", due_words="",
                due_on=TODAY + timedelta(days=at % 90 - 45), state=ActionState.OPEN,
            )  # fmt: skip
            _put(rows, ActionRecommendation, action_id=action + at, recommendation_id=number)
            _put(rows, Owner, action_id=action + at, words="CC", organisation_id=lead, from_on=TODAY)
    return list(range(first, first + count))


def _meetings(session: Session, count: int) -> list[int]:
    first = _next(session, Meeting)
    for at in range(count + 1):
        coming = at == count
        session.add(
            Meeting(
                id=first + at,
                title=f"Holding to account {at}",
                held_on=TODAY + timedelta(days=1) if coming else TODAY - timedelta(days=28 * (count - at)),
                created_at=now(),
                status=MeetingStatus.PLANNED if coming else MeetingStatus.DRAFT,
            )
        )
    session.flush()
    return list(range(first, first + count))


def _minutes(
    session: Session,
    rows: dict[type[SQLModel], list[dict[str, Any]]],
    meetings: list[int],
    spoken_of: list[int],
    entries: int,
) -> None:
    """Ten entries to a section, each of which speaks of one recommendation; one section in five is a heading below."""
    section, entry = _next(session, Section), _next(session, Entry)
    for at in range(entries // 10):
        number, meeting = section + at, meetings[at * len(meetings) // (entries // 10)]
        below = at % 5 == 4
        _put(
            rows, Section, id=number, meeting_id=meeting, position=float(at), title=f"Grading {at}",
            level=2 if below else 1, assurance=list(Assurance)[at % 3] if at % 4 == 0 else None,
        )  # fmt: skip
        if not below:
            _put(
                rows,
                SectionRecommendation,
                section_id=number,
                recommendation_id=spoken_of[at % len(spoken_of)],
            )
        for place in range(10):
            line = f"many-{number}-{place}"
            _put(
                rows, Line, id=line, meeting_id=meeting, section_id=number, position=float(place),
                text="The PCC asked how the reports are graded, and by whom.",
            )  # fmt: skip
            answers = place % 5 == 1
            _put(
                rows, Entry, id=entry, line_id=line, meeting_id=meeting, starts=0, ends=54,
                kind=_KINDS[place % 5], replies_to_id=entry - 1 if answers else None,
            )  # fmt: skip
            entry += 1
