"""What a report says of recommendations: their titles, the bodies responsible, and what these report."""

from collections import Counter
from datetime import date

from sqlmodel import Session

from app.db import now
from app.documents.minutes import Minutes, RecommendationRead
from app.models.meetings import Meeting
from app.models.people import Organisation, OrganisationKind, User
from app.models.recommendations import ProgressUpdate, Recommendation, Responsibility
from app.services import changes, people, recommendations


def bring_in(session: Session, meeting: Meeting, minutes: Minutes, *, by: User | None) -> None:
    """Store each recommendation's updates, dated as the report is. What is described already stays."""
    bodies: dict[str, Organisation] = {}
    source = _source(minutes)
    for read in minutes.recommendations:
        found = recommendations.find_or_create(session, source=source, reference=read.reference, by=by)
        for words in (*read.responsible, *(update.organisation for update in read.updates)):
            if words and words not in bodies:
                bodies[words] = _body(session, words, by=by)
        _describe(session, found, read, bodies)
        _report(session, found, read, bodies, made_on=meeting.held_on, by=by)
    session.flush()


def _source(minutes: Minutes) -> str | None:
    """The report most often named above a recommendation."""
    named = Counter(part.source for part in minutes.parts if part.source and part.recommendations)
    return named.most_common(1)[0][0] if named else None


def _body(session: Session, words: str, *, by: User | None) -> Organisation:
    return people.find_organisation(session, words) or people.get_or_create_organisation(
        session, words, kind=OrganisationKind.OTHER, by=by
    )


def _describe(
    session: Session, found: Recommendation, read: RecommendationRead, bodies: dict[str, Organisation]
) -> None:
    if read.title and not found.is_described:
        found.title = read.title
        session.add(found)
    there = {one.organisation_id for one in found.responsibilities}
    for words in read.responsible:
        if bodies[words].id not in there:
            there.add(bodies[words].id or 0)
            found.responsibilities.append(
                Responsibility(recommendation_id=found.id or 0, organisation_id=bodies[words].id or 0)
            )


def _report(
    session: Session,
    found: Recommendation,
    read: RecommendationRead,
    bodies: dict[str, Organisation],
    *,
    made_on: date,
    by: User | None,
) -> None:
    for update in read.updates:
        body = bodies.get(update.organisation or "")
        row = ProgressUpdate(
            recommendation_id=found.id or 0,
            organisation_id=body.id if body else None,
            made_on=made_on,
            text=update.text,
            by_id=by.id if by else None,
            recorded_at=now(),
        )
        session.add(row)
        session.flush()
        changes.record(session, "added", "progress update", row.id, by=by)
