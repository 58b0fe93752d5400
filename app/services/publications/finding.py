"""Versions and what the public knows of a meeting, found by whom they belong to."""

from collections.abc import Sequence

from sqlalchemy import exists
from sqlmodel import Session, col, func, or_, select

from app.documents import as_json
from app.documents.minutes import Minutes
from app.errors import NotFound
from app.models.meetings import Meeting
from app.models.people import User
from app.models.publications import Publication, PublicMeeting, ScheduledPublication
from app.models.withholdings import Withheld, Withholding

PAGE = 50


def by_id(session: Session, publication_id: int) -> Publication:
    """Raises NotFound when there is none."""
    found = session.get(Publication, publication_id)
    if found is None:
        raise NotFound("There is no such version.")
    return found


def of_meeting(session: Session, meeting: Meeting) -> Sequence[Publication]:
    """Every version, latest first."""
    return session.exec(
        select(Publication)
        .where(Publication.meeting_id == meeting.id)
        .order_by(col(Publication.version).desc())
    ).all()


def showing_too_much(
    session: Session, meeting: Meeting | None = None
) -> Sequence[tuple[Publication, Meeting]]:
    """Versions, of that meeting or of all, that the public can read and that show what is withheld since.

    Withheld papers left the public pages when they were withheld, and evidence never was there.
    """
    withheld_since = exists().where(
        col(Withholding.meeting_id) == col(Publication.meeting_id),
        col(Withholding.lifted_at).is_(None),
        col(Withholding.subject).not_in([Withheld.PAPER, Withheld.EVIDENCE]),
        or_(
            col(Withholding.at) > col(Publication.published_at),
            col(Withholding.decided_at) > col(Publication.published_at),
        ),
    )
    query = (
        select(Publication, Meeting)
        .join(Meeting, col(Meeting.id) == col(Publication.meeting_id))
        .where(col(Publication.withdrawn_at).is_(None), withheld_since)
        .order_by(col(Meeting.held_on), col(Meeting.id), col(Publication.version))
    )
    return session.exec(query if meeting is None else query.where(Publication.meeting_id == meeting.id)).all()


def public_meeting(session: Session, meeting: Meeting) -> PublicMeeting | None:
    """What the public knows of it, if it ever knew anything."""
    return session.exec(select(PublicMeeting).where(PublicMeeting.meeting_id == meeting.id)).first()


def scheduled_of(session: Session, meeting: Meeting) -> ScheduledPublication | None:
    """The hour that is set for the next version, or was and failed."""
    return session.exec(
        select(ScheduledPublication).where(ScheduledPublication.meeting_id == meeting.id)
    ).first()


def minutes_of(publication: Publication) -> Minutes:
    """The minutes as that version has them."""
    return as_json.load(publication.content).minutes


def listed(
    session: Session, *, page: int
) -> tuple[Sequence[tuple[Publication, Meeting, User, PublicMeeting]], int]:
    """A page of all versions, newest first, each with its meeting, who published it and what is shown; and how
    many pages there are.
    """
    count = session.exec(select(func.count()).select_from(Publication)).one()
    rows = session.exec(
        select(Publication, Meeting, User, PublicMeeting)
        .join(Meeting, col(Meeting.id) == col(Publication.meeting_id))
        .join(User, col(User.id) == col(Publication.published_by_id))
        .join(PublicMeeting, col(PublicMeeting.meeting_id) == col(Meeting.id))
        .order_by(col(Publication.published_at).desc(), col(Publication.id).desc())
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    ).all()
    return rows, max(1, -(-count // PAGE))


def scheduled(session: Session) -> Sequence[tuple[ScheduledPublication, Meeting, User]]:
    """What is to be published at a set hour, the next first, and what was not when its hour came."""
    return session.exec(
        select(ScheduledPublication, Meeting, User)
        .join(Meeting, col(Meeting.id) == col(ScheduledPublication.meeting_id))
        .join(User, col(User.id) == col(ScheduledPublication.by_id))
        .order_by(col(ScheduledPublication.publish_at))
    ).all()
