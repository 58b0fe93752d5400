"""Meetings as the public knows them: their list by year, and one of them in one version."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlmodel import Session, col, select

from app.db import OFFICE_TIME
from app.documents import as_json
from app.documents.minutes import Minutes
from app.errors import NotFound, Withdrawn
from app.models.documents import FileBytes, StoredFile
from app.models.publications import Publication, PublicMeeting, PublicPaper

ADDRESS = "/published/"


@dataclass(frozen=True)
class Listed:
    """A meeting with published minutes, as a list shows it."""

    meeting: PublicMeeting
    version: int
    is_draft: bool
    published_at: datetime

    @property
    def href(self) -> str:
        return ADDRESS + self.meeting.address


def by_year(session: Session) -> list[tuple[int, list[Listed]]]:
    """Every meeting with published minutes, newest first, under its year."""
    found = session.exec(
        select(
            PublicMeeting,
            col(Publication.version),
            col(Publication.is_draft),
            col(Publication.published_at),
        )
        .join(Publication, col(Publication.id) == PublicMeeting.publication_id)
        .where(col(Publication.withdrawn_at).is_(None))
        .order_by(col(PublicMeeting.held_on).desc(), col(PublicMeeting.id).desc())
    ).all()
    listed = [Listed(*row) for row in found]
    return [(year, list(some)) for year, some in groupby(listed, lambda one: one.meeting.held_on.year)]


def by_address(session: Session, address: str) -> PublicMeeting:
    """The meeting at an address, if anything of it is public or ever was. Raises NotFound."""
    found = session.exec(select(PublicMeeting).where(PublicMeeting.address == address)).first()
    if found is None or not (found.publication_id or found.is_announced or found.withdrawn_at):
        raise NotFound("Nothing is published at this address.")
    return found


@dataclass(frozen=True)
class Version:
    """One of the published versions of a meeting's minutes, by what stands above it."""

    number: int
    published_at: datetime
    reason: str
    """Why it replaced the one before."""
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Edition:
    """One version of a meeting's minutes, as it is shown."""

    meeting: PublicMeeting
    publication: Publication
    minutes: Minutes
    versions: list[Version]
    """All of them, oldest first."""
    papers: list[PublicPaper]
    word_size: int
    """Of the Word file, in bytes."""

    @property
    def is_current(self) -> bool:
        return self.meeting.publication_id == self.publication.id

    @property
    def current_href(self) -> str:
        """Where the version stands that is shown now."""
        return ADDRESS + self.meeting.address

    @property
    def href(self) -> str:
        """Where this version stands."""
        return self.current_href if self.is_current else self.version_href(self.publication.version)

    def version_href(self, number: int) -> str:
        return f"{self.current_href}/versions/{number}"

    @property
    def replaced(self) -> Version | None:
        """The version that this one replaced."""
        earlier = [one for one in self.versions if one.number < self.publication.version]
        return earlier[-1] if earlier else None

    @property
    def replaced_by(self) -> Version | None:
        """The version that replaced this one."""
        return next((one for one in self.versions if one.number > self.publication.version), None)


def edition(session: Session, meeting: PublicMeeting, version: int | None = None) -> Edition:
    """A version of its minutes; without a number the one that is shown. Raises Withdrawn and NotFound."""
    if meeting.publication_id is None:
        raise _not_shown(meeting)
    versions = _versions(session, meeting)
    which = (
        Publication.id == meeting.publication_id
        if version is None
        else (Publication.meeting_id == meeting.meeting_id) & (Publication.version == version)
    )
    row = session.exec(
        select(Publication, col(StoredFile.size))
        .join(StoredFile, col(StoredFile.id) == Publication.file_id)
        .where(which)
    ).first()
    if row is None:
        raise NotFound("There is no such version of these minutes.")
    publication, size = row
    if publication.withdrawn_at is not None:
        raise Withdrawn(
            _sentence(
                f"Version {publication.version} of these minutes",
                publication.withdrawn_at,
                publication.withdrawal_reason,
            ),
            instead=ADDRESS + meeting.address,
        )
    minutes = as_json.load(publication.content).minutes
    return Edition(meeting, publication, minutes, versions, papers(session, meeting), size)


def _not_shown(meeting: PublicMeeting) -> Exception:
    if meeting.withdrawn_at is not None:
        return Withdrawn(
            _sentence("These minutes", meeting.withdrawn_at, meeting.withdrawal_reason, several=True)
        )
    return NotFound("No minutes of this meeting are published.")


def _sentence(what: str, at: datetime, reason: str, *, several: bool = False) -> str:
    on = at.astimezone(OFFICE_TIME).date()
    why = f" The reason given: {reason.rstrip('.')}." if reason else ""
    return f"{what} {'were' if several else 'was'} withdrawn on {on.day} {on:%B %Y}.{why}"


def _versions(session: Session, meeting: PublicMeeting) -> list[Version]:
    found = session.exec(
        select(
            col(Publication.version),
            col(Publication.published_at),
            col(Publication.reason),
            col(Publication.withdrawn_at),
        )
        .where(Publication.meeting_id == meeting.meeting_id)
        .order_by(col(Publication.version))
    ).all()
    return [Version(*row) for row in found]


def papers(session: Session, meeting: PublicMeeting) -> list[PublicPaper]:
    """Those that a publisher made public."""
    return list(
        session.exec(
            select(PublicPaper)
            .where(PublicPaper.public_meeting_id == meeting.id)
            .order_by(col(PublicPaper.id))
        ).all()
    )


def paper(session: Session, meeting: PublicMeeting, paper_id: int) -> PublicPaper:
    """A paper of this meeting. Raises NotFound, also where nothing of the meeting is shown any more."""
    found = session.get(PublicPaper, paper_id)
    shown = meeting.publication_id is not None or meeting.is_announced
    if found is None or found.public_meeting_id != meeting.id or not shown:
        raise NotFound("There is no such paper.")
    return found


def file_bytes(session: Session, file_id: int) -> bytes:
    """The bytes of a published file. Raises NotFound."""
    found = session.get(FileBytes, file_id)
    if found is None:
        raise NotFound("There is no such file.")
    return found.data
