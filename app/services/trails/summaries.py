"""A source's recommendations in a table: of each, when it was last asked about, what is unanswered and what
is open.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.models.actions import Action, ActionRecommendation
from app.models.lines import AlsoReplies, Entry, Kind, Line
from app.models.meetings import REPORT, Assurance, Meeting, SectionRecommendation
from app.models.people import User
from app.models.recommendations import Recommendation, Responsibility, Source
from app.services.audience import action_is_shared_with, meetings_shared_with, unread
from app.services.recommendations.concerned import concerned


@dataclass
class Summary:
    """One recommendation in short."""

    recommendation: Recommendation
    asked_on: set[date] = field(default_factory=set)
    unanswered: int = 0
    open_actions: int = 0
    settled_actions: int = 0
    assurance: Assurance | None = None
    assured_on: date | None = None

    @property
    def last_asked_on(self) -> date | None:
        return max(self.asked_on, default=None)

    @property
    def lead(self) -> list[str]:
        """Names of the bodies that lead."""
        return [one.organisation.name for one in self.recommendation.responsibilities if one.part == "lead"]


def summaries(session: Session, source: Source | None, *, user: User) -> list[Summary]:
    """Each recommendation that `user` may see, of one source or of all, in the order of the report."""
    query = select(Recommendation).where(*_of(source))
    if not user.is_of_the_office:
        query = query.where(
            col(Recommendation.id).in_(
                select(Responsibility.recommendation_id).where(
                    Responsibility.organisation_id == user.organisation_id
                )
            )
        )
    query = query.options(lazyload(Recommendation.responsibilities))  # type: ignore[arg-type]
    found = {
        one.id or 0: Summary(one)
        for one in session.exec(query.order_by(col(Recommendation.sort_key), col(Recommendation.id)))
    }
    _load_responsible(session, source, [one.recommendation for one in found.values()])
    _count_actions(session, source, found, user)
    _count_questions(session, source, found, user)
    return list(found.values())


def _of(source: Source | None) -> list[Any]:
    return [] if source is None else [col(Recommendation.source_id) == source.id]


def _load_responsible(session: Session, source: Source | None, found: list[Recommendation]) -> None:
    """In one statement, however many there are; the relationship itself takes one for each 500."""
    bodies: dict[int, list[Responsibility]] = defaultdict(list)
    for one in session.exec(
        select(Responsibility)
        .join(Recommendation, col(Recommendation.id) == Responsibility.recommendation_id)
        .where(*_of(source))
        .order_by(col(Responsibility.id))
    ):
        bodies[one.recommendation_id].append(one)
    for recommendation in found:
        set_committed_value(recommendation, "responsibilities", bodies[recommendation.id or 0])


def _count_actions(session: Session, source: Source | None, found: dict[int, Summary], user: User) -> None:
    query = (
        select(col(ActionRecommendation.recommendation_id), col(Action.state))
        .join(Action, col(Action.id) == ActionRecommendation.action_id)
        .join(Recommendation, col(Recommendation.id) == ActionRecommendation.recommendation_id)
        .where(*_of(source), col(Action.removed_at).is_(None))
    )
    if not user.is_of_the_office:
        query = query.where(action_is_shared_with(user))
    for recommendation_id, state in session.exec(query):
        summary = found.get(recommendation_id)
        if summary is not None:
            summary.open_actions += state == "open"
            summary.settled_actions += state != "open"


def _count_questions(session: Session, source: Source | None, found: dict[int, Summary], user: User) -> None:
    of_source = select(Recommendation.id).where(*_of(source))
    about = concerned(session, col(SectionRecommendation.recommendation_id).in_(of_source))
    days_query = select(col(Meeting.id), col(Meeting.held_on)).where(Meeting.kind != REPORT)
    if not user.is_of_the_office:
        days_query = days_query.where(col(Meeting.id).in_(meetings_shared_with(user)))
    days = {number or 0: held_on for number, held_on in session.exec(days_query)}
    asked = session.exec(
        select(col(Entry.id), col(Line.section_id), col(Entry.meeting_id))
        .join(Line, col(Line.id) == Entry.line_id)
        .where(
            Entry.kind == Kind.QUESTION,
            col(Line.removed_at).is_(None),
            col(Line.section_id).in_(list(about.recommendations)),
        )
    ).all()
    answers = (
        select(col(Entry.replies_to_id))
        .join(Line, col(Line.id) == Entry.line_id)
        .where(
            Entry.kind == Kind.ANSWER,
            col(Line.removed_at).is_(None),
            col(Entry.meeting_id).in_(
                select(Line.meeting_id).where(col(Line.section_id).in_(list(about.recommendations)))
            ),
        )
    )
    further = (
        select(col(AlsoReplies.question_id))
        .join(Entry, col(Entry.id) == AlsoReplies.answer_id)
        .join(Line, col(Line.id) == Entry.line_id)
        .where(Entry.kind == Kind.ANSWER, col(Line.removed_at).is_(None))
    )
    answered = {*session.exec(answers), *session.exec(further)}
    per_question: dict[int, list[Summary]] = defaultdict(list)
    for question, section_id, meeting_id in asked:
        if meeting_id not in days:
            continue
        for recommendation_id in about.recommendations[section_id]:
            if recommendation_id in found:
                per_question[question or 0].append(found[recommendation_id])
                found[recommendation_id].asked_on.add(days[meeting_id])
    for question, summaries_of_it in per_question.items():
        for summary in summaries_of_it:
            summary.unanswered += question not in answered
    read = unread(session, user)
    for recommendation_id, sections in about.sections.items():
        for section in sections:
            if section.id in read.judged:
                continue
            held_on = days.get(section.meeting_id)
            if recommendation_id not in found or section.assurance is None or held_on is None:
                continue
            summary = found[recommendation_id]
            if summary.assured_on is None or held_on >= summary.assured_on:
                summary.assurance, summary.assured_on = section.assurance, held_on
