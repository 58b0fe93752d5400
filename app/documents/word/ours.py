"""Our own Word files: the names of their styles say what every paragraph is.

What somebody added in Word under other styles is read as anybody's.
"""

import re

from app.documents.minutes import Kind
from app.documents.remarks import read_written_answer
from app.documents.source import PrintedAction, SourceLine, Span
from app.documents.word import names
from app.documents.word.attendance import row_read
from app.documents.word.details import read_details, read_reference
from app.documents.word.lines import Cell, Paragraph, Row, WordFile, stripped
from app.documents.word.others import Others
from app.documents.word.package import Element
from app.documents.word.paragraphs import Run
from app.documents.word.style_sheet import HEADING, W

FAMILY = re.compile(r"(list bullet|list number|numbered paragraph|indented text)(?: ([2-9]))?")
KINDS: dict[str, Kind | None] = {
    style.lower(): kind for style, kind in ((s, k) for k, s in names.KIND_STYLES.items())
}
KINDS |= {names.ACTION_ALONE.lower(): Kind.ACTION, names.BODY.lower(): None}
KINDS |= {names.WITHHELD.lower(): Kind.STATEMENT}
KINDS |= {f"{name} 2".lower(): KINDS[name.lower()] for name in names.BARRED}
KINDS |= {(name + names.LEAD_IN).lower(): KINDS[name.lower()] for name in names.WITH_LEAD_IN}
BESIDE_ACTIONS = {names.ACTION_DETAILS.lower(), names.ACTION_NOTE.lower()}
HARD_SPACE = "\u00a0"


def is_ours(file: WordFile) -> bool:
    """Whether a paragraph of the file is written in one of our styles."""
    telling = {key for key, name in file.styles.names.items() if name.lower() in names.TELLING}
    return bool(telling) and any(
        file.styles.of(paragraph.find(W + "pPr")) in telling for paragraph in file.body.iter(W + "p")
    )


class Ours(Others):
    """Reads one of our own files into source lines."""

    def __init__(self, file: WordFile) -> None:
        super().__init__(file)
        self.raising: SourceLine | None = None
        """The line whose actions the next details belong to, and how many were read."""
        self.details_read = 0

    def paragraph(self, paragraph: Paragraph) -> None:
        style = paragraph.style.lower()
        for run in paragraph.words.runs:
            run.text = run.text.replace(HARD_SPACE, " ")
        if not paragraph.words.text.strip():
            return
        if style in names.ADDED:
            self.added(paragraph, style)
        elif style == names.ASSURANCE.lower():
            text = " ".join(paragraph.words.text.split())
            self.out.add(SourceLine(0, text, "assurance", style=paragraph.style))
        elif style == names.TITLE.lower():
            self.fact("Title", paragraph.words.text, paragraph.style)
        elif style == names.NEXT_MEETING.lower():
            self.fact("Next meeting", paragraph.words.text, paragraph.style)
        elif style == names.FACT.lower():
            label, _, value = paragraph.words.text.partition("\t")
            self.fact(label.strip().rstrip(":"), value, paragraph.style)
        elif HEADING.fullmatch(style):
            self.heading(paragraph)
        elif style in KINDS or FAMILY.fullmatch(style):
            self.line(paragraph, style)
        else:
            super().paragraph(paragraph)
            return
        self.hanging(paragraph)

    def fact(self, label: str, value: str, style: str) -> None:
        self.out.add(SourceLine(0, f"{label}\t{' '.join(value.split())}", "field", style=style))

    def furniture(self) -> None:
        """Our footer is the title and the page: it says nothing of its own."""

    def heading(self, paragraph: Paragraph) -> None:
        words = " ".join(paragraph.words.text.replace("\t", "\0").split()).strip()
        number, tab, title = words.partition("\0")
        if not tab:
            number, title = "", words
        number = number.strip()
        number = number[:-1] if re.fullmatch(r"\d+\.", number) else number
        found = HEADING.fullmatch(paragraph.style.lower())
        level = int(found[1]) if found else 1
        title = title.replace("\0", " ").strip()
        self.out.add(SourceLine(0, title, "heading", level, number, style=paragraph.style))

    def line(self, paragraph: Paragraph, style: str) -> None:
        line = SourceLine(0, "", "paragraph", style=paragraph.style, kind=KINDS.get(style))
        runs = paragraph.words.runs
        if found := FAMILY.fullmatch(style):
            line.level = int(found[2] or 1) - 1
            line.role = "bullet" if found[1].startswith("list") else "paragraph"
            if found[1] in ("list number", "numbered paragraph"):
                line.label, runs = label_of(runs)
        references = read_runs(line, runs)
        if not line.text:
            return
        if line.kind is not None and not any(span.kind for span in line.spans):
            line.spans.append(Span(0, len(line.text), kind=line.kind))
        spans = [span for span in line.spans if span.kind is Kind.ACTION]
        line.actions = [PrintedAction() for _ in spans]
        for at, reference in references:
            place = next((n for n, span in enumerate(spans) if span.starts <= at < span.ends), None)
            if place is not None:
                line.actions[place].reference = reference
        self.raising, self.details_read = line, 0
        self.out.add(line)

    def added(self, paragraph: Paragraph, style: str) -> None:
        text = " ".join(paragraph.words.text.split())
        line = self.raising
        if style in BESIDE_ACTIONS and line is not None and self.details_read < len(line.actions):
            printed, beside = read_details(text), line.actions[self.details_read]
            printed.reference = beside.reference or printed.reference
            line.actions[self.details_read] = printed
            self.details_read += 1
        if style == names.REMARK.lower() and line is not None:
            line.written_answers += read_written_answer(text)
        self.out.add(SourceLine(0, text, "added", style=paragraph.style))

    def table(self, element: Element) -> None:
        rows = self.file.rows(element)
        style = next((p.style.lower() for row in rows for cell in row.cells for p in cell.paragraphs), "")
        if style in (names.ATTENDANCE_HEADING.lower(), names.ATTENDANCE_TEXT.lower()):
            self.attendance(rows)
        elif style in names.ADDED:
            for row in rows:
                words = "\t".join(
                    " ".join(words_of(cell_runs).split()) for cell_runs in map(runs_of, row.cells)
                )
                if words.strip():
                    self.out.add(SourceLine(0, words, "added", style=names.TABLE_TEXT))
        else:
            self.rows(rows)

    def attendance(self, rows: list[Row]) -> None:
        self.tables += 1
        heads = [" ".join(words_of(runs_of(cell)).split()) for cell in rows[0].cells]
        self.row_of_attendance(list(names.ATTENDANCE_CELLS), is_header=True)
        for row in rows[1:]:
            cells = row_read(heads, [runs_of(cell) for cell in row.cells])
            if any(cells[:4]):
                self.row_of_attendance(cells)

    def row_of_attendance(self, cells: list[str], *, is_header: bool = False) -> None:
        line = SourceLine(0, "\t".join(cells), "attendance", cells=cells, table=self.tables)
        line.is_header_row, line.style = is_header, names.ATTENDANCE_TEXT
        self.out.add(line)


def words_of(runs: list[Run]) -> str:
    return "".join(run.text for run in runs)


def runs_of(cell: Cell) -> list[Run]:
    """The runs of a cell, with plain spaces; its paragraphs are parted by line feeds."""
    out: list[Run] = []
    for paragraph in cell.paragraphs:
        out += [Run("\n")] if out else []
        out += [Run(run.text.replace(HARD_SPACE, " "), run.bold, run.style) for run in paragraph.words.runs]
    return out


def label_of(runs: list[Run]) -> tuple[str | None, list[Run]]:
    """The number or letter before the first tab, and the runs after it."""
    before = ""
    for place, run in enumerate(runs):
        head, tab, tail = run.text.partition("\t")
        before += head
        if tab:
            rest = [Run(tail, run.bold, run.style)] if tail else []
            return " ".join(before.split()) or None, rest + runs[place + 1 :]
    return None, runs


def read_runs(line: SourceLine, runs: list[Run]) -> list[tuple[int, str]]:
    """Fill in a line's text and the spans that its character styles mark.

    Returns the references that we printed in it, each with the place in the text where it stood.
    """
    texts: list[str] = []
    ends = 0
    spans: list[Span] = []
    turns: list[int] = []
    references: list[tuple[int, str]] = []
    for run in runs:
        style = run.style.lower()
        if style == names.REFERENCE.lower():
            references.append((ends, read_reference(run.text)))
            continue
        texts.append(run.text)
        starts, ends = ends, ends + len(run.text)
        if style in names.PASSAGES:
            kind, turn = names.PASSAGES[style]
            if spans and spans[-1].ends == starts and (spans[-1].kind, turns[-1]) == (kind, turn):
                spans[-1].ends = ends
            else:
                spans.append(Span(starts, ends, kind=kind))
                turns.append(turn)
    text = "".join(texts)
    leading = len(text) - len(text.lstrip())
    line.text, line.spans = stripped(text, spans)
    return [(max(0, at - leading), reference) for at, reference in references if reference]
