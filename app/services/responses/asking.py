"""A question that awaits a written answer, with the lines of minutes in which it was asked and replied to."""

from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from app.models.lines import AlsoReplies, Entry, Line
from app.models.meetings import Meeting, Section
from app.models.people import User
from app.services.actions.whole import Quoted, quoted
from app.services.audience import unread


@dataclass(frozen=True)
class Asked:
    """The question, where it was asked, and what was said there."""

    question: Entry
    words: str
    meeting: Meeting
    section: Section
    heading: str
    """Number and words of its heading, as its reader may see them."""
    extract: list[Quoted]


def asked(session: Session, question: Entry, *, user: User) -> Asked:
    """Gather it for its page, which its reader may see."""
    line = session.get_one(Line, question.line_id)
    further = select(AlsoReplies.answer_id).where(col(AlsoReplies.question_id) == question.id)
    replies = select(Entry.line_id).where(
        or_(col(Entry.replies_to_id) == question.id, col(Entry.id).in_(further))
    )
    read = unread(session, user, [question.meeting_id])
    lines = session.exec(
        select(Line)
        .where(
            or_(col(Line.id) == line.id, col(Line.id).in_(replies)),
            col(Line.removed_at).is_(None),
            col(Line.id).not_in(read.lines),
        )
        .order_by(col(Line.position))
    ).all()
    section = session.get_one(Section, line.section_id)
    return Asked(
        question=question,
        words=question.words_in(line.text),
        meeting=session.get_one(Meeting, question.meeting_id),
        section=section,
        heading=f"{section.number} {read.heading(section)}".strip(),
        extract=[quoted(one, read, raised_it=False) for one in lines],
    )
