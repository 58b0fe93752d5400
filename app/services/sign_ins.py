"""Sessions kept on the server: listing them, and ending them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session, col, desc, select

from app.models.people import Organisation, OrganisationKind, Role, SignIn, User
from app.services import changes


def of_user(session: Session, user: User, *, at: datetime) -> Sequence[SignIn]:
    """Those that hold at that moment, latest used first."""
    return session.exec(
        select(SignIn)
        .where(SignIn.user_id == user.id, col(SignIn.ended_at).is_(None), SignIn.ends_at > at)
        .order_by(desc(col(SignIn.last_seen_at)))
    ).all()


def holding(
    session: Session, token_hashes: Collection[str], *, at: datetime
) -> dict[str, tuple[Role, OrganisationKind]]:
    """Which of these hold at that moment, each with its user's role and the kind of the user's
    organisation. One statement.
    """
    found = session.exec(
        select(SignIn.token_hash, User.role, Organisation.kind)
        .join(User, col(User.id) == col(SignIn.user_id))
        .join(Organisation, col(Organisation.id) == col(User.organisation_id))
        .where(
            col(SignIn.token_hash).in_(token_hashes),
            col(SignIn.ended_at).is_(None),
            SignIn.ends_at > at,
            col(User.is_active).is_(True),
        )
    ).all()
    return {token_hash: (Role(role), OrganisationKind(kind)) for token_hash, role, kind in found}


def before(session: Session, sign_in: SignIn) -> datetime | None:
    """When the user signed in the time before; None the first time."""
    return session.exec(
        select(SignIn.started_at)
        .where(SignIn.user_id == sign_in.user_id, SignIn.started_at < sign_in.started_at)
        .order_by(desc(col(SignIn.started_at)))
        .limit(1)
    ).first()


def end(session: Session, sign_in: SignIn, *, at: datetime) -> SignIn:
    """From now on its cookie signs nobody in."""
    sign_in.ended_at = sign_in.ended_at or at
    session.add(sign_in)
    return sign_in


def end_others(
    session: Session, user: User, *, but: SignIn | None, at: datetime, by: User | None = None
) -> Sequence[SignIn]:
    """End all of somebody's sign-ins except one; returns those that were ended."""
    ended = [
        end(session, one, at=at)
        for one in of_user(session, user, at=at)
        if but is None or one.token_hash != but.token_hash
    ]
    if ended:
        changes.record(
            session, "signed out", "user", user.id, by=by or user, details={"sign_ins": len(ended)}
        )
    return ended
