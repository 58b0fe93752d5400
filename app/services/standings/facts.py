"""What the record says of each recommendation, as tables by `recommendation_id` that the database makes for a query."""

from datetime import date
from typing import Any

from sqlalchemy import Subquery, and_, case, exists, func, literal, or_, union_all
from sqlalchemy import select as core_select
from sqlmodel import col

from app.models.actions import Action, ActionRecommendation, ActionState
from app.models.lines import Entry, Kind, Line
from app.models.meetings import REPORT, Meeting, Section
from app.models.progress_updates import ProgressEvidence
from app.models.recommendations import ProgressUpdate, Recommendation, Step, StepState, UpdateState
from app.models.responses import Evidence, Response, ResponseState
from app.services.standings.about import about
from app.services.standings.claims import Claim, claimed
from app.services.standings.seen import Seen

COMPLETE = list(Claim).index(Claim.COMPLETE)
WAITING = (ResponseState.SUBMITTED, ResponseState.LEFT)
OPEN_STEPS = (StepState.NOT_STARTED, StepState.UNDER_WAY)
has_evidence = exists().where(
    col(Evidence.response_id) == col(Response.id), col(Evidence.removed_at).is_(None)
)


def asked(seen: Seen) -> Subquery:
    """`last_asked_on`: the day of the last meeting that asked about it."""
    spoken = about()
    # One inside the other, so that a database that has counted nothing begins with the section all the same.
    is_asked = exists().where(col(Entry.line_id) == col(Line.id), col(Entry.kind) == Kind.QUESTION)
    asks = exists().where(
        col(Line.section_id) == spoken.c.section_id, col(Line.removed_at).is_(None), is_asked
    )
    return (
        core_select(spoken.c.recommendation_id, func.max(col(Meeting.held_on)).label("last_asked_on"))
        .select_from(spoken)
        .join(Meeting, col(Meeting.id) == spoken.c.meeting_id)
        .where(asks, col(Meeting.kind) != REPORT, *seen.meetings)
        .group_by(spoken.c.recommendation_id)
        .subquery("asked")
    )


def judged(seen: Seen) -> Subquery:
    """`assurance`, `judged_on`: the Commissioner's latest judgement."""
    spoken = about()
    latest = (
        core_select(
            spoken.c.recommendation_id,
            col(Section.assurance).label("assurance"),
            col(Meeting.held_on).label("judged_on"),
            func.row_number()
            .over(
                partition_by=spoken.c.recommendation_id,
                order_by=[col(Meeting.held_on).desc(), col(Meeting.id).desc(), col(Section.position).desc()],
            )
            .label("place"),
        )
        .select_from(spoken)
        .join(Section, col(Section.id) == spoken.c.section_id)
        .join(Meeting, col(Meeting.id) == spoken.c.meeting_id)
        .where(col(Section.assurance).is_not(None), *seen.meetings, *seen.judgements)
        .subquery("judgements")
    )
    return (
        core_select(latest.c.recommendation_id, latest.c.assurance, latest.c.judged_on)
        .where(latest.c.place == 1)
        .subquery("judged")
    )


def acted(seen: Seen) -> Subquery:
    """`open_actions`, `due_on`: open actions, and the first day on which one of them is due."""
    is_open = col(Action.state) == ActionState.OPEN
    tie = ActionRecommendation
    return (
        core_select(
            col(tie.recommendation_id),
            func.count().label("open_actions"),
            func.min(col(Action.due_on)).label("due_on"),
        )
        .join(Action, col(Action.id) == col(tie.action_id))
        .where(is_open, col(Action.removed_at).is_(None), *seen.actions)
        .group_by(col(tie.recommendation_id))
        .subquery("acted")
    )


def stepped(seen: Seen, today: date) -> Subquery:
    """`due_on`, `overdue`: the first day on which an open step is due, and how many are overdue."""
    return (
        core_select(
            col(Step.recommendation_id),
            func.min(col(Step.due_on)).label("due_on"),
            func.count(case((col(Step.due_on) < today, 1))).label("overdue"),
        )
        .where(col(Step.state).in_(OPEN_STEPS), col(Step.removed_at).is_(None), *seen.steps)
        .group_by(col(Step.recommendation_id))
        .subquery("stepped")
    )


def latest_updates(seen: Seen, places: dict[str, int]) -> Subquery:
    """The latest update of each body: `recommendation_id`, `organisation_id`, `claim`, `state`."""
    place = func.row_number().over(
        partition_by=[col(ProgressUpdate.recommendation_id), col(ProgressUpdate.organisation_id)],
        order_by=[col(ProgressUpdate.made_on).desc(), col(ProgressUpdate.id).desc()],
    )
    every = (
        core_select(
            col(ProgressUpdate.recommendation_id),
            col(ProgressUpdate.organisation_id),
            claimed(places).label("claim"),
            col(ProgressUpdate.state).label("state"),
            place.label("place"),
        )
        .where(*seen.updates)
        .subquery("updates")
    )
    return core_select(every).where(every.c.place == 1).subquery("latest_updates")


def said(seen: Seen, places: dict[str, int]) -> Subquery:
    """`least`, `most`: what bodies claim in their latest updates, as places among claims; `complete`, `verified`:
    how many say that it is complete, and of how many of those the office verified that.
    """
    latest = latest_updates(seen, places)
    complete = latest.c.claim == COMPLETE
    return (
        core_select(
            latest.c.recommendation_id,
            func.min(latest.c.claim).label("least"),
            func.max(latest.c.claim).label("most"),
            func.count(case((complete, 1))).label("complete"),
            func.count(case((and_(complete, latest.c.state == UpdateState.VERIFIED), 1))).label("verified"),
        )
        .group_by(latest.c.recommendation_id)
        .subquery("said")
    )


def shown(seen: Seen, places: dict[str, int]) -> Subquery:
    """`verified`, `waiting`: what was shown and accepted by the office, and what it has not looked at yet.

    Updates of bodies (of each body the latest waits), and responses that came with evidence to actions and
    questions about it.
    """
    updates: Any = core_select(
        col(ProgressUpdate.recommendation_id).label("recommendation_id"),
        literal(1).label("verified"),
        literal(0).label("waiting"),
    ).where(col(ProgressUpdate.state) == UpdateState.VERIFIED, *seen.updates)
    latest = latest_updates(seen, places)
    unread = core_select(latest.c.recommendation_id, literal(0), literal(1)).where(
        latest.c.state == UpdateState.GIVEN
    )
    accepted = case((col(Response.state) == ResponseState.ACCEPTED, 1), else_=0).label("verified")
    waits = case((col(Response.state).in_(WAITING), 1), else_=0).label("waiting")
    given = (has_evidence, col(Response.state).in_([ResponseState.ACCEPTED, *WAITING]), *seen.responses)
    to_actions = (
        core_select(col(ActionRecommendation.recommendation_id), accepted, waits)
        .join(Action, col(Action.id) == col(ActionRecommendation.action_id))
        .join(Response, col(Response.action_id) == col(Action.id))
        .where(col(Action.removed_at).is_(None), *given)
    )
    spoken = about()
    to_questions = (
        core_select(spoken.c.recommendation_id, accepted, waits)
        .select_from(Response)
        .join(Entry, col(Entry.id) == col(Response.entry_id))
        .join(Line, col(Line.id) == col(Entry.line_id))
        .join(spoken, spoken.c.section_id == col(Line.section_id))
        .where(col(Line.removed_at).is_(None), *given)
    )
    every = union_all(updates, unread, to_actions, to_questions).subquery("given")
    return (
        core_select(
            every.c.recommendation_id,
            func.sum(every.c.verified).label("verified"),
            func.sum(every.c.waiting).label("waiting"),
        )
        .group_by(every.c.recommendation_id)
        .subquery("shown")
    )


def evidence_awaited(seen: Seen, today: date, said: Any) -> Any:
    """A condition on `Recommendation`: it says what would show that it was done, the day for that has passed or a
    body says it is complete, and no file has come that shows anything. `said`: the columns of `said`.

    The same of a step: its evidence is named, it is done or its day has passed, and nothing came. What every body
    that calls it complete showed the office in another way, so that it was verified, is awaited no more.
    """
    complete = func.coalesce(said.complete, 0)
    late_step = exists().where(
        col(Step.recommendation_id) == col(Recommendation.id),
        col(Step.evidence_needed) != "",
        col(Step.removed_at).is_(None),
        *seen.steps,
        or_(
            col(Step.state) == StepState.DONE,
            and_(col(Step.state).in_(OPEN_STEPS), col(Step.due_on) < today),
        ),
    )
    named = and_(
        col(Recommendation.evidence_needed) != "",
        or_(col(Recommendation.target_on) < today, complete > 0),
    )
    not_verified = or_(complete == 0, complete > said.verified)
    return and_(or_(named, late_step), not_verified, ~evidence_came(seen))


def evidence_came(seen: Seen) -> Any:
    """A condition on `Recommendation`: a file came with an update, or with a response to an action about it."""
    with_update = exists().where(
        col(ProgressUpdate.recommendation_id) == col(Recommendation.id),
        col(ProgressEvidence.update_id) == col(ProgressUpdate.id),
        col(ProgressEvidence.removed_at).is_(None),
        *seen.updates,
    )
    with_response = exists().where(
        col(ActionRecommendation.recommendation_id) == col(Recommendation.id),
        col(Response.action_id) == col(ActionRecommendation.action_id),
        col(Response.state) != ResponseState.DRAFT,
        col(Evidence.response_id) == col(Response.id),
        col(Evidence.removed_at).is_(None),
        *seen.responses,
    )
    return or_(with_update, with_response)
