"""An action whole: what its page shows, in a number of statements that never grows."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from app.models.actions import Action, QuestionAction
from app.models.lines import Entry, Kind, Line, Mention
from app.models.meetings import Meeting, Section
from app.models.people import User
from app.services.actions.linking import Linked, links_of
from app.services.actions.rows import Row, row_of
from app.services.actions.telling import Told, first_due, meeting_days, tell
from app.services.audience import Unread, meetings_shared_with, unread

BEFORE = 2
"""Lines shown before the one that raised the action: as a rule the question and its answer."""


@dataclass(frozen=True)
class Quoted:
    """A line of the extract, with the kind that its mark shows and who speaks."""

    text: str
    kind: Kind
    who: str
    raised_it: bool


@dataclass(frozen=True)
class MadeOf:
    """The question that had no answer and became this action, outside its minutes."""

    words: str
    href: str
    asked_on: date


@dataclass(frozen=True)
class WholeAction:
    """`meeting` and `section` raised it; `is_readable` says whether this user may open those minutes."""

    row: Row
    told: list[Told]
    days: dict[int, date]
    """When the meetings named in `told` were held."""
    first_due: date | None
    meeting: Meeting | None
    section: Section | None
    heading: str
    """The words of that section's heading, as this user reads them."""
    extract: list[Quoted]
    links: list[Linked]
    readable: set[int]
    """Ids of the meetings that this user may open."""
    made_of: MadeOf | None = None

    @property
    def action(self) -> Action:
        return self.row.action


def whole(session: Session, action: Action, *, today: date, user: User) -> WholeAction:
    """Gather an action for its page."""
    told = tell(session, action)
    made_at = _made_at(session, action)
    about = [action.meeting_id, *(one.meeting_id for one in told), made_at and made_at[2].id]
    read = unread(session, user, about)
    days = meeting_days(session, told)
    readable = set(days)
    if not user.is_of_the_office:
        readable &= set(session.exec(meetings_shared_with(user)).all())
        told = [_without_words(one, readable, read) for one in told]
    meeting = session.get(Meeting, action.meeting_id) if action.meeting_id else None
    links = links_of(session, action, user=user)
    if not user.is_of_the_office:
        known = {one.other.id for one in links}
        told = [one for one in told if one.other_id is None or one.other_id in known]
    section, extract = _extract(session, action, read, whole_section=action.meeting_id in readable)
    return WholeAction(
        row=row_of(session, action, today=today, user=user),
        told=told,
        days=days,
        first_due=first_due(session, action),
        meeting=meeting,
        section=section,
        heading=read.heading(section) if section is not None else "",
        extract=extract,
        links=links,
        readable=readable,
        made_of=_made_of(session, made_at, read, user),
    )


def _made_at(session: Session, action: Action) -> tuple[Entry, Line, Meeting] | None:
    """The question it was made of, wherever that was asked."""
    return session.exec(
        select(Entry, Line, Meeting)
        .join(QuestionAction, col(QuestionAction.question_id) == Entry.id)
        .join(Line, col(Line.id) == Entry.line_id)
        .join(Meeting, col(Meeting.id) == Entry.meeting_id)
        .where(QuestionAction.action_id == action.id, col(Line.removed_at).is_(None))
    ).first()


def _made_of(
    session: Session, made_at: tuple[Entry, Line, Meeting] | None, read: Unread, user: User
) -> MadeOf | None:
    """As far as this user may read those minutes."""
    if made_at is None or made_at[1].id in read.lines:
        return None
    entry, line, meeting = made_at
    if not user.is_of_the_office and meeting.id not in set(session.exec(meetings_shared_with(user)).all()):
        return None
    return MadeOf(entry.words_in(line.text), f"/meetings/{meeting.id}#line-{line.id}", meeting.held_on)


def _without_words(told: Told, readable: set[int], read: Unread) -> Told:
    """What a meeting decided holds at once; what its minutes say is read when they are shared, unless withheld."""
    if told.meeting_id is None:
        return told
    is_open = told.meeting_id in readable and told.line_id not in read.lines
    return told if is_open and not read.hides(told.meeting_id, told.remark) else replace(told, remark="")


def _extract(
    session: Session, action: Action, read: Unread, *, whole_section: bool
) -> tuple[Section | None, list[Quoted]]:
    raised = session.exec(
        select(Entry, Line, Section)
        .join(Line, col(Line.id) == Entry.line_id)
        .join(Section, col(Section.id) == Line.section_id)
        .where(
            Entry.action_id == action.id,
            Entry.mention == Mention.RAISED,
            col(Line.removed_at).is_(None),
            col(Section.removed_at).is_(None),
            col(Line.id).not_in(read.lines),
        )
        .order_by(col(Entry.id))
    ).first()
    if raised is None:
        return None, []
    entry, own, section = raised
    if not whole_section:
        return section, [Quoted(entry.words_in(own.text), Kind.ACTION, "", raised_it=True)]
    lines = session.exec(
        select(Line)
        .where(
            Line.section_id == section.id,
            Line.position <= own.position,
            col(Line.removed_at).is_(None),
            col(Line.id).not_in(read.lines),
        )
        .order_by(col(Line.position).desc())
        .limit(BEFORE + 1)
    ).all()
    return section, [quoted(line, read, raised_it=line.id == entry.line_id) for line in reversed(lines)]


def quoted(line: Line, read: Unread, *, raised_it: bool) -> Quoted:
    """A line with the mark of what it says first, and who says it."""
    if raised_it:
        return Quoted(line.text, Kind.ACTION, "", raised_it=True)
    order = [Kind.QUESTION, Kind.ANSWER, Kind.ACTION, Kind.DECISION, Kind.REVIEW, Kind.STATEMENT]
    entries = sorted(line.entries, key=lambda entry: order.index(entry.kind))
    if not entries:
        return Quoted(line.text, Kind.STATEMENT, "", raised_it=False)
    who = read.words(line.meeting_id, " and ".join(speaker.words for speaker in entries[0].speakers))
    return Quoted(line.text, entries[0].kind, who, raised_it=False)
