"""A question that awaits a written answer, with the lines of minutes in which it was asked and replied to."""

from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from app.models.lines import AlsoReplies, Entry, Line
from app.models.meetings import Meeting, Section
from app.models.people import User
from app.services.actions.whole import Quoted, quoted
from app.services.audience import nothing_is_withheld, withheld_name


@dataclass(frozen=True)
class Asked:
    """The question, where it was asked, and what was said there."""

    question: Entry
    words: str
    meeting: Meeting
    section: Section
    extract: list[Quoted]


def asked(session: Session, question: Entry, *, user: User) -> Asked:
    """Gather it for its page, which its reader may see."""
    line = session.get_one(Line, question.line_id)
    further = select(AlsoReplies.answer_id).where(col(AlsoReplies.question_id) == question.id)
    replies = select(Entry.line_id).where(
        or_(col(Entry.replies_to_id) == question.id, col(Entry.id).in_(further))
    )
    open_to_all = () if user.is_of_the_office else (nothing_is_withheld(),)
    lines = session.exec(
        select(Line)
        .where(
            or_(col(Line.id) == line.id, col(Line.id).in_(replies)),
            col(Line.removed_at).is_(None),
            *open_to_all,
        )
        .order_by(col(Line.position))
    ).all()
    name = withheld_name(session, question.meeting_id, user)
    return Asked(
        question=question,
        words=question.words_in(line.text),
        meeting=session.get_one(Meeting, question.meeting_id),
        section=session.get_one(Section, line.section_id),
        extract=[quoted(one, raised_it=False) for one in lines if name is None or not name.search(one.text)],
    )
