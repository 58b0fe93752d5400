"""What everybody chose to be told of, and how soon."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.errors import RuleBroken
from app.models.letters import (
    Cadence,
    Letter,
    LetterChoice,
    LetterState,
    Notice,
    NoticeKind,
    kinds_for,
    usual,
)
from app.models.people import User
from app.services import changes

Cadences = dict[tuple[int, NoticeKind], Cadence]
"""How soon, by user id and kind; what is missing is as `usual`."""


def chosen_by(session: Session, users: Collection[User]) -> Cadences:
    """What these people chose, in one statement."""
    found = session.exec(
        select(LetterChoice).where(col(LetterChoice.user_id).in_([user.id for user in users]))
    ).all()
    return {(choice.user_id, choice.kind): choice.cadence for choice in found}


def cadence_of(chosen: Cadences, user: User, kind: NoticeKind) -> Cadence:
    """How soon this user is told; never of what is not for their role, nor when they may not sign in."""
    if not user.is_active or kind not in kinds_for(user):
        return Cadence.NEVER
    return chosen.get((user.id or 0, kind), usual(user, kind))


def choices_of(session: Session, user: User) -> dict[NoticeKind, Cadence]:
    """Everything this user can be told of, and how soon."""
    chosen = chosen_by(session, [user])
    return {kind: cadence_of(chosen, user, kind) for kind in kinds_for(user)}


def choose(session: Session, user: User, wanted: Mapping[NoticeKind, Cadence]) -> User:
    """From now on tell this user so soon. What waits to be sent and is wanted no more is left out.

    Raises RuleBroken for a kind that is not for this role.
    """
    offered = kinds_for(user)
    if any(kind not in offered for kind in wanted):
        raise RuleBroken("You are not told of that: choose among the kinds on the page.")
    for kind, cadence in wanted.items():
        session.merge(LetterChoice(user_id=user.id or 0, kind=kind, cadence=cadence))
    unwanted = [kind for kind, cadence in wanted.items() if cadence == Cadence.NEVER]
    if unwanted:
        waiting = select(Letter.id).where(Letter.user_id == user.id, Letter.state == LetterState.WAITING)
        session.execute(
            delete(Notice)
            .where(col(Notice.letter_id).in_(waiting), col(Notice.kind).in_(unwanted))
            .execution_options(synchronize_session=False)
        )
    changes.record(session, "chose the letters of", "user", user.id, by=user)
    return user
