"""Papers of a meeting, such as the force's report: a stored file with a title, perhaps for one section."""

from collections.abc import Collection

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.db import now
from app.errors import NotFound, RuleBroken
from app.models.documents import StoredFile
from app.models.meetings import Meeting, Paper, Section
from app.models.people import User
from app.models.publications import PublicMeeting, PublicPaper
from app.services import changes, drafts


def by_id(session: Session, paper_id: int) -> Paper:
    """Raises NotFound when there is none."""
    paper = session.get(Paper, paper_id)
    if paper is None:
        raise NotFound("There is no such paper.")
    return paper


def add(
    session: Session,
    meeting: Meeting,
    *,
    title: str,
    file: StoredFile,
    section: Section | None,
    by: User | None,
) -> Paper:
    """Put a stored file with the meeting's papers; without a title it goes by the file's name."""
    meeting = drafts.opened(session, meeting.id)
    paper = Paper(
        meeting_id=meeting.id or 0,
        section_id=section.id if section else None,
        title=title.strip() or file.name,
        file_id=file.id or 0,
    )
    session.add(paper)
    session.flush()
    changes.record(session, "added", "paper", paper.id, by=by, meeting=meeting)
    return paper


def change(session: Session, paper: Paper, *, title: str, section: Section | None, by: User | None) -> Paper:
    """Correct a paper's title or the section it belongs to. Raises RuleBroken on an empty title."""
    meeting = drafts.opened(session, paper.meeting_id)
    if not title.strip():
        raise RuleBroken("Give the paper a title.")
    paper.title = title.strip()
    paper.section_id = section.id if section else None
    session.add(paper)
    changes.record(session, "changed", "paper", paper.id, by=by, meeting=meeting)
    return paper


def remove(session: Session, paper: Paper, *, by: User | None) -> Paper:
    """Take a paper from the meeting; its file is kept, so `restore` can bring it back."""
    meeting = drafts.opened(session, paper.meeting_id)
    if paper.removed_at is None:
        paper.removed_at = now()
        session.add(paper)
        take_back(session, {paper.id or 0})
        changes.record(session, "removed", "paper", paper.id, by=by, meeting=meeting)
    return paper


def restore(session: Session, paper: Paper, *, by: User | None) -> Paper:
    """Put a paper back."""
    meeting = drafts.opened(session, paper.meeting_id)
    if paper.removed_at is not None:
        paper.removed_at = None
        session.add(paper)
        changes.record(session, "restored", "paper", paper.id, by=by, meeting=meeting)
    return paper


def take_back(session: Session, paper_ids: Collection[int]) -> None:
    """From now on the public reads none of these papers: removed or withheld, they stand on no public page."""
    shown = select(PublicPaper.public_meeting_id).where(col(PublicPaper.paper_id).in_(paper_ids))
    session.execute(update(PublicMeeting).where(col(PublicMeeting.id).in_(shown)).values(changed_at=now()))
    session.execute(delete(PublicPaper).where(col(PublicPaper.paper_id).in_(paper_ids)))
