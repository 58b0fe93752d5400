"""A document as lines, before anything is understood: what each format says plainly, in one form for the grammar.

`read_source` looks at the content, not at the name, to choose between the formats.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.documents.minutes import Kind

Role = Literal["heading", "bullet", "paragraph", "row", "added", "field", "attendance", "furniture"]


@dataclass(slots=True)
class Span:
    """A stretch `text[starts:ends]` that the document itself marks: bold, or a kind by a named character style."""

    starts: int
    ends: int
    bold: bool = False
    kind: Kind | None = None


@dataclass(slots=True)
class PrintedAction:
    """What our own Word files print beside an action, as ours: not part of the line's words."""

    reference: str | None = None
    owner: str | None = None
    due_on: date | None = None
    recommendations: list[str] = field(default_factory=list)


@dataclass(slots=True)
class SourceLine:
    """One non-empty paragraph, list item, table row or line of the source.

    `number` counts from 1: for text it is the line number by `str.splitlines`, elsewhere the order of appearance.
    `role` is what the format says (a Word heading style, an <li>, a table row); None where the format says nothing, as
    in plain text. "added" is what this program adds when it writes Word (a closing summary, remarks, action details):
    it is recognised and not counted again.
    """

    number: int
    text: str
    role: Role | None = None
    level: int | None = None
    """Of a heading, from 1; of a bullet, its depth from 0."""
    label: str | None = None
    """A list number the format keeps outside the text ("3.", "a)")."""
    cells: list[str] = field(default_factory=list)
    """Of a table row; `text` then holds them joined by tabs."""
    table: int | None = None
    """Which table of the document a row belongs to, from 1."""
    is_header_row: bool = False
    spans: list[Span] = field(default_factory=list)
    kind: Kind | None = None
    """A kind said by a named paragraph style of our own house style."""
    style: str | None = None
    """The style's name in the source, where there is one."""
    actions: list[PrintedAction] = field(default_factory=list)
    """What our own Word files print beside the line's action passages, in order; empty for everybody else's."""


@dataclass(slots=True)
class Source:
    """All lines of a document. `name` is the file's own name, which sometimes holds the only date."""

    lines: list[SourceLine]
    format: Literal["docx", "text", "html", "pdf"]
    name: str = ""
    has_our_styles: bool = False
    """True when the file was written in our house style: its styles then say what the grammar would have to guess."""
