"""Putting right which report a recommendation belongs to, when minutes called one report by several names.

Everything tied to a recommendation goes along: headings, actions (as a change in their history), planned
questions, reports of bodies.
"""

from datetime import date
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.errors import RuleBroken
from app.models.actions import Action, ActionRecommendation, EventKind
from app.models.inspections import Inspection, InspectionAnswer
from app.models.meetings import PlannedQuestion, Section, SectionRecommendation
from app.models.people import User
from app.models.progress_reports import ProgressReport
from app.models.progress_updates import ProgressDraft
from app.models.publications import PublishedPassageRecommendation
from app.models.recommendations import (
    ProgressUpdate,
    Recommendation,
    Responsibility,
    Source,
    SourceReview,
    Step,
)
from app.models.trackers import Tracker
from app.services import changes, recommendations
from app.services.actions import history

_WORDS = ("title", "wording", "expected_outcome", "evidence_needed", "response")

_FACTS = (
    "made_by", "published_on", "address", "recommendations_said", "steps_said", "reports_every", "reports_words",
    "next_report_on",
)  # fmt: skip


def merge(session: Session, source: Source, into: Source, *, today: date, by: User | None) -> Source:
    """Two names turn out to be one report: everything of `source` becomes part of `into`. Raises
    RuleBroken.
    """
    if source.id == into.id:
        raise RuleBroken("Choose another report: this one is the same as itself.")
    clocks = session.exec(
        select(Inspection.source_id).where(col(Inspection.source_id).in_([source.id, into.id]))
    ).all()
    if len(clocks) > 1:
        raise RuleBroken(
            "A response to each of the two is being prepared. Finish or empty one of them before making them one."
        )
    for recommendation in recommendations.of_source(session, source):
        move(session, recommendation, into, today=today, by=by)
    _describe(session, source, into)
    for table in (Section, Inspection, ProgressReport, Tracker, SourceReview):
        session.execute(update(table).where(col(table.source_id) == source.id).values(source_id=into.id))
    session.flush()
    session.expire(source)
    session.expire(into)
    session.delete(source)
    session.flush()
    changes.record(session, "merged", "source", into.id, by=by, details={"was": source.short_name})
    return into


def _describe(session: Session, source: Source, into: Source) -> None:
    """What is written of the one report, and not of the other, is kept."""
    for name in _FACTS:
        if not getattr(into, name):
            setattr(into, name, getattr(source, name))
    into.revision += 1
    session.add(into)


def move(
    session: Session, recommendation: Recommendation, source: Source, *, today: date, by: User | None
) -> Recommendation:
    """Make it a recommendation of `source`; where that has one of the same reference, the two become one."""
    if recommendation.source_id == source.id:
        return recommendation
    there = recommendations.by_reference(session, recommendation.reference, source=source)
    if there:
        return _unite(session, recommendation, there[0], today=today, by=by)
    recommendation.source = source
    session.add(recommendation)
    session.flush()
    changes.record(session, "changed", "recommendation", recommendation.id, by=by)
    return recommendation


def _unite(
    session: Session, one: Recommendation, into: Recommendation, *, today: date, by: User | None
) -> Recommendation:
    for name in _WORDS:
        if not getattr(into, name):
            setattr(into, name, getattr(one, name))
    into.target_on = into.target_on or one.target_on
    into.acceptance = into.acceptance or one.acceptance
    into.responded_on = into.responded_on or one.responded_on
    into.revision += 1
    session.add(into)
    _retie_actions(session, one, into, today=today, by=by)
    sections = session.exec(
        select(SectionRecommendation.section_id).where(SectionRecommendation.recommendation_id == into.id)
    ).all()
    _point(session, SectionRecommendation, one, into, col(SectionRecommendation.section_id).not_in(sections))
    bodies = [body.organisation_id for body in into.responsibilities]
    _point(session, Responsibility, one, into, col(Responsibility.organisation_id).not_in(bodies))
    for table in (PlannedQuestion, ProgressUpdate, Step):
        _point(session, table, one, into)
    once: list[tuple[Any, Any]] = [
        (PublishedPassageRecommendation, col(PublishedPassageRecommendation.passage_id)),
        (InspectionAnswer, col(InspectionAnswer.inspection_id)),
        (ProgressDraft, col(ProgressDraft.organisation_id)),
    ]
    for thing, of in once:
        there = select(of).where(thing.recommendation_id == into.id)
        _point(session, thing, one, into, of.not_in(there))
    session.execute(
        delete(PublishedPassageRecommendation).where(
            col(PublishedPassageRecommendation.recommendation_id) == one.id
        )
    )
    session.execute(
        update(Recommendation).where(col(Recommendation.parent_id) == one.id).values(parent_id=into.id)
    )
    session.execute(
        delete(SectionRecommendation).where(col(SectionRecommendation.recommendation_id) == one.id)
    )
    session.expire(one)
    session.expire(into, ["responsibilities"])
    number = one.id
    session.delete(one)
    session.flush()
    changes.record(session, "merged", "recommendation", number, by=by, details={"into": into.id})
    changes.record(session, "changed", "recommendation", into.id, by=by)
    return into


def _point(session: Session, table: Any, one: Recommendation, into: Recommendation, *which: Any) -> None:
    """Let rows that point at `one` point at `into`."""
    session.execute(
        update(table)
        .where(table.recommendation_id == one.id, *which)
        .values(recommendation_id=into.id)
        .execution_options(synchronize_session=False)
    )


def _retie_actions(
    session: Session, one: Recommendation, into: Recommendation, *, today: date, by: User | None
) -> None:
    tied = session.exec(
        select(Action)
        .join(ActionRecommendation, col(ActionRecommendation.action_id) == Action.id)
        .where(ActionRecommendation.recommendation_id == one.id)
        .order_by(col(Action.id))
    ).all()
    for action in tied:
        kept = [number for number in history.recommendation_ids(session, action) if number != one.id]
        last = max(event.dated_on for event in history.events(session, action))
        history.happen(
            session,
            action,
            EventKind.RECOMMENDATIONS_CHANGED,
            dated_on=max(today, last),
            by=by,
            recommendations=sorted({*kept, into.id or 0}),
            concerns_none_because=action.concerns_none_because,
        )
