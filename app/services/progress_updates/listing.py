"""Updates that wait to be read by the office; and a body's recommendations, each with what it said last."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func
from sqlalchemy import select as core_select
from sqlalchemy.orm import aliased, lazyload
from sqlmodel import Session, col, select

from app.models.people import Organisation, User
from app.models.progress_updates import ProgressDraft
from app.models.recommendations import (
    Part,
    ProgressUpdate,
    Recommendation,
    Responsibility,
    Source,
    UpdateState,
)

PAGE = 50
"""So many are shown at a time."""


@dataclass(frozen=True)
class Waiting:
    """An update that the office has neither verified nor queried."""

    update: ProgressUpdate
    recommendation: Recommendation
    who: str


@dataclass(frozen=True)
class Standing:
    """A recommendation that a body leads or shares, and what the body said of it last."""

    recommendation: Recommendation
    part: Part
    latest: ProgressUpdate | None
    has_draft: bool


def _waits() -> ColumnElement[bool]:
    """Given by a body itself: what a report says is read with the report."""
    return and_(col(ProgressUpdate.state) == UpdateState.GIVEN, col(ProgressUpdate.writer) != "")


def to_read_count(session: Session) -> int:
    """How many updates wait for the office."""
    return session.exec(select(func.count()).select_from(ProgressUpdate).where(_waits())).one()


def to_read(session: Session, *, limit: int = PAGE) -> list[Waiting]:
    """Those that have waited longest, first."""
    rows = session.exec(
        select(ProgressUpdate, Recommendation, col(Organisation.name))
        .join(Recommendation, col(Recommendation.id) == col(ProgressUpdate.recommendation_id))
        .outerjoin(Organisation, col(Organisation.id) == col(ProgressUpdate.organisation_id))
        .where(_waits())
        .options(lazyload(Recommendation.responsibilities))  # type: ignore[arg-type]
        .order_by(col(ProgressUpdate.recorded_at), col(ProgressUpdate.id))
        .limit(limit)
    ).all()
    return [Waiting(update, recommendation, who or "") for update, recommendation, who in rows]


def standings(session: Session, user: User) -> list[Standing]:
    """Every recommendation of the user's organisation, by report and reference: three statements."""
    ours = col(ProgressUpdate.organisation_id) == user.organisation_id
    newest = (
        core_select(
            col(ProgressUpdate.id).label("id"),
            func.row_number()
            .over(
                partition_by=col(ProgressUpdate.recommendation_id),
                order_by=(col(ProgressUpdate.made_on).desc(), col(ProgressUpdate.id).desc()),
            )
            .label("rank"),
        )
        .where(ours)
        .subquery()
    )
    latest = aliased(ProgressUpdate)
    there = core_select(newest.c.id).where(newest.c.rank == 1)
    rows = session.exec(
        select(Recommendation, col(Responsibility.part), latest, col(ProgressDraft.id))
        .join(Responsibility, col(Responsibility.recommendation_id) == col(Recommendation.id))
        .join(Source, col(Source.id) == col(Recommendation.source_id))
        .outerjoin(
            latest, and_(col(latest.recommendation_id) == col(Recommendation.id), col(latest.id).in_(there))
        )
        .outerjoin(
            ProgressDraft,
            and_(
                col(ProgressDraft.recommendation_id) == col(Recommendation.id),
                col(ProgressDraft.organisation_id) == user.organisation_id,
            ),
        )
        .where(Responsibility.organisation_id == user.organisation_id)
        .options(lazyload(Recommendation.responsibilities))  # type: ignore[arg-type]
        .order_by(col(Source.short_name), col(Recommendation.sort_key), col(Recommendation.id))
    ).all()
    return [Standing(one, part, said, draft is not None) for one, part, said, draft in rows]
