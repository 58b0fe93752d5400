"""How actions stand to one another: split from, duplicate of, following from, replacing. Both ends tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, and_, col, or_, select

from app.errors import NotFound, RuleBroken
from app.models.actions import Action, ActionLink, ActionLinkKind, EventKind
from app.models.people import User
from app.services.actions import history
from app.services.audience import action_is_shared_with

_FROM_HERE = {
    ActionLinkKind.SPLIT_FROM: "Split from",
    ActionLinkKind.DUPLICATE_OF: "The same as",
    ActionLinkKind.FOLLOWS: "Follows from",
    ActionLinkKind.REPLACES: "Takes the place of",
}
_FROM_THERE = {
    ActionLinkKind.SPLIT_FROM: "Part of it is now",
    ActionLinkKind.DUPLICATE_OF: "Merged into it:",
    ActionLinkKind.FOLLOWS: "Followed by",
    ActionLinkKind.REPLACES: "Replaced by",
}


def words_of(kind: ActionLinkKind, *, is_later: bool) -> str:
    """What the page of either end says before the other's reference."""
    return (_FROM_HERE if is_later else _FROM_THERE)[kind]


@dataclass(frozen=True)
class Linked:
    """The other end, as one end's page shows it."""

    words: str
    other: Action
    kind: ActionLinkKind


def links_of(session: Session, action: Action, *, user: User) -> list[Linked]:
    """What it is tied to; a body sees only what was shared with it. One statement."""
    here = or_(
        and_(col(ActionLink.action_id) == action.id, col(ActionLink.earlier_id) == col(Action.id)),
        and_(col(ActionLink.earlier_id) == action.id, col(ActionLink.action_id) == col(Action.id)),
    )
    query = select(ActionLink, Action).where(here, col(Action.removed_at).is_(None))
    if not user.is_of_the_office:
        query = query.where(action_is_shared_with(user))
    found = session.exec(query.order_by(col(Action.year), col(Action.number), col(Action.id))).all()
    return [
        Linked(words_of(one.kind, is_later=one.action_id == action.id), other, one.kind)
        for one, other in found
    ]


def locked(session: Session, actions: Sequence[Action]) -> None:
    """See them as they stand now; always in the same order, so that two people never wait for each other."""
    session.flush()
    for action in sorted(actions, key=lambda one: one.id or 0):
        session.get_one(Action, action.id, with_for_update=True, populate_existing=True)


def link(
    session: Session,
    action: Action,
    earlier: Action,
    kind: ActionLinkKind,
    *,
    today: date,
    by: User | None,
    remark: str = "",
) -> ActionLink:
    """Tie an action to an earlier one. Raises RuleBroken for itself, and where they are tied already."""
    if action.id == earlier.id:
        raise RuleBroken("An action cannot be tied to itself. Give the reference of the other one.")
    locked(session, [action, earlier])
    if _between(session, action, earlier) is not None:
        raise RuleBroken(f"{action.reference} and {earlier.reference} are tied to each other already.")
    made = ActionLink(action_id=action.id or 0, earlier_id=earlier.id or 0, kind=kind)
    session.add(made)
    _tell(session, EventKind.LINKED, made, action, earlier, today=today, by=by, remark=remark)
    return made


def unlink(session: Session, action: Action, other: Action, *, today: date, by: User | None) -> None:
    """Undo `link`; a duplicate that had ended is open again. Raises NotFound where there is no tie."""
    locked(session, [action, other])
    found = _between(session, action, other)
    if found is None:
        raise NotFound("These two actions are not tied to each other.")
    later, earlier = (action, other) if found.action_id == action.id else (other, action)
    session.delete(found)
    _tell(session, EventKind.UNLINKED, found, later, earlier, today=today, by=by)
    if found.kind == ActionLinkKind.DUPLICATE_OF and not later.is_open:
        later.reopen()
        history.happen(
            session, later, EventKind.REOPENED, dated_on=history.day_after(session, later, today), by=by,
            remark=f"It is not the same as {earlier.reference} after all.", state=later.state, settled_on=None,
        )  # fmt: skip


def _between(session: Session, one: Action, other: Action) -> ActionLink | None:
    ids = (one.id, other.id)
    return session.exec(
        select(ActionLink).where(col(ActionLink.action_id).in_(ids), col(ActionLink.earlier_id).in_(ids))
    ).first()


def _tell(
    session: Session,
    event: EventKind,
    made: ActionLink,
    later: Action,
    earlier: Action,
    *,
    today: date,
    by: User | None,
    remark: str = "",
) -> None:
    for end, other, is_later in ((later, earlier, True), (earlier, later, False)):
        history.happen(
            session, end, event, dated_on=history.day_after(session, end, today), by=by, remark=remark,
            link=made.kind.value, other=other.reference, other_id=other.id, is_later=is_later,
        )  # fmt: skip
