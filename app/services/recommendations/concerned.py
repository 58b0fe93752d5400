"""Which sections of which minutes speak of a recommendation."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
    tied: dict[int, set[int]] = defaultdict(set)
    for section_id, recommendation_id in session.exec(
        select(col(SectionRecommendation.section_id), col(SectionRecommendation.recommendation_id))
    ):
        tied[section_id].add(recommendation_id)
    meetings = (
        select(Section.meeting_id)
        .join(SectionRecommendation, col(SectionRecommendation.section_id) == Section.id)
        .where(which)
    )
    wanted = set(session.exec(select(SectionRecommendation.recommendation_id).where(which)).all())
    found = session.exec(
        select(Section)
        .where(col(Section.meeting_id).in_(meetings), col(Section.removed_at).is_(None))
        .order_by(col(Section.meeting_id), col(Section.position))
    ).all()
    return _spread(found, tied, wanted)


def _spread(found: Sequence[Section], tied: dict[int, set[int]], wanted: set[int]) -> Concerned:
    sections: dict[int, list[Section]] = defaultdict(list)
    recommendations: dict[int, set[int]] = defaultdict(set)
    above: list[tuple[Section, set[int]]] = []
    for section in found:
        while above and (
            above[-1][0].meeting_id != section.meeting_id or above[-1][0].level >= section.level
        ):
            above.pop()
        own = tied.get(section.id or 0) or (above[-1][1] if above else set())
        above.append((section, own))
        for recommendation in own & wanted:
            sections[recommendation].append(section)
            recommendations[section.id or 0].add(recommendation)
    return Concerned(sections, recommendations)
