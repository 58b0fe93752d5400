"""Other people's Word files: what their styles, lists and tables say plainly, before it means anything."""

import re

from app.documents.source import SourceLine, Span
from app.documents.word.body import blocks
from app.documents.word.lines import Cell, Lines, Paragraph, Row, WordFile, bold_spans, broken, stripped
from app.documents.word.package import Element
from app.documents.word.paragraphs import Run, is_deleted_mark

CONTENTS = re.compile(r"toc (?:\d|heading)|table of (?:figures|authorities)", re.IGNORECASE)
BULLETED = re.compile(r"list bullet(?: (\d))?", re.IGNORECASE)
TYPED = re.compile(r"(?:[•●○◦▪■□‣⁃∙·►➢✓❖\ue000-\uf8ff]\s*|[-–—*]\s+|[o§Ø]\t\s*)(?=\S)")
"""A bullet that somebody typed. "o", "§" and "Ø" are what bullets of symbol fonts become in other fonts."""
PAGE_WORDS = re.compile(r"(?:\W|\d|_|page|of)*", re.IGNORECASE)
SOFT_HYPHEN = "\u00ad"


class Others:
    """Reads somebody else's file into source lines."""

    def __init__(self, file: WordFile) -> None:
        self.file = file
        self.out = Lines()
        self.tables = 0
        self.noted: set[tuple[str, str]] = set()

    def read(self) -> list[SourceLine]:
        self.blocks(self.file.body)
        for note in self.file.notes:
            self.note(note)  # those that nothing refers to
        self.furniture()
        return self.out.lines

    def blocks(self, parent: Element) -> None:
        carried: list[Run] = []
        for kind, element in blocks(parent):
            if kind == "table":
                self.table(element)
                continue
            paragraph = self.file.paragraph(element)
            carried += paragraph.words.runs
            paragraph.words.runs = [] if is_deleted_mark(element) else carried
            carried = [] if paragraph.words.runs else carried
            self.paragraph(paragraph)
        if carried:
            self.lines(broken(carried), SourceLine(0, ""))

    def paragraph(self, paragraph: Paragraph) -> None:
        runs = paragraph.words.runs
        line = SourceLine(0, "", style=paragraph.style or None)
        if paragraph.mark:
            line.label, line.level = paragraph.mark.label, paragraph.mark.depth
            line.role = "bullet" if paragraph.mark.label is None else None
        elif found := BULLETED.fullmatch(paragraph.style):
            line.role, line.level = "bullet", int(found[1] or 1) - 1
        if paragraph.style.lower() == "title":
            line.role, line.level = "heading", 1
        elif CONTENTS.match(paragraph.style):
            line.role, line.level, line.label = "furniture", None, None
        elif paragraph.level is not None:
            line.role, line.level = "heading", paragraph.level
        if line.role == "heading":
            self.lines([[Run(run.text.replace("\n", " "), run.bold) for run in runs]], line)
        else:
            self.lines(broken(runs), line)
        self.hanging(paragraph)

    def lines(self, texts: list[list[Run]], like: SourceLine) -> None:
        """One source line for each text; the mark before the paragraph stands before the first."""
        for runs in texts:
            kept = [Run(run.text.replace(SOFT_HYPHEN, ""), run.bold) for run in runs]
            text, spans = stripped("".join(run.text for run in kept), bold_spans(kept))
            if not text:
                continue
            if like.role == "heading":
                spans = []
            elif like.role is None and like.label is None and (typed := TYPED.match(text)):
                like.role, like.level = "bullet", 0
                text, spans = cut(text, spans, typed.end())
            self.out.add(
                SourceLine(0, text, like.role, like.level, like.label, spans=spans, style=like.style)
            )
            like = SourceLine(0, "", style=like.style)

    def hanging(self, paragraph: Paragraph) -> None:
        """Text boxes anchored in the paragraph, and the footnotes it refers to, follow it as lines."""
        for box in paragraph.words.boxes:
            self.blocks(box)
        for note in paragraph.words.notes:
            self.note(note)

    def note(self, note: tuple[str, str]) -> None:
        if note in self.file.notes and note not in self.noted:
            self.noted.add(note)
            self.blocks(self.file.notes[note])

    def table(self, element: Element) -> None:
        self.rows(self.file.rows(element))

    def rows(self, rows: list[Row]) -> None:
        if all(len(row.cells) <= 1 for row in rows):
            for row in rows:  # a frame around text, not a table
                for cell in row.cells:
                    self.frame(cell)
            return
        self.tables += 1
        place = self.tables
        for at, row in enumerate(rows):
            self.row(row, place, is_first=at == 0)

    def frame(self, cell: Cell) -> None:
        for paragraph in cell.paragraphs:
            self.paragraph(paragraph)
        for table in cell.tables:
            self.table(table)

    def row(self, row: Row, place: int, *, is_first: bool) -> None:
        runs: list[Run] = []
        cells: list[str] = []
        for number, cell in enumerate(row.cells):
            words = self.cell_words(cell)
            cells.append("".join(run.text for run in words))
            runs += [Run("\t"), *words] if number else words
        line = SourceLine(0, "", "row", cells=cells, table=place)
        flat = [Run(run.text.replace("\n", " "), run.bold) for run in runs]
        line.text, line.spans = stripped("".join(run.text for run in flat), bold_spans(flat))
        line.is_header_row = row.is_header or (is_first and is_all_bold(flat))
        if line.text:
            self.out.add(line)
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                self.hanging(paragraph)
            for table in cell.tables:
                self.table(table)

    def cell_words(self, cell: Cell) -> list[Run]:
        """The words of a cell, with numbers and bullets; its paragraphs are parted by line feeds."""
        out: list[Run] = []
        for paragraph in cell.paragraphs:
            runs = [Run(run.text.replace(SOFT_HYPHEN, ""), run.bold) for run in paragraph.words.runs]
            has_words = any(run.text.strip() for run in runs)
            label = (paragraph.mark.label or "•") if paragraph.mark else ""
            if not has_words and label in ("", "•"):
                continue
            if label:
                runs = [Run(f"{label} " if has_words else label), *runs]
            out += [Run("\n"), *runs] if out else runs
        return out

    def furniture(self) -> None:
        """What headers and footers say, once each, after everything else: one may hold the only date."""
        seen: set[str] = set()
        for kind in ("header", "footer"):
            for part in self.file.package.every(kind):
                for text in self.all_texts(part):
                    if text not in seen and not PAGE_WORDS.fullmatch(text):
                        seen.add(text)
                        self.out.add(SourceLine(0, text, "furniture"))

    def all_texts(self, parent: Element) -> list[str]:
        out: list[str] = []
        for kind, element in blocks(parent):
            if kind == "table":
                for row in self.file.rows(element):
                    for cell in row.cells:
                        out += ["".join(run.text for run in self.cell_words(cell)).replace("\n", " ").strip()]
                continue
            words = self.file.words_of(element)
            out += ["".join(run.text for run in runs).strip() for runs in broken(words.runs)]
            for box in words.boxes:
                out += self.all_texts(box)
        return [text for text in out if text]


def cut(text: str, spans: list[Span], at: int) -> tuple[str, list[Span]]:
    """The text from there on, and its spans moved along."""
    moved = [Span(max(0, span.starts - at), span.ends - at, span.bold) for span in spans if span.ends > at]
    return text[at:], moved


def is_all_bold(runs: list[Run]) -> bool:
    worded = [run for run in runs if run.text.strip()]
    return bool(worded) and all(run.bold for run in worded)
