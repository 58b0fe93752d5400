"""Coming public meetings, as they were announced."""

from datetime import date

from sqlmodel import Session, col, select

from app.models.publications import PublicMeeting, PublicPaper


def coming(session: Session, today: date) -> list[tuple[PublicMeeting, list[PublicPaper]]]:
    """Announced meetings from today on, the nearest first, each with its papers."""
    found = session.exec(
        select(PublicMeeting)
        .where(col(PublicMeeting.is_announced), PublicMeeting.held_on >= today)
        .order_by(col(PublicMeeting.held_on), col(PublicMeeting.starts_at), col(PublicMeeting.id))
    ).all()
    papers = session.exec(
        select(PublicPaper)
        .join(PublicMeeting, col(PublicMeeting.id) == PublicPaper.public_meeting_id)
        .where(col(PublicMeeting.is_announced), PublicMeeting.held_on >= today)
        .order_by(col(PublicPaper.id))
    ).all()
    return [(one, [paper for paper in papers if paper.public_meeting_id == one.id]) for one in found]
