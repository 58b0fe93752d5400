"""Reports and their recommendations, put on the public site by a publisher's choice."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from app.errors import NotAllowed
from app.models.people import May, User
from app.models.recommendations import Recommendation, Source
from app.services import changes


def make_public(session: Session, source: Source, *, by: User, at: datetime) -> Source:
    """Show the report, its recommendations and their public trail. A second time changes nothing."""
    _refuse_without_right(by)
    if source.made_public_at is None:
        source.made_public_at = at
        session.add(source)
        changes.record(session, "made public", "source", source.id, by=by)
    return source


def take_back(session: Session, source: Source, *, by: User) -> Source:
    """Show it no more. A second time changes nothing."""
    _refuse_without_right(by)
    if source.made_public_at is not None:
        source.made_public_at = None
        session.add(source)
        changes.record(session, "taken back", "source", source.id, by=by)
    return source


def listed(session: Session) -> Sequence[tuple[Source, int]]:
    """Every report with how many recommendations it makes, by name."""
    return session.exec(
        select(Source, func.count(col(Recommendation.id)))
        .outerjoin(Recommendation, col(Recommendation.source_id) == col(Source.id))
        .group_by(*Source.__table__.columns)  # type: ignore[attr-defined]
        .order_by(col(Source.short_name))
    ).all()


def _refuse_without_right(by: User) -> None:
    if not by.may(May.PUBLISH):
        raise NotAllowed("What the public reads is chosen by a publisher.")
