"""The register of actions: what somebody may see of them, narrowed, counted, sorted and cut into pages.

The database does the narrowing and the counting, so that a page takes as long with 5,000 actions as with 50.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, case, exists, func
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from app.models.actions import Action, ActionRecommendation, ActionState, Owner
from app.models.meetings import Meeting
from app.models.people import Organisation, User
from app.models.recommendations import Recommendation, Source
from app.services.actions import narrowing
from app.services.actions.narrowing import FACTS, ORDERS, TABS, Facts, Filters
from app.services.actions.rows import Row, rows_of

PAGE = 40
"""Rows on a page."""

_SHOWN_WHEN_EMPTY = {"open", "overdue", "closed", "all"}
_OFTEN = 3
_MOST_MEETINGS = 100


@dataclass
class RegisterPage:
    """The rows of a page of the chosen tab, what could be chosen, and how many there are on each tab."""

    tab: str
    rows: list[Row]
    filters: Filters
    tabs: list[tuple[str, str, int]]
    total: int
    """How many rows the tab has, on all its pages."""
    at: int
    """The page shown, from 1; 0 shows all on one."""
    organisations: list[tuple[int, str]] = field(default_factory=list)
    recommendations: list[tuple[int, str]] = field(default_factory=list)
    meetings: list[tuple[int, date, str]] = field(default_factory=list)
    sort: str = ""
    descending: bool = False
    longest: int = 0
    """The greatest age among the tab's rows, in days."""
    oldest: int = 0
    """The greatest age among open actions, in days."""
    carried_often: int = 0
    """Open actions that were carried three times or more."""
    most_overdue: int = 0
    """In days."""

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def register(
    session: Session, filters: Filters, *, today: date, user: User, page: int | None = 1
) -> RegisterPage:
    """The register as `user` may see it. An unknown tab or order is the first, a page too far the last; None
    is all of them.
    """
    tab = filters.tab if filters.tab in TABS else "open"
    sort, descending = filters.sort, filters.descending
    if sort not in ORDERS:
        sort, descending = ("due", False) if tab in ("open", "overdue", "unowned") else ("raised", True)
    which = [*narrowing.seen_by(user), *narrowing.fits(session, filters)]
    counted = _counts(session, which, tab, today)
    found = RegisterPage(
        tab=tab, rows=[], filters=filters, tabs=_tabs(counted, tab), total=counted[tab],
        at=page or 0, sort=sort, descending=descending,
        longest=counted["longest"], oldest=counted["oldest"], most_overdue=counted["late"],
    )  # fmt: skip
    found.at = min(found.at, found.pages)
    wanted = [*which, TABS[tab][1](FACTS, today)]
    in_order = core_select(col(Action.id)).where(*wanted)
    in_order = in_order.order_by(*narrowing.order(session, sort, descending=descending, today=today))
    if found.at:
        in_order = in_order.limit(PAGE).offset((found.at - 1) * PAGE)
    ids = list(session.execute(in_order).scalars())
    chosen: Any = ids if found.at else core_select(col(Action.id)).where(*wanted)
    rows = {row.action.id: row for row in rows_of(session, today=today, user=user, chosen=chosen)}
    found.rows = [rows[number] for number in ids]
    if tab in ("open", "unowned"):
        found.carried_often = _carried_often(session, which)
    found.organisations = _organisations(session, user)
    found.recommendations = _recommendations(session, user)
    found.meetings = _meetings(session, user, filters.meeting)
    return found


def _counts(session: Session, which: list[Any], tab: str, today: date) -> dict[str, int]:
    """By tab how many there are; "longest", "oldest" and "late" are days."""
    facts = core_select(
        FACTS.state.label("state"),
        FACTS.due_on.label("due_on"),
        FACTS.response.label("response"),
        FACTS.is_owned.label("is_owned"),
        FACTS.is_tied.label("is_tied"),
        FACTS.concerns_none_because.label("concerns_none_because"),
        col(Action.raised_on).label("raised_on"),
        col(Action.settled_on).label("settled_on"),
    ).where(*which)
    table = facts.cte("facts").prefix_with("MATERIALIZED")  # each is found out once, not for each tab again
    of = Facts(*(table.c[name] for name in Facts.__dataclass_fields__))
    counts = [func.count(case((belongs(of, today), 1))).label(key) for key, (_, belongs) in TABS.items()]
    here = TABS[tab][1](of, today)
    took = narrowing.days_between(session, table.c.raised_on, table.c.settled_on)
    row = (
        session.execute(
            core_select(
                *counts,
                func.min(case((and_(here, of.is_open), table.c.raised_on))).label("first"),
                func.min(case((of.is_open, table.c.raised_on))).label("first_of_all"),
                func.min(case((and_(here, of.is_open), of.due_on))).label("due"),
                func.max(case((and_(here, ~of.is_open), took))).label("took"),
            )
        )
        .mappings()
        .one()
    )

    def days(since: date | None) -> int:
        return max(0, (today - since).days) if since else 0

    return {
        **{key: row[key] for key in TABS},
        "longest": max(days(row["first"]), row["took"] or 0),
        "oldest": days(row["first_of_all"]),
        "late": days(row["due"]),
    }


def _tabs(counted: dict[str, int], chosen: str) -> list[tuple[str, str, int]]:
    tabs = [(key, words, counted[key]) for key, (words, _) in TABS.items()]
    return [tab for tab in tabs if tab[2] or tab[0] in _SHOWN_WHEN_EMPTY or tab[0] == chosen]


def _carried_often(session: Session, which: list[Any]) -> int:
    times = narrowing.carried(session)
    often = core_select(func.count()).select_from(times).join(Action, col(Action.id) == times.c.action_id)
    number: int = session.execute(
        often.where(times.c.carried >= _OFTEN, col(Action.state) == ActionState.OPEN, *which)
    ).scalar_one()
    return number


def _organisations(session: Session, user: User) -> list[tuple[int, str]]:
    """Those that own an action of the register."""
    owns = exists().where(
        col(Owner.organisation_id) == col(Organisation.id),
        col(Owner.until_on).is_(None),
        col(Owner.action_id) == col(Action.id),
        *narrowing.seen_by(user),
    )
    found = session.exec(select(col(Organisation.id), col(Organisation.name)).where(owns)).all()
    return sorted(((number or 0, name) for number, name in found), key=lambda one: one[1].casefold())


def _recommendations(session: Session, user: User) -> list[tuple[int, str]]:
    """Those that an action of the register concerns."""
    concerned = exists().where(
        col(ActionRecommendation.recommendation_id) == col(Recommendation.id),
        col(ActionRecommendation.action_id) == col(Action.id),
        *narrowing.seen_by(user),
    )
    found = session.execute(
        core_select(
            col(Recommendation.id),
            col(Recommendation.reference),
            col(Recommendation.title),
            col(Source.short_name),
        )
        .join(Source, col(Source.id) == col(Recommendation.source_id))
        .where(concerned)
        .order_by(col(Source.short_name), col(Recommendation.sort_key))
    ).all()
    several = len({source for *_, source in found}) > 1
    return [
        (number, " ".join(word for word in (source if several else "", reference, title) if word))
        for number, reference, title, source in found
    ]


def _meetings(session: Session, user: User, chosen: int | None) -> list[tuple[int, date, str]]:
    """Those that raised an action of the register, latest first: the last hundred, and the one that is chosen."""
    raised = exists().where(col(Action.meeting_id) == col(Meeting.id), *narrowing.seen_by(user))
    found = session.execute(
        core_select(col(Meeting.id), col(Meeting.held_on), col(Meeting.title))
        .where(raised)
        .order_by(case((col(Meeting.id) == chosen, 0), else_=1), col(Meeting.held_on).desc())
        .limit(_MOST_MEETINGS)
    )
    return sorted(((number, held_on, title) for number, held_on, title in found), key=_latest, reverse=True)


def _latest(meeting: tuple[int, date, str]) -> tuple[date, int]:
    return meeting[1], meeting[0]
