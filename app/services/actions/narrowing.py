"""What the register narrows and sorts by, as conditions and expressions that the database answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    text,
)
from sqlalchemy import select as core_select
from sqlmodel import Session, col

from app.models.actions import Action, ActionEvent, ActionRecommendation, ActionState, EventKind, Owner
from app.models.people import Organisation, OrganisationKind, User
from app.models.recommendations import Recommendation, Source
from app.models.responses import Response, ResponseState
from app.services.audience import action_is_shared_with

OWN_OFFICE = "Commissioner’s office"
"""What the commissioner's own office is called in its own register."""


RECEIVED = (ResponseState.SUBMITTED, ResponseState.LEFT)
"""A response is there to be read, now or at the meeting."""


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


def seen_by(user: User | None) -> list[ColumnElement[bool]]:
    """Conditions: which actions stand in this user's register."""
    there: list[ColumnElement[bool]] = [col(Action.removed_at).is_(None)]
    if user is not None and not user.is_of_the_office:
        there.append(action_is_shared_with(user))
    return there


def fits(session: Session, filters: Filters) -> list[ColumnElement[bool]]:
    """Conditions: the words, and what was chosen; not the tab."""
    conditions: list[ColumnElement[bool]] = []
    if filters.organisation is not None:
        conditions.append(_owned.where(col(Owner.organisation_id) == filters.organisation))
    if filters.recommendation is not None:
        conditions.append(_tie.where(col(ActionRecommendation.recommendation_id) == filters.recommendation))
    if filters.meeting is not None:
        conditions.append(col(Action.meeting_id) == filters.meeting)
    for word in filters.words.split():
        its_body = [
            _holds(session, col(Organisation.name), word),
            _holds(session, col(Organisation.short_name), word),
        ]
        if word.casefold() in OWN_OFFICE.casefold():
            its_body.append(col(Organisation.kind) == OrganisationKind.COMMISSIONER)
        bodies = core_select(col(Organisation.id)).where(or_(*its_body))
        owner = or_(_holds(session, col(Owner.words), word), col(Owner.organisation_id).in_(bodies))
        conditions.append(
            or_(
                _holds(session, col(Action.wording), word),
                _holds(session, col(Action.reference), word),
                _owned.where(owner),
            )
        )
    return conditions


def _holds(session: Session, column: Any, word: str) -> ColumnElement[bool]:
    """Whether the column holds the word in capitals or not. SQLite's LIKE asks for no more; lowering costs it time."""
    found: ColumnElement[bool] = (
        column.contains(word, autoescape=True)
        if session.get_bind().dialect.name == "sqlite"
        else column.icontains(word, autoescape=True)
    )
    return found


_tie = exists().where(col(ActionRecommendation.action_id) == col(Action.id))
_owned = exists().where(col(Owner.action_id) == col(Action.id), col(Owner.until_on).is_(None))
_latest_response = (
    core_select(case((~col(Response.heard), col(Response.state))))
    .where(col(Response.action_id) == col(Action.id), col(Response.state) != ResponseState.DRAFT)
    .order_by(col(Response.given_at).desc(), col(Response.id).desc())
    .limit(1)
    .correlate(Action)
    .scalar_subquery()
)
"""The state of the latest response that was given, unless it was heard; drafts are the body's own."""


@dataclass(frozen=True)
class Facts:
    """What the tabs ask of an action, as expressions: of its row, or of a table in which they stand already."""

    state: Any
    due_on: Any
    response: Any
    is_owned: Any
    is_tied: Any
    concerns_none_because: Any

    @property
    def is_open(self) -> Any:
        return self.state == ActionState.OPEN


FACTS = Facts(
    state=col(Action.state),
    due_on=col(Action.due_on),
    response=case((col(Action.state) == ActionState.OPEN, _latest_response), else_=None),
    is_owned=_owned,
    is_tied=_tie,
    concerns_none_because=col(Action.concerns_none_because),
)

TABS: dict[str, tuple[str, Callable[[Facts, date], ColumnElement[bool]]]] = {
    "open": ("Open", lambda facts, _today: facts.is_open),
    "overdue": ("Overdue", lambda facts, today: and_(facts.is_open, facts.due_on < today)),
    "response": (
        "Response received",
        lambda facts, _today: and_(facts.is_open, facts.response.in_(RECEIVED)),
    ),
    "returned": (
        "Returned",
        lambda facts, _today: and_(facts.is_open, facts.response == ResponseState.RETURNED),
    ),
    "unowned": (
        "No owner or date",
        lambda facts, _today: and_(facts.is_open, or_(~facts.is_owned, facts.due_on.is_(None))),
    ),
    "untied": (
        "No recommendation",
        lambda facts, _today: and_(~facts.is_tied, facts.concerns_none_because == ""),
    ),
    "closed": ("Closed", lambda facts, _today: facts.state == ActionState.CLOSED),
    "withdrawn": (
        "Withdrawn",
        lambda facts, _today: facts.state.in_([ActionState.WITHDRAWN, ActionState.REPLACED]),
    ),
    "all": ("All", lambda facts, _today: facts.state.is_not(None)),
}
"""The tabs in order: key, words, and which actions stand there on a day."""


def days_between(session: Session, earlier: Any, later: Any) -> Any:
    """Whole days from one day to another."""
    if session.get_bind().dialect.name == "sqlite":
        return cast(func.julianday(later) - func.julianday(earlier), Integer)
    return cast(later, Date) - cast(earlier, Date)


def age(session: Session, today: date) -> Any:
    """Days from the day it was raised until it was settled, or until today."""
    until = func.coalesce(col(Action.settled_on), literal(today, Date))
    return days_between(session, col(Action.raised_on), until)


def carried(session: Session) -> Any:
    """A table of `action_id` and how often a meeting `carried` it, without what was taken back or read anew."""
    superseded = text(
        # The conditions are those of an index that holds the few events which take the place of others.
        "SELECT taken.value AS id FROM action_event AS newer, json_each(newer.details, '$.supersedes') AS taken "
        "WHERE instr(newer.details, '\"supersedes\"') > 0"
        if session.get_bind().dialect.name == "sqlite"
        else "SELECT json_array_elements_text(newer.details -> 'supersedes')::integer AS id "
        "FROM action_event AS newer WHERE (newer.details -> 'supersedes') IS NOT NULL"
    )
    return (
        core_select(col(ActionEvent.action_id), func.count().label("carried"))
        .where(
            col(ActionEvent.kind) == EventKind.CARRIED,
            col(ActionEvent.id).not_in(superseded.columns(id=Integer)),
        )
        .group_by(col(ActionEvent.action_id))
        .subquery()
    )


def order(session: Session, by: str, *, descending: bool, today: date) -> list[ColumnElement[Any]]:
    """How rows follow each other; within one value always by reference. "No date" is last in either order."""
    by_reference: list[Any] = [
        func.coalesce(col(Action.year), func.extract("year", col(Action.raised_on))),
        func.coalesce(col(Action.number), 0),
        col(Action.reference),
    ]
    expressions: dict[str, Callable[[], list[Any]]] = {
        "reference": lambda: by_reference,
        "action": lambda: [func.lower(col(Action.wording))],
        "owner": lambda: [case((_owned, 0), else_=1), _first_owner],
        "recommendation": lambda: [case((_tie, 0), else_=1), _first_tie],
        "raised": lambda: [col(Action.raised_on)],
        "due": lambda: [col(Action.due_on)],
        "age": lambda: [age(session, today)],
        "carried": lambda: [_times(session)],
        "status": lambda: [
            case({state: at for at, state in enumerate(ActionState)}, value=col(Action.state)),
            case({**dict.fromkeys(RECEIVED, 1), ResponseState.RETURNED: 2}, value=_latest_response, else_=0),
        ],
    }
    keys = expressions[by]()
    first = [col(Action.due_on).is_(None)] if by == "due" else []
    return [*first, *(key.desc() if descending else key.asc() for key in keys), *by_reference]


ORDERS = ("reference", "action", "owner", "recommendation", "raised", "due", "age", "carried", "status")
"""What the register can be sorted by."""

_first_owner = (
    core_select(func.lower(col(Owner.words)))
    .where(col(Owner.action_id) == col(Action.id), col(Owner.until_on).is_(None))
    .order_by(col(Owner.position), col(Owner.id))
    .limit(1)
    .correlate(Action)
    .scalar_subquery()
)
_first_tie = (
    core_select(func.min(col(Source.short_name) + " " + col(Recommendation.sort_key)))
    .join(Recommendation, col(Recommendation.source_id) == col(Source.id))
    .join(ActionRecommendation, col(ActionRecommendation.recommendation_id) == col(Recommendation.id))
    .where(col(ActionRecommendation.action_id) == col(Action.id))
    .correlate(Action)
    .scalar_subquery()
)


def _times(session: Session) -> ColumnElement[int]:
    times = carried(session)
    found = core_select(times.c.carried).where(times.c.action_id == col(Action.id)).correlate(Action)
    return func.coalesce(found.scalar_subquery(), 0)
