"""Sessions kept on the server: listing them, ending them, and how often one may try to begin one."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import and_, delete, text, update
from sqlmodel import Session, col, desc, or_, select

from app.models.people import Organisation, OrganisationKind, Role, SignIn, SignInAttempt, User
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


WITHIN = timedelta(minutes=15)
"""Failed attempts count for so long, and no longer: nobody is locked out for ever."""

FROM_ONE_PLACE = 5
"""Failed attempts at one account from one address."""

AT_ONE_ACCOUNT = 50
"""… at one account from all addresses together; not for an address from which it was signed in to lately, so
that whoever guesses from many places keeps nobody out who is where they always are.
"""

FROM_ONE_ADDRESS = 50
"""… from one address at all accounts together: a whole office can share one."""

LATELY = timedelta(days=30)

_LOCK = 7_203  # any constant: attempts are counted one after the other on PostgreSQL


def attempt(session: Session, *, account: str, address: str, at: datetime) -> SignInAttempt | None:
    """Count an attempt before the password is looked at; None when there were too many already.

    Counted first, so that a hundred guesses at the same moment are a hundred. One that is refused counts no
    further: waiting helps. `account` is what was typed, whether or not there is such a one.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    _forget_old_attempts(session, at)
    tried = SignInAttempt(account=_folded(account), address=_network(address), at=at)
    alike = session.exec(
        select(SignInAttempt).where(
            or_(SignInAttempt.account == tried.account, SignInAttempt.address == tried.address)
        )
    ).all()
    of_account = [one for one in alike if one.account == tried.account]
    of_address = [one for one in alike if one.address == tried.address]
    here = [one for one in of_account if one.address == tried.address]
    is_known_here = any(one.succeeded for one in here)
    if (
        _failed(here) >= FROM_ONE_PLACE
        or _failed(of_address) >= FROM_ONE_ADDRESS
        or (_failed(of_account) >= AT_ONE_ACCOUNT and not is_known_here)
    ):
        return None
    session.add(tried)
    session.flush()
    return tried


def succeeded(session: Session, tried: SignInAttempt) -> None:
    """The password was right: what failed before at this account from this address is forgotten."""
    of_place = (
        col(SignInAttempt.account) == tried.account,
        col(SignInAttempt.address) == tried.address,
    )
    others = delete(SignInAttempt).where(*of_place, col(SignInAttempt.id) != tried.id)
    this = update(SignInAttempt).where(col(SignInAttempt.id) == tried.id).values(succeeded=True)
    session.execute(others.execution_options(synchronize_session=False))
    session.execute(this.execution_options(synchronize_session=False))


def _failed(attempts: Iterable[SignInAttempt]) -> int:
    """How many; those that are older than WITHIN were forgotten before."""
    return sum(not one.succeeded for one in attempts)


def _forget_old_attempts(session: Session, at: datetime) -> None:
    is_old = or_(
        col(SignInAttempt.at) < at - LATELY,
        and_(col(SignInAttempt.at) < at - WITHIN, ~col(SignInAttempt.succeeded)),
    )
    session.execute(delete(SignInAttempt).where(is_old).execution_options(synchronize_session=False))


def _folded(account: str) -> str:
    return hashlib.sha256(account.strip().lower().encode()).hexdigest()


def _network(address: str) -> str:
    """Of IPv6 the first 64 bits, which one line shares and could otherwise change at every attempt."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
