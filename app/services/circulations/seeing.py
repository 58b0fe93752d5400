"""The draft as those read it who were there: its lines and nothing of the office's own.

What is withheld is not in it: a reader outside the office sees that something is withheld, and no more.
"""

from dataclasses import dataclass, field

from sqlmodel import Session

from app.models.meetings import Meeting
from app.services import meetings, withholdings
from app.services.meetings import WholeMeeting, WholeSection
from app.services.withholdings import Hidden

WITHHELD = "[withheld]"
"""Stands where words are kept from the reader."""

Spans = list[tuple[int, int]]
"""Stretches of a text that are kept out, in order and apart."""


@dataclass(slots=True)
class DraftLine:
    """A line as its reader may see it."""

    id: str
    text: str
    revision: int
    bullet: bool = False
    depth: int = 0
    label: str = ""

    @property
    def is_withheld(self) -> bool:
        """Whether nothing of it may be read."""
        return self.text == WITHHELD


@dataclass(slots=True)
class DraftSection:
    """A heading with its lines; `heading` empty for the lines before any."""

    id: int
    heading: str
    level: int
    lines: list[DraftLine] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """Circulated minutes, for one kind of reader."""

    meeting: Meeting
    title: str
    venue: str
    present: list[str]
    apologies: list[str]
    sections: list[DraftSection]

    def line(self, line_id: str) -> DraftLine | None:
        """One of its lines that may be read, by id."""
        lines = (line for section in self.sections for line in section.lines)
        return next((line for line in lines if line.id == line_id and not line.is_withheld), None)


def _apart(spans: Spans) -> Spans:
    found: Spans = []
    for starts, ends in sorted(spans):
        if found and starts <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        elif starts < ends:
            found.append((starts, ends))
    return found


def without(text: str, spans: Spans) -> str:
    """The text with WITHHELD where its spans are."""
    found, at = [], 0
    for starts, ends in _apart(spans):
        found += [text[at:starts], WITHHELD]
        at = ends
    return "".join([*found, text[at:]])


def put_back(text: str, full: str, spans: Spans) -> str | None:
    """A text that has WITHHELD in it, with what each stands for in `full`; None when they are not as many."""
    spans = _apart(spans)
    parts = text.split(WITHHELD)
    if len(parts) != len(spans) + 1:
        return None
    hidden = [full[starts:ends] for starts, ends in spans]
    return "".join(part + words for part, words in zip(parts, [*hidden, ""], strict=True))


def kept(session: Session, meeting: Meeting) -> Hidden:
    """What is withheld of a meeting from those outside the office."""
    return withholdings.hidden(session, meeting, meetings.whole(session, meeting))


def draft_of(session: Session, meeting: Meeting, *, for_the_office: bool) -> Draft:
    """The draft for the office, whole, or for anybody else. A fixed number of statements."""
    whole = meetings.whole(session, meeting)
    hides = None if for_the_office else withholdings.hidden(session, meeting, whole)
    present: list[str] = []
    apologies: list[str] = []
    for one in whole.attendances:
        hidden = hides is not None and hides.attendance(one.id)
        name = "A name is withheld" if hidden else ", ".join(filter(None, (one.name, one.title)))
        (apologies if one.presence == "apologies" else present).append(name)
    names = hides.names if hides is not None else None
    title, venue = (
        one if names is None else names.sub(WITHHELD, one) for one in (meeting.title, meeting.venue or "")
    )
    return Draft(meeting, title, venue, present, apologies, _sections(whole, hides))


def _sections(whole: WholeMeeting, hides: Hidden | None) -> list[DraftSection]:
    found: list[DraftSection] = []
    under: int | None = None
    for section in whole.sections:
        row = section.section
        if under is not None and row.level > under:
            continue
        under = None
        if hides is not None and hides.section(row.id):
            under = row.level
            found.append(DraftSection(row.id or 0, WITHHELD, row.level))
            continue
        title = row.title if hides is None else without(row.title, hides.heading(row.id))
        heading = f"{row.number} {title}".strip()
        found.append(DraftSection(row.id or 0, heading, row.level, _lines(section, hides)))
    return found


def _lines(section: WholeSection, hides: Hidden | None) -> list[DraftLine]:
    return [
        DraftLine(
            line.id,
            without(line.text, hides.line(line.id)) if hides is not None else line.text,
            line.revision,
            line.bullet,
            line.depth,
            line.label,
        )
        for line in (one.line for one in section.lines)
    ]
