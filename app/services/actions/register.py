"""The register of actions: everything somebody may see of them, narrowed, counted and sorted.

It reads all actions with a fixed number of statements and narrows them here: the counts on the tabs need
them all, and an office has some hundred actions a year.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from app.models.actions import ActionState
from app.models.meetings import Meeting
from app.models.people import User
from app.services.actions.rows import Row, rows_of

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
    everything = rows_of(session, today=today, user=user)
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
