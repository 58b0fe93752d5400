"""The text layer of a PDF as source lines: printed lines joined to paragraphs, page heads set apart."""

import io
import re
import struct
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from app.documents.limits import MOST_CHARACTERS, MOST_PAGES, check_text
from app.documents.source import Source, SourceLine, Span
from app.documents.wording import BULLET, clean
from app.errors import UnreadableDocument

# What a damaged or hostile file makes the parser raise besides its own errors.
_DAMAGED = (
    *(
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        RecursionError,
        AssertionError,
    ),
    *(OverflowError, ZeroDivisionError, NotImplementedError, EOFError, struct.error, zlib.error),
)
_EDGE = 3
"""Lines from the top and the bottom of a page among which heads and feet are sought."""
_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-–]?\s*\d{1,3}\s*[-–]?(?:\s*(?:of|/)\s*\d{1,3})?", re.IGNORECASE)
_OPENS_ANEW = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+\S|[a-z][.)]\s|\([a-z0-9]{1,4}\)\s|ACTIONS?\b|Actions?\s*\d*\s*[:–—-]|AP\s?\d"
    r"|RESOLVED|Decision\s*:|Recommendation\s+\d|Q\s*[:.]|A\s*[:.]|Present\b|Apologies\b|Attendance\b"
    r"|(?:Date|Time|Venue|Chair|Minutes|Location|In attendance)\b[^.]{0,30}:)"
)
_ENDS = re.compile(r"[.:;?!…]['’”\")\]]*$")


@dataclass
class _Piece:
    """Words set in one go, and where: `x` and `y` in points from the page's lower left."""

    x: float
    y: float
    size: float
    text: str
    bold: bool

    @property
    def right(self) -> float:
        """About where it ends: a letter is half as wide as it is high, taken over a line."""
        return self.x + len(self.text) * self.size * 0.5


@dataclass
class _Printed:
    """One printed line of a page: its pieces from left to right."""

    page: int
    pieces: list[_Piece]
    furniture: bool = False

    @property
    def y(self) -> float:
        return self.pieces[0].y

    @property
    def size(self) -> float:
        return self.pieces[0].size

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)

    @property
    def bold(self) -> bool:
        return all(piece.bold for piece in self.pieces)

    @cached_property
    def columns(self) -> list[float]:
        """Where its cells begin: after every gap too wide for a blank."""
        starts = [self.pieces[0].x]
        for before, piece in pairwise(self.pieces):
            if piece.x - before.right > 2.5 * piece.size:
                starts.append(piece.x)
        return starts

    @cached_property
    def text(self) -> str:
        return "\t".join(self.cells(self.columns))

    def cells(self, columns: list[float]) -> list[str]:
        """Its words by column."""
        out = [""] * len(columns)
        for piece in self.pieces:
            at = max((n for n, x in enumerate(columns) if x <= piece.x + _NEAR), default=0)
            out[at] += piece.text
        return [" ".join(cell.split()) for cell in out]

    def fits(self, columns: list[float]) -> bool:
        """Whether every piece that does not follow another begins at one of the columns and stays in it."""
        for before, piece in zip([None, *self.pieces], self.pieces, strict=False):
            begins = [n for n, x in enumerate(columns) if abs(x - piece.x) <= _NEAR]
            if not begins and (before is None or piece.x - before.right > piece.size):
                return False
            if (
                begins
                and begins[0] + 1 < len(columns)
                and piece.x + len(piece.text) * piece.size * 0.33 > columns[begins[0] + 1]
            ):
                return False
        return True


_NEAR = 4.0
"""Points by which two things at one edge may differ."""


def read_pdf(data: bytes, name: str = "") -> Source:
    """The paragraphs of a PDF that has a text layer.

    Raises UnreadableDocument when it is damaged, protected, too long, or only pictures of pages.
    """
    printed = _printed_lines(data)
    if not any(line.text for line in printed):
        raise UnreadableDocument(
            "This PDF holds pictures of pages and no text. Bring in the Word file, or a PDF made from it."
        )
    _set_apart(printed)
    lines = [line for line in _paragraphs(printed) if line.text]
    for number, line in enumerate(lines, 1):
        line.number = number
    check_text([line.text for line in lines])
    if all(line.role == "furniture" for line in lines):
        raise UnreadableDocument("This PDF has no words but page heads and numbers.")
    return Source(lines, "pdf", name)


def _printed_lines(data: bytes) -> list[_Printed]:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableDocument("This PDF is protected by a password: save a copy without one.")
        if len(reader.pages) > MOST_PAGES:
            raise UnreadableDocument(f"This PDF has more than {MOST_PAGES} pages, too many to be minutes.")
        out: list[_Printed] = []
        characters = 0
        for number, page in enumerate(reader.pages):
            made = _lines_of_page(page, number)
            characters += sum(len(line.text) for line in made)
            if characters > MOST_CHARACTERS:
                raise UnreadableDocument("This PDF has too many words to be minutes.")
            out += made
    except _DAMAGED as damage:
        raise UnreadableDocument("This PDF is damaged and cannot be read.") from damage
    return out


def _lines_of_page(page: Any, number: int) -> list[_Printed]:
    pieces: list[_Piece] = []

    def take(text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        real_size = abs(size * (tm[3] or tm[0] or 1) * (cm[3] or 1)) or 1.0
        bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
        words = clean(text.replace("\n", " "))
        if words.strip():
            pieces.append(_Piece(x, y, real_size, words, bold))
        elif pieces and not pieces[-1].text.endswith(" "):
            pieces[-1].text += " "

    page.extract_text(visitor_text=take)
    lines: list[list[_Piece]] = []
    for piece in pieces:
        # A table is set cell by cell: the first line of a cell stands beside the first line of the last one.
        beside = next(
            (line for line in reversed(lines[-12:]) if abs(line[0].y - piece.y) <= 0.4 * piece.size), None
        )
        if beside is not None:
            beside.append(piece)
        else:
            lines.append([piece])
    if lines and sum(a[0].y < b[0].y for a, b in pairwise(lines)) <= max(12, len(lines) // 4):
        lines.sort(key=lambda line: -line[0].y)
    return [_Printed(number, sorted(line, key=lambda piece: piece.x)) for line in lines]


def _set_apart(lines: list[_Printed]) -> None:
    """Mark what stands at the same height of several pages, whatever its number: heads, feet, page numbers."""
    pages: dict[int, list[_Printed]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges = {number: [*page[:_EDGE], *page[-_EDGE:]] for number, page in pages.items()}
    seen = Counter(at for page in edges.values() for at in {_place(line) for line in page})
    for page in edges.values():
        for line in page:
            words, height = _place(line)
            times = sum(seen[words, near] for near in (height - 1, height, height + 1))
            repeated = len(pages) > 1 and times >= max(2, (len(pages) + 1) // 2)
            if repeated or (line in (page[0], page[-1]) and _PAGE_NUMBER.fullmatch(line.text)):
                line.furniture = True


def _place(line: _Printed) -> tuple[str, int]:
    """A line's words without their numbers, and about where it stands."""
    return _numberless(line.text), round(line.y / 4)


def _numberless(text: str) -> str:
    return re.sub(r"\d+", "#", text.casefold())


def _paragraphs(printed: list[_Printed]) -> list[SourceLine]:
    words = [line for line in printed if not line.furniture]
    gaps = [a.y - b.y for a, b in pairwise(words) if a.page == b.page and 0 < a.y - b.y < 4 * a.size]
    gap = median(gaps) if gaps else 14.0
    rights = sorted(line.right for line in words if len(line.text) > 30)
    # Most lines of prose are full; the widest look wider than they are.
    edge = rights[int(len(rights) * 0.6)] if rights else 0.0
    out: list[SourceLine] = []
    before: _Printed | None = None
    tables = 0
    skip_to = 0
    for index, line in enumerate(printed):
        if index < skip_to:
            continue
        if line.furniture:
            out.append(SourceLine(0, line.text, role="furniture"))
            continue
        rows, end = _table(printed, index)
        if rows:
            tables += 1
            out += [
                SourceLine(0, "\t".join(cells), role="row", cells=cells, table=tables, is_header_row=n == 0)
                for n, cells in enumerate(rows)
            ]
            before, skip_to = None, end
            continue
        if before is not None and _goes_on(before, line, gap, edge):
            _join(out, line)
        else:
            out.append(_opened(line, before, gap))
        before = line
    return out


def _table(printed: list[_Printed], start: int) -> tuple[list[list[str]], int]:
    """The rows of the table whose head is the line at `start`, and where it ends; no rows where there is
    none.

    A head names three columns or more; a line that leaves the first column empty goes on with the row above
    it.
    """
    head = printed[start]
    columns = head.columns
    if len(columns) < 3:
        return [], start
    rows = [head.cells(columns)]
    at = start + 1
    while at < len(printed) and (printed[at].furniture or printed[at].fits(columns)):
        line = printed[at]
        if not line.furniture:
            cells = line.cells(columns)
            alone = [n for n, cell in enumerate(cells) if cell] == [0]
            if alone and (
                at + 1 >= len(printed) or len(printed[at + 1].pieces) < 2 or not printed[at + 1].fits(columns)
            ):
                break
            if cells[0] and not (alone and len(rows) == 1):
                rows.append(cells)
            else:
                rows[-1] = [f"{above} {cell}".strip() for above, cell in zip(rows[-1], cells, strict=True)]
        at += 1
    return (rows, at) if len(rows) > 1 else ([], start)


def _goes_on(before: _Printed, line: _Printed, gap: float, edge: float) -> bool:
    """Whether a printed line goes on with the paragraph of the one before it."""
    if "\t" in line.text or "\t" in before.text or BULLET.match(line.text) or _OPENS_ANEW.match(line.text):
        return False
    if before.bold != line.bold or abs(before.size - line.size) > 0.6:
        return False
    if before.page != line.page:
        return not _ENDS.search(before.text) and line.text[0].islower()
    if before.y - line.y > 1.45 * gap or before.y < line.y:
        return False
    if line.text[0].islower():
        return True
    # Where the next word would have fitted, the line was ended on purpose.
    next_word = len(line.text.split()[0]) * line.size * 0.5
    return edge - before.right < next_word + 0.08 * edge


def _opened(line: _Printed, before: _Printed | None, gap: float) -> SourceLine:
    text = line.text
    near = before is not None and before.page == line.page and 0 < before.y - line.y <= 1.45 * gap
    made = SourceLine(0, text, blank_before=not near)
    if mark := BULLET.match(text):
        made.text, made.role, made.level = text[mark.end() :], "bullet", 0
    if line.bold:
        made.spans = [Span(0, len(made.text), bold=True)]
    return made


def _join(out: list[SourceLine], line: _Printed) -> None:
    """Put a printed line behind the paragraph it goes on with, over any page furniture between them."""
    last = next(made for made in reversed(out) if made.role != "furniture")
    bold = bool(last.spans)
    broken = (
        last.text.endswith("-") and len(last.text) > 1 and last.text[-2].islower() and line.text[0].islower()
    )
    # A hyphen at a line's end may belong to the word ("follow-up"): it stays, without a blank after it.
    last.text += line.text if broken else f" {line.text}"
    if bold:
        last.spans = [Span(0, len(last.text), bold=True)]
