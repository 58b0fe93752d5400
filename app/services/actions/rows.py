"""Rows of the register: each action with its owners, the recommendations it concerns and where it stands.

However many there are, they are read with the same number of statements.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select as core_select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.models.actions import Action, ActionEvent, ActionRecommendation, ActionState, EventKind, Owner
from app.models.people import Organisation, OrganisationKind, User
from app.models.recommendations import Recommendation, Responsibility, Source
from app.models.responses import Response, ResponseState
from app.services.actions import history, narrowing


@dataclass(frozen=True)
class Tie:
    """A recommendation that an action concerns."""

    id: int
    reference: str
    title: str
    source: str
    sort_key: str
    may_open: bool
    """Whether the reader may open its page."""


def _called(organisation: Organisation) -> str:
    """The commissioner's own office is not called by its long name in its own register."""
    is_own = organisation.kind == OrganisationKind.COMMISSIONER
    return narrowing.OWN_OFFICE if is_own else organisation.name


@dataclass
class Row:
    """One action as the register shows it."""

    action: Action
    owners: list[Owner]
    ties: list[Tie]
    carried: int
    response: ResponseState | None
    today: date

    @property
    def age(self) -> int:
        return self.action.age(self.today)

    @property
    def status(self) -> tuple[str, str]:
        """The word and the mark."""
        if not self.action.is_open:
            state = self.action.state
            return state.value.capitalize(), "closed" if state == ActionState.CLOSED else "withdrawn"
        if self.response in narrowing.RECEIVED:
            return "Response received", "response"
        if self.response == ResponseState.RETURNED:
            return "Returned", "returned"
        return "Open", "open"

    @property
    def bodies(self) -> list[str]:
        """The owners' organisations, each once, unless an owner's own words say it already."""
        said = {owner.words.casefold() for owner in self.owners}
        found = [owner.organisation for owner in self.owners if owner.organisation]
        names = dict.fromkeys(_called(organisation) for organisation in found)
        return [name for name in names if name.casefold() not in said]

    @property
    def is_untied(self) -> bool:
        """Concerns no recommendation, and nobody said that it concerns none."""
        return not self.ties and not self.action.concerns_none_because


def row_of(session: Session, action: Action, *, today: date, user: User) -> Row:
    """One action, which `user` may see, as the register shows it."""
    return rows_of(session, today=today, user=user, only=action)[0]


def rows_of(
    session: Session,
    *,
    today: date,
    user: User | None = None,
    only: Action | None = None,
    chosen: Any = None,
) -> list[Row]:
    """Rows in no particular order: all that `user` may see, `only` one, or those `chosen` (ids, or a query of
    them, that was asked with what the user may see).
    """
    which: list[Any] = [col(Action.id).in_(chosen)] if chosen is not None else narrowing.seen_by(user)
    if only is not None:
        which = [col(Action.id) == only.id, *narrowing.seen_by(user)[1:]]
    found = session.exec(select(Action).where(*which).options(lazyload(Action.owners))).all()  # type: ignore[arg-type]
    if chosen is None:
        chosen = select(Action.id).where(*which)
    _load_owners(session, found, chosen)
    ties = _ties(session, chosen, user)
    carried = _times_carried(session, chosen)
    responses = _latest_responses(session, chosen)
    return [
        Row(
            action=action,
            owners=action.present_owners,
            ties=sorted(ties[action.id or 0], key=lambda tie: (tie.source, tie.sort_key)),
            carried=carried[action.id or 0],
            response=responses.get(action.id or 0),
            today=today,
        )
        for action in found
    ]


def _load_owners(session: Session, found: Sequence[Action], chosen: Any) -> None:
    """In one statement, however many actions there are; the relationship itself takes one for each 500."""
    owners: dict[int, list[Owner]] = defaultdict(list)
    for owner in session.exec(
        select(Owner).where(col(Owner.action_id).in_(chosen)).order_by(col(Owner.position), col(Owner.id))
    ):
        owners[owner.action_id].append(owner)
    for action in found:
        set_committed_value(action, "owners", owners[action.id or 0])


def _ties(session: Session, chosen: Any, user: User | None) -> dict[int, list[Tie]]:
    """By action: the recommendations it concerns; only the columns that are shown."""
    openable: set[int] | None = None
    if user is not None and not user.is_of_the_office:
        answers_for = select(Responsibility.recommendation_id).where(
            Responsibility.organisation_id == user.organisation_id
        )
        openable = set(session.exec(answers_for).all())
    ties: dict[int, list[Tie]] = defaultdict(list)
    for action_id, number, reference, title, sort_key, source in session.execute(
        core_select(
            col(ActionRecommendation.action_id),
            col(Recommendation.id),
            col(Recommendation.reference),
            col(Recommendation.title),
            col(Recommendation.sort_key),
            col(Source.short_name),
        )
        .join(Recommendation, col(Recommendation.id) == ActionRecommendation.recommendation_id)
        .join(Source, col(Source.id) == Recommendation.source_id)
        .where(col(ActionRecommendation.action_id).in_(chosen))
    ):
        may_open = openable is None or number in openable
        ties[action_id].append(Tie(number, reference, title, source, sort_key, may_open))
    return ties


def _times_carried(session: Session, chosen: Any) -> dict[int, int]:
    """By action: how often a meeting carried it, not counting what was taken back or read anew."""
    events: dict[int, list[ActionEvent]] = defaultdict(list)
    for event in session.exec(
        select(ActionEvent).where(
            col(ActionEvent.action_id).in_(chosen),
            col(ActionEvent.kind).in_([*history.REVIEWS, EventKind.REVIEW_REMOVED]),
        )
    ):
        events[event.action_id].append(event)
    counts: dict[int, int] = defaultdict(int)
    for action_id, some in events.items():
        counts[action_id] = sum(event.kind == EventKind.CARRIED for event in history.standing(some))
    return counts


def _latest_responses(session: Session, chosen: Any) -> dict[int, ResponseState]:
    """By action: the state of the latest response that was given, unless it was heard; drafts are the body's own."""
    latest = {
        action_id: (state, heard)
        for action_id, state, heard in session.exec(
            select(col(Response.action_id), col(Response.state), col(Response.heard))
            .where(col(Response.action_id).in_(chosen), Response.state != ResponseState.DRAFT)
            .order_by(col(Response.given_at), col(Response.id))
        )
        if action_id is not None
    }
    return {action_id: state for action_id, (state, heard) in latest.items() if not heard}
