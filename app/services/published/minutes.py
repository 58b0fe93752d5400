"""Published minutes as a page shows them: sections with lasting names, paragraphs, lists, actions and reviews."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from app.documents import anchors
from app.documents.minutes import Attendee, Kind, Mention, Minutes, Part, Passage, Text, passages
from app.documents.withholding import is_placeholder
from app.services.published.actions import href_of


@dataclass(frozen=True)
class Piece:
    """A stretch of a line: `kind` is "words", "withheld", "action" or "review"; the rest is of the latter two."""

    kind: str
    words: str
    anchor: str = ""
    reference: str = ""
    owner: str = ""
    due_on: date | None = None
    due_words: str = ""
    outcome: str = ""

    @property
    def href(self) -> str:
        """The page that says what became of the action."""
        return href_of(self.reference)


@dataclass(frozen=True)
class Item:
    """A line: its lasting name, its pieces, and for a bullet those below it."""

    anchor: str
    pieces: list[Piece]
    label: str = ""
    """A printed list number or letter: "a)"."""
    below: list["Item"] = field(default_factory=list)


@dataclass(frozen=True)
class Block:
    """A paragraph, or bullets that follow each other."""

    items: list[Item]
    is_list: bool


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it. `depth` is 2 to 6, and skips none on the way down."""

    anchor: str
    heading: str
    depth: int
    recommendations: list[str]
    source: str
    blocks: list[Block]
    assurance: str
    assurance_statement: str


@dataclass(frozen=True)
class Shown:
    """A set of minutes, ready to be shown."""

    minutes: Minutes
    sections: list[Section]
    raised: list[Piece]
    """The actions that this meeting raised, in order."""

    @property
    def present(self) -> list[Attendee]:
        return [one for one in self.minutes.attendances if one.presence != "apologies"]

    @property
    def apologies(self) -> list[Attendee]:
        return [one for one in self.minutes.attendances if one.presence == "apologies"]

    @property
    def says_next_meeting(self) -> bool:
        """Whether the next meeting is to be said, because no section says it."""
        has_section = any("next meeting" in section.heading.lower() for section in self.sections)
        return bool(self.minutes.next_meeting) and not has_section

    def is_chair(self, attendee: Attendee) -> bool:
        return attendee.name == self.minutes.chair

    def is_minute_taker(self, attendee: Attendee) -> bool:
        return attendee.name == self.minutes.minute_taker


def shown(minutes: Minutes) -> Shown:
    """Published minutes as their page shows them."""
    names = anchors.of(minutes)
    sections: list[Section] = []
    above: list[tuple[int, int]] = []
    for index, part in enumerate(minutes.parts):
        sections.append(
            Section(
                anchor=names.part(index),
                heading=heading_of(part),
                depth=_depth(part.level, above),
                recommendations=list(part.recommendations),
                source=part.source or "",
                blocks=list(_blocks(index, part, names)),
                assurance=part.assurance or "",
                assurance_statement=part.assurance_statement,
            )
        )
    raised = [
        _action(line, passage, names)
        for _, line, passage in passages(minutes)
        if passage.kind == Kind.ACTION and passage.action and passage.action.mention == Mention.RAISED
    ]
    return Shown(minutes, sections, raised)


def heading_of(part: Part) -> str:
    """ "2. Tackling CSE"; empty for lines before any heading."""
    number = f"{part.number}." if (part.number or "").isdecimal() else part.number or ""
    return f"{number} {part.title or ''}".strip()


def _depth(level: int, above: list[tuple[int, int]]) -> int:
    """Where a heading stands in the page's outline, below the page's own; `above` is brought up to date."""
    while above and above[-1][0] >= level:
        above.pop()
    depth = min(above[-1][1] + 1 if above else 2, 6)
    above.append((level, depth))
    return depth


def _blocks(index: int, part: Part, names: anchors.Anchors) -> Iterator[Block]:
    bullets: list[tuple[int, Item]] = []
    for place, line in enumerate(part.lines):
        item = Item(names.lines[index, place], _pieces(line, names), line.label or "")
        if line.bullet:
            bullets.append((line.depth, item))
            continue
        if bullets:
            yield Block(_nested(bullets), is_list=True)
            bullets = []
        yield Block([item], is_list=False)
    if bullets:
        yield Block(_nested(bullets), is_list=True)


def _nested(bullets: list[tuple[int, Item]]) -> list[Item]:
    """Bullets within bullets; one that is deeper than allowed stands under the one before it."""
    top: list[Item] = []
    open_at: list[tuple[int, Item]] = []
    for depth, item in bullets:
        while open_at and open_at[-1][0] >= depth:
            open_at.pop()
        (open_at[-1][1].below if open_at else top).append(item)
        open_at.append((depth, item))
    return top


def _pieces(line: Text, names: anchors.Anchors) -> list[Piece]:
    """The line cut where an action or a review begins and ends; everything else is left in one."""
    if is_placeholder(line.text):
        return [Piece("withheld", line.text)]
    pieces: list[Piece] = []
    said_from = 0
    for passage in line.passages:
        if not _is_of_its_own(passage):
            continue
        pieces += _words(line.text[said_from : passage.starts])
        made = _review if passage.kind == Kind.REVIEW else _action
        pieces.append(made(line, passage, names))
        said_from = passage.ends
    return pieces + _words(line.text[said_from:])


def _is_of_its_own(passage: Passage) -> bool:
    if passage.action is None:
        return False
    if passage.kind == Kind.REVIEW:
        return bool(passage.action.reference)
    return passage.kind == Kind.ACTION and passage.action.mention == Mention.RAISED


def _words(text: str) -> list[Piece]:
    return [Piece("words", text.strip())] if text.strip() else []


def _action(line: Text, passage: Passage, names: anchors.Anchors) -> Piece:
    read, words = passage.action, line.words_of(passage)
    assert read is not None  # noqa: S101  an action passage has what it says
    # The mark says that it is an action; only where the words go on exactly as printed is "ACTION:" left out.
    return Piece(
        "action",
        read.words if read.words and words.endswith(read.words) else words,
        anchor=names.actions.get(passage.key, ""),
        reference=read.reference or "",
        owner=read.owner or "",
        due_on=read.due_on,
        due_words=read.due_words or "",
    )


def _review(line: Text, passage: Passage, names: anchors.Anchors) -> Piece:
    reference = passage.action.reference if passage.action else ""
    return Piece(
        "review",
        line.words_of(passage),
        anchor=names.actions.get(passage.key, ""),
        reference=reference or "",
        outcome=passage.outcome.value if passage.outcome else "",
    )
