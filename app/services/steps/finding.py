"""Finding steps, and counting how far a plan is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func
from sqlalchemy import select as core_select
from sqlalchemy.orm import joinedload, lazyload
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models.people import User
from app.models.recommendations import Recommendation, Source, Step, StepState

OPEN = (StepState.NOT_STARTED, StepState.UNDER_WAY)


@dataclass(frozen=True)
class Counts:
    """How far a plan is, as its bodies say: how many steps, and how many of them are what."""

    steps: int = 0
    done: int = 0
    under_way: int = 0
    dropped: int = 0
    overdue: int = 0


def by_id(session: Session, step_id: int) -> Step:
    """Raises NotFound when there is none."""
    step = session.get(Step, step_id)
    if step is None:
        raise NotFound("There is no such step.")
    return step


def _seen_by(user: User | None) -> list[Any]:
    """A body sees its own steps; the office all."""
    own = [] if user is None or user.is_of_the_office else [Step.organisation_id == user.organisation_id]
    return [col(Step.removed_at).is_(None), *own]


def of_recommendation(
    session: Session, recommendation: Recommendation, *, user: User | None = None
) -> Sequence[Step]:
    """The steps that carry it out, in the order of their references."""
    return session.exec(
        select(Step)
        .where(Step.recommendation_id == recommendation.id, *_seen_by(user))
        .order_by(col(Step.sort_key), col(Step.id))
    ).all()


def of_source(
    session: Session, source: Source, *, user: User | None = None
) -> list[tuple[Step, Recommendation]]:
    """All steps of the plans for a report, by recommendation and reference. One statement."""
    found = session.exec(
        select(Step, Recommendation)
        .options(
            joinedload(Step.organisation),  # type: ignore[arg-type]
            lazyload(Recommendation.responsibilities),  # type: ignore[arg-type]
        )
        .join(Recommendation, col(Recommendation.id) == col(Step.recommendation_id))
        .where(Recommendation.source_id == source.id, *_seen_by(user))
        .order_by(col(Recommendation.sort_key), col(Recommendation.id), col(Step.sort_key), col(Step.id))
    ).all()
    return [(step, recommendation) for step, recommendation in found]


def overdue(session: Session, *, today: date, limit: int = 200) -> list[tuple[Step, Recommendation]]:
    """Steps whose day has passed and that are neither done nor dropped, the oldest first. One statement."""
    found = session.exec(
        select(Step, Recommendation)
        .options(lazyload(Recommendation.responsibilities))  # type: ignore[arg-type]
        .join(Recommendation, col(Recommendation.id) == col(Step.recommendation_id))
        .where(col(Step.removed_at).is_(None), col(Step.state).in_(OPEN), col(Step.due_on) < today)
        .order_by(col(Step.due_on), col(Step.id))
        .limit(limit)
    ).all()
    return [(step, recommendation) for step, recommendation in found]


def counts(session: Session, source: Source, *, today: date, user: User | None = None) -> Counts:
    """How far the plans for a report are. One statement."""
    is_late = col(Step.state).in_(OPEN) & (col(Step.due_on) < today)

    def how_many(which: Any) -> Any:
        return func.coalesce(func.sum(case((which, 1), else_=0)), 0)

    row = session.execute(
        core_select(
            func.count(col(Step.id)),
            how_many(col(Step.state) == StepState.DONE),
            how_many(col(Step.state) == StepState.UNDER_WAY),
            how_many(col(Step.state) == StepState.DROPPED),
            how_many(is_late),
        )
        .join(Recommendation, col(Recommendation.id) == col(Step.recommendation_id))
        .where(col(Recommendation.source_id) == source.id, *_seen_by(user))
    ).one()
    return Counts(*row)
