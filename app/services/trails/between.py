"""What happened about a recommendation between meetings: bodies reported and answered, minutes were published."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_
from sqlalchemy import select as core_select
from sqlmodel import Session, col

from app.db import OFFICE_TIME
from app.models.actions import Action
from app.models.lines import Kind
from app.models.meetings import Meeting
from app.models.people import Organisation, User
from app.models.progress_updates import ProgressEvidence
from app.models.publications import Publication, PublicMeeting
from app.models.recommendations import ProgressUpdate, Recommendation
from app.models.responses import Evidence, Response, ResponseState
from app.services.trails.parts import Answered, Published, Shown, Spoken, Told


def updates(session: Session, recommendation: Recommendation, user: User) -> list[Told]:
    """What bodies reported, with the files they showed."""
    query = (
        core_select(ProgressUpdate, Organisation)
        .outerjoin(Organisation, col(Organisation.id) == col(ProgressUpdate.organisation_id))
        .where(col(ProgressUpdate.recommendation_id) == recommendation.id)
        .order_by(col(ProgressUpdate.made_on), col(ProgressUpdate.id))
    )
    if not user.is_of_the_office:
        query = query.where(col(ProgressUpdate.organisation_id) == user.organisation_id)
    rows = session.execute(query).all()
    files = _files(
        session, ProgressEvidence, "update_id", [update.id for update, _ in rows], "progress-evidence"
    )
    return [
        Told(update.made_on, organisation, update, evidence=files[update.id]) for update, organisation in rows
    ]


def answers(session: Session, actions: dict[int, Action], happened: Iterable[Any], user: User) -> list[Told]:
    """What bodies answered in writing to these actions, and to the questions among what happened."""
    questions = [one.entry_id for one in happened if isinstance(one, Spoken) and one.kind == Kind.QUESTION]
    query = (
        core_select(Response, Organisation)
        .join(Organisation, col(Organisation.id) == col(Response.organisation_id))
        .where(
            or_(col(Response.action_id).in_(actions), col(Response.entry_id).in_(questions)),
            col(Response.state) != ResponseState.DRAFT,
        )
        .order_by(col(Response.given_at), col(Response.id))
    )
    if not user.is_of_the_office:
        query = query.where(col(Response.organisation_id) == user.organisation_id)
    rows = session.execute(query).all()
    files = _files(session, Evidence, "response_id", [response.id for response, _ in rows], "evidence")
    found: list[Told] = []
    for response, organisation in rows:
        if response.action_id is not None:
            to, href = f"action {actions[response.action_id].reference}", f"/actions/{response.action_id}"
        else:
            to, href = "a question", f"/written-answers/{response.entry_id}"
        found.append(
            Told(
                _day(response.given_at or response.begun_at),
                organisation,
                answered=Answered(response, to, href),
                evidence=files[response.id],
            )
        )
    return found


def _files(
    session: Session, table: Any, column: str, ids: Sequence[int], path: str
) -> dict[int, list[Shown]]:
    files: dict[int, list[Shown]] = defaultdict(list)
    owner = getattr(table, column)
    for number, one, title in session.execute(
        core_select(owner, table.id, table.title)
        .where(owner.in_(ids), table.removed_at.is_(None))
        .order_by(table.id)
    ):
        files[number].append(Shown(title or "A file", f"/{path}/{one}"))
    return files


def publications(session: Session, meetings: Sequence[Meeting]) -> list[Told]:
    """The versions of these meetings' minutes that were made public, and those that were withdrawn."""
    of = {meeting.id or 0: meeting for meeting in meetings}
    found: list[Told] = []
    for number, meeting_id, version, published_at, withdrawn_at, address, shown in session.execute(
        core_select(
            col(Publication.id),
            col(Publication.meeting_id),
            col(Publication.version),
            col(Publication.published_at),
            col(Publication.withdrawn_at),
            col(PublicMeeting.address),
            col(PublicMeeting.publication_id),
        )
        .outerjoin(PublicMeeting, col(PublicMeeting.meeting_id) == col(Publication.meeting_id))
        .where(col(Publication.meeting_id).in_(of))
        .order_by(col(Publication.published_at), col(Publication.id))
    ):
        href = f"/published/{address}" if shown == number else f"/published/{address}/versions/{version}"
        href = "" if withdrawn_at is not None or not address else href
        meeting = of[meeting_id]
        found.append(Told(_day(published_at), published=Published(meeting, version, False, href)))
        if withdrawn_at is not None:
            found.append(Told(_day(withdrawn_at), published=Published(meeting, version, True, "")))
    return found


def _day(at: datetime) -> date:
    return at.astimezone(OFFICE_TIME).date()
