"""Coming public meetings: announced by a publisher's choice, with an agenda and the papers chosen one by one."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import PurePath

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.documents import anchors
from app.errors import NotAllowed, RuleBroken
from app.models.documents import StoredFile
from app.models.meetings import Meeting, MeetingStatus, Paper, Section
from app.models.people import May, User
from app.models.publications import PublicMeeting, PublicPaper
from app.services import changes, documents, papers, withholdings
from app.services.publications import finding
from app.services.publications.publishing import new_public_meeting

HELD = {MeetingStatus.DRAFT, MeetingStatus.CIRCULATED, MeetingStatus.CONFIRMED}


def why_not_announced(meeting: Meeting, *, today: date) -> str:
    """Why the meeting cannot be announced, in a sentence; empty when it can."""
    if not meeting.is_public:
        return "It is not a public meeting: change that first, with its title, date and place."
    if meeting.status in HELD or meeting.held_on < today:
        return "It was already held."
    return ""


def announce(session: Session, meeting: Meeting, *, by: User, today: date, at: datetime) -> PublicMeeting:
    """Make the date, time and place of a coming public meeting public, with its agenda as it stands now.

    Announcing again brings all of it up to date. Raises RuleBroken, NotAllowed.
    """
    _refuse_without_right(by)
    session.refresh(meeting, with_for_update=True)
    why_not = why_not_announced(meeting, today=today)
    if why_not:
        raise RuleBroken(why_not)
    minutes = withholdings.publishable(session, meeting)
    title = minutes.title or meeting.kind
    public = finding.public_meeting(session, meeting) or new_public_meeting(
        session, meeting, title=title, at=at
    )
    public.title, public.kind, public.held_on = title, meeting.kind, meeting.held_on
    public.starts_at, public.venue = minutes.starts_at, minutes.venue or ""
    public.agenda = [
        {"number": part.number or "", "title": part.title, "level": part.level}
        for part in minutes.parts
        if part.title
    ]
    public.is_announced, public.changed_at = True, at
    session.add(public)
    session.flush()
    changes.record(session, "announced", "meeting", meeting.id, by=by, meeting=meeting)
    return public


def withdraw_announcement(session: Session, meeting: Meeting, *, by: User, at: datetime) -> None:
    """The public no longer reads of the coming meeting, nor its papers. Raises RuleBroken, NotAllowed."""
    _refuse_without_right(by)
    session.refresh(meeting, with_for_update=True)
    public = finding.public_meeting(session, meeting)
    if public is None or not public.is_announced:
        raise RuleBroken("The meeting is not announced.")
    public.is_announced, public.agenda, public.changed_at = False, [], at
    session.add(public)
    session.execute(delete(PublicPaper).where(col(PublicPaper.public_meeting_id) == public.id))
    changes.record(session, "announced no more", "meeting", meeting.id, by=by, meeting=meeting)


def make_paper_public(session: Session, paper: Paper, *, by: User, at: datetime) -> PublicPaper:
    """Put a paper on the public page of its meeting, under a name made of its title: the file's own name may
    say more than it should. Raises RuleBroken, NotAllowed.
    """
    _refuse_without_right(by)
    meeting = session.get_one(Meeting, paper.meeting_id)
    session.refresh(meeting, with_for_update=True)
    public = finding.public_meeting(session, meeting)
    if public is None or not (public.is_announced or public.publication_id):
        raise RuleBroken("Announce the meeting or publish its minutes first: the paper stands on that page.")
    if paper.removed_at is not None:
        raise RuleBroken("The paper was taken out of the meeting.")
    if paper.id not in {one.id for one in withholdings.papers(session, meeting)}:
        raise RuleBroken("The paper is withheld, or its title names somebody whose name is.")
    there = session.exec(select(PublicPaper).where(PublicPaper.paper_id == paper.id)).first()
    file = documents.file_by_id(session, paper.file_id)
    made = there or PublicPaper(
        public_meeting_id=public.id or 0,
        paper_id=paper.id or 0,
        file_id=0,
        title="",
        name="",
        media_type="",
        size=0,
        sha256="",
        made_public_at=at,
        made_public_by_id=by.id or 0,
    )
    made.title, made.section = paper.title, _heading(session, meeting, paper)
    made.file_id, made.media_type, made.size, made.sha256 = (
        paper.file_id,
        file.media_type,
        file.size,
        file.sha256,
    )
    made.name = public_name(meeting, paper, file)
    public.changed_at = at
    session.add_all([made, public])
    session.flush()
    changes.record(session, "made public", "paper", paper.id, by=by, meeting=meeting)
    return made


def take_paper_back(session: Session, paper: Paper, *, by: User) -> None:
    """The public reads it no more. A second time changes nothing."""
    _refuse_without_right(by)
    meeting = session.get_one(Meeting, paper.meeting_id)
    papers.take_back(session, {paper.id or 0})
    changes.record(session, "taken back", "paper", paper.id, by=by, meeting=meeting)


def papers_of(
    session: Session, meeting: Meeting
) -> Sequence[tuple[Paper, StoredFile, PublicPaper | None, bool]]:
    """The meeting's papers, each with its file, what is public of it, and whether it is withheld."""
    allowed = {one.id for one in withholdings.papers(session, meeting)}
    rows = session.exec(
        select(Paper, StoredFile, PublicPaper)
        .join(StoredFile, col(StoredFile.id) == col(Paper.file_id))
        .outerjoin(PublicPaper, col(PublicPaper.paper_id) == col(Paper.id))
        .where(Paper.meeting_id == meeting.id, col(Paper.removed_at).is_(None))
        .order_by(col(Paper.id))
    ).all()
    return [(paper, file, public, paper.id not in allowed) for paper, file, public in rows]


def public_name(meeting: Meeting, paper: Paper, file: StoredFile) -> str:
    """ "2023-03-31-the-forces-report.pdf": from the title, with the kind of file it is."""
    ending = PurePath(file.name).suffix.lower()
    ending = ending if ending[1:].isalnum() and len(ending) <= 6 else ""
    return f"{meeting.held_on:%Y-%m-%d}-{anchors.slug(paper.title) or 'paper'}{ending}"


def _heading(session: Session, meeting: Meeting, paper: Paper) -> str:
    """As the agenda has it, so that a heading which is withheld is not named by its paper."""
    section = session.get(Section, paper.section_id) if paper.section_id else None
    if section is None:
        return ""
    said = {(part.number or "", part.title) for part in withholdings.publishable(session, meeting).parts}
    return section.words if (section.number, section.title) in said else ""


def _refuse_without_right(by: User) -> None:
    if not by.may(May.PUBLISH):
        raise NotAllowed("What the public reads is chosen by a publisher.")
