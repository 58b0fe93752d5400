"""The register of recommendations: narrowed, counted, sorted and cut into pages by the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import and_, case, exists, func, or_
from sqlalchemy import select as core_select
from sqlmodel import Session, col

from app.models.meetings import Assurance
from app.models.people import Organisation, User
from app.models.recommendations import Part, Recommendation, Responsibility, Source
from app.services.standings import facts
from app.services.standings.claims import Claim, places_of
from app.services.standings.gathering import standings
from app.services.standings.parts import Standing, Verified, months_before
from app.services.standings.seen import Seen, seen_by

PAGE = 40
"""Rows on a page."""
SILENT_MONTHS = 6
NEVER = date.max


@dataclass(frozen=True)
class Filters:
    """What the address says. None and "" narrow nothing."""

    tab: str = "all"
    words: str = ""
    source: int | None = None
    body: int | None = None
    says: str = ""
    verified: str = ""
    assurance: str = ""
    sort: str = ""
    descending: bool = False

    @property
    def narrow(self) -> bool:
        return bool(self.words or self.source or self.body or self.says or self.verified or self.assurance)


@dataclass
class RegisterPage:
    """The rows of a page of the chosen tab, what could be chosen, and how many there are on each tab."""

    filters: Filters
    tab: str
    sort: str
    descending: bool
    tabs: list[tuple[str, str, int]]
    total: int
    """How many rows the tab has, on all its pages."""
    at: int
    """The page shown, from 1; 0 shows all on one."""
    silent_since: date
    rows: list[Standing] = field(default_factory=list)
    sources: list[tuple[int, str]] = field(default_factory=list)
    bodies: list[tuple[int, str]] = field(default_factory=list)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))

    def counted(self, tab: str) -> int:
        """How many a tab has."""
        return next((number for key, _, number in self.tabs if key == tab), 0)


class Columns:
    """What the register narrows and sorts by. Only the tables that a query speaks of are joined to it."""

    def __init__(self, seen: Seen, places: dict[str, int], *, today: date, since: date) -> None:
        self.seen, self.places, self.today, self.since = seen, places, today, since

    @cached_property
    def asked(self) -> Any:
        return facts.asked(self.seen)

    @cached_property
    def judged(self) -> Any:
        return facts.judged(self.seen)

    @cached_property
    def acted(self) -> Any:
        return facts.acted(self.seen)

    @cached_property
    def stepped(self) -> Any:
        return facts.stepped(self.seen, self.today)

    @cached_property
    def said(self) -> Any:
        return facts.said(self.seen, self.places)

    @cached_property
    def shown(self) -> Any:
        return facts.shown(self.seen, self.places)

    @property
    def is_verified(self) -> Any:
        """The same as `Standing.is_verified`."""
        said, shown = self.said.c, self.shown.c
        waiting = func.coalesce(shown.waiting, 0)
        return case(
            (and_(said.complete > 0, said.complete == said.verified, waiting == 0), Verified.YES.value),
            (shown.verified > 0, Verified.PART.value),
            (waiting > 0, Verified.WAITING.value),
            else_=Verified.NOTHING.value,
        )

    @property
    def due_on(self) -> Any:
        """The first day on which something is due: an open action, an open step, or the whole of it."""
        unless_done = case(
            (self.said.c.least == facts.COMPLETE, NEVER),
            else_=func.coalesce(col(Recommendation.target_on), NEVER),
        )
        action, step = func.coalesce(self.acted.c.due_on, NEVER), func.coalesce(self.stepped.c.due_on, NEVER)
        first = case((action < step, action), else_=step)
        return case((first < unless_done, first), else_=unless_done)

    @property
    def joined(self) -> list[Any]:
        """The tables that were spoken of so far."""
        names = ("asked", "judged", "acted", "stepped", "said", "shown")
        return [self.__dict__[name] for name in names if name in self.__dict__]

    def select(self, *columns: Any) -> Any:
        """A query of these columns over the recommendations that may be seen. Build conditions before it."""
        query = core_select(*columns).select_from(Recommendation)
        query = query.join(Source, col(Source.id) == col(Recommendation.source_id))
        for table in self.joined:
            query = query.outerjoin(table, table.c.recommendation_id == col(Recommendation.id))
        return query.where(*self.seen.recommendations)


TABS: dict[str, tuple[str, Callable[[Columns], Any]]] = {
    "all": ("All", lambda _of: col(Recommendation.id).is_not(None)),
    "never": ("Never asked about", lambda of: of.asked.c.last_asked_on.is_(None)),
    "silent": ("Not for six months", lambda of: of.asked.c.last_asked_on < of.since),
    "open": ("Open action", lambda of: of.acted.c.open_actions > 0),
    "steps": ("Overdue steps", lambda of: of.stepped.c.overdue > 0),
    "evidence": ("Evidence not received", lambda of: facts.evidence_awaited(of.seen, of.today, of.said.c)),
    "claimed": (
        "Complete, not verified",
        lambda of: and_(of.said.c.complete > 0, of.said.c.complete > of.said.c.verified),
    ),
}
"""The tabs in order: key, words, and which recommendations stand there."""

_lead = (
    core_select(func.lower(func.min(col(Organisation.name))))
    .join(Responsibility, col(Responsibility.organisation_id) == col(Organisation.id))
    .where(
        col(Responsibility.recommendation_id) == col(Recommendation.id), col(Responsibility.part) == Part.LEAD
    )
    .correlate(Recommendation)
    .scalar_subquery()
)
_REFERENCE = (col(Source.short_name), col(Recommendation.sort_key), col(Recommendation.id))

ORDERS: dict[str, Callable[[Columns], Any]] = {
    "reference": lambda _of: col(Source.short_name),
    "title": lambda _of: func.lower(col(Recommendation.title)),
    "lead": lambda _of: func.coalesce(_lead, "\N{MODIFIER LETTER GLOTTAL STOP}"),
    "says": lambda of: func.coalesce(of.said.c.least, -1),
    "verified": lambda of: case(
        {one.value: at for at, one in enumerate(reversed(Verified))}, value=of.is_verified
    ),
    "assurance": lambda of: case(
        {one.value: at for at, one in enumerate(reversed(Assurance), 1)},
        value=of.judged.c.assurance,
        else_=0,
    ),
    "actions": lambda of: func.coalesce(of.acted.c.open_actions, 0),
    "asked": lambda of: func.coalesce(of.asked.c.last_asked_on, date.min),
    "due": lambda of: of.due_on,
}
"""What the register can be sorted by; within one value it is always by source and reference."""


def register(
    session: Session, filters: Filters, *, user: User, today: date, since: date, page: int | None = 1
) -> RegisterPage:
    """The register as `user` may see it. An unknown tab or order is the first, a page too far the last; None is all
    of them. `since`: who was not asked about from that day on was not asked about lately.
    """
    seen = seen_by(user)
    tab = filters.tab if filters.tab in TABS else "all"
    sort = filters.sort if filters.sort in ORDERS else "reference"
    places = places_of(session)
    counted = _counts(session, Columns(seen, places, today=today, since=since), filters, TABS)
    found = RegisterPage(
        filters=filters,
        tab=tab,
        sort=sort,
        descending=filters.descending and filters.sort in ORDERS,
        tabs=[(key, words, counted[key]) for key, (words, _) in TABS.items()],
        total=counted[tab],
        at=page or 0,
        silent_since=since,
    )
    found.at = min(found.at, found.pages)
    ids = _ids(session, Columns(seen, places, today=today, since=since), found)
    found.rows = standings(session, ids, user=user, today=today)
    found.sources = _sources(session, seen)
    found.bodies = _bodies(session, seen)
    return found


def counts(session: Session, filters: Filters, *, user: User, today: date) -> dict[str, int]:
    """How many were never asked about, and have an open action, of all that fit."""
    of = Columns(seen_by(user), {}, today=today, since=today)
    return _counts(session, of, filters, ("all", "never", "open"))


def ids_of(
    session: Session,
    filters: Filters,
    *,
    user: User | None = None,
    today: date,
    limit: int | None = None,
    offset: int = 0,
) -> list[int]:
    """The recommendations of a tab, narrowed, in the register's order; without a user as the office sees them."""
    of = Columns(seen_by(user), places_of(session), today=today, since=months_before(today, SILENT_MONTHS))
    which = [TABS[filters.tab][1](of), *_fits(filters, of)]
    query = of.select(col(Recommendation.id)).where(*which).order_by(*_REFERENCE)
    return list(session.execute(query.limit(limit).offset(offset)).scalars())


def numbers_of_sources(session: Session, *, user: User) -> dict[int, int]:
    """By source: how many of its recommendations `user` may see."""
    counted = core_select(col(Recommendation.source_id), func.count()).group_by(col(Recommendation.source_id))
    return dict(session.execute(counted.where(*seen_by(user).recommendations)).all())


def _ids(session: Session, of: Columns, found: RegisterPage) -> list[int]:
    which = [TABS[found.tab][1](of), *_fits(found.filters, of)]
    key = ORDERS[found.sort](of)
    order = [key.desc() if found.descending else key.asc()]
    if found.sort == "reference" and found.descending:
        order.append(col(Recommendation.sort_key).desc())
    query = of.select(col(Recommendation.id)).where(*which).order_by(*order, *_REFERENCE)
    if found.at:
        query = query.limit(PAGE).offset((found.at - 1) * PAGE)
    return list(session.execute(query).scalars())


def _counts(session: Session, of: Columns, filters: Filters, tabs: Iterable[str]) -> dict[str, int]:
    counts = [func.count(case((TABS[key][1](of), 1))).label(key) for key in tabs]
    which = _fits(filters, of)
    return dict(session.execute(of.select(*counts).where(*which)).mappings().one())


def _fits(filters: Filters, of: Columns) -> list[Any]:
    """Conditions: the words, and what was chosen; not the tab."""
    which: list[Any] = []
    if filters.source is not None:
        which.append(col(Recommendation.source_id) == filters.source)
    if filters.body is not None:
        which.append(
            exists().where(
                col(Responsibility.recommendation_id) == col(Recommendation.id),
                col(Responsibility.organisation_id) == filters.body,
            )
        )
    if filters.says in {one.value for one in Claim}:
        place = [one.value for one in Claim].index(filters.says)
        latest = facts.latest_updates(of.seen, of.places)
        of_claim = core_select(latest.c.recommendation_id).where(latest.c.claim == place)
        which.append(col(Recommendation.id).in_(of_claim))
    elif filters.says == "nothing":
        which.append(of.said.c.least.is_(None))
    if filters.verified in {one.value for one in Verified}:
        which.append(of.is_verified == filters.verified)
    if filters.assurance in {one.value for one in Assurance}:
        which.append(of.judged.c.assurance == filters.assurance)
    elif filters.assurance == "nothing":
        which.append(of.judged.c.assurance.is_(None))
    for word in filters.words.lower().split()[:8]:
        which.append(
            or_(
                func.lower(col(Recommendation.title)).contains(word, autoescape=True),
                func.lower(col(Recommendation.wording)).contains(word, autoescape=True),
                func.lower(col(Recommendation.reference)) == word,
            )
        )
    return which


def _sources(session: Session, seen: Seen) -> list[tuple[int, str]]:
    there = exists().where(col(Recommendation.source_id) == col(Source.id), *seen.recommendations)
    found = session.execute(
        core_select(col(Source.id), col(Source.short_name)).where(there).order_by(col(Source.short_name))
    )
    return [(number, name) for number, name in found]


def _bodies(session: Session, seen: Seen) -> list[tuple[int, str]]:
    """Those that answer for a recommendation which may be seen."""
    answers = exists().where(
        col(Responsibility.organisation_id) == col(Organisation.id),
        col(Recommendation.id) == col(Responsibility.recommendation_id),
        *seen.recommendations,
    )
    found = session.execute(
        core_select(col(Organisation.id), col(Organisation.name))
        .where(answers)
        .order_by(col(Organisation.name))
    )
    return [(number, name) for number, name in found]


def claimed_without_evidence(session: Session, *, today: date) -> list[int]:
    """Those that a body calls complete, of which no file shows anything and the office has verified nothing."""
    of = Columns(seen_by(None), places_of(session), today=today, since=today)
    which = [TABS["claimed"][1](of), ~facts.evidence_came(of.seen)]
    return list(
        session.execute(of.select(col(Recommendation.id)).where(*which).order_by(*_REFERENCE)).scalars()
    )


def not_assured(session: Session, *, before: date) -> list[int]:
    """Those whose latest judgement before a day was not, or only partly, assured; the latest judged first."""
    of = Columns(seen_by(None), {}, today=before, since=before)
    judged = of.judged.c
    query = of.select(col(Recommendation.id)).where(
        judged.assurance.in_([Assurance.NOT, Assurance.PARTLY]), judged.judged_on < before
    )
    return list(session.execute(query.order_by(judged.judged_on.desc(), *_REFERENCE)).scalars())


def leads(session: Session, source: int | None) -> list[tuple[int, str, int]]:
    """Bodies that lead recommendations of a source, or of any: id, name and how many; those with most first."""
    number = func.count(func.distinct(col(Responsibility.recommendation_id)))
    query = (
        core_select(col(Organisation.id), col(Organisation.name), number)
        .join(Responsibility, col(Responsibility.organisation_id) == col(Organisation.id))
        .join(Recommendation, col(Recommendation.id) == col(Responsibility.recommendation_id))
        .where(col(Responsibility.part) == Part.LEAD)
        .group_by(col(Organisation.id), col(Organisation.name))
        .order_by(number.desc(), col(Organisation.name))
    )
    if source is not None:
        query = query.where(col(Recommendation.source_id) == source)
    return [(body, name, count) for body, name, count in session.execute(query)]
