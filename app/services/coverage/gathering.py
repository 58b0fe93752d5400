"""The grid, gathered: the same number of statements for three recommendations as for two hundred."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func
from sqlalchemy import select as core_select
from sqlmodel import Session, col

from app.models.actions import Action, ActionEvent, ActionRecommendation, ActionState, EventKind
from app.models.lines import Entry, Kind, Line
from app.models.meetings import REPORT, Assurance, Meeting, MeetingStatus, PlannedQuestion, Section
from app.models.people import User
from app.models.recommendations import Recommendation, Source
from app.services import standings
from app.services.actions import history
from app.services.coverage.parts import Cell, Column, Coverage, Glance, Row
from app.services.questions.finding import State, state_of
from app.services.standings.about import about, about_some

ROWS = 200
"""Recommendations on a page."""
MEETINGS = 40
"""Meetings side by side."""
_ANSWERED = State.ANSWERED.value
_JUDGED = {Assurance.ASSURED: "assured", Assurance.PARTLY: "partly", Assurance.NOT: "not_assured"}
_FAR = {"": 0, "raised": 1, "carried": 2, "closed": 3}


def coverage(
    session: Session,
    source: Source | None,
    *,
    user: User,
    today: date,
    never: bool = False,
    body: int | None = None,
    page: int = 1,
    back: int = 0,
) -> Coverage:
    """The grid of a source's recommendations, or of all, at the meetings since one first spoke of any of them.

    `never` keeps those never asked about, `body` those that an organisation answers for; `back` leaves out so many of
    the latest meetings.
    """
    of_source = standings.Filters(source=source.id if source else None)
    chosen = standings.Filters(tab="never" if never else "all", source=of_source.source, body=body)
    counts = standings.counts(session, of_source, user=user, today=today)
    fitting = counts if body is None else standings.counts(session, chosen, user=user, today=today)
    shown = fitting[chosen.tab]
    pages = max(1, -(-shown // ROWS))
    at = min(max(page, 1), pages)
    here = standings.ids_of(session, chosen, user=user, today=today, limit=ROWS, offset=(at - 1) * ROWS)
    planned = _planned(session, of_source.source)
    meetings = _meetings(session, source, planned, today)
    end = max(1, len(meetings) - back) if back < len(meetings) else len(meetings)
    columns = meetings[max(0, end - MEETINGS) : end]
    return Coverage(
        source=source,
        columns=columns,
        rows=_rows(session, here, columns, planned),
        total=counts["all"],
        never=counts["never"],
        with_open_action=counts["open"],
        shown=shown,
        at=at,
        pages=pages,
        earlier=max(0, end - MEETINGS),
        later=len(meetings) - end,
        bodies=standings.leads(session, of_source.source),
        asked_at=_asked_at(session, of_source.source, columns),
        planned_for=Counter(meeting for _, meeting in planned),
    )


def _planned(session: Session, source: int | None) -> dict[tuple[int, int], int]:
    """By recommendation and meeting: how many questions are planned and not asked yet."""
    query = (
        core_select(col(PlannedQuestion.recommendation_id), col(PlannedQuestion.meeting_id), func.count())
        .join(Recommendation, col(Recommendation.id) == col(PlannedQuestion.recommendation_id))
        .where(col(PlannedQuestion.removed_at).is_(None), col(PlannedQuestion.asked_as_id).is_(None))
        .group_by(col(PlannedQuestion.recommendation_id), col(PlannedQuestion.meeting_id))
    )
    if source is not None:
        query = query.where(col(Recommendation.source_id) == source)
    return {(number, meeting): count for number, meeting, count in session.execute(query)}


def _meetings(
    session: Session, source: Source | None, planned: dict[tuple[int, int], int], today: date
) -> list[Column]:
    """Since one first spoke of any of them: all of its kind, and those for which something is planned."""
    spoken = about()
    speaks = core_select(spoken.c.meeting_id).distinct()
    if source is not None:
        speaks = speaks.join(Recommendation, col(Recommendation.id) == spoken.c.recommendation_id).where(
            col(Recommendation.source_id) == source.id
        )
    spoke = set(session.execute(speaks).scalars())
    every = session.execute(
        core_select(
            col(Meeting.id), col(Meeting.held_on), col(Meeting.title), col(Meeting.kind), col(Meeting.status)
        )
        .where(col(Meeting.kind) != REPORT)
        .order_by(col(Meeting.held_on), col(Meeting.id))
    ).all()
    kinds = {one.kind for one in every if one.id in spoke}
    first = min((one.held_on for one in every if one.id in spoke), default=None)
    coming = {meeting for _, meeting in planned}
    found = [
        Column(one.id, one.held_on, one.title, one.status == MeetingStatus.PLANNED and one.held_on >= today)
        for one in every
        if one.id in spoke
        or one.id in coming
        or (first is not None and one.kind in kinds and one.held_on >= first)
    ]
    return found or [Column(one.id, one.held_on, one.title, one.held_on >= today) for one in every[-10:]]


def _asked_at(session: Session, source: int | None, columns: Sequence[Column]) -> dict[int, int]:
    """By meeting, of the last one held: how many recommendations it asked about."""
    last = next((one for one in reversed(columns) if not one.is_coming), None)
    if last is None:
        return {}
    spoken = about()
    query = (
        core_select(func.count(func.distinct(spoken.c.recommendation_id)))
        .select_from(spoken)
        .join(Recommendation, col(Recommendation.id) == spoken.c.recommendation_id)
        .join(Line, col(Line.section_id) == spoken.c.section_id)
        .join(Entry, col(Entry.line_id) == col(Line.id))
        .where(
            spoken.c.meeting_id == last.id,
            col(Entry.kind) == Kind.QUESTION,
            col(Line.removed_at).is_(None),
        )
    )
    if source is not None:
        query = query.where(col(Recommendation.source_id) == source)
    return {last.id: session.execute(query).scalar_one()}


@dataclass
class _Made:
    """A cell being made."""

    asked: str = ""
    acted: str = ""
    judged: tuple[float, str] = (-1.0, "")
    section_id: int | None = None


def _rows(
    session: Session, ids: list[int], columns: list[Column], planned: dict[tuple[int, int], int]
) -> list[Row]:
    place = {one.id: at for at, one in enumerate(columns)}
    rows = _named(session, ids, len(columns))
    made: dict[tuple[int, int], _Made] = defaultdict(_Made)
    _speak(session, ids, rows, place, made)
    _act(session, rows, place, made)
    for number, meeting in planned:
        if number in rows and meeting in place and made[number, meeting].asked in ("", "discussed"):
            made[number, meeting].asked = "planned"
    coming = {one.id for one in columns if one.is_coming}
    for (number, meeting), one in made.items():
        if one.asked == "discussed" and meeting in coming:
            one.asked = ""  # its agenda names it; nobody has spoken yet
        glance = Glance(one.asked, one.acted, one.judged[1])
        if glance.furthest:
            rows[number].cells[place[meeting]] = Cell(glance, _href(meeting, one))
    return list(rows.values())


def _href(meeting: int, one: _Made) -> str:
    if one.section_id is not None:
        return f"/meetings/{meeting}#section-{one.section_id}"
    return f"/meetings/{meeting}/brief#plan" if one.asked == "planned" else f"/meetings/{meeting}"


def _named(session: Session, ids: list[int], width: int) -> dict[int, Row]:
    found = {
        number: Row(number, reference, title, source, [None] * width)
        for number, reference, title, source in session.execute(
            core_select(
                col(Recommendation.id),
                col(Recommendation.reference),
                col(Recommendation.title),
                col(Source.short_name),
            )
            .join(Source, col(Source.id) == col(Recommendation.source_id))
            .where(col(Recommendation.id).in_(ids))
        )
    }
    return {number: found[number] for number in ids if number in found}


def _speak(
    session: Session,
    ids: list[int],
    rows: dict[int, Row],
    place: dict[int, int],
    made: dict[tuple[int, int], _Made],
) -> None:
    """What sections that speak of them asked and judged."""
    spoken = about_some(session, ids)
    sections = {row.section_id for row in spoken}
    asked = _questions(session, sections)
    judged = {
        number: (assurance, position)
        for number, assurance, position in session.execute(
            core_select(col(Section.id), col(Section.assurance), col(Section.position)).where(
                col(Section.id).in_(sections)
            )
        )
    }
    for section_id, meeting_id, number in spoken:
        held_on, questions, silent = asked.get(section_id, (None, 0, 0))
        row = rows[number]
        if held_on is not None and (row.last_asked_on is None or held_on > row.last_asked_on):
            row.last_asked_on = held_on
        if meeting_id not in place:
            continue
        one = made[number, meeting_id]
        if silent or (questions and one.asked != "asked"):
            one.asked = "asked" if silent else "answered"
        one.asked = one.asked or "discussed"
        one.section_id = one.section_id or section_id
        assurance, position = judged[section_id]
        if assurance is not None and position > one.judged[0]:
            one.judged = (position, _JUDGED[assurance])


def _questions(session: Session, sections: set[int]) -> dict[int, tuple[date, int, int]]:
    """By section: its day, its questions, and those of them that have no answer."""
    silent = func.count(case((state_of != _ANSWERED, 1)))
    return {
        number: (held_on, questions, without)
        for number, held_on, questions, without in session.execute(
            core_select(col(Line.section_id), func.min(col(Meeting.held_on)), func.count(), silent)
            .select_from(Line)
            .join(Entry, col(Entry.line_id) == col(Line.id))
            .join(Meeting, col(Meeting.id) == col(Line.meeting_id))
            .where(
                col(Line.section_id).in_(sections),
                col(Line.removed_at).is_(None),
                col(Meeting.kind) != REPORT,
                col(Entry.kind) == Kind.QUESTION,
            )
            .group_by(col(Line.section_id))
        )
    }


def _act(
    session: Session, rows: dict[int, Row], place: dict[int, int], made: dict[tuple[int, int], _Made]
) -> None:
    """Where actions about them were raised, and what meetings decided about these."""
    ties: dict[int, list[int]] = defaultdict(list)
    for number, action_id, reference, meeting_id, state in session.execute(
        core_select(
            col(ActionRecommendation.recommendation_id),
            col(Action.id),
            col(Action.reference),
            col(Action.meeting_id),
            col(Action.state),
        )
        .join(Action, col(Action.id) == col(ActionRecommendation.action_id))
        .where(col(ActionRecommendation.recommendation_id).in_(rows), col(Action.removed_at).is_(None))
        .order_by(col(Action.raised_on), col(Action.id))
    ):
        ties[action_id].append(number)
        if state == ActionState.OPEN:
            rows[number].open_actions.append((action_id, reference))
        if meeting_id in place:
            _got_to(made[number, meeting_id], "raised")
    for event in _events(session, ties):
        if event.meeting_id in place and event.kind in history.REVIEWS:
            became = "closed" if event.kind == EventKind.CLOSED else "carried"
            for number in ties[event.action_id]:
                _got_to(made[number, event.meeting_id or 0], became)


def _events(session: Session, actions: Any) -> list[ActionEvent]:
    found = session.execute(
        core_select(ActionEvent).where(
            col(ActionEvent.action_id).in_(actions), col(ActionEvent.meeting_id).is_not(None)
        )
    ).scalars()
    return history.standing(found)


def _got_to(one: _Made, acted: str) -> None:
    if _FAR[acted] > _FAR[one.acted]:
        one.acted = acted
