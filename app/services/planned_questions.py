"""Questions the Commissioner means to ask: the office's own, planned for a meeting, never sent to anybody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.db import now
from app.errors import EditConflict, NotFound, RuleBroken
from app.models.lines import Entry, Kind, Line
from app.models.meetings import Meeting, MeetingStatus, PlannedQuestion, Section, SectionRecommendation
from app.models.people import User
from app.models.recommendations import Recommendation
from app.services import changes, drafts, positions

LONGEST = 2_000
"""Characters of a question: longer than anybody can ask in one breath."""
NOT_OVER = (MeetingStatus.PLANNED, MeetingStatus.IN_PROGRESS)


def of_meeting(session: Session, meeting: Meeting) -> list[PlannedQuestion]:
    """Those that stand, in the order in which they are to be asked; asked ones among them."""
    return list(
        session.exec(
            select(PlannedQuestion)
            .where(PlannedQuestion.meeting_id == meeting.id, col(PlannedQuestion.removed_at).is_(None))
            .order_by(col(PlannedQuestion.position), col(PlannedQuestion.id))
        )
    )


def removed_of(session: Session, meeting: Meeting) -> list[PlannedQuestion]:
    """Those that were taken away, the latest first."""
    return list(
        session.exec(
            select(PlannedQuestion)
            .where(PlannedQuestion.meeting_id == meeting.id, col(PlannedQuestion.removed_at).is_not(None))
            .order_by(col(PlannedQuestion.removed_at).desc())
        )
    )


def place_of(session: Session, meeting: Meeting) -> dict[int, int | None]:
    """By planned question: the section it waits in. Its own, else the first that its recommendation has there."""
    tied: dict[int, int] = {}
    for section_id, recommendation_id in session.exec(
        select(col(Section.id), col(SectionRecommendation.recommendation_id))
        .join(SectionRecommendation, col(SectionRecommendation.section_id) == Section.id)
        .where(Section.meeting_id == meeting.id, col(Section.removed_at).is_(None))
        .order_by(col(Section.position))
    ):
        tied.setdefault(recommendation_id, section_id or 0)
    stand = set(
        session.exec(
            select(Section.id).where(Section.meeting_id == meeting.id, col(Section.removed_at).is_(None))
        )
    )
    return {
        one.id or 0: one.section_id if one.section_id in stand else tied.get(one.recommendation_id or 0)
        for one in of_meeting(session, meeting)
    }


def asked(session: Session, planned: Iterable[PlannedQuestion]) -> set[int]:
    """Ids of those that were asked, and whose line still stands in the minutes."""
    entries = {one.asked_as_id: one.id or 0 for one in planned if one.asked_as_id is not None}
    stand = session.exec(
        select(Entry.id)
        .join(Line, col(Line.id) == Entry.line_id)
        .join(Section, col(Section.id) == Line.section_id)
        .where(
            col(Entry.id).in_(list(entries)),
            col(Line.removed_at).is_(None),
            col(Section.removed_at).is_(None),
        )
    )
    return {entries[number] for number in stand if number is not None}


@dataclass(frozen=True)
class Plan:
    """The questions planned for a meeting, with what a list of them says beside each."""

    meeting: Meeting
    questions: list[PlannedQuestion]
    asked: set[int]
    """Ids of those that were asked."""
    references: dict[int, str]
    """Of the recommendations that they are about, by id."""
    sections: dict[int, str]
    """The headings of the meeting, by id, in its order."""

    def about(self, planned: PlannedQuestion) -> str:
        """ "Recommendation 8", else the heading under which it waits."""
        reference = self.references.get(planned.recommendation_id or 0)
        return f"Recommendation {reference}" if reference else self.sections.get(planned.section_id or 0, "")


def plan_of(session: Session, meeting: Meeting) -> Plan:
    """All that stands, in five statements at most."""
    planned = of_meeting(session, meeting)
    headings = session.exec(
        select(Section)
        .where(Section.meeting_id == meeting.id, col(Section.removed_at).is_(None))
        .order_by(col(Section.position), col(Section.id))
    )
    return Plan(
        meeting=meeting,
        questions=planned,
        asked=asked(session, planned),
        references=references(session, {one.recommendation_id for one in planned}),
        sections={
            one.id or 0: f"{one.number} {one.title}".strip() for one in headings if one.number or one.title
        },
    )


def references(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """References of these recommendations, by id."""
    found = session.exec(
        select(col(Recommendation.id), col(Recommendation.reference)).where(
            col(Recommendation.id).in_([number for number in ids if number is not None])
        )
    )
    return {number or 0: reference for number, reference in found}


def by_id(session: Session, planned_id: int) -> PlannedQuestion:
    """Raises NotFound when there is none."""
    planned = session.get(PlannedQuestion, planned_id)
    if planned is None:
        raise NotFound("There is no such planned question.")
    return planned


def plan(
    session: Session,
    meeting: Meeting,
    *,
    text: str,
    section: Section | None = None,
    recommendation: Recommendation | None = None,
    by: User | None,
) -> PlannedQuestion:
    """A further question for the meeting, last. Raises RuleBroken without words, or once its minutes are confirmed."""
    meeting = drafts.opened(session, meeting.id)
    planned = PlannedQuestion(
        meeting_id=meeting.id or 0,
        section_id=_section_here(section, meeting),
        recommendation_id=recommendation.id if recommendation else _only_recommendation(session, section),
        text=_in_one_line(text),
        planned_by_id=by.id if by else None,
    )
    return _put_last(session, planned, meeting, by)


def _put_last(
    session: Session, planned: PlannedQuestion, meeting: Meeting, by: User | None
) -> PlannedQuestion:
    last = session.exec(
        select(func.max(PlannedQuestion.position)).where(PlannedQuestion.meeting_id == meeting.id)
    ).one()
    planned.position = (last or 0.0) + 1.0
    session.add(planned)
    session.flush()
    changes.record(session, "planned", "planned question", planned.id, by=by, meeting=meeting)
    return planned


def _section_here(section: Section | None, meeting: Meeting) -> int | None:
    if section is not None and section.meeting_id != meeting.id:
        raise NotFound("That section belongs to another meeting.")
    return section.id if section else None


def _only_recommendation(session: Session, section: Section | None) -> int | None:
    """The recommendation of a section that concerns exactly one."""
    if section is None:
        return None
    tied = session.exec(
        select(SectionRecommendation.recommendation_id).where(SectionRecommendation.section_id == section.id)
    ).all()
    return tied[0] if len(tied) == 1 else None


def _in_one_line(text: str) -> str:
    text = " ".join(text.replace("\x00", "").split())
    if not text:
        raise RuleBroken("Write the question first.")
    if len(text) > LONGEST:
        raise RuleBroken("That is too long for one question. Plan several.")
    return text


def change(
    session: Session,
    planned: PlannedQuestion,
    *,
    text: str,
    seen: int,
    section: Section | None = None,
    recommendation: Recommendation | None = None,
    by: User | None,
) -> PlannedQuestion:
    """Change its words or what it is about. Raises EditConflict when it is no longer at the revision `seen`."""
    meeting = _opened(session, planned)
    text = _in_one_line(text)
    if planned.revision != seen:
        raise EditConflict(
            f"Somebody else changed this question to “{planned.text}” while you were writing. "
            "Yours was not saved: put the two together and save again."
        )
    was = planned.text
    planned.section_id = _section_here(section, meeting)
    planned.recommendation_id = (
        recommendation.id if recommendation else _only_recommendation(session, section)
    )
    planned.text, planned.revision = text, planned.revision + 1
    session.add(planned)
    changes.record(
        session, "changed", "planned question", planned.id, by=by, meeting=meeting, details={"was": was}
    )
    return planned


def move(session: Session, planned: PlannedQuestion, *, steps: int, by: User | None) -> PlannedQuestion:
    """Ask it earlier (negative) or later; at the end of the list it stays there."""
    meeting = _opened(session, planned)
    others = of_meeting(session, meeting)
    if planned in others and positions.step(planned, others, steps) is not None:
        session.add_all(others)
        changes.record(session, "moved", "planned question", planned.id, by=by, meeting=meeting)
    return planned


def remove(session: Session, planned: PlannedQuestion, *, by: User | None) -> PlannedQuestion:
    """Take it from the list; `restore` brings it back."""
    meeting = _opened(session, planned)
    if planned.removed_at is None:
        planned.removed_at = now()
        session.add(planned)
        changes.record(session, "removed", "planned question", planned.id, by=by, meeting=meeting)
    return planned


def restore(session: Session, planned: PlannedQuestion, *, by: User | None) -> PlannedQuestion:
    """Put it back where it stood."""
    meeting = _opened(session, planned)
    if planned.removed_at is not None:
        planned.removed_at = None
        session.add(planned)
        changes.record(session, "restored", "planned question", planned.id, by=by, meeting=meeting)
    return planned


def _opened(session: Session, planned: PlannedQuestion) -> Meeting:
    """The meeting, locked, and the question as it stands now."""
    meeting = drafts.opened(session, planned.meeting_id)
    session.refresh(planned)
    return meeting


def upcoming(session: Session, *, today: date) -> list[Meeting]:
    """The meetings from today on that are not over, the nearest first."""
    return list(
        session.exec(
            select(Meeting)
            .where(col(Meeting.held_on) >= today, col(Meeting.status).in_(NOT_OVER))
            .order_by(col(Meeting.held_on), col(Meeting.starts_at), col(Meeting.id))
        )
    )


def next_after(asked_at: Meeting, coming: Iterable[Meeting]) -> Meeting | None:
    """The first of those that takes up what this meeting left: of its kind, and not before it."""
    return next(
        (
            meeting
            for meeting in coming
            if meeting.kind == asked_at.kind
            and meeting.id != asked_at.id
            and meeting.held_on >= asked_at.held_on
        ),
        None,
    )


def carry(
    session: Session,
    question: Entry,
    *,
    recommendation_id: int | None = None,
    today: date,
    by: User | None,
) -> PlannedQuestion:
    """Plan a question of the minutes again, for the next meeting of its kind; twice carries it once.

    Raises RuleBroken when no such meeting is planned.
    """
    if question.kind != Kind.QUESTION:
        raise RuleBroken("Only a question can be carried to the next meeting.")
    asked_at = drafts.of(session, question.meeting_id)
    found = next_after(asked_at, upcoming(session, today=today))
    if found is None:
        raise RuleBroken(
            f"No later meeting of the kind “{asked_at.kind}” is planned. Make the next meeting under "
            "Meetings first, then carry the question to it."
        )
    meeting = drafts.opened(session, found.id)
    there = session.exec(
        select(PlannedQuestion).where(
            PlannedQuestion.meeting_id == meeting.id, PlannedQuestion.carried_from_id == question.id
        )
    ).first()
    if there is not None:
        return restore(session, there, by=by)
    line = session.get_one(Line, question.line_id)
    planned = PlannedQuestion(
        meeting_id=meeting.id or 0,
        recommendation_id=recommendation_id,
        text=_in_one_line(question.words_in(line.text)),
        carried_from_id=question.id,
        planned_by_id=by.id if by else None,
    )
    return _put_last(session, planned, meeting, by)
