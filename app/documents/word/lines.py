"""Word paragraphs and tables as source lines, in order, whoever wrote the file."""

from dataclasses import dataclass, field

from app.documents.limits import MOST_LINES
from app.documents.source import SourceLine, Span
from app.documents.word.body import blocks, inside
from app.documents.word.numbering import Mark, Numbering
from app.documents.word.package import NOT_WORD, Element, Package
from app.documents.word.paragraphs import Run, Words, WordsOf
from app.documents.word.style_sheet import StyleSheet, W, toggle
from app.errors import UnreadableDocument

TOO_LONG = f"This file holds more than {MOST_LINES:,} paragraphs, too many to be minutes: bring in the minutes alone."
NOTES_THAT_ARE_LINES = {"separator", "continuationSeparator", "continuationNotice"}


@dataclass(slots=True)
class Paragraph:
    """A paragraph with everything around it that says what it is."""

    words: Words
    style: str
    level: int | None
    """Of a heading, from 1."""
    mark: Mark | None


@dataclass(slots=True)
class Cell:
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Element] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    cells: list[Cell]
    is_header: bool


MOST_JOINED = 2000
"""Nobody joins more paragraphs of minutes; where a file says so, they stay apart, for joining costs time."""


def join_where_deleted(tree: Element) -> None:
    """A paragraph whose end was deleted under tracked changes goes on in the next one, which keeps its own style."""
    ended = [one for one in tree.iter(W + "p") if one.find(f"{W}pPr/{W}rPr/{W}del") is not None]
    if len(ended) > MOST_JOINED:
        return
    for paragraph in reversed(ended):  # from the end, so that nothing is moved twice
        following = paragraph.getnext()
        if following is None or following.tag != W + "p":
            continue
        properties = following.find(W + "pPr")
        for child in reversed([child for child in paragraph if child.tag != W + "pPr"]):
            if properties is None:
                following.insert(0, child)
            else:
                properties.addnext(child)
        paragraph.getparent().remove(paragraph)


class WordFile:
    """A Word file that is being read: its styles, its lists as far as they have counted, its notes."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.tree = package.tree(package.main)
        if self.tree.tag != W + "document":
            raise UnreadableDocument(NOT_WORD)
        join_where_deleted(self.tree)
        self.styles = StyleSheet(package.first("styles"))
        self.numbering = Numbering(package.first("numbering"), self.styles)
        self.words_of = WordsOf(self.styles)
        self.notes: dict[tuple[str, str], Element] = {}
        for kind in ("footnote", "endnote"):
            notes = package.first(kind + "s")
            for note in notes.iter(W + kind) if notes is not None else ():
                if note.get(W + "type", "normal") not in NOTES_THAT_ARE_LINES:
                    self.notes[kind, note.get(W + "id", "")] = note

    @property
    def body(self) -> Element:
        body = self.tree.find(W + "body")
        return self.tree if body is None else body

    def paragraph(self, element: Element) -> Paragraph:
        properties = element.find(W + "pPr")
        style = self.styles.of(properties)
        level = self.styles.heading_level(style)
        outline = None if properties is None else properties.find(W + "outlineLvl")
        if outline is not None and outline.get(W + "val", "") in "012345678":
            level = int(outline.get(W + "val") or 0) + 1
        words = self.words_of(element)
        has_words = bool(words.text.strip())
        # A paragraph whose only content is blank shows no number; one with no content at all does.
        mark = self.numbering.before(properties) if has_words or not words.runs else None
        return Paragraph(words, self.styles.name(style), level, mark)

    def rows(self, table: Element) -> list[Row]:
        out: list[Row] = []
        for row in inside(table, "tr"):
            said = toggle(row.find(W + "trPr"), "tblHeader")
            out.append(Row([self.cell(cell) for cell in inside(row, "tc")], bool(said)))
        return out

    def cell(self, element: Element) -> Cell:
        out = Cell()
        for kind, block in blocks(element):
            if kind == "table":
                out.tables.append(block)
            else:
                paragraph = self.paragraph(block)
                out.paragraphs.append(paragraph)
                out.boxes += paragraph.words.boxes
        return out


class Lines:
    """Gathers source lines and numbers them. Refuses more of them than minutes have."""

    def __init__(self) -> None:
        self.lines: list[SourceLine] = []

    def add(self, line: SourceLine) -> None:
        if len(self.lines) >= MOST_LINES:
            raise UnreadableDocument(TOO_LONG)
        line.number = len(self.lines) + 1
        self.lines.append(line)


def stripped(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """A text without space around it, and its spans moved along; spans left empty are dropped."""
    start = len(text) - len(text.lstrip())
    text = text.strip()
    kept = []
    for span in spans:
        span.starts, span.ends = max(0, span.starts - start), min(len(text), span.ends - start)
        if span.starts < span.ends:
            kept.append(span)
    return text, kept


def bold_spans(runs: list[Run]) -> list[Span]:
    out: list[Span] = []
    at = 0
    for run in runs:
        ends = at + len(run.text)
        if run.bold and out and out[-1].ends == at:
            out[-1].ends = ends
        elif run.bold and run.text.strip():
            out.append(Span(at, ends, bold=True))
        at = ends
    return out


def pieces(runs: list[Run]) -> list[list[Run]]:
    """The runs between breaks."""
    out: list[list[Run]] = [[]]
    for run in runs:
        for place, part in enumerate(run.text.split("\n")):
            if place:
                out.append([])
            if part:
                out[-1].append(Run(part, run.bold, run.style))
    return out


def continues(before: list[Run], after: list[Run]) -> bool:
    """Whether a break only wraps a sentence, as in text copied from an e-mail."""
    last = next((run.text.rstrip()[-1] for run in reversed(before) if run.text.strip()), "")
    first = next((run.text.lstrip()[0] for run in after if run.text.strip()), "")
    return bool(last) and first.islower() and last not in ".:;!?"


def broken(runs: list[Run]) -> list[list[Run]]:
    """The lines that breaks within a paragraph make; a break that only wraps a sentence is a space."""
    out: list[list[Run]] = []
    for piece in pieces(runs):
        if out and continues(out[-1], piece):
            out[-1] += [Run(" "), *piece]
        elif any(run.text.strip() for run in piece):
            out.append(piece)
    return out
