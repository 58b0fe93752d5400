"""Where some recommendations stand, gathered: the same number of statements for three as for two hundred."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select as core_select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.db import OFFICE_TIME
from app.models.actions import Action, ActionRecommendation, ActionState
from app.models.lines import Entry, Line
from app.models.meetings import Assurance, Meeting, Section
from app.models.people import Organisation, User
from app.models.recommendations import (
    ProgressUpdate,
    Recommendation,
    Responsibility,
    Step,
    UpdateState,
)
from app.models.responses import Response, ResponseState
from app.services.standings import facts
from app.services.standings.about import about
from app.services.standings.claims import claim_of
from app.services.standings.parts import Due, Judgement, OpenAction, Said, Shown, Standing, say_day
from app.services.standings.seen import Seen, seen_by

_Found = dict[int, Standing]


def standings(session: Session, ids: Sequence[int], *, user: User, today: date) -> list[Standing]:
    """Those recommendations in this order, as far as `user` may see what stands about them."""
    seen = seen_by(user)
    recommendations = {
        one.id or 0: one
        for one in session.exec(
            select(Recommendation)
            .options(lazyload(Recommendation.responsibilities))  # type: ignore[arg-type]
            .where(col(Recommendation.id).in_(ids), *seen.recommendations)
        )
    }
    found = {number: Standing(recommendations[number], today) for number in ids if number in recommendations}
    _answer_for(session, found)
    _say(session, found, seen)
    _act(session, found, seen)
    _step(session, found)
    _show(session, found, seen)
    _judge(session, found, seen)
    _ask(session, found, seen)
    for one in found.values():
        one.due.sort(key=lambda due: due.on)
    return list(found.values())


def _answer_for(session: Session, found: _Found) -> None:
    bodies: dict[int, list[Responsibility]] = defaultdict(list)
    for one in session.exec(
        select(Responsibility)
        .where(col(Responsibility.recommendation_id).in_(found))
        .order_by(col(Responsibility.id))
    ):
        bodies[one.recommendation_id].append(one)
    for number, standing in found.items():
        set_committed_value(standing.recommendation, "responsibilities", bodies[number])


def _say(session: Session, found: _Found, seen: Seen) -> None:
    """What each body says now, since when it has claimed that, and what of it the office verified."""
    rows = session.execute(
        core_select(ProgressUpdate, col(Organisation.name))
        .outerjoin(Organisation, col(Organisation.id) == col(ProgressUpdate.organisation_id))
        .where(col(ProgressUpdate.recommendation_id).in_(found), *seen.updates)
        .order_by(col(ProgressUpdate.made_on).desc(), col(ProgressUpdate.id).desc())
    ).all()
    of: dict[tuple[int, int | None], list[tuple[ProgressUpdate, str]]] = defaultdict(list)
    for update, name in rows:
        of[update.recommendation_id, update.organisation_id].append((update, name or "A body not named"))
        if update.state == UpdateState.VERIFIED:
            found[update.recommendation_id].verified.append(_verified(update, name or ""))
    for (number, body), some in of.items():
        latest, name = some[0]
        if latest.state == UpdateState.GIVEN:
            found[number].waiting.append(_shown(latest, latest.made_on, name))
        claim = claim_of(latest.rating)
        since = latest.made_on
        for earlier, _ in some:
            if claim_of(earlier.rating) != claim:
                break
            since = earlier.made_on
        found[number].said.append(
            Said(body, name, latest.rating, claim, latest.made_on, since, latest.state, latest.id or 0)
        )
    for standing in found.values():
        standing.said.sort(key=lambda one: one.made_on, reverse=True)
        reported = {one.organisation_id for one in standing.said}
        standing.silent = [
            one.organisation.name
            for one in standing.recommendation.responsibilities
            if one.organisation_id not in reported and (seen.body is None or one.organisation_id == seen.body)
        ]


def _verified(update: ProgressUpdate, name: str) -> Shown:
    on = update.settled_at.astimezone(OFFICE_TIME).date() if update.settled_at else update.made_on
    return _shown(update, on, name)


def _shown(update: ProgressUpdate, on: date, name: str) -> Shown:
    words = f"update of {say_day(update.made_on)}"
    return Shown(words, on, f"/recommendations/{update.recommendation_id}#update-{update.id}", name)


def _act(session: Session, found: _Found, seen: Seen) -> None:
    for number, action_id, reference, due_on in session.execute(
        core_select(
            col(ActionRecommendation.recommendation_id),
            col(Action.id),
            col(Action.reference),
            col(Action.due_on),
        )
        .join(Action, col(Action.id) == col(ActionRecommendation.action_id))
        .where(
            col(ActionRecommendation.recommendation_id).in_(found),
            col(Action.state) == ActionState.OPEN,
            col(Action.removed_at).is_(None),
            *seen.actions,
        )
        .order_by(col(Action.raised_on), col(Action.id))
    ):
        found[number].open_actions.append(OpenAction(action_id, reference, due_on))
        if due_on is not None:
            found[number].due.append(Due(due_on, f"Action {reference}", f"/actions/{action_id}"))


def _step(session: Session, found: _Found) -> None:
    for number, reference, due_on in session.execute(
        core_select(col(Step.recommendation_id), col(Step.reference), col(Step.due_on))
        .where(
            col(Step.recommendation_id).in_(found),
            col(Step.state).in_(facts.OPEN_STEPS),
            col(Step.removed_at).is_(None),
            col(Step.due_on).is_not(None),
        )
        .order_by(col(Step.due_on), col(Step.id))
    ):
        standing = found[number]
        standing.overdue_steps += due_on < standing.today
        words = f"Step {reference}" if reference else "A step"
        standing.due.append(Due(due_on, words, f"/recommendations/{number}#steps"))
    for number, standing in found.items():
        target = standing.recommendation.target_on
        if target is not None and not (standing.said and len(standing.claims_complete) == len(standing.said)):
            standing.due.append(Due(target, "To be carried out", f"/recommendations/{number}"))


def _show(session: Session, found: _Found, seen: Seen) -> None:
    """Responses that came with evidence: to actions about it, and to questions about it."""
    columns: tuple[Any, ...] = (
        col(Response.id), col(Response.state), col(Response.given_at), col(Response.settled_at),
        col(Organisation.name),
    )  # fmt: skip
    given = (
        facts.has_evidence,
        col(Response.state).in_([ResponseState.ACCEPTED, *facts.WAITING]),
        *seen.responses,
    )
    to_actions = session.execute(
        core_select(
            col(ActionRecommendation.recommendation_id), col(Action.id), col(Action.reference), *columns
        )
        .join(Action, col(Action.id) == col(ActionRecommendation.action_id))
        .join(Response, col(Response.action_id) == col(Action.id))
        .join(Organisation, col(Organisation.id) == col(Response.organisation_id))
        .where(
            col(ActionRecommendation.recommendation_id).in_(found), col(Action.removed_at).is_(None), *given
        )
    )
    for number, action_id, reference, *row in to_actions:
        _sort_in(found[number], f"response to action {reference}", f"/actions/{action_id}", row)
    spoken = about(list(found))
    to_questions = session.execute(
        core_select(spoken.c.recommendation_id, col(Entry.id), *columns)
        .select_from(Response)
        .join(Entry, col(Entry.id) == col(Response.entry_id))
        .join(Line, col(Line.id) == col(Entry.line_id))
        .join(spoken, spoken.c.section_id == col(Line.section_id))
        .join(Organisation, col(Organisation.id) == col(Response.organisation_id))
        .where(col(Line.removed_at).is_(None), *given)
    )
    for number, question_id, *row in to_questions:
        _sort_in(found[number], "written answer", f"/written-answers/{question_id}", row)
    for standing in found.values():
        standing.verified.sort(key=lambda one: one.on, reverse=True)
        standing.waiting.sort(key=lambda one: one.on, reverse=True)


def _sort_in(standing: Standing, words: str, href: str, row: Sequence[Any]) -> None:
    _, state, given_at, settled_at, who = row
    accepted = state == ResponseState.ACCEPTED
    at = (settled_at if accepted else given_at) or given_at
    if at is not None:
        shown = Shown(words, at.astimezone(OFFICE_TIME).date(), href, who)
        (standing.verified if accepted else standing.waiting).append(shown)


def _judge(session: Session, found: _Found, seen: Seen) -> None:
    spoken = about(list(found))
    rows: dict[int, list[tuple[Assurance, date, int, int]]] = defaultdict(list)
    for number, *row in session.execute(
        core_select(
            spoken.c.recommendation_id,
            col(Section.assurance),
            col(Meeting.held_on),
            col(Meeting.id),
            col(Section.id),
        )
        .select_from(spoken)
        .join(Section, col(Section.id) == spoken.c.section_id)
        .join(Meeting, col(Meeting.id) == spoken.c.meeting_id)
        .where(col(Section.assurance).is_not(None), *seen.meetings)
        .order_by(col(Meeting.held_on).desc(), col(Meeting.id).desc(), col(Section.position).desc())
    ):
        rows[number].append((row[0], row[1], row[2], row[3]))
    for number, some in rows.items():
        assurance, on, meeting_id, section_id = some[0]
        since = on
        for other, earlier_on, *_ in some:
            if other != assurance:
                break
            since = earlier_on
        found[number].judgement = Judgement(assurance, on, since, meeting_id, section_id)


def _ask(session: Session, found: _Found, seen: Seen) -> None:
    asked, silent = facts.asked(seen, list(found)), facts.unanswered(seen, list(found))
    for number, last_asked_on in session.execute(core_select(asked)):
        found[number].last_asked_on = last_asked_on
    for number, unanswered, since in session.execute(core_select(silent)):
        found[number].unanswered, found[number].unanswered_since = unanswered, since
