"""What a body does not read of minutes although they were shared with it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from app.models.lines import Entry, Line, Mention
from app.models.meetings import Attendance, Meeting, Section
from app.models.people import User
from app.models.withholdings import Withholding
from app.services.audience.hiding import Hidden, Mentioned, Stands, hide


@dataclass(slots=True)
class Unread:
    """By ids, of all the minutes asked about; empty for the office, which reads everything."""

    lines: set[str] = field(default_factory=set)
    """Of which something is withheld, a name included, or that stand under a withheld heading."""
    headings: set[int] = field(default_factory=set)
    """Of whose words something is withheld."""
    sections: set[int] = field(default_factory=set)
    """That are withheld with everything under them."""
    judged: set[int] = field(default_factory=set)
    """Whose judgement is."""
    statements: set[int] = field(default_factory=set)
    """Of the words of whose judgement something is."""
    meetings: set[int] = field(default_factory=set)
    """Whose title or place has words that are."""
    hidden: dict[int, Hidden] = field(default_factory=dict)
    """By meeting."""

    def words(self, meeting_id: int | None, words: str) -> str:
        """Words that stand beside the minutes of a meeting, as the body reads them."""
        hidden = self.hidden.get(meeting_id or 0)
        return hidden.open_words(words) if hidden is not None else words

    def hides(self, meeting_id: int | None, words: str) -> bool:
        """Whether something in words that stand beside these minutes is withheld."""
        return self.words(meeting_id, words) != words

    def hides_anywhere(self, *words: str) -> bool:
        """The same of words that stand beside no minutes: a full name, or words that were moved, of any. A surname
        alone may be another's there.
        """
        text = " \n ".join(words).casefold()
        return any(
            (one.elsewhere is not None and one.elsewhere.search(text))
            or any(name.casefold() in text for name in one.people)
            for one in self.hidden.values()
        )

    def heading(self, section: Section) -> str:
        """The words of a heading without its number, as the body reads them."""
        hidden = self.hidden.get(section.meeting_id)
        return hidden.open_heading(section.id) if hidden is not None else section.title

    def heading_is(self, meeting_id: int | None, words: str) -> bool:
        """Whether these are the words of a heading of which something is withheld."""
        hidden = self.hidden.get(meeting_id or 0)
        return hidden is not None and any(
            hidden.texts.get(f"section {key}") == words for key in self.headings
        )


def unread(session: Session, user: User, meetings: Collection[int | None] | None = None) -> Unread:
    """What this user does not read: of these meetings, or of all."""
    return Unread() if user.is_of_the_office else kept_out(session, meetings)


def kept_out(session: Session, meetings: Collection[int | None] | None = None) -> Unread:
    """What nobody outside the office reads. The same few statements however much there is."""
    found = Unread()
    asked = [] if meetings is None else [col(Withholding.meeting_id).in_(set(meetings) - {None})]
    held: dict[int, list[Withholding]] = defaultdict(list)
    for one in session.exec(
        select(Withholding)
        .where(col(Withholding.meeting_id).is_not(None), col(Withholding.lifted_at).is_(None), *asked)
        .order_by(col(Withholding.id))
    ):
        held[one.meeting_id or 0].append(one)
    if not held:
        return found
    standing = _standing(session, list(held))
    titles = session.exec(
        select(col(Meeting.id), Meeting.title, Meeting.venue).where(col(Meeting.id).in_(list(held)))
    ).all()
    for meeting_id, title, venue in titles:
        hidden = hide(held[meeting_id or 0], standing[meeting_id or 0])
        found.hidden[meeting_id or 0] = hidden
        _add(found, hidden, standing[meeting_id or 0])
        if found.hides(meeting_id, f"{title} \n {venue}"):
            found.meetings.add(meeting_id or 0)
    return found


def hidden_at(session: Session, meeting: Meeting) -> Hidden:
    """What of one meeting's minutes is withheld, for whoever does not read it."""
    held = session.exec(
        select(Withholding)
        .where(Withholding.meeting_id == meeting.id, col(Withholding.lifted_at).is_(None))
        .order_by(col(Withholding.id))
    ).all()
    number = meeting.id or 0
    return hide(held, _standing(session, [number])[number]) if held else Hidden()


def _add(found: Unread, hidden: Hidden, there: Stands) -> None:
    found.sections |= hidden.sections
    found.judged |= hidden.sections | hidden.assurances
    for section in there.sections:
        key = section.id or 0
        if key in hidden.sections or hidden.heading(key):
            found.headings.add(key)
        if hidden.open_words(section.assurance_statement) != section.assurance_statement:
            found.statements.add(key)
        found.lines |= {
            line_id for line_id in there.lines.get(key, ()) if key in hidden.sections or hidden.line(line_id)
        }


def _standing(session: Session, ids: list[int]) -> dict[int, Stands]:
    there = {number: Stands() for number in ids}
    for one in session.exec(
        select(Attendance).where(col(Attendance.meeting_id).in_(ids), col(Attendance.removed_at).is_(None))
    ):
        there[one.meeting_id].attendances.append(one)
    for section in session.exec(
        select(Section)
        .where(col(Section.meeting_id).in_(ids))
        .order_by(col(Section.position), col(Section.id))
    ):
        if section.removed_at is None:
            there[section.meeting_id].sections.append(section)
        else:
            there[section.meeting_id].removed.add(str(section.id))
    for meeting_id, section_id, line_id, text in session.exec(
        select(Line.meeting_id, Line.section_id, Line.id, Line.text).where(
            col(Line.meeting_id).in_(ids), col(Line.removed_at).is_(None)
        )
    ):
        there[meeting_id].lines.setdefault(section_id, {})[line_id] = text
    for meeting_id, *mentioned in session.execute(
        core_select(
            col(Entry.meeting_id),
            col(Entry.line_id),
            col(Entry.starts),
            col(Entry.ends),
            col(Entry.mention),
            col(Entry.action_id),
        ).where(col(Entry.meeting_id).in_(ids), col(Entry.mention).in_([Mention.RAISED, Mention.RESTATED]))
    ):
        there[meeting_id].mentions.append(Mentioned(*mentioned))
    return there
