"""Minutes as a Word file: named styles from house_style.docx, and nothing set in code.

What is printed carries everything, so that reading the file again gives the same minutes: kinds as the
names of styles, numbers and references as plain text, levels as heading levels. What the program adds
stands in styles of its own.
"""

import io
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from app.documents.minutes import Minutes, Passage, passages
from app.documents.word import blocks, names
from app.documents.word.details import ActionDetails
from app.documents.word.printed_lines import PrintedLines
from app.documents.word.xml import ILLEGAL, body, one_line, paragraph

HOUSE_STYLE = Path(__file__).with_name("house_style.docx")
BEFORE_HEADINGS = "Opening"

__all__ = ["ActionDetails", "write_docx"]


@cache
def house_style(place: Path) -> bytes:
    return place.read_bytes()


def write_docx(
    minutes: Minutes,
    *,
    office: str = "",
    status: str = "",
    details: Mapping[int, ActionDetails] | None = None,
    style: Path = HOUSE_STYLE,
) -> bytes:
    """The bytes of a Word file (.docx).

    `office` is the body whose minutes these are; `status` a sentence ("Agreed as a true record on 15 May
    2025."); `details` what the register knows of the actions, by the key of their passages; `style` a Word
    file with our styles, which an office may have changed to its own look.
    """
    document = Document(io.BytesIO(house_style(style)))
    old = document.element.body
    new = parse_xml(body(blocks_of(minutes, office, status, details or {})))
    new.append(old.sectPr)
    old.getparent().replace(old, new)
    title = ILLEGAL.sub("\ufffd", blocks.our_title(minutes))
    document.core_properties.title = title[:255]
    document.core_properties.language = "en-GB"
    show_in_footer(document, title)
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
        if part.title is not None or part.number:
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
    """The footer's title is a field; this is what it shows until a program works it out again."""
    for section in document.sections:  # type: ignore[attr-defined]
        for field in section.footer._element.iter(qn("w:fldSimple")):  # noqa: SLF001  python-docx knows no fields
            if field.get(qn("w:instr")).strip() == "TITLE":
                next(field.iter(qn("w:t"))).text = title
