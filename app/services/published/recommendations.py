"""Recommendations of reports that the office made public, and what published minutes say about each."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from sqlalchemy import func
from sqlalchemy.orm import raiseload
from sqlmodel import Session, col, select

from app.documents.anchors import slug
from app.errors import NotFound
from app.models.publications import PublicMeeting, PublishedPassage, PublishedPassageRecommendation
from app.models.recommendations import Recommendation, Source
from app.services.published.actions import Said, by_meeting

_ALONE = raiseload(Recommendation.responsibilities)  # type: ignore[arg-type]  # an attribute of the class
"""Who answers for it, and what they say, is not read with it: of that only minutes tell."""


def href_of(source: Source, recommendation: Recommendation | None = None) -> str:
    """Where the public reads of a report: "/published/recommendations/iihr"; of one of its recommendations, with its
    reference after that.
    """
    above = f"/published/recommendations/{slug(source.short_name) or source.id}"
    return f"{above}/{quote(recommendation.reference)}" if recommendation else above


@dataclass(frozen=True)
class Summary:
    """A recommendation, and how often published minutes speak of it."""

    recommendation: Recommendation
    times: int
    last_on: date | None
    """The day of the latest published meeting that did; None where none has."""

    @property
    def href(self) -> str:
        return href_of(self.recommendation.source, self.recommendation)


def sources(session: Session) -> list[Source]:
    """Reports that were made public, the newest first."""
    return list(
        session.exec(
            select(Source)
            .where(col(Source.made_public_at).is_not(None))
            .order_by(col(Source.published_on).desc(), col(Source.title))
        ).all()
    )


def source(session: Session, address: str) -> Source:
    """The public report with this short name. Raises NotFound."""
    for one in sources(session):
        if address in (slug(one.short_name), str(one.id)):
            return one
    raise NotFound("No report is published at this address.")


def of_source(session: Session, source: Source) -> list[Summary]:
    """Its recommendations in order, in two statements whatever their number."""
    found = session.exec(
        select(Recommendation)
        .options(_ALONE)
        .where(Recommendation.source_id == source.id)
        .order_by(col(Recommendation.sort_key), col(Recommendation.id))
    ).all()
    times = {
        number: (count, last)
        for number, count, last in session.exec(
            select(
                col(PublishedPassageRecommendation.recommendation_id),
                func.count(func.distinct(PublishedPassage.public_meeting_id)),
                func.max(PublishedPassage.dated_on),
            )
            .join(PublishedPassage, col(PublishedPassage.id) == PublishedPassageRecommendation.passage_id)
            .join(
                Recommendation,
                col(Recommendation.id) == PublishedPassageRecommendation.recommendation_id,
            )
            .where(Recommendation.source_id == source.id)
            .group_by(col(PublishedPassageRecommendation.recommendation_id))
        ).all()
    }
    return [Summary(one, *times.get(one.id or 0, (0, None))) for one in found]


@dataclass(frozen=True)
class Trail:
    """A recommendation, and what published minutes say about it, oldest first."""

    recommendation: Recommendation
    said: list[Said]


def trail(session: Session, source: Source, reference: str) -> Trail:
    """The public trail of one recommendation. Raises NotFound."""
    one = session.exec(
        select(Recommendation)
        .options(_ALONE)
        .where(Recommendation.source_id == source.id, Recommendation.reference == reference)
    ).first()
    if one is None:
        raise NotFound("This report has no such recommendation.")
    found = session.exec(
        select(PublishedPassage, PublicMeeting)
        .join(PublicMeeting, col(PublicMeeting.id) == PublishedPassage.public_meeting_id)
        .join(
            PublishedPassageRecommendation,
            col(PublishedPassageRecommendation.passage_id) == PublishedPassage.id,
        )
        .where(PublishedPassageRecommendation.recommendation_id == one.id)
        .order_by(col(PublicMeeting.held_on), col(PublicMeeting.id), col(PublishedPassage.position))
    ).all()
    return Trail(one, by_meeting(list(found)))


def addresses(session: Session) -> list[str]:
    """Where each public report and each of its recommendations stands."""
    made: list[str] = []
    public = {one.id: one for one in sources(session)}
    found = session.exec(
        select(col(Recommendation.source_id), col(Recommendation.reference))
        .where(col(Recommendation.source_id).in_(public))
        .order_by(col(Recommendation.source_id), col(Recommendation.sort_key))
    ).all()
    made += [href_of(one) for one in public.values()]
    made += [f"{href_of(public[number])}/{quote(reference)}" for number, reference in found]
    return made
