"""Which sections of which minutes speak of a recommendation."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from app.models.meetings import Section, SectionRecommendation


@dataclass(frozen=True)
class Concerned:
    """Sections by recommendation, in the order of the minutes, and recommendations by section."""

    sections: dict[int, list[Section]]
    recommendations: dict[int, set[int]]


def concerned(session: Session, which: Any) -> Concerned:
    """Sections tied to the recommendations that fit the condition `which` on SectionRecommendation.

    A heading below a tied heading, down to the next of its level, speaks of the same, unless it is tied
    itself.
    """
    meetings = (
        select(Section.meeting_id)
        .join(SectionRecommendation, col(SectionRecommendation.section_id) == Section.id)
        .where(which)
    )
    tied: dict[int, set[int]] = defaultdict(set)
    for section_id, recommendation_id in session.exec(
        select(col(SectionRecommendation.section_id), col(SectionRecommendation.recommendation_id))
        .join(Section, col(Section.id) == SectionRecommendation.section_id)
        .where(col(Section.meeting_id).in_(meetings))
    ):
        tied[section_id].add(recommendation_id)
    wanted = set(session.exec(select(SectionRecommendation.recommendation_id).where(which)).all())
    found = session.exec(
        select(Section)
        .where(col(Section.meeting_id).in_(meetings), col(Section.removed_at).is_(None))
        .order_by(col(Section.meeting_id), col(Section.position))
    ).all()
    return _spread(found, tied, wanted)


def concerned_at(session: Session, meetings: Iterable[int] | None = None) -> dict[int, set[int]]:
    """By section of these meetings, or of all: the ids of the recommendations that it speaks of."""
    here = () if meetings is None else (col(Section.meeting_id).in_(list(meetings)),)
    tied: dict[int, set[int]] = defaultdict(set)
    for section_id, recommendation_id in session.execute(
        core_select(col(SectionRecommendation.section_id), col(SectionRecommendation.recommendation_id))
        .join(Section, col(Section.id) == col(SectionRecommendation.section_id))
        .where(*here)
    ):
        tied[section_id].add(recommendation_id)
    found = session.execute(
        core_select(col(Section.id), col(Section.meeting_id), col(Section.level))
        .where(col(Section.removed_at).is_(None), *here)
        .order_by(col(Section.meeting_id), col(Section.position))
    ).all()
    return _inherited(found, tied)


def _inherited(found: Sequence[Any], tied: dict[int, set[int]]) -> dict[int, set[int]]:
    """By section in the order of the minutes: what it is tied to itself, else what the heading above it is."""
    about: dict[int, set[int]] = {}
    above: list[tuple[Any, set[int]]] = []
    for section in found:
        while above and (
            above[-1][0].meeting_id != section.meeting_id or above[-1][0].level >= section.level
        ):
            above.pop()
        own = tied.get(section.id or 0) or (above[-1][1] if above else set())
        above.append((section, own))
        if own:
            about[section.id or 0] = own
    return about


def _spread(found: Sequence[Section], tied: dict[int, set[int]], wanted: set[int]) -> Concerned:
    sections: dict[int, list[Section]] = defaultdict(list)
    recommendations: dict[int, set[int]] = defaultdict(set)
    about = _inherited(found, tied)
    for section in found:
        for recommendation in about.get(section.id or 0, set()) & wanted:
            sections[recommendation].append(section)
            recommendations[section.id or 0].add(recommendation)
    return Concerned(sections, recommendations)
