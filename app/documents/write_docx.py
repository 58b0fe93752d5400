"""Minutes as a Word file: named styles from house_style.docx, and nothing set in code.

What is printed carries everything, so that reading the file again gives the same minutes: kinds as the
names of styles, numbers and references as plain text, levels as heading levels. What the program adds
stands in styles of its own.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from app.documents.minutes import Minutes, Passage, passages
from app.documents.withholding.words import is_placeholder
from app.documents.word import blocks, names
from app.documents.word.details import ActionDetails
from app.documents.word.fitting import fit_tables
from app.documents.word.markings import mark
from app.documents.word.office.page import text_width
from app.documents.word.printed_lines import PrintedLines
from app.documents.word.xml import ILLEGAL, body, one_line, paragraph

HOUSE_STYLE = Path(__file__).with_name("house_style.docx")
BEFORE_HEADINGS = "Opening"

__all__ = ["ActionDetails", "write_docx"]


@cache
def house_style() -> bytes:
    """Our own."""
    return HOUSE_STYLE.read_bytes()


def write_docx(
    minutes: Minutes,
    *,
    office: str = "",
    status: str = "",
    details: Mapping[int, ActionDetails] | None = None,
    style: bytes | None = None,
    marking: str = "",
) -> bytes:
    """The bytes of a Word file (.docx).

    `office` is the body whose minutes these are; `status` a sentence ("Agreed as a true record on 15 May
    2025."); `details` what the register knows of the actions, by the key of their passages; `style` a Word
    file made by `word.house_files`, where the office has its own look; `marking` the protective marking, which
    then stands at the head and foot of every page.
    """
    title = blocks.our_title(minutes)
    return printed(blocks_of(minutes, office, status, details or {}), title, style=style, marking=marking)


def printed(blocks: Iterable[str], title: str, *, style: bytes | None = None, marking: str = "") -> bytes:
    """A Word file (.docx) of finished paragraphs and tables, in our house style or another; `title` is what it is
    called inside.
    """
    document = Document(io.BytesIO(style or house_style()))
    old = document.element.body
    new = parse_xml(body(blocks))
    new.append(old.sectPr)
    old.getparent().replace(old, new)
    fit_tables(new, text_width(new.sectPr))
    title = ILLEGAL.sub("\ufffd", title)
    document.core_properties.title = title[:255]
    document.core_properties.language = "en-GB"
    show_in_footer(document, title)
    if marking:
        mark(document, one_line(marking))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def blocks_of(
    minutes: Minutes, office: str, status: str, details: Mapping[int, ActionDetails]
) -> Iterator[str]:
    answered = {key for _, _, passage in passages(minutes) for key in replied_to(passage)}
    lines = PrintedLines(details, answered)
    yield from blocks.heading_block(minutes, office, status)
    yield from blocks.attendance(minutes)
    above: list[tuple[int, int]] = []
    for part in minutes.parts:
        if is_placeholder(part.title or ""):
            yield paragraph(names.WITHHELD, [(one_line(part.title or ""), "")])
        elif part.title is not None or part.number:
            yield heading(part.title or "", part.number or "", outline_of(part.level, above), part.level)
        elif minutes.attendances and any(line.text.strip() for line in part.lines):
            yield paragraph(names.BLOCK_HEADING, [(BEFORE_HEADINGS, "")])
        yield from lines.part(part)
        yield from blocks.assurance(part)
    yield from blocks.closing_summary(minutes, details, lines.marks)
    yield from blocks.next_meeting(minutes)


def replied_to(passage: Passage) -> list[int]:
    """Keys of the questions that a passage answers."""
    return [*([] if passage.replies_to is None else [passage.replies_to]), *passage.also_replies_to]


def outline_of(level: int, above: list[tuple[int, int]]) -> int:
    """Where a heading stands in the outline, which skips no level.

    `above` holds the headings it may stand under, as (level, place in the outline), and is brought up to
    date.
    """
    while above and above[-1][0] >= level:
        above.pop()
    outline = min(level, above[-1][1] + 1 if above else 1)
    above.append((level, outline))
    return outline


def heading(title: str, number: str, outline: int, level: int) -> str:
    title, number = one_line(title), one_line(number)
    if number.isdecimal():
        number += "."
    words = f"{number}\t{title}" if number else title
    return paragraph(names.heading(level, outline), [(words, "")], hangs=bool(number))


def show_in_footer(document: Document, title: str) -> None:  # type: ignore[valid-type]
    """A title at the head or foot is a field; this is what it shows until a program works it out again."""
    for part in document.part.package.iter_parts():  # type: ignore[attr-defined]
        if not str(part.partname).startswith(("/word/header", "/word/footer")):
            continue
        for field in part.element.iter(qn("w:fldSimple")):
            shown = next(field.iter(qn("w:t")), None)
            if field.get(qn("w:instr"), "").strip() == "TITLE" and shown is not None:
                shown.text = title
