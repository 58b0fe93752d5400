"""A meeting whole: all that stands in its minutes, in order, in a number of statements that never grows."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.models.actions import Action, ActionRecommendation, Owner
from app.models.documents import StoredFile
from app.models.lines import AlsoReplies, Doubt, Entry, Kind, Line, Speaker
from app.models.meetings import Attendance, Meeting, Paper, PlannedQuestion, Section, SectionRecommendation
from app.models.recommendations import Recommendation, Source
from app.models.withholdings import Withholding
from app.services.audience import Hidden, Mentioned, Stands, hide
from app.services.lines.withheld import without, words_of


@dataclass(slots=True)
class WholeLine:
    """A line with its entries (in `line.entries`, speakers loaded) and what is still in doubt about it."""

    line: Line
    doubts: list[Doubt] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    """Its words that are not published, as they stand now."""

    @property
    def open_text(self) -> str:
        """The words for a reader outside the office."""
        return without(self.line.text, self.withheld)


@dataclass(slots=True)
class WholePaper:
    """A paper with its file's row (never its bytes)."""

    paper: Paper
    file: StoredFile


@dataclass(slots=True)
class WholeSection:
    """A section with its lines, the recommendations it concerns and its papers."""

    section: Section
    lines: list[WholeLine] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    source: Source | None = None
    papers: list[WholePaper] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    """Words of the heading that are not published."""

    @property
    def open_title(self) -> str:
        """The heading for a reader outside the office."""
        return without(self.section.title, self.withheld)


@dataclass(slots=True)
class Removed:
    """Something that was taken out and can be put back: its noun, its id and the words to know it by."""

    noun: str
    id: str
    words: str
    removed_at: datetime
    section_id: int | None = None
    """Of a line: the section it stood in."""
    position: float = 0
    """Of a line: where in its section."""


@dataclass(slots=True)
class WholeMeeting:
    """What stands (removed things only under `removed`). Actions by id: those raised or spoken of here."""

    meeting: Meeting
    attendances: list[Attendance] = field(default_factory=list)
    sections: list[WholeSection] = field(default_factory=list)
    actions: dict[int, Action] = field(default_factory=dict)
    action_recommendations: dict[int, list[Recommendation]] = field(default_factory=dict)
    """Recommendations by the id of the action that concerns them."""
    also_replies_to: dict[int, list[int]] = field(default_factory=dict)
    """Further questions, by the id of the answer that replies to them beside its own."""
    papers: list[WholePaper] = field(default_factory=list)
    """Those of the meeting as a whole; a section's stand with it."""
    doubts: list[Doubt] = field(default_factory=list)
    """Unsettled doubts about the meeting itself rather than a line."""
    planned: list[PlannedQuestion] = field(default_factory=list)
    original: StoredFile | None = None
    """The file the minutes were brought in from."""
    typed_headings: set[str] = field(default_factory=set)
    """Ids of lines that became headings, standing or removed."""
    removed: list[Removed] = field(default_factory=list)
    """Latest first."""
    hidden: Hidden = field(default_factory=Hidden)
    """What of it is not published."""

    @property
    def stands(self) -> Stands:
        """Its words, in which what is withheld is looked for."""
        return Stands(
            attendances=self.attendances,
            sections=[one.section for one in self.sections],
            lines={
                one.section.id or 0: {line.line.id: line.line.text for line in one.lines}
                for one in self.sections
            },
            mentions=[
                Mentioned(line.line.id, entry.starts, entry.ends, entry.mention, entry.action_id)
                for _, line, entry in self.entries()
            ],
            removed={one.id for one in self.removed if one.noun == "section"},
        )

    def entries(self) -> Iterator[tuple[WholeSection, WholeLine, Entry]]:
        """Every entry that stands, in the order of the minutes."""
        for section in self.sections:
            for line in section.lines:
                for entry in line.line.entries:
                    yield section, line, entry

    @property
    def answered(self) -> set[int]:
        """Ids of the questions that an entry of these minutes replies to."""
        found: set[int] = set()
        for _, _, entry in self.entries():
            if entry.kind == Kind.ANSWER and entry.replies_to_id is not None:
                found |= {entry.replies_to_id, *self.also_replies_to.get(entry.id or 0, ())}
        return found

    @property
    def raised(self) -> list[Action]:
        """The actions raised at this meeting, in the order of their references."""
        here = [action for action in self.actions.values() if action.meeting_id == self.meeting.id]
        return sorted(here, key=lambda action: (action.year or 0, action.number or 0, action.id or 0))


def whole(session: Session, meeting: Meeting) -> WholeMeeting:
    """Gather a meeting. Some sixteen statements, whether it has three lines or three thousand."""
    found = WholeMeeting(meeting)
    for attendance in _all(
        session, Attendance, Attendance.meeting_id == meeting.id, order=Attendance.position
    ):
        if attendance.removed_at is None:
            found.attendances.append(attendance)
        else:
            found.removed.append(
                Removed("attendance", str(attendance.id), attendance.name, attendance.removed_at)
            )
    sections = _sections(session, found)
    _lines(session, found, sections)
    _hide(session, found)
    _actions(session, found)
    _papers(session, found, sections)
    here = (PlannedQuestion.meeting_id == meeting.id, col(PlannedQuestion.removed_at).is_(None))
    found.planned = list(_all(session, PlannedQuestion, *here, order=PlannedQuestion.position))
    if meeting.original_file_id is not None:
        found.original = session.get(StoredFile, meeting.original_file_id)
    found.removed.sort(key=lambda gone: gone.removed_at, reverse=True)
    return found


def _all(session: Session, table: Any, *conditions: Any, order: Any) -> Any:
    statement = select(table).where(*conditions).order_by(order, table.id)
    return session.exec(statement).all()


def _sections(session: Session, found: WholeMeeting) -> dict[int, WholeSection]:
    by_id: dict[int, WholeSection] = {}
    source_of: dict[int, Source] = {}
    here = Section.meeting_id == found.meeting.id
    for source in session.exec(
        select(Source).where(col(Source.id).in_(select(Section.source_id).where(here)))
    ).all():
        source_of[source.id or 0] = source
    for section in _all(session, Section, here, order=Section.position):
        if section.typed_id is not None:
            found.typed_headings.add(section.typed_id)
        if section.removed_at is not None:
            words = f"{section.number} {section.title}".strip() or "Lines without a heading"
            found.removed.append(Removed("section", str(section.id), words, section.removed_at))
            continue
        by_id[section.id] = WholeSection(section, source=source_of.get(section.source_id or 0))
        found.sections.append(by_id[section.id])
    tied = session.exec(
        select(SectionRecommendation.section_id, Recommendation)
        .join(Recommendation, col(Recommendation.id) == col(SectionRecommendation.recommendation_id))
        .join(Section, col(Section.id) == col(SectionRecommendation.section_id))
        .where(here)
        .options(lazyload(Recommendation.responsibilities))  # type: ignore[arg-type]
        .order_by(col(Recommendation.sort_key), col(Recommendation.id))
    ).all()
    for section_id, recommendation in tied:
        if section_id in by_id:
            by_id[section_id].recommendations.append(recommendation)
    return by_id


def _lines(session: Session, found: WholeMeeting, sections: dict[int, WholeSection]) -> None:
    here = found.meeting.id
    speakers: dict[int, list[Speaker]] = defaultdict(list)
    for speaker in session.exec(
        select(Speaker)
        .join(Entry, col(Entry.id) == col(Speaker.entry_id))
        .where(Entry.meeting_id == here)
        .order_by(col(Speaker.position), col(Speaker.id))
    ).all():
        speakers[speaker.entry_id].append(speaker)
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in session.exec(
        select(Entry)
        .where(Entry.meeting_id == here)
        .options(lazyload(Entry.speakers))  # type: ignore[arg-type]
        .order_by(col(Entry.starts), col(Entry.id))
    ).all():
        set_committed_value(entry, "speakers", speakers.get(entry.id or 0, []))
        entries[entry.line_id].append(entry)
    for further in session.exec(
        select(AlsoReplies)
        .join(Entry, col(Entry.id) == col(AlsoReplies.answer_id))
        .where(Entry.meeting_id == here)
        .order_by(col(AlsoReplies.question_id))
    ).all():
        found.also_replies_to.setdefault(further.answer_id, []).append(further.question_id)
    doubts: dict[str, list[Doubt]] = defaultdict(list)
    for doubt in session.exec(
        select(Doubt).where(Doubt.meeting_id == here, col(Doubt.settled_at).is_(None)).order_by(col(Doubt.id))
    ).all():
        if doubt.line_id is None:
            found.doubts.append(doubt)
        else:
            doubts[doubt.line_id].append(doubt)
    for line in session.exec(
        select(Line)
        .where(Line.meeting_id == here)
        .options(lazyload(Line.entries))  # type: ignore[arg-type]
        .order_by(col(Line.position), col(Line.id))
    ).all():
        set_committed_value(line, "entries", entries.get(line.id, []))
        if line.removed_at is not None and line.id in found.typed_headings:
            continue  # it is the heading now
        if line.removed_at is not None:
            gone = Removed("line", line.id, line.text, line.removed_at, line.section_id, line.position)
            found.removed.append(gone)
        elif line.section_id in sections:
            sections[line.section_id].lines.append(WholeLine(line, doubts.get(line.id, [])))


def _hide(session: Session, found: WholeMeeting) -> None:
    held = session.exec(
        select(Withholding)
        .where(Withholding.meeting_id == found.meeting.id, col(Withholding.lifted_at).is_(None))
        .order_by(col(Withholding.id))
    ).all()
    if not held:
        return
    found.hidden = hide(held, found.stands)
    for section in found.sections:
        key, title = section.section.id, section.section.title
        is_whole = found.hidden.section(key)
        section.withheld = words_of(title, found.hidden.heading(key), is_whole=is_whole)
        for line in section.lines:
            line.withheld = words_of(line.line.text, found.hidden.line(line.line.id), is_whole=is_whole)


def _actions(session: Session, found: WholeMeeting) -> None:
    here = found.meeting.id
    concerned = select(Entry.action_id).where(Entry.meeting_id == here, col(Entry.action_id).is_not(None))
    this = (col(Action.meeting_id) == here) | col(Action.id).in_(concerned)
    owners: dict[int, list[Owner]] = defaultdict(list)
    for owner in session.exec(
        select(Owner)
        .join(Action, col(Action.id) == col(Owner.action_id))
        .where(this)
        .order_by(col(Owner.position), col(Owner.id))
    ).all():
        owners[owner.action_id].append(owner)
    for action in session.exec(
        select(Action).where(this).options(lazyload(Action.owners)).order_by(col(Action.id))  # type: ignore[arg-type]
    ).all():
        set_committed_value(action, "owners", owners.get(action.id or 0, []))
        if action.removed_at is None:
            found.actions[action.id or 0] = action
    for action_id, recommendation in session.exec(
        select(ActionRecommendation.action_id, Recommendation)
        .join(Recommendation, col(Recommendation.id) == col(ActionRecommendation.recommendation_id))
        .join(Action, col(Action.id) == col(ActionRecommendation.action_id))
        .where(this)
        .options(lazyload(Recommendation.responsibilities))  # type: ignore[arg-type]
        .order_by(col(Recommendation.sort_key), col(Recommendation.id))
    ).all():
        found.action_recommendations.setdefault(action_id, []).append(recommendation)


def _papers(session: Session, found: WholeMeeting, sections: dict[int, WholeSection]) -> None:
    for paper, file in session.exec(
        select(Paper, StoredFile)
        .join(StoredFile, col(StoredFile.id) == col(Paper.file_id))
        .where(Paper.meeting_id == found.meeting.id)
        .order_by(col(Paper.id))
    ).all():
        if paper.removed_at is not None:
            found.removed.append(Removed("paper", str(paper.id), paper.title, paper.removed_at))
        elif paper.section_id in sections:
            sections[paper.section_id].papers.append(WholePaper(paper, file))
        else:
            found.papers.append(WholePaper(paper, file))
