"""A brief as a Word file, in the same house style as minutes: named styles, and nothing set in code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.documents.word import names
from app.documents.word.xml import Words, one_line, paragraph, table
from app.documents.write_docx import printed

__all__ = ["BriefText", "Bullets", "Cell", "Heading", "Lines", "Numbered", "Prose", "Table", "write_brief"]

Cell = list[Words]
"""The paragraphs of a table's cell."""


@dataclass(frozen=True)
class Heading:
    """A heading; `level` 1 or 2."""

    words: str
    level: int = 1


@dataclass(frozen=True)
class Prose:
    """A paragraph."""

    words: Words
    before_a_list: bool = False


@dataclass(frozen=True)
class Numbered:
    """A list numbered from 1."""

    items: Sequence[Words]


@dataclass(frozen=True)
class Bullets:
    """A list of points."""

    items: Sequence[Words]


@dataclass(frozen=True)
class Table:
    """A table; widths in millimetres. `about` says for a screen reader what it holds."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]
    name: str
    about: str
    may_split: bool = False
    """Whether a row may go on over the page."""


@dataclass(frozen=True)
class Lines:
    """Empty lines to write on."""

    label: str
    count: int


Block = Heading | Prose | Numbered | Bullets | Table | Lines


@dataclass(frozen=True)
class BriefText:
    """What the file says. `head` stands above everything; `name` is what the file is called inside."""

    head: str
    kind: str
    title: str
    name: str
    blocks: list[Block] = field(default_factory=list)


def write_brief(text: BriefText, *, style: bytes | None = None, marking: str = "") -> bytes:
    """The bytes of a Word file (.docx); `style` and `marking` as `write_docx` takes them."""
    return printed(_blocks(text), one_line(text.name), style=style, marking=marking)


def _blocks(text: BriefText) -> Iterator[str]:
    yield paragraph(names.OFFICE, [(one_line(text.head), "")])
    yield paragraph(names.DOCUMENT_KIND, [(one_line(text.kind), "")])
    yield paragraph(names.TITLE, [(one_line(text.title), "")])
    for block in text.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield paragraph(names.heading(block.level, block.level), [(one_line(block.words), "")])
        case Prose():
            yield paragraph(names.BODY + (names.LEAD_IN if block.before_a_list else ""), _clean(block.words))
        case Numbered():
            for number, words in enumerate(block.items, start=1):
                yield paragraph(names.NUMBERED_PARAGRAPH, [(f"{number}.\t", names.STRONG), *_clean(words)])
        case Bullets():
            for words in block.items:
                yield paragraph(names.BULLET, _clean(words))
        case Table():
            yield _table(block)
        case Lines():
            for number in range(block.count):
                yield paragraph(names.RULED_LINES, [((block.label if number == 0 else "") + "\t", "")])


def _table(block: Table) -> str:
    rows = [
        ["".join(paragraph(names.TABLE_TEXT, _clean(words)) for words in cell) for cell in row]
        for row in block.rows
    ]
    return table(
        names.TABLE_HEADING,
        [list(block.heads), *rows],
        block.widths,
        name=block.name,
        about=block.about,
        may_split=block.may_split,
    )


def _clean(words: Words) -> Words:
    """Without line ends of its own; an empty cell is not read out, so it says that there is nothing."""
    found = [(" ".join(text.splitlines()), style) for text, style in words if text]
    return found or [(names.NOTHING, names.QUIET)]
