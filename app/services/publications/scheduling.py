"""Publishing at a set hour: set by a publisher, shown, cancelled, and done once by whoever ticks first."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.db import OFFICE_TIME
from app.errors import DomainError, EditConflict, NotAllowed, RuleBroken
from app.models.meetings import Meeting
from app.models.people import May, User
from app.models.publications import ScheduledPublication
from app.services import changes
from app.services.publications import finding
from app.services.publications.obstacles import in_the_way
from app.services.publications.preparing import prepare
from app.services.publications.publishing import publish

FARTHEST = timedelta(days=366)


def moment_of(day: date, hour: time) -> datetime:
    """That hour of the office's clock, as a moment. Where the clocks go back and it comes twice, the first.

    Raises RuleBroken for an hour that the clocks leave out when they go forward.
    """
    local = datetime.combine(day, hour, tzinfo=OFFICE_TIME)
    moment = local.astimezone(UTC)
    if moment.astimezone(OFFICE_TIME).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise RuleBroken(
            f"There is no {hour:%H:%M} that night: the clocks go forward. Choose an hour before or after it."
        )
    return moment


def comes_twice(moment: datetime) -> bool:
    """Whether the office's clock shows that hour a second time, because the clocks go back."""
    local = moment.astimezone(OFFICE_TIME)
    return local.utcoffset() != local.replace(fold=1).utcoffset() and local.fold == 0


def schedule(
    session: Session,
    meeting: Meeting,
    *,
    publish_at: datetime,
    version: int,
    seen: str,
    reason: str,
    by: User,
    at: datetime,
) -> ScheduledPublication:
    """Publish what was `seen` at that moment; another hour set before is forgotten. Raises RuleBroken,
    EditConflict and NotAllowed as publishing would.
    """
    if not by.may(May.PUBLISH):
        raise NotAllowed("Minutes are published by a publisher.")
    if not at < publish_at <= at + FARTHEST:
        raise RuleBroken("Choose an hour that is still to come, within a year.")
    session.refresh(meeting, with_for_update=True)
    earlier = finding.of_meeting(session, meeting)
    latest = earlier[0] if earlier else None
    if version != (latest.version if latest else 0) + 1:
        raise EditConflict(f"Version {version} is already published: look at what it says.")
    prepared = prepare(session, meeting)
    if seen != prepared.fingerprint:
        raise EditConflict("The minutes have changed since you looked at them: look at them again.")
    forbids = in_the_way(session, meeting, prepared, latest).forbids
    if forbids:
        raise RuleBroken(" ".join(forbids))
    if latest is not None and not reason.strip():
        raise RuleBroken(f"Say why it replaces version {latest.version}: the page will say so.")
    session.execute(delete(ScheduledPublication).where(col(ScheduledPublication.meeting_id) == meeting.id))
    scheduled = ScheduledPublication(
        meeting_id=meeting.id or 0,
        publish_at=publish_at,
        reason=reason.strip(),
        seen=seen,
        by_id=by.id or 0,
        set_at=at,
    )
    session.add(scheduled)
    session.flush()
    details = {"publish_at": publish_at.isoformat(), "version": version}
    changes.record(session, "scheduled", "publication", scheduled.id, by=by, meeting=meeting, details=details)
    return scheduled


def cancel(session: Session, meeting: Meeting, *, by: User) -> None:
    """Publish nothing at the hour that was set. Raises RuleBroken when none is, or it has come."""
    if not by.may(May.PUBLISH):
        raise NotAllowed("Minutes are published by a publisher.")
    session.refresh(meeting, with_for_update=True)
    scheduled = finding.scheduled_of(session, meeting)
    if scheduled is None:
        raise RuleBroken("No hour is set any more: look whether the version is published.")
    session.delete(scheduled)
    changes.record(session, "cancelled", "publication", scheduled.id, by=by, meeting=meeting)


def is_due(session: Session, *, at: datetime) -> bool:
    """Whether something is to be published now."""
    return session.exec(_due(at)).first() is not None


def _due(at: datetime):  # type: ignore[no-untyped-def]  # a statement; its type is longer than it is
    return (
        select(ScheduledPublication.id)
        .where(col(ScheduledPublication.publish_at) <= at, col(ScheduledPublication.failed_at).is_(None))
        .order_by(col(ScheduledPublication.publish_at), col(ScheduledPublication.id))
        .limit(1)
    )


def publish_next(session: Session, *, at: datetime) -> None:
    """Publish the first that is due, or note why it cannot be. Whoever comes second finds nothing to do: on
    PostgreSQL its row is locked, on SQLite the whole database is.
    """
    number = session.exec(_due(at).with_for_update(skip_locked=True)).first()
    if number is None:
        return
    scheduled = session.get_one(ScheduledPublication, number)
    meeting = session.get_one(Meeting, scheduled.meeting_id)
    by = session.get_one(User, scheduled.by_id)
    latest = next(iter(finding.of_meeting(session, meeting)), None)
    try:
        if not by.is_active:
            raise NotAllowed(f"{by.name}, who set the hour, cannot sign in any more.")
        with session.begin_nested():
            publish(
                session,
                meeting,
                version=latest.version + 1 if latest else 1,
                seen=scheduled.seen,
                reason=scheduled.reason,
                by=by,
                at=at,
            )
    except DomainError as problem:
        session.execute(
            update(ScheduledPublication)
            .where(col(ScheduledPublication.id) == number)
            .values(failed_at=at, problem=str(problem))
        )
        changes.record(
            session,
            "not published",
            "publication",
            number,
            by=by,
            meeting=meeting,
            details={"problem": str(problem)},
        )
