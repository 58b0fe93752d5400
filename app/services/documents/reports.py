"""What a report says of recommendations: the report that makes them, their titles, the bodies responsible, and what
these report.
"""

import re
from collections import Counter
from datetime import date

from sqlmodel import Session, col, select

from app.db import now
from app.documents.interpret.reported_on import later
from app.documents.minutes import Minutes, RecommendationRead, SourceRead
from app.models.meetings import Meeting
from app.models.people import Organisation, OrganisationKind, User
from app.models.recommendations import ProgressUpdate, Recommendation, Responsibility, Source, SourceReview
from app.services import changes, people, recommendations
from app.services.documents.passages import Brought
from app.services.documents.presence import SIDES

_COMMISSIONER = re.compile(r"\b(?:Police\s+(?:and|&)\s+Crime\s+Commissioner|O?PCC)\b", re.I)
_FORCE = re.compile(r"\b(?:Police|Constabulary)\b", re.I)


def bring_in(
    session: Session, meeting: Meeting, minutes: Minutes, brought: Brought, *, by: User | None
) -> Source | None:
    """Store each recommendation's updates, dated as the report is. What is described already stays."""
    if not minutes.recommendations:
        return None
    about = minutes.about or SourceRead(short_name=_most_named(minutes))
    source = recommendations.find_or_create_source(
        session, about.short_name or recommendations.UNNAMED, title=about.title or "", by=by
    )
    _describe_source(session, source, about, reported_on=meeting.held_on, by=by)
    bodies: dict[str, Organisation] = {}
    for read in minutes.recommendations:
        found = recommendations.find_or_create(session, source=source, reference=read.reference, by=by)
        for words in (*read.responsible, *(update.organisation for update in read.updates)):
            if words and words not in bodies:
                bodies[words] = body_called(session, words, by=by)
        _describe(session, found, read, bodies, by=by)
        _report(session, found, read, bodies, meeting, brought, by=by)
    session.flush()
    return source


def _most_named(minutes: Minutes) -> str | None:
    """The report most often named above a recommendation."""
    named = Counter(part.source for part in minutes.parts if part.source and part.recommendations)
    return named.most_common(1)[0][0] if named else None


def source_of(session: Session, report: Meeting) -> Source | None:
    """The report whose recommendations a progress report, brought in, speaks of."""
    return session.exec(
        select(Source)
        .join(Recommendation, col(Recommendation.source_id) == col(Source.id))
        .join(ProgressUpdate, col(ProgressUpdate.recommendation_id) == col(Recommendation.id))
        .where(ProgressUpdate.meeting_id == report.id)
        .limit(1)
    ).first()


def body_called(session: Session, words: str, *, by: User | None) -> Organisation:
    """The organisation of that name. The office and the force take it, while they are not named yet."""
    known = people.find_organisation(session, words)
    if known is not None:
        return known
    kind = OrganisationKind.OTHER
    for pattern, side in ((_COMMISSIONER, OrganisationKind.COMMISSIONER), (_FORCE, OrganisationKind.FORCE)):
        if pattern.search(words):
            there = people.of_kind(session, side)
            if there is not None and there.name == SIDES[side]:
                there.name = " ".join(words.split())
                session.add(there)
                changes.record(session, "changed", "organisation", there.id, by=by)
                return there
            kind = OrganisationKind.OTHER if there is not None else side
            break
    return people.get_or_create_organisation(session, words, kind=kind, by=by)


def _describe_source(
    session: Session, source: Source, about: SourceRead, *, reported_on: date, by: User | None
) -> None:
    """Fill in what nobody has written down of the report yet."""
    before = source.model_dump()
    if source.title == source.short_name:
        source.title = about.title or source.title
    source.made_by = source.made_by or about.made_by or ""
    source.published_on = source.published_on or about.published_on
    source.recommendations_said = source.recommendations_said or about.recommendations
    source.steps_said = source.steps_said or about.steps
    if about.reports_every and not source.reports_every:
        source.reports_every, source.reports_words = about.reports_every, about.reports_words
    if source.reports_every:
        following = later(reported_on, source.reports_every)
        source.next_report_on = max(source.next_report_on or following, following)
    if about.review_on and not source.reviews:
        source.reviews.append(
            SourceReview(source_id=source.id or 0, due_on=about.review_on, words=about.review_words)
        )
    if source.model_dump() != before:
        source.revision += 1
        session.add(source)
        changes.record(session, "changed", "source", source.id, by=by)


def _describe(
    session: Session,
    found: Recommendation,
    read: RecommendationRead,
    bodies: dict[str, Organisation],
    *,
    by: User | None,
) -> None:
    is_news = bool(read.title) and not found.is_described
    if is_news:
        found.title = read.title
    there = {one.organisation_id for one in found.responsibilities}
    for words in read.responsible:
        if bodies[words].id not in there:
            is_news = True
            there.add(bodies[words].id or 0)
            found.responsibilities.append(
                Responsibility(recommendation_id=found.id or 0, organisation_id=bodies[words].id or 0)
            )
    if is_news:
        found.revision += 1
        session.add(found)
        session.flush()
        changes.record(session, "changed", "recommendation", found.id, by=by)


def _report(
    session: Session,
    found: Recommendation,
    read: RecommendationRead,
    bodies: dict[str, Organisation],
    meeting: Meeting,
    brought: Brought,
    *,
    by: User | None,
) -> None:
    for update in read.updates:
        body = bodies.get(update.organisation or "")
        line = brought.lines.get(update.begins or 0)
        row = ProgressUpdate(
            recommendation_id=found.id or 0,
            organisation_id=body.id if body else None,
            made_on=meeting.held_on,
            meeting_id=meeting.id,
            line_id=line.id if line else None,
            text=update.text,
            by_id=by.id if by else None,
            recorded_at=now(),
        )
        session.add(row)
        session.flush()
        changes.record(session, "added", "progress update", row.id, by=by)
