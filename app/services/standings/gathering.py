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
from app.models.lines import Entry, Kind, Line
from app.models.meetings import REPORT, Assurance, Meeting, Section
from app.models.people import Organisation, User
from app.models.recommendations import (
    ProgressUpdate,
    Recommendation,
    Responsibility,
    Step,
    UpdateState,
)
from app.models.responses import Response, ResponseState
from app.services.questions.finding import State, state_of
from app.services.standings import facts
from app.services.standings.about import about_some
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
    _step(session, found, seen)
    places = _Places(session, found, seen)
    _show(session, found, seen, places)
    _judge(session, found, places, seen)
    _ask(session, found, places)
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
    for number, action_id, reference, due_on, state in session.execute(
        core_select(
            col(ActionRecommendation.recommendation_id),
            col(Action.id),
            col(Action.reference),
            col(Action.due_on),
            col(Action.state),
        )
        .join(Action, col(Action.id) == col(ActionRecommendation.action_id))
        .where(
            col(ActionRecommendation.recommendation_id).in_(found),
            col(Action.removed_at).is_(None),
            *seen.actions,
        )
        .order_by(col(Action.raised_on), col(Action.id))
    ):
        if state != ActionState.OPEN:
            continue
        found[number].open_actions.append(OpenAction(action_id, reference, due_on))
        if due_on is not None:
            found[number].due.append(Due(due_on, f"Action {reference}", f"/actions/{action_id}"))


def _step(session: Session, found: _Found, seen: Seen) -> None:
    for number, reference, due_on in session.execute(
        core_select(col(Step.recommendation_id), col(Step.reference), col(Step.due_on))
        .where(
            col(Step.recommendation_id).in_(found),
            col(Step.state).in_(facts.OPEN_STEPS),
            col(Step.removed_at).is_(None),
            col(Step.due_on).is_not(None),
            *seen.steps,
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


def _show(session: Session, found: _Found, seen: Seen, places: "_Places") -> None:
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
    to_questions = session.execute(
        core_select(col(Line.section_id), col(Entry.id), *columns)
        .select_from(Response)
        .join(Entry, col(Entry.id) == col(Response.entry_id))
        .join(Line, col(Line.id) == col(Entry.line_id))
        .join(Organisation, col(Organisation.id) == col(Response.organisation_id))
        .where(col(Line.removed_at).is_(None), *given)
    )
    for section_id, question_id, *row in to_questions:
        for number in places.of.get(section_id, ()):
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


class _Places:
    """The sections that speak of them: of which, and when; those of meetings that may be seen."""

    def __init__(self, session: Session, found: _Found, seen: Seen) -> None:
        rows = about_some(session, list(found))
        self.held_on: dict[int, date] = dict(
            session.execute(
                core_select(col(Meeting.id), col(Meeting.held_on)).where(
                    col(Meeting.id).in_({row.meeting_id for row in rows}),
                    col(Meeting.kind) != REPORT,
                    *seen.meetings,
                )
            ).all()
        )
        self.of: dict[int, list[int]] = defaultdict(list)
        self.meeting: dict[int, int] = {}
        for row in rows:
            if row.meeting_id in self.held_on:
                self.of[row.section_id].append(row.recommendation_id)
                self.meeting[row.section_id] = row.meeting_id

    def day(self, section_id: int) -> date:
        return self.held_on[self.meeting[section_id]]


def _judge(session: Session, found: _Found, places: _Places, seen: Seen) -> None:
    rows = session.execute(
        core_select(col(Section.id), col(Section.assurance), col(Section.position)).where(
            col(Section.id).in_(places.of), col(Section.assurance).is_not(None), *seen.judgements
        )
    ).all()
    latest_first = sorted(
        rows, key=lambda row: (places.day(row[0]), places.meeting[row[0]], row[2]), reverse=True
    )
    of: dict[int, list[tuple[int, Assurance]]] = defaultdict(list)
    for section_id, assurance, _ in latest_first:
        for number in places.of[section_id]:
            of[number].append((section_id, assurance))
    for number, some in of.items():
        section_id, assurance = some[0]
        since = places.day(section_id)
        for earlier, other in some:
            if other != assurance:
                break
            since = places.day(earlier)
        found[number].judgement = Judgement(
            assurance, places.day(section_id), since, places.meeting[section_id], section_id
        )


def _ask(session: Session, found: _Found, places: _Places) -> None:
    for section_id, state in session.execute(
        core_select(col(Line.section_id), state_of)
        .select_from(Line)
        .join(Entry, col(Entry.line_id) == col(Line.id))
        .where(
            col(Line.section_id).in_(places.of),
            col(Line.removed_at).is_(None),
            col(Entry.kind) == Kind.QUESTION,
        )
    ):
        on = places.day(section_id)
        for number in places.of[section_id]:
            standing = found[number]
            standing.last_asked_on = max(standing.last_asked_on or on, on)
            if state == State.UNANSWERED.value:
                standing.unanswered += 1
                standing.unanswered_since = min(standing.unanswered_since or on, on)
