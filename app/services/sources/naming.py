"""Minutes that name a report and none of its recommendations, and tying them to numbers by hand."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from app.errors import RuleBroken
from app.models.meetings import REPORT, Meeting, Section, SectionRecommendation
from app.models.people import User
from app.models.recommendations import Source
from app.services import recommendations, sections

_REFERENCE = re.compile(r"[\w.()/-]{1,30}")


@dataclass
class Named:
    """A meeting and its headings under which the report is named, without a number."""

    meeting: Meeting
    sections: list[Section] = field(default_factory=list)


def named_without_number(session: Session, source: Source) -> list[Named]:
    """By meeting, the latest first. A heading above one that is tied speaks of the report as a whole: it is left out.

    Two statements, however many there are.
    """
    naming = select(Section.meeting_id).where(Section.source_id == source.id)
    found = session.exec(
        select(Section)
        .where(col(Section.meeting_id).in_(naming), col(Section.removed_at).is_(None))
        .order_by(col(Section.meeting_id), col(Section.position))
    ).all()
    tied = set(
        session.exec(
            select(SectionRecommendation.section_id)
            .join(Section, col(Section.id) == col(SectionRecommendation.section_id))
            .where(col(Section.meeting_id).in_(naming))
        )
    )
    meetings = session.exec(
        select(Meeting)
        .where(col(Meeting.id).in_(naming), Meeting.kind != REPORT)
        .order_by(col(Meeting.held_on).desc(), col(Meeting.id))
    ).all()
    by_meeting: dict[int, list[Section]] = defaultdict(list)
    for place, section in enumerate(found):
        if section.source_id == source.id and not _is_tied(found, place, tied):
            by_meeting[section.meeting_id].append(section)
    return [Named(one, by_meeting[one.id or 0]) for one in meetings if by_meeting[one.id or 0]]


def _is_tied(found: Sequence[Section], place: int, tied: set[int]) -> bool:
    """Whether it, a heading above it or one below it is tied to a number."""
    here = found[place]
    if here.id in tied:
        return True
    for below in found[place + 1 :]:
        if below.meeting_id != here.meeting_id or below.level <= here.level:
            break
        if below.id in tied:
            return True
    level = here.level
    for above in reversed(found[:place]):
        if above.meeting_id != here.meeting_id:
            break
        if above.level < level:
            level = above.level
            if above.id in tied:
                return True
    return False


def tie(session: Session, source: Source, section: Section, *, references: str, by: User | None) -> Section:
    """Say which recommendations of the report a heading speaks of: "8, 41.3". Raises RuleBroken."""
    wanted = [words for words in re.split(r"[,;\s]+|\band\b", references) if words]
    if not wanted:
        raise RuleBroken("Give the numbers of the recommendations, such as 8, 41.3.")
    for words in wanted:
        if not _REFERENCE.fullmatch(words) or not re.search(r"\d", words):
            raise RuleBroken(f"“{words[:40]}” is not the number of a recommendation. Give them like 8, 41.3.")
    found = [recommendations.find_or_create(session, source=source, reference=one, by=by) for one in wanted]
    there = sections.recommendations_of(session, section)
    return sections.set_recommendations(session, section, [*there, *found], by=by)
