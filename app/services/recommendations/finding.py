"""Finding a recommendation by what minutes call it, and making one that nobody has described yet."""

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func
from sqlalchemy.orm import lazyload
from sqlmodel import Session, col, select

from app.errors import NotFound, RuleBroken
from app.models.meetings import Section
from app.models.people import User
from app.models.recommendations import Recommendation, Responsibility, Source
from app.services import changes

UNNAMED = "Source not named"
"""Short name of the source of recommendations whose report no minutes have named yet."""


def sources(session: Session) -> Sequence[Source]:
    """All reports that make recommendations, by name."""
    return session.exec(select(Source).order_by(Source.short_name)).all()


def source_by_id(session: Session, source_id: int) -> Source:
    """Raises NotFound when there is none."""
    source = session.get(Source, source_id)
    if source is None:
        raise NotFound("There is no such source of recommendations.")
    return source


def find_source(session: Session, name: str) -> Source | None:
    """The source of that short name or title, whatever their case."""
    folded = " ".join(name.split()).lower()
    return session.exec(
        select(Source)
        .where((func.lower(Source.short_name) == folded) | (func.lower(Source.title) == folded))
        .order_by(col(Source.id))
    ).first()


def find_or_create_source(
    session: Session,
    name: str,
    *,
    title: str = "",
    made_by: str = "",
    published_on: date | None = None,
    by: User | None = None,
) -> Source:
    """The source of that short name or title, made when new. Raises RuleBroken on an empty name."""
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("A source of recommendations needs a short name.")
    known = find_source(session, name)
    if known is not None:
        return known
    source = Source(short_name=name, title=title or name, made_by=made_by, published_on=published_on)
    session.add(source)
    session.flush()
    changes.record(session, "added", "source", source.id, by=by)
    return source


def source_of_section(session: Session, section: Section | None) -> Source | None:
    """The report whose recommendations the section speaks of, as far as it says."""
    return session.get(Source, section.source_id) if section is not None and section.source_id else None


def normal_reference(reference: str) -> str:
    """ "Recommendation 08" and "rec. 8" are "8"."""
    words = " ".join(reference.split()).strip(" .:()[]–-")
    words = re.sub(
        r"^(?:recommendations?|recs?)\b[\s.]*(?:(?:no|nos|number)\b[\s.]*)?", "", words, flags=re.IGNORECASE
    )
    return re.sub(r"^0+(?=\d)", "", words).strip(" .:")


def by_reference(
    session: Session, reference: str, *, source: Source | None = None
) -> Sequence[Recommendation]:
    """All recommendations of that reference, of `source` or of any."""
    query = select(Recommendation).where(
        func.lower(Recommendation.reference) == normal_reference(reference).lower()
    )
    if source is not None:
        query = query.where(Recommendation.source_id == source.id)
    return session.exec(query.order_by(col(Recommendation.id))).all()


def find_or_create(
    session: Session, *, source: Source | str | None, reference: str, by: User | None = None
) -> Recommendation:
    """The recommendation of that reference; made, without title and wording, when it is not known yet.

    Without a source it is the only one of that reference; else of the only source there is; else it waits
    under "Source not named" for somebody to say whose it is.
    """
    wanted = normal_reference(reference)
    if not wanted:
        raise RuleBroken("A recommendation needs its reference, such as 8 or 41.3.")
    if isinstance(source, str):
        source = find_or_create_source(session, source, by=by) if source.strip() else None
    known = by_reference(session, wanted, source=source)
    if len(known) == 1 or (known and source is not None):
        return known[0]
    if source is None:
        source = _likely_source(session, by=by)
        known = by_reference(session, wanted, source=source)
        if known:
            return known[0]
    recommendation = Recommendation(
        source_id=source.id or 0, reference=wanted, sort_key=Recommendation.order_of(wanted)
    )
    session.add(recommendation)
    session.flush()
    changes.record(session, "added", "recommendation", recommendation.id, by=by)
    return recommendation


def _likely_source(session: Session, *, by: User | None) -> Source:
    known = [source for source in sources(session) if source.short_name != UNNAMED]
    if len(known) == 1:
        return known[0]
    return find_or_create_source(session, UNNAMED, title="Reports that the minutes do not name", by=by)


def by_ids(session: Session, ids: Sequence[int]) -> list[Recommendation]:
    """Those there are, in the order asked for."""
    found = session.exec(select(Recommendation).where(col(Recommendation.id).in_(ids))).all()
    return sorted(found, key=lambda one: list(ids).index(one.id or 0))


def choices(session: Session) -> list[tuple[int, str]]:
    """All recommendations for a list to choose from: id and words, by source and reference."""
    found = session.exec(
        select(
            col(Recommendation.id),
            col(Source.short_name),
            col(Recommendation.reference),
            col(Recommendation.title),
        )
        .join(Source, col(Source.id) == Recommendation.source_id)
        .order_by(col(Source.short_name), col(Recommendation.sort_key))
    ).all()
    return [
        (number or 0, f"{source} {reference}" + (f". {title}" if title else ""))
        for number, source, reference, title in found
    ]


def all_in_order(session: Session) -> Sequence[Recommendation]:
    """Every recommendation, by source and reference, without those responsible. One statement."""
    return session.exec(
        select(Recommendation)
        .join(Source, col(Source.id) == Recommendation.source_id)
        .options(lazyload(Recommendation.responsibilities))  # type: ignore[arg-type]
        .order_by(col(Source.short_name), col(Recommendation.sort_key), col(Recommendation.id))
    ).all()


def parts_of(
    session: Session, recommendation: Recommendation, *, user: User
) -> tuple[Recommendation | None, Sequence[Recommendation]]:
    """What it is part of, and its own parts in their order. A body sees those that it answers for."""
    own = (
        []
        if user.is_of_the_office
        else [
            col(Recommendation.id).in_(
                select(Responsibility.recommendation_id).where(
                    Responsibility.organisation_id == user.organisation_id
                )
            )
        ]
    )
    near = session.exec(
        select(Recommendation)
        .options(lazyload(Recommendation.responsibilities))  # type: ignore[arg-type]
        .where(
            (col(Recommendation.parent_id) == recommendation.id)
            | (col(Recommendation.id) == recommendation.parent_id),
            *own,
        )
        .order_by(col(Recommendation.sort_key), col(Recommendation.id))
    ).all()
    whole = next((one for one in near if one.id == recommendation.parent_id), None)
    return whole, [one for one in near if one is not whole]


def of_source(session: Session, source: Source) -> Sequence[Recommendation]:
    """A source's recommendations in the order a person would read them."""
    return session.exec(
        select(Recommendation)
        .where(Recommendation.source_id == source.id)
        .order_by(Recommendation.sort_key, col(Recommendation.id))
    ).all()
