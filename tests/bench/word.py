"""How long it takes to write and read Word, beside what bare python-docx needs for the same paragraphs."""

import io
import time
from collections.abc import Callable

import docx

from app.documents.minutes import ActionRead, Kind, Minutes, Part, Passage, Text
from app.documents.read_docx import read_docx
from app.documents.word.names import KIND_STYLES
from app.documents.write_docx import HOUSE_STYLE, write_docx

SECTIONS = 100
LINES = 6
"""In each section, so that there are 600 entries."""
LIMIT = 3.0
"""A small multiple."""
WORDS = "The PCC asked how many reports had been graded within one hour since the last meeting. " * 3


def minutes() -> Minutes:
    """As many sections and entries as the longest minutes have."""
    kinds = [Kind.STATEMENT, Kind.QUESTION, Kind.ANSWER, Kind.QUESTION, Kind.ANSWER, Kind.ACTION]
    parts = []
    for section in range(SECTIONS):
        lines = []
        for place, kind in enumerate(kinds):
            passage = Passage(section * LINES + place + 1, kind, 0, len(WORDS))
            if kind is Kind.ACTION:
                passage.action = ActionRead(WORDS, owner="CC")
            lines.append(Text(WORDS, passages=[passage]))
        parts.append(Part(f"Recommendation {section}", f"{section}", 1 + section % 3, lines=lines))
    return Minutes(title="A long meeting", parts=parts)


def bare(minutes: Minutes) -> bytes:
    """The same headings and lines with nothing but python-docx, in the same styles."""
    document = docx.Document(str(HOUSE_STYLE))
    for part in minutes.parts:
        document.add_paragraph(f"{part.number}\t{part.title}", style=f"Heading {part.level}")
        for line in part.lines:
            document.add_paragraph(line.text, style=KIND_STYLES[line.passages[0].kind])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds, the shortest of several tries."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


def bench_write_docx() -> float:
    """Prints the times and returns how many times as long ours takes as bare python-docx."""
    long = minutes()
    ours, theirs = best_of(5, lambda: write_docx(long)), best_of(5, lambda: bare(long))
    data = write_docx(long)
    back = best_of(5, lambda: read_docx(data))
    print(f"{SECTIONS} sections, {SECTIONS * LINES} entries, {len(data):,} bytes")
    print(f"write_docx          {ours * 1000:7.1f} ms  ({ours / theirs:.2f} times bare python-docx)")
    print(f"bare python-docx    {theirs * 1000:7.1f} ms")
    print(f"read_docx           {back * 1000:7.1f} ms")
    return ours / theirs


def main() -> int:
    """1 where writing takes more than a small multiple of what bare python-docx takes."""
    return int(bench_write_docx() > LIMIT)
