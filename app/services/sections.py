"""The sections of minutes: headings, their order and depth, and the recommendations they concern."""

from collections.abc import Sequence

from sqlmodel import Session, col, delete, select

from app.db import now
from app.documents.interpret.headings import read_heading
from app.errors import EditConflict, NotFound, RuleBroken
from app.models.meetings import Assurance, Meeting, Section, SectionRecommendation
from app.models.people import User
from app.models.recommendations import Recommendation, Source
from app.services import changes, drafts, positions
from app.services import recommendations as recommendation_services

DEEPEST = 6
"""Word has headings to nine, HTML to six; no minutes seen so far go below four."""


def of_meeting(session: Session, meeting: Meeting) -> Sequence[Section]:
    """The meeting's sections that were not removed, in order."""
    return session.exec(
        select(Section)
        .where(Section.meeting_id == meeting.id, col(Section.removed_at).is_(None))
        .order_by(col(Section.position), col(Section.id))
    ).all()


def by_id(session: Session, section_id: int) -> Section:
    """Raises NotFound when there is none."""
    section = session.get(Section, section_id)
    if section is None:
        raise NotFound("There is no such section.")
    return section


def add(
    session: Session,
    meeting: Meeting,
    *,
    title: str,
    number: str = "",
    level: int = 1,
    after: Section | None = None,
    at_end: bool = True,
    source: Source | None = None,
    is_standing: bool = False,
    is_summary_of_actions: bool = False,
    by: User | None,
) -> Section:
    """A new section behind `after`; with neither, at the end, or (`at_end=False`) at the start."""
    meeting = drafts.opened(session, meeting.id)
    others = list(of_meeting(session, meeting))
    section = Section(
        meeting_id=meeting.id or 0,
        position=0,
        level=_level(level),
        number=number.strip(),
        title=" ".join(title.split()),
        source_id=source.id if source else None,
        is_standing=is_standing,
        is_summary_of_actions=is_summary_of_actions,
    )
    place = others.index(after) + 1 if after in others else (len(others) if at_end else 0)
    spread = positions.insert(section, [*others], place)
    session.add(section)
    session.flush()
    changes.record(session, "added", "section", section.id, by=by, meeting=meeting, details=spread)
    return section


def add_as_typed(
    session: Session,
    meeting: Meeting,
    *,
    heading: str,
    number: str = "",
    level: int = 1,
    after: Section | None = None,
    by: User | None,
) -> Section:
    """A section from its typed heading: a number in front of it is its printed number, and
    recommendations that it names are tied, of the report that it or the section above it speaks of.
    """
    read = read_heading(heading)
    if not number.strip() and read.number:
        number, heading = read.number, read.title
    section = add(session, meeting, title=heading, number=number, level=level, after=after, by=by)
    section.source_id = source_above(session, meeting, section)
    session.add(section)
    if read.recommendations:
        source = session.get(Source, section.source_id) if section.source_id else None
        concerned = [
            recommendation_services.find_or_create(session, source=source, reference=reference, by=by)
            for reference in read.recommendations
        ]
        set_recommendations(session, section, concerned, by=by)
    return section


def source_above(session: Session, meeting: Meeting, section: Section) -> int | None:
    """The report of the nearest section above it that stands higher; or of its neighbour of the same
    depth.
    """
    before = [one for one in of_meeting(session, meeting) if one.position < section.position]
    for one in reversed(before):
        if one.source_id is not None and one.level <= section.level:
            return one.source_id
        if one.level < section.level:
            return one.source_id
    return None


def change(
    session: Session,
    section: Section,
    *,
    title: str,
    number: str,
    level: int,
    is_standing: bool,
    seen_revision: int,
    by: User | None,
) -> Section:
    """Correct a heading. Raises EditConflict, with both, when somebody changed it after `seen_revision`."""
    meeting = drafts.opened(session, section.meeting_id)
    session.refresh(section)
    title, number = " ".join(title.split()), number.strip()
    if section.revision != seen_revision and (section.title, section.number) != (title, number):
        theirs, yours = f"{section.number} {section.title}".strip(), f"{number} {title}".strip()
        raise EditConflict(
            f"Somebody else changed this heading to “{theirs}” while you were writing “{yours}”. "
            "Look at theirs, then change it again if yours should stand."
        )
    was = {"title": section.title, "number": section.number, "level": section.level}
    section.title, section.number, section.level = title, number, _level(level)
    section.is_standing = is_standing
    section.revision += 1
    session.add(section)
    changes.record(session, "changed", "section", section.id, by=by, meeting=meeting, details={"was": was})
    return section


def move(session: Session, section: Section, *, steps: int, by: User | None) -> Section:
    """Move a section with its lines up (negative) or down; past the ends nothing happens. Raises RuleBroken."""
    meeting = drafts.opened(session, section.meeting_id)
    drafts.refuse_if_out(section)
    spread = positions.step(section, of_meeting(session, meeting), steps)
    if spread is not None:
        session.add(section)
        changes.record(session, "moved", "section", section.id, by=by, meeting=meeting, details=spread)
    return section


def assure(
    session: Session,
    section: Section,
    *,
    assurance: Assurance | None,
    statement: str = "",
    seen_revision: int | None = None,
    by: User | None,
) -> Section:
    """Note the Commissioner's judgement on a section, and why; None takes it back.

    Raises EditConflict when somebody else noted another one after `seen_revision`.
    """
    meeting = drafts.opened(session, section.meeting_id)
    session.refresh(section)
    statement = " ".join(statement.split()) if assurance is not None else ""
    if (section.assurance, section.assurance_statement) == (assurance, statement):
        return section
    if seen_revision is not None and section.assurance_revision != seen_revision:
        raise EditConflict(
            f"Somebody else noted “{_judged(section)}” of this section while you were writing. "
            "Look at theirs, then note yours again if it should stand."
        )
    was = {"assurance": section.assurance, "statement": section.assurance_statement}
    section.assurance, section.assurance_statement = assurance, statement
    section.assurance_revision += 1
    session.add(section)
    changes.record(session, "assured", "section", section.id, by=by, meeting=meeting, details={"was": was})
    return section


def _judged(section: Section) -> str:
    said = section.assurance.value if section.assurance else "nothing"
    return f"{said}. {section.assurance_statement}".strip(". ")


def remove(session: Session, section: Section, *, by: User | None) -> Section:
    """Take a heading out of the minutes. What its lines said goes with it by `lines.remove_section`."""
    meeting = drafts.opened(session, section.meeting_id)
    if section.removed_at is None:
        section.removed_at = now()
        session.add(section)
        changes.record(session, "removed", "section", section.id, by=by, meeting=meeting)
    return section


def restore(session: Session, section: Section, *, by: User | None) -> Section:
    """Put a heading back where it stood. What its lines said comes back by `lines.restore_section`."""
    meeting = drafts.opened(session, section.meeting_id)
    if section.removed_at is not None:
        spread = positions.give_back(section, of_meeting(session, meeting))
        section.removed_at = None
        session.add(section)
        changes.record(session, "restored", "section", section.id, by=by, meeting=meeting, details=spread)
    return section


def recommendations_of(session: Session, section: Section) -> Sequence[Recommendation]:
    """The recommendations a section concerns, in the order of their references."""
    return session.exec(
        select(Recommendation)
        .join(SectionRecommendation, col(SectionRecommendation.recommendation_id) == col(Recommendation.id))
        .where(SectionRecommendation.section_id == section.id)
        .order_by(col(Recommendation.source_id), col(Recommendation.sort_key))
    ).all()


def set_recommendations(
    session: Session, section: Section, recommendations: Sequence[Recommendation], *, by: User | None
) -> Section:
    """Say which recommendations a section concerns: exactly these."""
    meeting = drafts.opened(session, section.meeting_id)
    before = {link.id for link in recommendations_of(session, section)}
    wanted = {recommendation.id for recommendation in recommendations}
    if before == wanted:
        return section
    session.exec(delete(SectionRecommendation).where(col(SectionRecommendation.section_id) == section.id))
    for recommendation_id in sorted(number for number in wanted if number is not None):
        session.add(SectionRecommendation(section_id=section.id or 0, recommendation_id=recommendation_id))
    if recommendations:
        section.source_id = recommendations[0].source_id
        session.add(section)
    session.flush()
    changes.record(
        session,
        "tied",
        "section",
        section.id,
        by=by,
        meeting=meeting,
        details={"was": sorted(number for number in before if number is not None)},
    )
    return section


def _level(level: int) -> int:
    if not 1 <= level <= DEEPEST:
        raise RuleBroken(f"A heading's depth is a number from 1 to {DEEPEST}.")
    return level
