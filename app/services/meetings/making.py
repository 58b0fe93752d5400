"""New meetings, from nothing or like the last one, and their facts: title, day, times, place."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlmodel import Session, col, select

from app.db import OFFICE_TIME, now
from app.errors import NotFound, RuleBroken
from app.models.meetings import (
    Attendance,
    Meeting,
    MeetingStatus,
    Presence,
    Section,
    SectionRecommendation,
)
from app.models.people import User
from app.services import actions, attendances, changes, drafts, sections


@dataclass(slots=True, kw_only=True)
class Facts:
    """What the head of the minutes says. Times are local times of day."""

    title: str
    held_on: date
    kind: str = "Holding to account"
    starts_at: time | None = None
    ends_at: time | None = None
    venue: str = ""
    next_meeting: str = ""
    marking: str = ""
    is_public: bool = False
    significant_public_interest: bool = False
    force_may_follow: bool = False
    """Whether the force may follow live while the minutes are taken."""
    updates_due_at: datetime | None = None
    """By when the bodies are to send what they have to say about open actions."""


def by_id(session: Session, meeting_id: int) -> Meeting:
    """Raises NotFound when there is none."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound("There is no such meeting.")
    return meeting


def create(
    session: Session,
    *,
    facts: Facts,
    by: User | None,
    status: MeetingStatus = MeetingStatus.PLANNED,
    published_elsewhere: bool = False,
    original_file_id: int | None = None,
) -> Meeting:
    """A meeting with nothing in it yet. Raises RuleBroken when it has no title or ends before it starts."""
    meeting = Meeting(
        title="",
        held_on=facts.held_on,
        status=status,
        published_elsewhere=published_elsewhere,
        original_file_id=original_file_id,
        created_at=now(),
    )
    _write(meeting, facts)
    session.add(meeting)
    session.flush()
    changes.record(session, "added", "meeting", meeting.id, by=by, meeting=meeting)
    return meeting


def change(session: Session, meeting: Meeting, *, facts: Facts, by: User | None) -> Meeting:
    """Correct the head of the minutes. Raises RuleBroken when they are confirmed, or the facts cannot be."""
    meeting = drafts.opened(session, meeting.id)
    was = meeting.model_dump(
        mode="json", include={"title", "held_on", "starts_at", "ends_at", "venue", "kind"}
    )
    _write(meeting, facts)
    session.add(meeting)
    if was["held_on"] != meeting.held_on.isoformat():
        actions.redate(session, meeting, by=by)
    changes.record(session, "changed", "meeting", meeting.id, by=by, meeting=meeting, details={"was": was})
    return meeting


def create_like(
    session: Session,
    meeting: Meeting,
    *,
    held_on: date,
    title: str | None = None,
    section_ids: Collection[int] | None = None,
    by: User | None,
) -> Meeting:
    """The next meeting of the same kind: the same people expected, the same place, and the sections named.

    Without `section_ids` these are the standing ones. Whoever had sent apologies is expected again.
    """
    facts = Facts(
        title=title if title and title.strip() else meeting.title,
        held_on=held_on,
        kind=meeting.kind,
        starts_at=meeting.starts_at,
        ends_at=None,
        venue=meeting.venue,
        marking=meeting.marking,
        is_public=meeting.is_public,
    )
    made = create(session, facts=facts, by=by)
    for attendance in attendances.of_meeting(session, meeting):
        copy = attendance.model_dump(exclude={"id", "meeting_id", "arrived_at", "left_at", "removed_at"})
        copy |= {"meeting_id": made.id, "presence": Presence.PRESENT, "presence_note": ""}
        session.add(Attendance(**copy))
    _copy_sections(session, meeting, made, section_ids)
    session.flush()
    return made


def proposed_sections(session: Session, meeting: Meeting) -> list[int]:
    """Ids of the sections that the next meeting will want: the standing ones; where none is marked, those whose
    headings stood at the meeting before it of the same kind as well.
    """
    there = sections.of_meeting(session, meeting)
    standing = [one.id or 0 for one in there if one.is_standing]
    before = session.exec(
        select(Meeting)
        .where(Meeting.kind == meeting.kind, col(Meeting.held_on) < meeting.held_on)
        .order_by(col(Meeting.held_on).desc())
        .limit(1)
    ).first()
    if standing or before is None:
        return standing
    known = {one.title.casefold() for one in sections.of_meeting(session, before)}
    return [one.id or 0 for one in there if one.title and one.title.casefold() in known]


def _copy_sections(
    session: Session, meeting: Meeting, made: Meeting, section_ids: Collection[int] | None
) -> None:
    tied = session.exec(
        select(SectionRecommendation)
        .join(Section, col(Section.id) == col(SectionRecommendation.section_id))
        .where(Section.meeting_id == meeting.id)
    ).all()
    for section in sections.of_meeting(session, meeting):
        wanted = section.is_standing if section_ids is None else section.id in section_ids
        if not wanted:
            continue
        copy = section.model_dump(
            exclude={"id", "meeting_id", "assurance", "assurance_statement", "revision", "removed_at"}
            | {"typed_id", "writer", "base", "assurance_revision"}
        )
        new = Section(**copy | {"meeting_id": made.id})
        session.add(new)
        session.flush()
        for tie in tied:
            if tie.section_id == section.id:
                session.add(
                    SectionRecommendation(section_id=new.id or 0, recommendation_id=tie.recommendation_id)
                )


def _write(meeting: Meeting, facts: Facts) -> None:
    facts = replace(
        facts,
        title=" ".join(facts.title.split()),
        kind=" ".join(facts.kind.split()) or "Holding to account",
        venue=facts.venue.strip(),
        next_meeting=facts.next_meeting.strip(),
        marking=facts.marking.strip(),
    )
    if not facts.title:
        raise RuleBroken("Give the meeting a title.")
    if facts.updates_due_at and facts.updates_due_at.astimezone(OFFICE_TIME).date() > facts.held_on:
        raise RuleBroken("Updates cannot be due after the meeting. Correct one of the two days.")
    if facts.starts_at and facts.ends_at and facts.ends_at < facts.starts_at:
        raise RuleBroken("The meeting cannot end before it starts. Correct one of the two times.")
    meeting.title, meeting.held_on, meeting.kind = facts.title, facts.held_on, facts.kind
    meeting.starts_at, meeting.ends_at, meeting.venue = facts.starts_at, facts.ends_at, facts.venue
    meeting.next_meeting, meeting.marking = facts.next_meeting, facts.marking
    meeting.is_public = facts.is_public
    meeting.significant_public_interest = facts.significant_public_interest
    meeting.updates_due_at = facts.updates_due_at
    meeting.force_may_follow = facts.force_may_follow
