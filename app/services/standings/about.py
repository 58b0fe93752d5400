"""Which sections speak of which recommendations, as a table for the database to join: nothing of it is handed over."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import CTE, Select, and_, bindparam, exists
from sqlalchemy import select as core_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models.meetings import Section, SectionRecommendation

_OWN = SectionRecommendation


@cache
def about() -> CTE:
    """`section_id`, `meeting_id`, `recommendation_id`: a section speaks of what it is tied to.

    One that is tied to nothing speaks of what the nearest heading above it that is tied speaks of, as
    `recommendations.concerned` has it. It is one table, however many parts of a query join it.
    """
    return _about()


@cache
def _about_some() -> Select[Any]:
    return core_select(_about(col(_OWN.recommendation_id).in_(bindparam("ids", expanding=True))))


def about_some(session: Session, ids: Sequence[int]) -> Sequence[Any]:
    """The same rows, of these recommendations."""
    return session.execute(_about_some(), {"ids": list(ids)}).all()


def _about(*wanted: Any) -> CTE:
    own = (
        core_select(col(_OWN.section_id), col(Section.meeting_id), col(_OWN.recommendation_id))
        .join(Section, col(Section.id) == col(_OWN.section_id))
        .where(col(Section.removed_at).is_(None), *wanted)
    )
    up = _headings_above(wanted)
    inherited = (
        core_select(up.c.section_id, up.c.meeting_id, col(_OWN.recommendation_id))
        .join(_OWN, col(_OWN.section_id) == up.c.above_id)
        .where(*wanted)
    )
    return own.union_all(inherited).cte("about")


def _headings_above(wanted: tuple[Any, ...]) -> CTE:
    """By section that is tied to nothing: the headings above it, up to and with the first that is tied."""
    below = core_select(
        col(Section.id).label("section_id"), col(Section.meeting_id), _above(Section).label("above_id")
    ).where(col(Section.level) > 1, col(Section.removed_at).is_(None), _is_free(Section))
    if wanted:
        tied = aliased(Section)
        there = core_select(col(tied.meeting_id)).join(_OWN, col(_OWN.section_id) == col(tied.id))
        below = below.where(col(Section.meeting_id).in_(there.where(*wanted)))
    up = below.cte("headings_above", recursive=True)
    between = aliased(Section, name="between_them")
    further = (
        core_select(up.c.section_id, up.c.meeting_id, _above(between))
        .select_from(up)
        .join(between, col(between.id) == up.c.above_id)
        .where(_is_free(between))
    )
    return up.union_all(further)


def _is_free(section: Any) -> Any:
    tie = aliased(_OWN)
    return ~exists().where(col(tie.section_id) == section.id)


def _above(section: Any) -> Any:
    """The nearest heading before it of a higher level; none has a lower number than 1."""
    heading = aliased(Section)
    return (
        core_select(col(heading.id))
        .where(
            and_(
                heading.meeting_id == section.meeting_id,
                heading.position < section.position,
                heading.level < section.level,
                col(heading.removed_at).is_(None),
            )
        )
        .order_by(col(heading.position).desc())
        .limit(1)
        .correlate(section)
        .scalar_subquery()
    )
