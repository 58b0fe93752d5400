"""Years of actions, stored by bulk: for measuring, and for tests that count statements."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, SQLModel, col, func, select

from app.db import now
from app.models.actions import Action, ActionEvent, ActionRecommendation, ActionState, EventKind, Owner
from app.models.lines import Entry, Kind, Line
from app.models.meetings import Meeting, MeetingStatus, Section, SectionRecommendation
from app.models.people import Organisation
from app.models.recommendations import Recommendation, Source
from app.models.responses import Response, ResponseState

TODAY = date(2025, 5, 14)
MOST_RECOMMENDATIONS = 40
OF_A_MEETING = 10
"""Actions that a meeting raises."""
RESPONSES = 4
"""To each action."""
_STATES = (ResponseState.ACCEPTED, ResponseState.RETURNED, ResponseState.SUBMITTED, ResponseState.DRAFT)


def store(session: Session, actions: int, *, owner: Organisation, by_id: int) -> list[int]:
    """Stores so many actions with four times as many responses; one in five is closed. Returns the ids of the
    meetings, the last of which is yet to come.
    """
    recommendations = _recommendations(session, min(actions, MOST_RECOMMENDATIONS))
    held, coming = _meetings(session, max(1, actions // OF_A_MEETING), recommendations)
    first = _next(session, Action)
    rows: dict[type[SQLModel], list[dict[str, Any]]] = {
        kind: [] for kind in (Action, Owner, ActionRecommendation, ActionEvent, Response)
    }
    for at in range(actions):
        _one(rows, first + at, at, held[at % len(held)], recommendations, owner.id or 0, by_id)
    for table, some in rows.items():
        session.execute(insert(table), some)
    session.flush()
    return [*(number for number, _ in held), coming]


def _next(session: Session, table: Any) -> int:
    return (session.exec(select(func.max(table.id))).one() or 0) + 1


def _recommendations(session: Session, how_many: int) -> list[int]:
    source = session.exec(select(Source).where(Source.short_name == "MANY")).first()
    if source is None:
        source = Source(short_name="MANY", title="A report with many recommendations")
        session.add(source)
        session.flush()
    first = _next(session, Recommendation)
    rows = [
        {
            "id": first + at,
            "source_id": source.id,
            "reference": str(first + at),
            "title": f"Recommendation {at}",
            "sort_key": Recommendation.order_of(str(first + at)),
        }
        for at in range(how_many)
    ]
    session.execute(insert(Recommendation), rows)
    return [int(row["id"]) for row in rows if isinstance(row["id"], int)]


def _meetings(
    session: Session, how_many: int, recommendations: list[int]
) -> tuple[list[tuple[int, date]], int]:
    """With one section and two questions each; the last is planned for tomorrow."""
    first, section = _next(session, Meeting), _next(session, Section)
    held = [(first + at, TODAY - timedelta(days=7 * (how_many - at))) for at in range(how_many)]
    coming = (first + how_many, TODAY + timedelta(days=1))
    for number, held_on in [*held, coming]:
        meeting = Meeting(
            id=number,
            title=f"Holding to account {number}",
            held_on=held_on,
            created_at=now(),
            shared_at=now(),
            status=MeetingStatus.PLANNED if held_on > TODAY else MeetingStatus.DRAFT,
        )
        session.add(meeting)
    session.flush()
    everything: list[Any] = []
    for at, (number, _) in enumerate(held):
        everything.append(Section(id=section + at, meeting_id=number, position=1.0, title="Homes"))
        session.add(everything[-1])
        session.flush()
        session.add(
            SectionRecommendation(
                section_id=section + at, recommendation_id=recommendations[at % len(recommendations)]
            )
        )
        text = "The PCC asked about homes. The PCC asked about beds."
        session.add(
            Line(id=f"many{number}", meeting_id=number, section_id=section + at, position=1.0, text=text)
        )
        session.flush()
        for starts, ends in ((0, 27), (27, len(text))):
            session.add(
                Entry(
                    line_id=f"many{number}", meeting_id=number, starts=starts, ends=ends, kind=Kind.QUESTION
                )
            )
    session.flush()
    # Last: confirmed minutes take no more lines.
    confirmed = {"status": MeetingStatus.CONFIRMED}
    session.execute(
        update(Meeting).where(col(Meeting.id).in_([number for number, _ in held])).values(confirmed)
    )
    return held, coming[0]


def _one(
    rows: dict[type[SQLModel], list[dict[str, Any]]],
    number: int,
    at: int,
    meeting: tuple[int, date],
    recommendations: list[int],
    owner: int,
    by: int,
) -> None:
    raised_on = meeting[1]
    closed = at % 5 == 4
    settled_on = raised_on + timedelta(days=60) if closed else None
    rows[Action].append(
        {
            "id": number,
            "reference": f"{number}/{raised_on.year}",
            "year": raised_on.year,
            "number": number,
            "meeting_id": meeting[0],
            "raised_on": raised_on,
            "wording": f"Set out what was found in district {at}, and what has been done since",
            "due_on": raised_on + timedelta(days=30 + at % 400) if at % 9 else None,
            "state": ActionState.CLOSED if closed else ActionState.OPEN,
            "settled_on": settled_on,
        }
    )
    rows[Owner].append(
        {"action_id": number, "words": "T/CC Qadir", "organisation_id": owner, "from_on": raised_on}
    )
    if at % 7:
        tie = recommendations[at % len(recommendations)]
        rows[ActionRecommendation].append({"action_id": number, "recommendation_id": tie})
    kinds = [EventKind.RAISED, *[EventKind.CARRIED] * (at % 5), *[EventKind.CLOSED] * closed]
    for after, kind in enumerate(kinds):
        rows[ActionEvent].append(
            {
                "action_id": number,
                "kind": kind,
                "at": now(),
                "dated_on": settled_on if kind == EventKind.CLOSED else raised_on + timedelta(days=7 * after),
                "by_id": by,
                "remark": "The PCC asked for more.",
                "details": {"state": "open"},
            }
        )
    for which in range(RESPONSES):
        rows[Response].append(
            {
                "action_id": number,
                "organisation_id": owner,
                "text": "We have begun, and will report again. " * 4,
                "state": _STATES[(at + which) % len(_STATES)],
                "given_by_id": by,
                "begun_at": now() - timedelta(days=9 - which),
                "given_at": now() - timedelta(days=8 - which),
            }
        )
