"""Lines as they stand while minutes are taken: the words, the marks beside them and how they were understood.

The same gathering serves a whole page and one line; the number of its statements never grows.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.documents.due import read_due
from app.documents.interpret.headings import PREVIOUS
from app.documents.interpret.people import Known
from app.documents.interpret.typed import is_heading
from app.models.actions import Action, ActionRecommendation, Owner
from app.models.lines import Entry, Kind, Line, Mention, Outcome, SetBy, Speaker
from app.models.meetings import Attendance, Meeting, PlannedQuestion, Section, SectionRecommendation
from app.models.recommendations import Recommendation
from app.services import attendances
from app.services.lines.reading import known_among
from app.services.lines.withheld import Kept, without

What = Literal["kind", "who", "owner", "due", "recommendation", "action", "written", "heading", "doubt"]


@dataclass(slots=True)
class TypedMark:
    """What stands in the margin beside one passage `text[starts:ends]`, number `passage` of its line."""

    passage: int
    kind: str
    who: str
    """How the attendance list knows the speakers: "PCC, DPCC"; `open_who` is for readers outside the office."""
    outcome: str | None
    starts: int
    ends: int
    by_hand: bool
    open_who: str


@dataclass(slots=True)
class Understood:
    """One thing that was understood, in words; `what` says what kind of thing, so that it can be set."""

    words: str
    what: What
    passage: int = 0
    due_on: date | None = None
    id: int | None = None
    """Of a recommendation or an action."""


@dataclass(slots=True)
class TypedLine:
    """A line for the page that types it and for those who follow; nothing in it is the office's own."""

    key: str
    revision: int
    text: str
    section_id: int
    position: float
    bullet: bool = False
    depth: int = 0
    label: str = ""
    removed: bool = False
    marks: list[TypedMark] = field(default_factory=list)
    reading: list[Understood] = field(default_factory=list)
    said: str = ""
    """In short, for who listens: "Question, the PCC"."""
    recommendations: list[Recommendation] = field(default_factory=list)
    heading: bool = False
    """Its words will be a heading once it is left."""
    withheld: list[str] = field(default_factory=list)
    """Its words that will not be published, as they stand now; all of them where they cannot be found any more."""

    @property
    def open_text(self) -> str:
        return without(self.text, self.withheld)

    @property
    def name(self) -> str:
        """What the box is called: "Line, question, the PCC"."""
        return f"Line, {self.said[:1].lower()}{self.said[1:]}" if self.said else "Line"


@dataclass(slots=True)
class TypedSection:
    """A heading with its lines. `key` names it as a line's does: the id under which it was typed, if it was."""

    section: Section
    lines: list[TypedLine] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    """Those it is tied to itself."""
    planned: list[PlannedQuestion] = field(default_factory=list)
    """Waiting to be asked; filled in for the office's own pages only."""
    withheld: list[str] = field(default_factory=list)

    @property
    def open_title(self) -> str:
        return without(self.section.title, self.withheld)

    @property
    def id(self) -> int:
        return self.section.id or 0

    @property
    def key(self) -> str:
        return self.section.typed_id or f"section-{self.section.id}"

    @property
    def revision(self) -> int:
        return self.section.revision

    @property
    def position(self) -> float:
        return self.section.position

    @property
    def level(self) -> int:
        return self.section.level

    @property
    def reviews_actions(self) -> bool:
        """Whether what stands below it says what became of actions."""
        return PREVIOUS.search(self.section.title) is not None

    @property
    def heading(self) -> str:
        """As typed."""
        return self.section.words


@dataclass(slots=True)
class _Beside:
    """What is known of a meeting that its lines are shown with."""

    known: Known
    known_as: dict[int | None, str]
    names: dict[int | None, str]
    actions: dict[int, Action]
    recommendations_of_action: dict[int, list[Recommendation]]
    recommendations_of_section: dict[int, list[Recommendation]]
    """Own or, where a heading has none, those of the heading above it."""
    kept: Kept


def of_meeting(session: Session, meeting: Meeting) -> list[TypedSection]:
    """Every section that stands with its lines, in order: twelve statements at most."""
    sections = _sections(session, meeting)
    tied = _tied(session, meeting)
    lines = _lines(session, meeting)
    beside = _beside(session, meeting, lines, sections, tied)
    typed = {one.id: _typed_section(one, tied, beside.kept) for one in sections}
    for line in lines:
        if line.section_id in typed:
            typed[line.section_id].lines.append(_typed(line, beside))
    return list(typed.values())


def of_line(session: Session, line: Line) -> TypedLine:
    """One line, whose entries are loaded or will be."""
    return of_lines(session, session.get_one(Meeting, line.meeting_id), [line])[0]


def of_lines(session: Session, meeting: Meeting, lines: Sequence[Line]) -> list[TypedLine]:
    """Some lines of one meeting, removed ones too."""
    tied = _tied(session, meeting)
    inherits = tied and any(line.section_id not in tied for line in lines)
    sections = _sections(session, meeting) if inherits else ()
    beside = _beside(session, meeting, lines, sections, tied)
    if not inherits:
        beside.recommendations_of_section = tied
    return [_typed(line, beside) for line in lines]


def of_sections(session: Session, meeting: Meeting, sections: Sequence[Section]) -> list[TypedSection]:
    """Headings of one meeting without their lines, removed ones too."""
    tied, kept = _tied(session, meeting), Kept(session, meeting)
    return [_typed_section(one, tied, kept) for one in sections]


def _typed_section(section: Section, tied: dict[int, list[Recommendation]], kept: Kept) -> TypedSection:
    return TypedSection(section, [], tied.get(section.id or 0, []), withheld=kept.of_heading(section))


def _sections(session: Session, meeting: Meeting) -> Sequence[Section]:
    return session.exec(
        select(Section)
        .where(Section.meeting_id == meeting.id, col(Section.removed_at).is_(None))
        .order_by(col(Section.position), col(Section.id))
    ).all()


def _tied(session: Session, meeting: Meeting) -> dict[int, list[Recommendation]]:
    tied: dict[int, list[Recommendation]] = defaultdict(list)
    for section_id, recommendation in session.exec(
        select(SectionRecommendation.section_id, Recommendation)
        .join(Recommendation, col(Recommendation.id) == col(SectionRecommendation.recommendation_id))
        .join(Section, col(Section.id) == col(SectionRecommendation.section_id))
        .where(Section.meeting_id == meeting.id)
        .options(lazyload(Recommendation.responsibilities))  # type: ignore[arg-type]
        .order_by(col(Recommendation.sort_key), col(Recommendation.id))
    ):
        tied[section_id].append(recommendation)
    return tied


def _lines(session: Session, meeting: Meeting) -> Sequence[Line]:
    """Those that stand, with their entries and who speaks in them."""
    stands = (Line.meeting_id == meeting.id, col(Line.removed_at).is_(None))
    lines = session.exec(
        select(Line).where(*stands).order_by(col(Line.position), col(Line.id)).options(lazyload(Line.entries))  # type: ignore[arg-type]
    ).all()
    speakers: dict[int, list[Speaker]] = defaultdict(list)
    for speaker in session.exec(
        select(Speaker)
        .join(Entry, col(Entry.id) == col(Speaker.entry_id))
        .where(Entry.meeting_id == meeting.id)
        .order_by(col(Speaker.position), col(Speaker.id))
    ):
        speakers[speaker.entry_id].append(speaker)
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in session.exec(
        select(Entry)
        .where(Entry.meeting_id == meeting.id)
        .options(lazyload(Entry.speakers))  # type: ignore[arg-type]
        .order_by(col(Entry.starts), col(Entry.id))
    ):
        set_committed_value(entry, "speakers", speakers.get(entry.id or 0, []))
        entries[entry.line_id].append(entry)
    for line in lines:
        set_committed_value(line, "entries", entries.get(line.id, []))
    return lines


def _beside(
    session: Session,
    meeting: Meeting,
    lines: Iterable[Line],
    sections: Sequence[Section],
    tied: dict[int, list[Recommendation]],
) -> _Beside:
    there = attendances.of_meeting(session, meeting)
    spoken_of = any(entry.action_id is not None for line in lines for entry in line.entries)
    actions, concerned = _actions(session, meeting) if spoken_of else ({}, {})
    return _Beside(
        known=known_among(there),
        known_as={one.id: one.known_as or one.name for one in there},
        names={one.id: _full_name(one) for one in there},
        actions=actions,
        recommendations_of_action=concerned,
        recommendations_of_section=_inherited(sections, tied),
        kept=Kept(session, meeting),
    )


def _actions(session: Session, meeting: Meeting) -> tuple[dict[int, Action], dict[int, list[Recommendation]]]:
    """The actions that the meeting's lines speak of, with their owners, and what they concern."""
    here = select(Entry.action_id).where(Entry.meeting_id == meeting.id, col(Entry.action_id).is_not(None))
    owners: dict[int, list[Owner]] = defaultdict(list)
    for owner in session.exec(
        select(Owner).where(col(Owner.action_id).in_(here)).order_by(col(Owner.position), col(Owner.id))
    ):
        owners[owner.action_id].append(owner)
    actions: dict[int, Action] = {}
    for action in session.exec(
        select(Action)
        .where(col(Action.id).in_(here), col(Action.removed_at).is_(None))
        .options(lazyload(Action.owners))  # type: ignore[arg-type]
    ):
        set_committed_value(action, "owners", owners.get(action.id or 0, []))
        actions[action.id or 0] = action
    concerned: dict[int, list[Recommendation]] = defaultdict(list)
    for action_id, recommendation in session.exec(
        select(ActionRecommendation.action_id, Recommendation)
        .join(Recommendation, col(Recommendation.id) == col(ActionRecommendation.recommendation_id))
        .where(col(ActionRecommendation.action_id).in_(here))
        .options(lazyload(Recommendation.responsibilities))  # type: ignore[arg-type]
        .order_by(col(Recommendation.sort_key), col(Recommendation.id))
    ):
        concerned[action_id].append(recommendation)
    return actions, concerned


def _inherited(
    sections: Sequence[Section], tied: dict[int, list[Recommendation]]
) -> dict[int, list[Recommendation]]:
    """A heading below a tied heading speaks of the same, unless it is tied itself."""
    found: dict[int, list[Recommendation]] = {}
    above: list[Section] = []
    for section in sections:
        while above and above[-1].level >= section.level:
            above.pop()
        own = tied.get(section.id or 0)
        found[section.id or 0] = own or (found[above[-1].id or 0] if above else [])
        above.append(section)
    return found


def _full_name(attendance: Attendance) -> str:
    """ "PCC Ellery" where the short form is an office; the name as printed where it is initials."""
    initials = "".join(word[0] for word in attendance.name.split() if word[0].isalpha())
    if not attendance.known_as or attendance.known_as.upper() == initials.upper():
        return attendance.name
    surname = attendance.name.split()[-1]
    return attendance.known_as if surname in attendance.known_as else f"{attendance.known_as} {surname}"


def _typed(line: Line, beside: _Beside) -> TypedLine:
    typed = TypedLine(
        key=line.id,
        revision=line.revision,
        text=line.text,
        section_id=line.section_id,
        position=line.position,
        bullet=line.bullet,
        depth=line.depth,
        label=line.label,
        removed=line.removed_at is not None,
        recommendations=beside.recommendations_of_section.get(line.section_id, []),
        heading=_will_be_heading(line, beside.known),
        withheld=beside.kept.of_line(line),
    )
    entries = list(enumerate(line.entries))
    telling = [(number, entry) for number, entry in entries if entry.kind != Kind.STATEMENT] or entries[:1]
    for number, entry in telling:
        who = ", ".join(beside.known_as.get(one.attendance_id) or one.words for one in entry.speakers)
        typed.marks.append(
            TypedMark(
                passage=number,
                kind=entry.kind.value,
                who=who,
                open_who=beside.kept.open_words(who),
                outcome=entry.outcome.value if entry.outcome else None,
                starts=entry.starts,
                ends=entry.ends,
                by_hand=entry.set_by == SetBy.HAND,
            )
        )
        typed.reading += _understood(number, entry, beside, typed.recommendations)
    typed.said = "; ".join(_said(entry, beside) for _, entry in telling)
    return typed


def _will_be_heading(line: Line, known: Known) -> bool:
    by_hand = any(entry.set_by == SetBy.HAND for entry in line.entries)
    return not (line.bullet or line.label or by_hand or line.removed_at) and is_heading(line.text, known)


def _understood(
    number: int, entry: Entry, beside: _Beside, of_section: Sequence[Recommendation]
) -> list[Understood]:
    """Kind, speakers, and of an action whose it is, when it is due and what it concerns."""
    found = [Understood(entry.kind.value.capitalize(), "kind", number)]
    found += [
        Understood(beside.names.get(one.attendance_id) or one.words, "who", number) for one in entry.speakers
    ]
    if entry.written_answer_to_follow:
        found.append(Understood("Written answer to follow", "written", number, entry.written_answer_due_on))
    action = beside.actions.get(entry.action_id) if entry.action_id is not None else None
    concerned = of_section
    if action is not None:
        reviewed = entry.mention == Mention.REVIEWED
        outcome = f": {entry.outcome.value}" if reviewed and entry.outcome else ""
        found.append(Understood(f"{action.reference}{outcome}", "action", number, id=action.id))
        if entry.outcome == Outcome.CARRIED and action.due_on is not None:
            found.append(Understood(f"due {action.due_on.day} {action.due_on:%B %Y}", "action", number))
        if not reviewed:
            found += [Understood(owner.words, "owner", number) for owner in action.present_owners]
            if action.due_on or action.due_words:
                found.append(Understood(action.due_words, "due", number, action.due_on))
                due = read_due(action.due_words, action.raised_on) if action.due_on else None
                if due is not None and due.on == action.due_on and due.why is not None:
                    found.append(Understood(f"In doubt: {due.why}", "doubt", number))
        concerned = beside.recommendations_of_action.get(action.id or 0, [])
    if entry.kind != Kind.STATEMENT:
        found += [
            Understood(f"Recommendation {one.reference}", "recommendation", number, id=one.id)
            for one in concerned
        ]
    return found


def _said(entry: Entry, beside: _Beside) -> str:
    words = [entry.kind.value.capitalize()]
    if entry.outcome is not None:
        words = [f"Review, {entry.outcome.value}"]
    who = [beside.known_as.get(one.attendance_id) or one.words for one in entry.speakers]
    words += [f"the {name}" if name.isupper() or "/" in name else name for name in who]
    action = beside.actions.get(entry.action_id) if entry.action_id is not None else None
    if action is not None and entry.kind == Kind.ACTION:
        words += [owner.words for owner in action.present_owners] or ["nobody named"]
        if action.due_on:
            words.append(f"due {action.due_on.day} {action.due_on:%B %Y}")
    return ", ".join(words)
