"""The text layer of a PDF as source lines: printed lines joined to paragraphs, page heads set apart."""

import io
import re
import struct
import zlib
from collections import Counter
from dataclasses import dataclass
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
class _Printed:
    """One printed line: its words and where they stand on the page, in points."""

    page: int
    x: float
    y: float
    size: float
    text: str
    bold: bool
    right: float
    furniture: bool = False


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
    lines: list[_Printed] = []

    def take(text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        real_size = abs(size * (tm[3] or tm[0] or 1) * (cm[3] or 1)) or 1.0
        bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
        for index, piece in enumerate(text.split("\n")):
            words = clean(piece)
            if index and lines and lines[-1].text:
                lines.append(_Printed(number, x, y, real_size, "", bold, x))
            if not words.strip():
                if words and lines and lines[-1].text:
                    lines[-1].text += " "
                continue
            width = len(words) * real_size * 0.5
            last = lines[-1] if lines else None
            if last is not None and last.text and abs(last.y - y) <= 0.4 * real_size:
                far = x - last.right > 2.5 * real_size
                last.text = last.text.rstrip() + "\t" + words if far else last.text + words
                last.right = max(last.right, x + width)
                last.bold = last.bold and bold
            elif last is not None and not last.text:
                lines[-1] = _Printed(number, x, y, real_size, words, bold, x + width)
            else:
                lines.append(_Printed(number, x, y, real_size, words, bold, x + width))

    page.extract_text(visitor_text=take)
    for line in lines:
        line.text = "\t".join(" ".join(cell.split()) for cell in line.text.strip().split("\t"))
    return [line for line in lines if line.text]


def _set_apart(lines: list[_Printed]) -> None:
    """Mark what stands at the same edge of several pages, whatever its number: heads, feet, page numbers."""
    pages: dict[int, list[_Printed]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges = {number: [*page[:_EDGE], *page[-_EDGE:]] for number, page in pages.items()}
    seen = Counter(words for page in edges.values() for words in {_numberless(line.text) for line in page})
    for page in edges.values():
        for line in page:
            repeated = len(pages) > 1 and seen[_numberless(line.text)] >= max(2, (len(pages) + 1) // 2)
            if repeated or (line in (page[0], page[-1]) and _PAGE_NUMBER.fullmatch(line.text)):
                line.furniture = True


def _numberless(text: str) -> str:
    return re.sub(r"\d+", "#", text.casefold())


def _paragraphs(printed: list[_Printed]) -> list[SourceLine]:
    words = [line for line in printed if not line.furniture]
    gaps = [a.y - b.y for a, b in pairwise(words) if a.page == b.page and 0 < a.y - b.y < 4 * a.size]
    gap = median(gaps) if gaps else 14.0
    edge = max((line.right for line in words), default=0.0)
    out: list[SourceLine] = []
    before: _Printed | None = None
    for line in printed:
        if line.furniture:
            out.append(SourceLine(0, line.text, role="furniture"))
            continue
        if before is not None and _goes_on(before, line, gap, edge):
            _join(out, line)
        else:
            out.append(_opened(line, before, gap))
        before = line
    return out


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
    # A line that stops well before the edge was ended on purpose.
    return before.right > 0.72 * edge


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
