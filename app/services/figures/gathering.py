"""The figures, gathered: open actions over time, their ages, how often they were carried, answers on time or late.

Every number is counted from what somebody may see; the number of statements does not grow with the actions.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from app.db import OFFICE_TIME
from app.models.actions import Action, ActionEvent, ActionRecommendation, ActionState, EventKind, Owner
from app.models.people import Organisation, User
from app.models.recommendations import Recommendation, Source
from app.models.responses import Response, ResponseState
from app.services.actions import history, narrowing

MONTHS = 24
"""So far back the line goes."""
MOST_ROWS = 15
"""Of organisations and of recommendations; the others are counted together."""
AGES = ((0, 30, "Up to 30 days"), (31, 90, "31 to 90 days"), (91, 180, "91 to 180 days"),
        (181, 365, "181 days to a year"), (366, 10**6, "More than a year"))  # fmt: skip
_SETTLING = {EventKind.CLOSED, EventKind.WITHDRAWN, EventKind.REPLACED}


@dataclass(frozen=True)
class Month:
    """How many actions were open when a month ended; the last is today."""

    on: date
    open: int
    overdue: int


@dataclass(frozen=True)
class Age:
    """Open actions of an age."""

    words: str
    count: int


@dataclass(frozen=True)
class Carried:
    """Open actions that were carried so often."""

    words: str
    count: int


@dataclass(frozen=True)
class Timeliness:
    """What became of the responses of a body: given by the due date of the action or after it."""

    on_time: int = 0
    late: int = 0
    undated: int = 0
    """There was no due date to keep."""

    @property
    def total(self) -> int:
        return self.on_time + self.late + self.undated


@dataclass(frozen=True)
class Share:
    """The actions of one organisation, or about one recommendation."""

    name: str
    href: str
    open: int
    overdue: int
    settled: int
    responses: Timeliness = field(default_factory=Timeliness)


@dataclass
class Figures:
    """All of them, on one day."""

    on: date
    months: list[Month]
    ages: list[Age]
    carried: list[Carried]
    organisations: list[Share]
    recommendations: list[Share]
    responses: Timeliness

    @property
    def is_empty(self) -> bool:
        return not (self.months and (self.organisations or any(month.open for month in self.months)))


@dataclass
class _Action:
    """What is counted of one action."""

    id: int
    raised_on: date
    due_on: date | None
    state: ActionState
    settled_on: date | None
    spells: list[tuple[date, date | None]] = field(default_factory=list)
    """When it was open: from a day until a day, None being still."""

    def is_open(self, on: date) -> bool:
        """At the end of that day."""
        return any(start <= on and (end is None or on < end) for start, end in self.spells)


def figures(session: Session, user: User, *, today: date) -> Figures:
    """The figures of all that `user` may see."""
    chosen = core_select(col(Action.id)).where(*narrowing.seen_by(user))
    actions = _actions(session, user, chosen)
    times = dict(_pairs(session, _times(session, chosen)))
    open_now = [one for one in actions.values() if one.state == ActionState.OPEN]
    owned, named = _owners(session, chosen)
    tied, titles = _ties(session, chosen)
    answered = _answered(session, user, chosen, actions)
    return Figures(
        on=today,
        months=_months(actions.values(), today),
        ages=[
            Age(words, sum(first <= (today - one.raised_on).days <= last for one in open_now))
            for first, last, words in AGES
        ],
        carried=_carried([times.get(one.id, 0) for one in open_now]),
        organisations=_shares(actions, owned, named, today, "organisation", answered),
        recommendations=_shares(actions, tied, titles, today, "recommendation", {}),
        responses=_all(answered.values()),
    )


def _pairs(session: Session, query: Any) -> Iterable[tuple[int, int]]:
    return ((first, second) for first, second in session.execute(query))


def _times(session: Session, chosen: Any) -> Any:
    times = narrowing.carried(session)
    return core_select(times.c.action_id, times.c.carried).where(times.c.action_id.in_(chosen))


def _actions(session: Session, user: User, chosen: Any) -> dict[int, _Action]:
    """Each action with the spells in which it was open, as its standing events say."""
    found = {
        row[0]: _Action(*row)
        for row in session.execute(
            core_select(
                col(Action.id),
                col(Action.raised_on),
                col(Action.due_on),
                col(Action.state),
                col(Action.settled_on),
            ).where(*narrowing.seen_by(user))
        )
    }
    events: dict[int, list[ActionEvent]] = defaultdict(list)
    for event in session.exec(
        select(ActionEvent).where(
            col(ActionEvent.kind).in_([*_SETTLING, EventKind.REOPENED, EventKind.REVIEW_REMOVED]),
            col(ActionEvent.action_id).in_(chosen),
        )
    ):
        events[event.action_id].append(event)
    for action in found.values():
        action.spells = _spells(action, history.standing(events.get(action.id, ())))
    return found


def _spells(action: _Action, events: list[ActionEvent]) -> list[tuple[date, date | None]]:
    spells: list[tuple[date, date | None]] = []
    start: date | None = action.raised_on
    for event in events:
        if event.kind in _SETTLING and start is not None:
            spells.append((start, event.dated_on))
            start = None
        elif event.kind == EventKind.REOPENED and start is None:
            start = event.dated_on
    if start is not None:
        # An action that was settled without an event of its own (brought in as closed) ends where its row says.
        spells.append((start, action.settled_on if action.state != ActionState.OPEN else None))
    return spells


def _months(actions: Iterable[_Action], today: date) -> list[Month]:
    """The ends of the last months and today, from the first month in which anything was raised."""
    everything = list(actions)
    if not everything:
        return []
    ends = [today]
    while len(ends) <= MONTHS:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    first = min(action.raised_on for action in everything)
    return [
        Month(
            on,
            sum(action.is_open(on) for action in everything),
            sum(
                action.is_open(on) and action.due_on is not None and action.due_on < on
                for action in everything
            ),
        )
        for on in reversed(ends)
        if on >= first
    ]


def _carried(times: list[int]) -> list[Carried]:
    names = ("Never", "Once", "Twice", "Three times", "Four times or more")
    return [
        Carried(words, sum(min(count, len(names) - 1) == at for count in times))
        for at, words in enumerate(names)
    ]


def _owners(session: Session, chosen: Any) -> tuple[dict[int, set[int]], dict[int, str]]:
    """By organisation its actions; and their names. 0 is nobody's, or somebody's whose organisation is not known."""
    owned: dict[int, set[int]] = defaultdict(set)
    named = {0: "No organisation known"}
    somebody: set[int] = set()
    for action_id, number, name in session.execute(
        core_select(col(Owner.action_id), col(Organisation.id), col(Organisation.name))
        .join(Organisation, col(Organisation.id) == col(Owner.organisation_id))
        .where(col(Owner.action_id).in_(chosen), col(Owner.until_on).is_(None))
    ):
        owned[number].add(action_id)
        named[number] = name
        somebody.add(action_id)
    owned[0] = set(session.execute(chosen).scalars()) - somebody
    return owned, named


def _ties(session: Session, chosen: Any) -> tuple[dict[int, set[int]], dict[int, str]]:
    """By recommendation the actions about it; and what it is called. 0 is none."""
    tied: dict[int, set[int]] = defaultdict(set)
    titles: dict[int, str] = {}
    for action_id, number, source, reference, title in session.execute(
        core_select(
            col(ActionRecommendation.action_id), col(Recommendation.id), col(Source.short_name),
            col(Recommendation.reference), col(Recommendation.title),
        )
        .join(Recommendation, col(Recommendation.id) == col(ActionRecommendation.recommendation_id))
        .join(Source, col(Source.id) == col(Recommendation.source_id))
        .where(col(ActionRecommendation.action_id).in_(chosen))
    ):  # fmt: skip
        tied[number].add(action_id)
        titles[number] = " ".join(word for word in (source, reference, title) if word)
    return tied, titles


def _answered(
    session: Session, user: User, chosen: Any, actions: dict[int, _Action]
) -> dict[int, Timeliness]:
    """By organisation: the first response to each action, against the day the action is due."""
    given = (
        core_select(col(Response.organisation_id), col(Response.action_id), func.min(col(Response.given_at)))
        .where(col(Response.action_id).in_(chosen), col(Response.state) != ResponseState.DRAFT)
        .group_by(col(Response.organisation_id), col(Response.action_id))
    )
    if not user.is_of_the_office:
        given = given.where(col(Response.organisation_id) == user.organisation_id)
    counted: dict[int, list[str]] = defaultdict(list)
    for organisation_id, action_id, given_at in session.execute(given):
        due_on = actions[action_id].due_on
        if due_on is None or given_at is None:
            counted[organisation_id].append("undated")
        else:
            on = given_at.astimezone(OFFICE_TIME).date()
            counted[organisation_id].append("on_time" if on <= due_on else "late")
    return {
        number: Timeliness(some.count("on_time"), some.count("late"), some.count("undated"))
        for number, some in counted.items()
    }


def _all(some: Iterable[Timeliness]) -> Timeliness:
    found = list(some)
    return Timeliness(
        sum(one.on_time for one in found), sum(one.late for one in found), sum(one.undated for one in found)
    )


def _shares(
    actions: dict[int, _Action],
    groups: dict[int, set[int]],
    names: dict[int, str],
    today: date,
    filtered_by: str,
    answered: dict[int, Timeliness],
) -> list[Share]:
    """Those with most open actions first; the last row counts together what is left out."""
    shares = []
    for number, ids in groups.items():
        some = [actions[one] for one in ids if one in actions]
        if not some:
            continue
        open_ones = [one for one in some if one.state == ActionState.OPEN]
        shares.append(
            Share(
                names[number],
                f"/actions?{filtered_by}={number}" if number else "",
                len(open_ones),
                sum(one.due_on is not None and one.due_on < today for one in open_ones),
                len(some) - len(open_ones),
                answered.get(number, Timeliness()),
            )
        )
    shares.sort(key=lambda one: (-one.open, -one.settled, one.name))
    if len(shares) <= MOST_ROWS:
        return shares
    rest = shares[MOST_ROWS:]
    together = Share(
        f"{len(rest)} others",
        "",
        sum(one.open for one in rest),
        sum(one.overdue for one in rest),
        sum(one.settled for one in rest),
        _all(one.responses for one in rest),
    )
    return [*shares[:MOST_ROWS], together]
