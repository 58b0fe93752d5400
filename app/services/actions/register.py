"""The register of actions: everything somebody may see of them, narrowed, counted and sorted.

It reads all actions with a fixed number of statements and narrows them here: the counts on the tabs need
them all, and an office has some hundred actions a year.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select as core_select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.models.actions import Action, ActionEvent, ActionRecommendation, ActionState, EventKind, Owner
from app.models.meetings import Meeting
from app.models.people import Organisation, OrganisationKind, User
from app.models.recommendations import Recommendation, Source
from app.models.responses import Response, ResponseState
from app.services.actions import history
from app.services.audience import action_is_shared_with

PAGE = 200


@dataclass(frozen=True)
class Filters:
    """What the address says. None and "" narrow nothing."""

    tab: str = "open"
    words: str = ""
    organisation: int | None = None
    recommendation: int | None = None
    meeting: int | None = None
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True)
class Tie:
    """A recommendation that an action concerns."""

    id: int
    reference: str
    title: str
    source: str
    sort_key: str


def _called(organisation: Organisation) -> str:
    """The commissioner's own office is not called by its long name in its own register."""
    is_own = organisation.kind == OrganisationKind.COMMISSIONER
    return "Commissioner’s office" if is_own else organisation.name


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
        if self.response == ResponseState.SUBMITTED:
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


def _open(row: Row) -> bool:
    return row.action.is_open


TABS: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "open": ("Open", _open),
    "overdue": ("Overdue", lambda row: row.action.is_overdue(row.today)),
    "response": ("Response received", lambda row: row.status[1] == "response"),
    "returned": ("Returned", lambda row: row.status[1] == "returned"),
    "unowned": (
        "No owner or date",
        lambda row: _open(row) and (not row.owners or row.action.due_on is None),
    ),
    "untied": ("No recommendation", lambda row: row.is_untied),
    "closed": ("Closed", lambda row: row.action.state == ActionState.CLOSED),
    "withdrawn": (
        "Withdrawn",
        lambda row: row.action.state in (ActionState.WITHDRAWN, ActionState.REPLACED),
    ),
    "all": ("All", lambda _row: True),
}
"""The tabs in order: key, words, and which rows stand there."""

_SHOWN_WHEN_EMPTY = {"open", "overdue", "closed", "all"}


@dataclass
class RegisterPage:
    """The rows of the chosen tab, what could be chosen, and how many there are on each tab."""

    tab: str
    rows: list[Row]
    filters: Filters
    tabs: list[tuple[str, str, int]]
    organisations: list[tuple[int, str]]
    recommendations: list[tuple[int, str]]
    meetings: list[tuple[int, date, str]]
    sort: str
    descending: bool
    longest: int = 0
    """The greatest age among the rows, in days."""
    oldest: Row | None = None
    carried_often: int = 0
    most_overdue: int = 0


def register(session: Session, filters: Filters, *, today: date, user: User) -> RegisterPage:
    """The register as `user` may see it. An unknown tab or order is the first."""
    everything = _rows(session, today=today, user=user)
    meetings = _meetings(session, everything)
    narrowed = [row for row in everything if _fits(row, filters)]
    tab = filters.tab if filters.tab in TABS else "open"
    rows = [row for row in narrowed if TABS[tab][1](row)]
    sort, descending = filters.sort, filters.descending
    if sort not in ORDERS:
        sort, descending = ("due", False) if tab in ("open", "overdue", "unowned") else ("raised", True)
    rows.sort(key=_by_reference)
    rows.sort(key=ORDERS[sort], reverse=descending)
    if sort == "due":
        rows.sort(key=lambda row: row.action.due_on is None)  # "no date" is last in either order
    open_rows = [row for row in rows if row.action.is_open]
    return RegisterPage(
        tab=tab,
        rows=rows,
        filters=filters,
        tabs=_tabs(narrowed, tab),
        organisations=_organisations(everything),
        recommendations=_recommendations(everything),
        meetings=meetings,
        sort=sort,
        descending=descending,
        longest=max((row.age for row in rows), default=0),
        oldest=max(open_rows, default=None, key=lambda row: row.age),
        carried_often=sum(row.carried >= 3 for row in open_rows),
        most_overdue=max((row.action.days_overdue(today) for row in rows), default=0),
    )


def row_of(session: Session, action: Action, *, today: date) -> Row:
    """One action as the register shows it."""
    return _rows(session, today=today, only=action)[0]


def _rows(
    session: Session, *, today: date, user: User | None = None, only: Action | None = None
) -> list[Row]:
    which: list[Any] = [col(Action.removed_at).is_(None) if only is None else col(Action.id) == only.id]
    if user is not None and not user.is_of_the_office:
        which.append(action_is_shared_with(user))
    found = session.exec(select(Action).where(*which).options(lazyload(Action.owners))).all()  # type: ignore[arg-type]
    chosen = select(Action.id).where(*which)
    _load_owners(session, found, chosen)
    ties = _ties(session, chosen)
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


def _ties(session: Session, chosen: Any) -> dict[int, list[Tie]]:
    """By action: the recommendations it concerns; only the columns that are shown."""
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
        ties[action_id].append(Tie(number, reference, title, source, sort_key))
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
    """By action: the state of the latest response that was given; drafts are the body's own."""
    return {
        action_id: state
        for action_id, state in session.exec(
            select(col(Response.action_id), col(Response.state))
            .where(col(Response.action_id).in_(chosen), Response.state != ResponseState.DRAFT)
            .order_by(col(Response.given_at), col(Response.id))
        )
        if action_id is not None
    }


def _meetings(session: Session, rows: Iterable[Row]) -> list[tuple[int, date, str]]:
    ids = {row.action.meeting_id for row in rows if row.action.meeting_id is not None}
    found = session.exec(
        select(col(Meeting.id), col(Meeting.held_on), col(Meeting.title)).order_by(
            col(Meeting.held_on).desc()
        )
    ).all()
    return [(number or 0, held_on, title) for number, held_on, title in found if number in ids]


def _fits(row: Row, filters: Filters) -> bool:
    if filters.organisation is not None and filters.organisation not in {
        owner.organisation_id for owner in row.owners
    }:
        return False
    if filters.recommendation is not None and filters.recommendation not in {tie.id for tie in row.ties}:
        return False
    if filters.meeting is not None and row.action.meeting_id != filters.meeting:
        return False
    said = " ".join(
        [row.action.reference, row.action.wording, *(owner.words for owner in row.owners), *row.bodies]
    ).casefold()
    return all(word in said for word in filters.words.casefold().split())


def _tabs(rows: Sequence[Row], chosen: str) -> list[tuple[str, str, int]]:
    counted = [(key, words, sum(map(belongs, rows))) for key, (words, belongs) in TABS.items()]
    return [tab for tab in counted if tab[2] or tab[0] in _SHOWN_WHEN_EMPTY or tab[0] == chosen]


def _organisations(rows: Iterable[Row]) -> list[tuple[int, str]]:
    found = {
        owner.organisation.id or 0: owner.organisation.name
        for row in rows
        for owner in row.owners
        if owner.organisation
    }
    return sorted(found.items(), key=lambda one: one[1].casefold())


def _recommendations(rows: Iterable[Row]) -> list[tuple[int, str]]:
    ties = {tie.id: tie for row in rows for tie in row.ties}
    several = len({tie.source for tie in ties.values()}) > 1
    return [
        (
            tie.id,
            " ".join(word for word in (tie.source if several else "", tie.reference, tie.title) if word),
        )
        for tie in sorted(ties.values(), key=lambda tie: (tie.source, tie.sort_key))
    ]


def _by_reference(row: Row) -> tuple[int, int, str]:
    action = row.action
    return (action.year or action.raised_on.year, action.number or 0, action.reference)


_STATES = list(ActionState)
ORDERS: dict[str, Callable[[Row], Any]] = {
    "reference": _by_reference,
    "action": lambda row: row.action.wording.casefold(),
    "owner": lambda row: (not row.owners, row.owners[0].words.casefold() if row.owners else ""),
    "recommendation": lambda row: (not row.ties, [(tie.source, tie.sort_key) for tie in row.ties]),
    "raised": lambda row: row.action.raised_on,
    "due": lambda row: row.action.due_on or date.max,
    "age": lambda row: row.age,
    "carried": lambda row: row.carried,
    "status": lambda row: (_STATES.index(row.action.state), row.status[0]),
}
"""What the register can be sorted by."""
