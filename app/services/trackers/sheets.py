"""The tables of a file that somebody sent: a workbook (.xlsx) or comma-separated values.

A file from elsewhere is not trusted: what it unpacks to is bounded before anything is unpacked, macros and
documents that name others are refused, formulas are never computed (what a program last computed is read).
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from app.errors import UnreadableDocument

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
"""Bytes of all parts of a workbook together: some ten times what a tracker of 3,000 rows takes."""
MOST_PARTS = 500
MOST_ROWS = 3000
MOST_COLUMNS = 60
MOST_SHEETS = 20
_EMPTY_IN_A_ROW = 500
"""After so many empty rows a sheet is over: spreadsheets claim a million."""
_LONGEST = 10_000
"""Characters of a cell."""

Value = str | int | float | date | None


@dataclass(frozen=True)
class Sheet:
    """A table: rows of values as they stand in the file, the first row first. Row numbers count from 1."""

    name: str
    rows: list[list[Value]]
    uncomputed: frozenset[str] = frozenset()
    """Cells such as "C5" that hold a formula of which no program has saved what it comes to."""

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


def read(data: bytes, *, name: str) -> list[Sheet]:
    """The sheets of the file that have something in them. Raises UnreadableDocument, with what to do."""
    if not data.strip():
        raise UnreadableDocument("The file is empty. Choose another one.")
    if len(data) > MOST_BYTES:
        raise UnreadableDocument(
            f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Bring it in in parts."
        )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableDocument(
            "This is an old Excel file (.xls), or one with a password. Save it as .xlsx without a password."
        )
    if data.startswith(b"PK"):
        sheets = _workbook(data)
    elif data.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8")):
        raise UnreadableDocument(f"{name or 'This'} is no spreadsheet. Choose an .xlsx or .csv file.")
    else:
        sheets = [_comma_separated(data)]
    found = [sheet for sheet in sheets if any(any(cell is not None for cell in row) for row in sheet.rows)]
    if not found:
        raise UnreadableDocument("There is nothing in this spreadsheet. Choose another one.")
    return found


def _workbook(data: bytes) -> list[Sheet]:
    try:
        has_formulas = _refuse_what_is_hostile(data)
        values = list(_sheets(data, computed=True))
        if not has_formulas:
            return values
        return [
            Sheet(sheet.name, sheet.rows, _uncomputed(sheet, written))
            for sheet, written in zip(values, _sheets(data, computed=False), strict=True)
        ]
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        ParseError,
        TypeError,
        OSError,
    ) as wrong:
        raise UnreadableDocument(
            "This workbook is damaged. Open it in Excel, save it as .xlsx and try again."
        ) from wrong


def _refuse_what_is_hostile(data: bytes) -> bool:
    """Raises UnreadableDocument; returns whether any sheet has formulas."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise UnreadableDocument(
                "This workbook unpacks to far more than a tracker has. It was not opened."
            )
        names = {part.filename.lower() for part in parts}
        if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
            raise UnreadableDocument(
                "This workbook holds macros. Save it as .xlsx, without macros, and try again."
            )
        if "xl/workbook.xml" not in names:
            raise UnreadableDocument("This is no Excel workbook. Choose an .xlsx or .csv file.")
        has_formulas = False
        for part in parts:
            if not part.filename.lower().endswith((".xml", ".rels")):
                continue
            content = archive.read(part)
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise UnreadableDocument("This workbook is not as Excel writes them, and was not opened.")
            if part.filename.lower().startswith("xl/worksheets/"):
                has_formulas |= b"<f>" in content or b"<f " in content
        return has_formulas


def _sheets(data: bytes, *, computed: bool) -> Iterator[Sheet]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=computed, keep_links=False)
    try:
        for sheet in book.worksheets[:MOST_SHEETS]:
            rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
            yield Sheet(sheet.title, list(_bounded([_plain(cell) for cell in row] for row in rows)))
    finally:
        book.close()


def _bounded(rows: Iterator[list[Value]]) -> Iterator[list[Value]]:
    """Rows until the sheet is over. Raises UnreadableDocument when there are too many."""
    waiting: list[list[Value]] = []
    full = 0
    for row in rows:
        while row and row[-1] is None:
            row.pop()
        waiting.append(row)
        if not row:
            if len(waiting) > _EMPTY_IN_A_ROW:
                return
            continue
        full += 1
        if full > MOST_ROWS + 1:
            raise UnreadableDocument(
                f"A sheet has more than {MOST_ROWS:,} rows. Bring it in in parts: nothing is doubled."
            )
        yield from waiting
        waiting = []


def _plain(cell: object) -> Value:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if cell is None or isinstance(cell, date | int | float):
        return cell
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return words_of(str(cell)) or None


def words_of(text: str) -> str:
    """Without what cannot be printed, and without the apostrophe that keeps words from being a formula."""
    kept = "".join(letter if letter.isprintable() or letter in "\n\t" else " " for letter in text[:_LONGEST])
    kept = "\n".join(" ".join(line.split()) for line in kept.splitlines()).strip()
    return kept[1:] if kept[:1] == "'" and kept[1:2] in tuple("=+-@＝＋－＠") and kept[1:2] else kept


def _uncomputed(values: Sheet, written: Sheet) -> frozenset[str]:
    return frozenset(
        f"{get_column_letter(at + 1)}{number}"
        for number, row in enumerate(written.rows, start=1)
        for at, cell in enumerate(row)
        if isinstance(cell, str) and cell.startswith("=") and _at(values, number, at) is None
    )


def _at(sheet: Sheet, number: int, at: int) -> Value:
    row = sheet.rows[number - 1] if number <= len(sheet.rows) else []
    return row[at] if at < len(row) else None


def _comma_separated(data: bytes) -> Sheet:
    text = _decoded(data)
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    try:
        rows: Iterator[list[Value]] = (
            [words_of(cell) or None for cell in row[:MOST_COLUMNS]]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        )
        return Sheet("The file", [list(row) for row in _bounded(rows)])
    except csv.Error as wrong:
        raise UnreadableDocument(f"This is not a table of comma-separated values ({wrong}).") from wrong


def _decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what Excel on Windows writes. Raises UnreadableDocument for no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data[:4096]:
        raise UnreadableDocument("This is no spreadsheet. Choose an .xlsx or .csv file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
