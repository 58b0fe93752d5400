"""Publishing the next version, and withdrawing one."""

import re
from datetime import datetime

from sqlmodel import Session, select

from app.documents import anchors
from app.errors import EditConflict, NotAllowed, RuleBroken
from app.models.meetings import Meeting
from app.models.people import May, User
from app.models.publications import Publication, PublicMeeting
from app.services import changes, documents, markings
from app.services.publications import finding, register, showing
from app.services.publications.obstacles import in_the_way
from app.services.publications.preparing import Prepared, prepare

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def publish(
    session: Session, meeting: Meeting, *, version: int, seen: str, reason: str, by: User, at: datetime
) -> Publication:
    """Make the minutes public as they may be now, as `version`, if they still are what was `seen`.

    `reason` says why it replaces the version before. Where something was withheld since, the versions that
    still show it are withdrawn in the same transaction. Raises EditConflict when somebody else was quicker or
    the minutes have changed, RuleBroken with what stands in the way, NotAllowed.
    """
    if not by.may(May.PUBLISH):
        raise NotAllowed("Minutes are published by a publisher.")
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
    public = _public(session, meeting, prepared, at=at)
    publication = _keep(session, meeting, prepared, public, latest, reason=reason, by=by, at=at)
    _withdraw_what_shows_too_much(session, meeting, publication, by=by, at=at)
    showing.show(session, public, publication, prepared, at=at)
    scheduled = finding.scheduled_of(session, meeting)
    if scheduled is not None:
        session.delete(scheduled)
    changes.record(
        session,
        "published",
        "publication",
        publication.id,
        by=by,
        meeting=meeting,
        details={"version": publication.version, "reason": publication.reason},
    )
    return publication


def _keep(
    session: Session,
    meeting: Meeting,
    prepared: Prepared,
    public: PublicMeeting,
    latest: Publication | None,
    *,
    reason: str,
    by: User,
    at: datetime,
) -> Publication:
    version = latest.version + 1 if latest else 1
    word = documents.as_word_of(
        session,
        prepared.minutes,
        status=prepared.status,
        office=prepared.office,
        marking=markings.of_document(session, meeting),
    )
    name = f"{public.address}-version-{version}.docx"
    file = documents.store_file(session, word, name=name, media_type=WORD, by=by)
    publication = Publication(
        meeting_id=meeting.id or 0,
        version=version,
        content=prepared.content,
        status=prepared.status,
        office=prepared.office,
        is_draft=prepared.is_draft,
        published_at=at,
        published_by_id=by.id or 0,
        file_id=file.id or 0,
        sha256=file.sha256,
        supersedes_id=latest.id if latest else None,
        reason=reason.strip() if latest else "",
    )
    session.add(publication)
    session.flush()
    return publication


def _withdraw_what_shows_too_much(
    session: Session, meeting: Meeting, publication: Publication, *, by: User, at: datetime
) -> None:
    """Versions that were published before something was withheld may be read by nobody outside any more."""
    for one, _ in finding.showing_too_much(session, meeting):
        if one.version < publication.version:
            one.withdraw(at, by.id, f"Replaced by version {publication.version}.")
            session.add(one)
            _record_withdrawn(session, meeting, one, by=by)


def withdraw(
    session: Session, publication: Publication, meeting: Meeting, *, reason: str, by: User, at: datetime
) -> Publication:
    """Take one version off the public pages, which then say why. If it was the one that is shown, nothing of
    these minutes is shown until the next version. Raises RuleBroken without a reason, NotAllowed.
    """
    if not by.may(May.PUBLISH):
        raise NotAllowed("Minutes are withdrawn by a publisher.")
    session.refresh(meeting, with_for_update=True)
    session.refresh(publication)
    publication.withdraw(at, by.id, reason)
    session.add(publication)
    public = finding.public_meeting(session, meeting)
    if public is not None:
        if public.publication_id == publication.id:
            spoken_of = showing.hide(session, public)
            public.withdrawn_at, public.withdrawal_reason = at, publication.withdrawal_reason
            register.bring_up_to_date(session, spoken_of, at=at)
        public.changed_at = at
        session.add(public)
    _record_withdrawn(session, meeting, publication, by=by)
    return publication


def _record_withdrawn(session: Session, meeting: Meeting, publication: Publication, *, by: User) -> None:
    changes.record(
        session,
        "withdrawn",
        "publication",
        publication.id,
        by=by,
        meeting=meeting,
        details={"version": publication.version, "reason": publication.withdrawal_reason},
    )


def _public(session: Session, meeting: Meeting, prepared: Prepared, *, at: datetime) -> PublicMeeting:
    """What the public knows of the meeting, brought up to date; its address stays what it was."""
    minutes = prepared.minutes
    public = finding.public_meeting(session, meeting) or new_public_meeting(
        session, meeting, title=minutes.title or meeting.kind, at=at
    )
    public.title = minutes.title or meeting.kind
    public.kind, public.held_on = meeting.kind, minutes.held_on or meeting.held_on
    public.starts_at, public.venue = minutes.starts_at, minutes.venue or ""
    public.changed_at = at
    session.add(public)
    session.flush()
    return public


def new_public_meeting(session: Session, meeting: Meeting, *, title: str, at: datetime) -> PublicMeeting:
    """A meeting of which the public knew nothing gets its address, for ever."""
    stem = f"{meeting.held_on:%Y-%m-%d}-{anchors.slug(_without_its_day(title, meeting)) or 'meeting'}"
    address, count = stem, 1
    while session.exec(select(PublicMeeting.id).where(PublicMeeting.address == address)).first() is not None:
        count += 1
        address = f"{stem}-{count}"
    return PublicMeeting(
        meeting_id=meeting.id or 0,
        address=address,
        title=title,
        kind=meeting.kind,
        held_on=meeting.held_on,
        changed_at=at,
    )


def _without_its_day(title: str, meeting: Meeting) -> str:
    """The day stands first in the address, and need not stand there twice."""
    on = meeting.held_on
    named = rf"\b(?:\w+day,? )?0?{on.day}(?:st|nd|rd|th)? {on:%B} {on.year}\b"
    return re.sub(named, " ", title, flags=re.IGNORECASE).strip(" ,–-:")
