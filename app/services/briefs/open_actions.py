"""What is open, by owner or by recommendation: counted by the database, which hands over only what is shown."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func
from sqlalchemy import select as core_select
from sqlmodel import Session, col

from app.db import OFFICE_TIME
from app.models.actions import Action, ActionEvent, ActionRecommendation, ActionState, EventKind, Owner
from app.models.people import Organisation, OrganisationKind
from app.models.recommendations import Recommendation, Source
from app.models.responses import Response, ResponseState
from app.services.actions import history
from app.services.actions.rows import rows_of
from app.services.briefs.parts import Latest, OpenAction, OpenActions, OpenGroup, short

SHOWN = 16
"""Rows at most, unless somebody asks for all."""
FEW = 12
"""So many are always all shown."""
READING = 380
"""Words of them that can be read in the time, beside all the rest: seven long rows, or sixteen short ones."""
ALL = 300
"""Rows that are shown to whoever asks for all of them."""
OTHERS = 8

_OPEN = (col(Action.state) == ActionState.OPEN, col(Action.removed_at).is_(None))


def open_actions(session: Session, *, by_recommendation: bool, everything: bool, today: date) -> OpenActions:
    """The most pressing are those longest overdue, then those due soonest, then those without a date."""
    late = func.count(func.distinct(case((col(Action.due_on) < today, col(Action.id)))))
    many = func.count(func.distinct(col(Action.id)))
    count, overdue = session.execute(core_select(func.count(), late).where(*_OPEN)).one()
    key, joined = _about() if by_recommendation else _owned()
    groups = session.execute(
        joined(core_select(key, many, late).select_from(Action)).where(*_OPEN).group_by(key)
    ).all()
    ids = list(
        session.execute(
            core_select(col(Action.id))
            .where(*_OPEN)
            .order_by(col(Action.due_on).is_(None), col(Action.due_on), col(Action.raised_on), col(Action.id))
            .limit(ALL if everything else SHOWN)
        ).scalars()
    )
    keys = joined(core_select(key, col(Action.id)).select_from(Action)).where(col(Action.id).in_(ids))
    groups_of: dict[int, set[int | None]] = defaultdict(set)
    for number, action_id in session.execute(keys):
        groups_of[action_id].add(number)
    rows = _rows(session, ids, today)
    if not everything and count > FEW:
        ids = _readable(rows, ids)
    names = _recommendations(session) if by_recommendation else _organisations(session)
    shown: dict[int | None, list[OpenAction]] = defaultdict(list)
    for action_id in ids:
        for number in groups_of[action_id]:
            shown[number].append(rows[action_id])
    found: list[OpenGroup] = []
    for number, some, its_late in groups:
        name, href = _name_and_address(number, names, by_recommendation)
        found.append(OpenGroup(name, some, its_late, href, shown[number]))
    return OpenActions(
        by_recommendation=by_recommendation,
        count=count,
        overdue=overdue,
        groups=sorted((one for one in found if one.rows), key=_order),
        others=sorted((one for one in found if not one.rows), key=_order),
    )


def _readable(rows: dict[int, OpenAction], ids: Sequence[int]) -> list[int]:
    """As many of them, from the first, as can be read in the time."""
    read, left = [], READING
    for action_id in ids:
        left -= rows[action_id].reading
        if left < 0:
            break
        read.append(action_id)
    return read


def _order(group: OpenGroup) -> tuple[bool, int, str]:
    """Those with most to do first; nobody's, and what concerns nothing, last."""
    return (not group.href, -group.count, group.name)


def _owned() -> tuple[Any, Any]:
    """By the organisations of those who own it now: 0 for owners whose body nobody knows."""
    key = case((col(Owner.id).is_(None), None), else_=func.coalesce(col(Owner.organisation_id), 0))
    owns = and_(col(Owner.action_id) == col(Action.id), col(Owner.until_on).is_(None))
    return key, lambda query: query.outerjoin(Owner, owns)


def _about() -> tuple[Any, Any]:
    tie = ActionRecommendation
    return col(tie.recommendation_id), lambda query: query.outerjoin(
        tie, col(tie.action_id) == col(Action.id)
    )


def _organisations(session: Session) -> dict[int, str]:
    """The commissioner's own office is called "This office" in its own brief."""
    found = session.execute(core_select(col(Organisation.id), col(Organisation.name), col(Organisation.kind)))
    return {
        number: "This office" if kind == OrganisationKind.COMMISSIONER else name
        for number, name, kind in found
    }


def _recommendations(session: Session) -> dict[int, str]:
    found = session.execute(
        core_select(
            col(Recommendation.id),
            col(Recommendation.reference),
            col(Recommendation.title),
            col(Source.short_name),
        )
        .join(Source, col(Source.id) == col(Recommendation.source_id))
        .where(col(Recommendation.id).in_(core_select(col(ActionRecommendation.recommendation_id))))
    ).all()
    several = len({source for *_, source in found}) > 1
    return {
        number: f"Recommendation {reference}"
        + (f" of {source}" if several else "")
        + (f": {title}" if title else "")
        for number, reference, title, source in found
    }


def _name_and_address(number: int | None, names: dict[int, str], by_recommendation: bool) -> tuple[str, str]:
    """What a group is called, and where the register shows all of it ("" where it cannot)."""
    if by_recommendation:
        if number is None:
            return "Tied to no recommendation", ""
        return names[number], f"/actions?status=open&recommendation={number}"
    if number is None:
        return "Nobody named", ""
    if number == 0:
        return "Owners of no known body", ""
    return names[number], f"/actions?status=open&organisation={number}"


def _rows(session: Session, ids: Sequence[int], today: date) -> dict[int, OpenAction]:
    responses = _latest_responses(session, ids)
    remarks = _latest_remarks(session, ids)
    return {
        row.action.id or 0: OpenAction(
            row, _later(responses.get(row.action.id or 0), remarks.get(row.action.id or 0))
        )
        for row in rows_of(session, today=today, chosen=ids)
    }


def _later(response: Latest | None, remark: Latest | None) -> Latest | None:
    """A response that waits for the office outlives what a meeting said on the same day."""
    if response is None or remark is None:
        return response or remark
    return response if response.dated_on >= remark.dated_on else remark


def _latest_responses(session: Session, ids: Sequence[int]) -> dict[int, Latest]:
    """By action: the latest that was given; drafts are the body's own."""
    found = session.execute(
        core_select(Response)
        .where(col(Response.action_id).in_(ids), col(Response.state) != ResponseState.DRAFT)
        .order_by(col(Response.given_at), col(Response.id))
    ).scalars()
    return {
        one.action_id or 0: Latest(
            dated_on=(one.given_at or one.begun_at).astimezone(OFFICE_TIME).date(),
            words=short(one.text, 70),
            state=one.state,
            awaits_the_office=one.awaits_the_office,
            proposes_closure=one.proposes_closure,
            proposed_due_on=one.proposed_due_on,
        )
        for one in found
    }


def _latest_remarks(session: Session, ids: Sequence[int]) -> dict[int, Latest]:
    """By action: what was last remarked when a meeting reviewed it."""
    events: dict[int, list[ActionEvent]] = defaultdict(list)
    for event in session.execute(
        core_select(ActionEvent).where(
            col(ActionEvent.action_id).in_(ids),
            col(ActionEvent.kind).in_([*history.REVIEWS, EventKind.REVIEW_REMOVED]),
        )
    ).scalars():
        events[event.action_id].append(event)
    remarks = {
        action_id: [event for event in history.standing(some) if event.remark]
        for action_id, some in events.items()
    }
    return {
        action_id: Latest(some[-1].dated_on, short(some[-1].remark, 70), None)
        for action_id, some in remarks.items()
        if some
    }
