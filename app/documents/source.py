"""A document as lines, before anything is understood: what each format says plainly, in one form for the grammar.

`read_source` looks at the content, not at the name, to choose between the formats.
"""

import codecs
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.documents.limits import check_size
from app.documents.minutes import Kind
from app.errors import UnreadableDocument

Role = Literal[
    "heading", "bullet", "paragraph", "row", "added", "field", "attendance", "furniture", "assurance"
]


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
    owner_in_full: str = ""
    """Who that is, where it was printed beside the owner's words."""
    due_on: date | None = None
    due_words: str = ""
    """Where it is no day."""
    recommendations: list[str] = field(default_factory=list)
    has_details: bool = False
    """Whether owner, due date and recommendations were printed: None then means that there is none."""


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
    written_answers: list[int] = field(default_factory=list)
    """Which of the line's questions, from 1, a written answer is to follow to, as our own Word files print."""
    blank_before: bool = True
    """False where the text has no empty line between this line and the one before."""
    indent: int = 0
    """Blanks at the line's start, in plain text."""


@dataclass(slots=True)
class Source:
    """All lines of a document. `name` is the file's own name, which sometimes holds the only date."""

    lines: list[SourceLine]
    format: Literal["docx", "text", "html", "pdf"]
    name: str = ""
    has_our_styles: bool = False
    """True when the file was written in our house style: its styles then say what the grammar would have to guess."""


def read_source(data: bytes, name: str = "") -> Source:
    """The lines of a file, whose format is told from its content. Raises UnreadableDocument, with a sentence."""
    check_size(data)
    start = data[:1024].lstrip()
    if data[:4] == b"PK\x03\x04":
        from app.documents.read_docx import read_docx

        return read_docx(data, name)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UnreadableDocument(
            "This is an old or password-protected Word file: open it in Word and save it as .docx without a password."
        )
    if start.startswith(b"%PDF-"):
        from app.documents.read_pdf import read_pdf

        return read_pdf(data, name)
    if start.startswith(b"{\\rtf"):
        raise UnreadableDocument("This is a rich text (RTF) file: open it in Word and save it as .docx.")
    text = decoded(data)
    if looks_like_html(text):
        from app.documents.read_html import read_html

        return read_html(text, name)
    return source_from_text(text, name)


def decoded(data: bytes) -> str:
    """Text from bytes: UTF-8, UTF-16 or Windows' own; bytes that are no text are refused."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise UnreadableDocument("The text of this file is damaged.") from error
    head = data[:4096]
    if any(head.startswith(magic) for magic in _PICTURES) or not head.strip(b"\x00"):
        raise UnreadableDocument("This is not a text, Word, HTML or PDF file.")
    if head.count(0) * 3 > len(head) and head[1::2].count(0) > len(head) // 3:
        return data.decode("utf-16-le", errors="replace")
    if b"\x00" in head:
        raise UnreadableDocument("This is not a text, Word, HTML or PDF file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    strange = sum(1 for c in text[:4096] if c == "\ufffd" or (ord(c) < 32 and c not in "\t\r\n\f\v"))
    if strange > 0.02 * min(len(text), 4096):
        raise UnreadableDocument("This is not a text, Word, HTML or PDF file.")
    return text


_PICTURES = (
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"BM",
    b"RIFF",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
    b"MZ",
)


def looks_like_html(text: str) -> bool:
    """Whether a text is a web page or a fragment of one."""
    head = text.lstrip("\ufeff \t\r\n")[:3000].lower()
    if head.startswith(
        (
            "<!doctype html",
            "<html",
            "<?xml",
            "<body",
            "<div",
            "<p>",
            "<p ",
            "<table",
            "<h1",
            "<main",
            "<article",
            "<section",
            "<meta",
            "<ul",
            "<ol",
            "<span",
            "<!--startfragment",
        )
    ):
        return True
    return head.startswith("<") and re.search(r"</(?:p|div|li|h[1-6]|td|body|span)>", head) is not None


def source_from_text(text: str, name: str = "") -> Source:
    """The lines of a plain or Markdown text; numbers count as `str.splitlines` does."""
    from app.documents.read_text import read_text

    return read_text(text, name)


def source_from_pasted(text: str, html: str | None = None) -> Source:
    """What was pasted: the clipboard's HTML where there is some, for its headings and lists, else its text."""
    if html and html.strip():
        from app.documents.read_html import read_html

        source = read_html(html, "")
        if source.lines:
            return source
    return source_from_text(text)
