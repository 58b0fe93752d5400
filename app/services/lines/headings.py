"""Headings typed as lines: a line that is left and reads as a heading becomes a section, with its id; and back.

The line's row stays, removed, under the heading: it keeps the revisions, and is what the heading goes back to.
"""

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.db import now
from app.documents.interpret.headings import recommendations_in, split_number
from app.documents.interpret.typed import LONGEST, is_heading, level_below, read_typed_heading
from app.documents.minutes import Part, Text
from app.errors import EditConflict
from app.models.lines import Entry, Kind, Line, Mention, SetBy
from app.models.meetings import Meeting, Paper, PlannedQuestion, Section, SectionRecommendation
from app.models.people import User
from app.models.recommendations import Recommendation, Source
from app.services import changes, drafts, positions, recommendations, sections
from app.services.lines.by_hand import set_kind
from app.services.lines.order import of_section
from app.services.lines.reading import known_at, read
from app.services.lines.reconciling import reconcile
from app.services.lines.removing import remove
from app.services.lines.writing import one_paragraph, remember, won

_ENDS_A_SENTENCE = (".", "?", ";")


class HeadingConflict(EditConflict):
    """Somebody else changed the heading first. Carries both texts and the revision that stands."""

    def __init__(self, section: Section, *, yours: str) -> None:
        super().__init__(
            "Somebody else changed this heading while you were writing. Nothing is lost: both texts are below."
        )
        self.section_id, self.revision, self.theirs, self.yours = (
            section.id,
            section.revision,
            section.words,
            yours,
        )


def heading_by_typed_id(session: Session, key: str) -> Section | None:
    """The heading that a line of that id has become."""
    return session.exec(select(Section).where(Section.typed_id == key)).first()


def heading_left(session: Session, line: Line, *, by: User | None) -> Section | None:
    """The typist leaves a line: one that reads as a heading becomes one, and is returned.

    Not a bullet, nor a line of which somebody set by hand what it is.
    """
    if line.removed_at is not None or line.bullet or line.label or len(line.text) > LONGEST:
        return None
    if any(entry.set_by == SetBy.HAND for entry in line.entries):
        return None
    meeting = drafts.of(session, line.meeting_id)
    return become_heading(session, line, by=by) if is_heading(line.text, known_at(session, meeting)) else None


def become_heading(session: Session, line: Line, *, by: User | None) -> Section:
    """Make a line a heading, whatever it reads like: the lines below it in its section stand under it now."""
    meeting = drafts.opened(session, line.meeting_id)
    session.refresh(line, ["removed_at", "section_id", "position", "text", "revision", "writer", "base"])
    already = heading_by_typed_id(session, line.id) if line.removed_at is not None else None
    if already is not None:
        return already
    drafts.refuse_if_out(line)
    was_in = session.get_one(Section, line.section_id)
    here = list(of_section(session, was_in))
    place = next(at for at, other in enumerate(here) if other.id == line.id)
    following = here[place + 1 :]
    remove(session, line, by=by)
    spread: dict[str, bool] = {}
    if was_in.title or was_in.number or place > 0:
        section = Section(meeting_id=meeting.id or 0, position=0)
        everything = list(sections.of_meeting(session, meeting))
        spread = positions.insert(section, [*everything], everything.index(was_in) + 1)
    else:
        section = was_in  # it held the lines before any heading, and there are none
    section.typed_id, section.typed_text = line.id, line.text
    section.writer, section.base, section.revision = line.writer, line.base, line.revision + 1
    session.add(section)
    session.flush()
    _write(session, meeting, section, line.text, by=by, is_new=True)
    for other in following if section is not was_in else ():
        other.section_id = section.id or 0
        session.add(other)
        changes.record(session, "moved", "line", other.id, by=by, meeting=meeting)
    _read_below(session, meeting, section, by=by)
    details = {"line": line.id, **spread}
    changes.record(session, "added", "section", section.id, by=by, meeting=meeting, details=details)
    return section


def save_heading(
    session: Session, section: Section, *, text: str, seen_revision: int, writer: str, by: User | None
) -> Section:
    """Change the words of a heading that is being typed, by the rule for lines. Raises HeadingConflict."""
    meeting = drafts.opened(session, section.meeting_id)
    text = one_paragraph(text)
    session.refresh(section)
    if section.words == text and section.removed_at is None:
        return section
    was = section.words
    if won(session, section, seen_revision=seen_revision, writer=writer, typed_text=text) is None:
        raise HeadingConflict(section, yours=text)
    session.refresh(section)
    _write(session, meeting, section, text, by=by, was=was)
    line = session.get(Line, section.typed_id) if section.typed_id else None
    if line is not None:
        line.text, line.revision, line.writer, line.base = text, section.revision, writer, section.base
        session.add(line)
        remember(session, line, by=by)
    changes.record(session, "changed", "section", section.id, by=by, meeting=meeting, details={"was": was})
    return section


def heading_of_sentence_left(session: Session, section: Section, *, by: User | None) -> Line | None:
    """The typist leaves a typed heading that has grown into a sentence: it is a line again, and returned."""
    grown = len(section.words) > LONGEST or section.words.endswith(_ENDS_A_SENTENCE)
    if section.typed_id is None or not grown or section.removed_at is not None:
        return None
    return heading_to_line(session, section, by=by, kind=None)


def heading_to_line(
    session: Session, section: Section, *, by: User | None, kind: Kind | None = Kind.STATEMENT
) -> Line:
    """Make a heading a line again, at the end of the section before it; the lines below it follow it there.

    With a `kind` that is what the line is, and stays, by hand; without one it is read.
    """
    meeting = drafts.opened(session, section.meeting_id)
    drafts.refuse_if_out(section)
    everything = list(sections.of_meeting(session, meeting))
    place = everything.index(section)
    line = _line_of(session, section)
    below = list(of_section(session, section))
    gone, revision = section.id, section.revision
    into = everything[place - 1] if place else section
    if place:
        _move_everything(session, section, into)
        session.delete(section)
        before = [other for other in of_section(session, into) if other not in below and other.id != line.id]
        last = before[-1].position if before else 0.0
        for at, other in enumerate([line, *below], start=1):
            other.position = last + at
            other.section_id = into.id or 0
            session.add(other)
    else:
        into.title, into.number, into.typed_text, into.typed_id, into.level = "", "", "", None, 1
        into.revision += 1
        sections.set_recommendations(session, into, [], by=by)
        line.section_id = into.id or 0
        line.position = min([other.position for other in below], default=1.0) - 1.0
        session.add(into)
    line.removed_at, line.revision = None, max(line.revision, revision) + 1
    session.add(line)
    session.flush()
    passages, known = read(session, line)
    reconcile(session, line, passages, meeting=meeting, by=by, known=known)
    if kind is not None:
        for entry in line.entries:
            set_kind(session, entry, kind=kind, by=by)
    _read_below(session, meeting, into, by=by)
    verb = "removed" if place else "changed"
    changes.record(session, verb, "section", gone, by=by, meeting=meeting, details={"line": line.id})
    for other in (line, *(below if place else ())):
        changes.record(session, "moved", "line", other.id, by=by, meeting=meeting)
    return line


def set_level(session: Session, section: Section, *, level: int, by: User | None) -> Section:
    """Put a heading deeper or shallower, from 1 to `sections.DEEPEST`; beyond these nothing happens."""
    meeting = drafts.opened(session, section.meeting_id)
    level = max(1, min(level, sections.DEEPEST))
    if section.level != level:
        was, section.level = section.level, level
        session.add(section)
        changes.record(
            session, "changed", "section", section.id, by=by, meeting=meeting, details={"level": was}
        )
    return section


def tie(session: Session, section: Section, wanted: Sequence[Recommendation], *, by: User | None) -> Section:
    """Say by hand which recommendations a section concerns; its actions are read again with that."""
    meeting = drafts.opened(session, section.meeting_id)
    sections.set_recommendations(session, section, wanted, by=by)
    _read_below(session, meeting, section, by=by)
    return section


def _line_of(session: Session, section: Section) -> Line:
    """The line a heading goes back to: the one it was, or a new one."""
    line = session.get(Line, section.typed_id) if section.typed_id else None
    if line is None:
        line = Line(
            id=section.typed_id or f"l{uuid4().hex[:20]}",
            meeting_id=section.meeting_id,
            section_id=section.id or 0,
            position=0,
            text=section.words,
            revision=section.revision,
            removed_at=now(),
        )
        line.entries = []
    line.text = section.words
    line.writer, line.base = section.writer, section.base
    return line


def _move_everything(session: Session, section: Section, into: Section) -> None:
    """What hangs on a section, also what was removed from it: its row goes, and nothing is to go with it."""
    for table in (Line, Paper, PlannedQuestion):
        session.execute(
            update(table)
            .where(col(table.section_id) == section.id)
            .values(section_id=into.id)
            .execution_options(synchronize_session="fetch")
        )
    session.flush()


def _write(
    session: Session,
    meeting: Meeting,
    section: Section,
    text: str,
    *,
    by: User | None,
    is_new: bool = False,
    was: str = "",
) -> None:
    """Read the heading's words: number, title, depth, and the recommendations that it names or no longer does."""
    parts, following, raised = _around(session, meeting, section)
    heading = read_typed_heading(text, parts, raised=raised, following=following)
    had_number = section.number
    section.title, section.number = heading.title, heading.number
    if is_new:
        section.level = min(heading.level, sections.DEEPEST)
        section.is_summary_of_actions = heading.is_summary_of_actions or any(
            part.is_summary_of_actions for part in _above(parts, section.level)
        )
    elif heading.number != had_number:
        section.level = min(
            level_below(parts, split_number(text).depth if heading.number else 0), sections.DEEPEST
        )
    session.add(section)
    _tie_what_it_names(
        session, section, heading.source, recommendations_in(text), recommendations_in(was), by=by
    )


def _tie_what_it_names(
    session: Session,
    section: Section,
    source_name: str | None,
    names: Sequence[str],
    named: Sequence[str],
    *,
    by: User | None,
) -> None:
    if list(names) == list(named):
        return
    meeting = drafts.of(session, section.meeting_id)
    there = list(sections.recommendations_of(session, section))
    gone = {one.casefold() for one in named if one not in names}
    wanted = [one for one in there if one.reference.casefold() not in gone]
    fresh = [one for one in names if one not in named]
    if fresh:
        if source_name:
            source: Source | None = recommendations.find_or_create_source(session, source_name, by=by)
        else:
            source = session.get(Source, sections.source_above(session, meeting, section) or 0)
        wanted += [
            recommendations.find_or_create(session, source=source, reference=one, by=by) for one in fresh
        ]
    sections.set_recommendations(session, section, wanted, by=by)
    _read_below(session, meeting, section, by=by)


def _around(session: Session, meeting: Meeting, section: Section) -> tuple[list[Part], int, int]:
    """The parts before a section as plain data, how many follow it, and how many actions were raised before."""
    texts: dict[int, list[Text]] = {}
    for number, text in session.exec(
        select(Line.section_id, Line.text)
        .where(Line.meeting_id == meeting.id, col(Line.removed_at).is_(None))
        .order_by(col(Line.position))
    ).all():
        texts.setdefault(number, []).append(Text(text))
    tied: dict[int, list[str]] = {}
    for number, reference in session.exec(
        select(SectionRecommendation.section_id, Recommendation.reference)
        .join(Recommendation, col(Recommendation.id) == col(SectionRecommendation.recommendation_id))
        .join(Section, col(Section.id) == col(SectionRecommendation.section_id))
        .where(Section.meeting_id == meeting.id)
    ).all():
        tied.setdefault(number, []).append(reference)
    everything = list(sections.of_meeting(session, meeting))
    place = everything.index(section)
    parts = [
        Part(
            one.title or None,
            one.number or None,
            one.level,
            tied.get(one.id or 0, []),
            lines=texts.get(one.id or 0, []),
            is_summary_of_actions=one.is_summary_of_actions,
        )
        for one in everything[:place]
    ]
    raised = session.exec(
        select(Entry.id).where(Entry.meeting_id == meeting.id, Entry.mention == Mention.RAISED)
    ).all()
    return parts, len(everything) - place - 1, len(raised)


def _above(parts: Sequence[Part], level: int) -> list[Part]:
    """The headings that one of this level stands under, nearest first."""
    found: list[Part] = []
    for part in reversed(parts):
        if part.level < level:
            found.append(part)
            level = part.level
    return found


def _read_below(session: Session, meeting: Meeting, section: Section, *, by: User | None) -> None:
    """Lines whose heading is another now: what they say of actions is read again, as it stands there."""
    session.flush()
    for line in of_section(session, section):
        if any(entry.kind in (Kind.ACTION, Kind.REVIEW) for entry in line.entries):
            passages, known = read(session, line)
            reconcile(session, line, passages, meeting=meeting, by=by, known=known)


__all__ = [
    "HeadingConflict",
    "become_heading",
    "heading_by_typed_id",
    "heading_left",
    "heading_of_sentence_left",
    "heading_to_line",
    "save_heading",
    "set_level",
    "tie",
]
