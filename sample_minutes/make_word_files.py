"""Makes the Word files of this folder from `word_sources/`, each in an office's own habits, none in ours.

    .venv/bin/python sample_minutes/make_word_files.py

A source holds one paragraph a line, after a word for its form: title, subtitle, field, bold, h1, h2, p,
b (bullet), n (a paragraph that Word numbers below the heading before it), run (a bold heading run into its
paragraph, up to a bar), act (a paragraph that begins with a bold marker), th and tr (rows of a table; cells
between " | ", their paragraphs between " ¶ "). The same source always makes the same bytes: the files are
committed, and a test makes them again.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "word_sources"
EPOCH = (2000, 1, 1, 0, 0, 0)

Heading = Callable[[Document, str, int], None]


def by_style(document: Document, text: str, level: int) -> None:
    """A heading as Word means it: the style says so, the number is typed."""
    document.add_heading(text, level)


def by_bold(document: Document, text: str, _level: int) -> None:
    """A heading as most offices type it: an ordinary paragraph, all bold."""
    document.add_paragraph().add_run(text).bold = True


def by_list_number(document: Document, text: str, level: int) -> None:
    """A heading whose number Word counts: it stands in numbering.xml and not in the text."""
    add_counted(document, text, level, bold=True)


def add_counted(document: Document, text: str, level: int, *, bold: bool) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = bold or None
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  python-docx has no public door to numbering
    properties.append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level - 1}"/>'
            f'<w:numId w:val="{HEADING_LIST}"/></w:numPr>'
        )
    )


HEADING_LIST = 90
HEADING_LEVELS = f"""
<w:abstractNum {nsdecls("w")} w:abstractNumId="{HEADING_LIST}">
  <w:multiLevelType w:val="multilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>
    <w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/>
    <w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>
</w:abstractNum>"""


@dataclass(frozen=True)
class Office:
    """How the office of one document makes its headings, and the typeface it likes."""

    heading: Heading
    font: str
    points: float = 11


OFFICES = {
    "northfold-2023-11-09": Office(by_style, "Arial"),
    "northfold-2024-03-14": Office(by_list_number, "Times New Roman", 12),
    "northfold-2024-09-19": Office(by_bold, "Calibri"),
    "northfold-21-november-2024": Office(by_bold, "Arial"),
    "northfold-2025-03-13": Office(by_style, "Verdana", 10.5),
}


def add_heading_list(document: Document) -> None:
    """Word wants every abstractNum before the first num."""
    numbering = document.part.numbering_part.element
    numbering.insert(list(numbering).index(numbering.find(qn("w:num"))), parse_xml(HEADING_LEVELS))
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{HEADING_LIST}">'
            f'<w:abstractNumId w:val="{HEADING_LIST}"/></w:num>'
        )
    )


def add_row(document: Document, text: str, *, begins_table: bool) -> None:
    cells = text.split(" | ")
    if begins_table:
        table = document.add_table(rows=1, cols=len(cells), style="Table Grid")
    else:
        table = document.tables[-1]
        table.add_row()
    for cell, words in zip(table.rows[-1].cells, cells, strict=True):
        first, *others = words.split(" ¶ ")
        cell.paragraphs[0].add_run(first).bold = begins_table or None
        for other in others:
            cell.add_paragraph(other)


def add_action(document: Document, text: str) -> None:
    marker, words = text.split(":", 1)
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{marker}:").bold = True
    paragraph.add_run(words)


def add_run_in(document: Document, text: str) -> None:
    heading, words = text.split("|", 1)
    paragraph = document.add_paragraph()
    paragraph.add_run(heading).bold = True
    paragraph.add_run(words)


def make(name: str) -> bytes:
    """The Word file of the source `name`, as bytes."""
    return word_file((SOURCES / f"{name}.marked").read_text(encoding="utf-8"), OFFICES[name])


def word_file(source: str, office: Office) -> bytes:
    """What `source` says, in the habits of an office, as the bytes of a Word file."""
    document = docx.Document()
    document.styles["Normal"].font.name = office.font
    document.styles["Normal"].font.size = Pt(office.points)
    if office.heading is by_list_number:
        add_heading_list(document)
    for line in source.splitlines():
        form, _, text = line.partition(" ")
        match form:
            case "title" | "subtitle":
                document.add_paragraph(text, style=form.title())
            case "h1" | "h2":
                office.heading(document, text, int(form[1]))
            case "bold":
                by_bold(document, text, 1)
            case "b":
                document.add_paragraph(text, style="List Bullet")
            case "n":
                add_counted(document, text, 2, bold=False)
            case "run":
                add_run_in(document, text)
            case "act":
                add_action(document, text)
            case "th" | "tr":
                add_row(document, text, begins_table=form == "th")
            case "field" | "p":
                document.add_paragraph(text)
            case _:
                raise ValueError(f"no form is called {form!r}: {line}")
    written = io.BytesIO()
    document.save(written)
    return with_fixed_times(written.getvalue())


def with_fixed_times(data: bytes) -> bytes:
    """The same package with one time on every part: a zip otherwise holds the time at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(package.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            new.writestr(zipfile.ZipInfo(name, EPOCH), package.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    for name in OFFICES:
        (HERE / f"{name}.docx").write_bytes(make(name))
        print(f"{name}.docx")
