"""A register going out: its rows as a spreadsheet or as comma-separated values, whatever they are about.

A cell is what somebody typed, so a program that opens the file must not take it for a formula.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any, Generic, TypeVar

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.worksheet import Worksheet

Of = TypeVar("Of")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST = 32_767
"""Characters in a cell, the most that Excel takes."""
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


Value = str | int | date | None


@dataclass(frozen=True)
class Column(Generic[Of]):
    """A column: its heading, its width in characters, and what stands in it."""

    heading: str
    width: float
    value: Callable[[Of], Value]


_TOP = Alignment(wrap_text=True, vertical="top")
_LEFT = Alignment(horizontal="left", vertical="top")
_LINKED = Font(name="Calibri", size=11, bold=True, color="14505C", underline="single")
_LINE = 15.0
"""Points."""
_DAY = "d mmm yyyy"


def harmless(words: str) -> str:
    """Words that no spreadsheet program takes for a formula: an apostrophe stands before those that could be."""
    return f"'{words}" if words.startswith(_BEGINS_A_FORMULA) else words


def as_csv(rows: Iterable[Of], columns: Sequence[Column[Of]]) -> bytes:
    """UTF-8 with its mark, so that Excel shows every letter right; days as 2023-03-31."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.heading for column in columns)
    for row in rows:
        values = (column.value(row) for column in columns)
        writer.writerow(harmless(value) if isinstance(value, str) else value for value in values)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(
    rows: Iterable[Of], columns: Sequence[Column[Of]], *, name: str, title: str, link: Callable[[Of], str]
) -> bytes:
    """A workbook with one sheet: real days, filters, a header that stays, and landscape pages as wide as the table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet: Worksheet = book.create_sheet(name)
    book.properties.title, book.properties.creator = title, "Holding to Account"
    _head(sheet, columns)
    last = 1
    for last, row in enumerate(rows, start=2):
        for at, column in enumerate(columns, start=1):
            cell = sheet.cell(last, at, _value(column.value(row)))
            if isinstance(cell.value, str):
                cell.data_type = "s"  # words, also those that begin with an equals sign
            cell.alignment = _TOP if isinstance(cell.value, str) else _LEFT
            if isinstance(cell.value, date):
                cell.number_format = _DAY
        sheet.row_dimensions[last].height = _LINE * _lines(row, columns)
        sheet.cell(last, 1).hyperlink = link(row)
        sheet.cell(last, 1).font = _LINKED
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    _prepare_for_print(sheet, title)
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def _head(sheet: Worksheet, columns: Sequence[Column[Any]]) -> None:
    for at, column in enumerate(columns, start=1):
        cell = sheet.cell(1, at, column.heading)
        cell.font = Font(name="Calibri", size=11, bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
        cell.border = Border(bottom=Side("medium", color="0B0C0C"))
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.freeze_panes = "B2"


def _lines(row: Of, columns: Sequence[Column[Of]]) -> int:
    """How many lines the row's words take when wrapped: not every program finds that out by itself."""
    return max(
        (
            sum(max(1, ceil(len(part) * 1.1 / column.width)) for part in value.splitlines())
            for column in columns
            if isinstance(value := column.value(row), str) and value
        ),
        default=1,
    )


def _value(value: Value) -> Value:
    if isinstance(value, str):
        return ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST] or None
    return value


def _prepare_for_print(sheet: Worksheet, title: str) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = int(Worksheet.PAPERSIZE_A4)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    properties: Any = sheet.sheet_properties
    properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    head, foot = HeaderFooterItem(), HeaderFooterItem()
    head.left.text, foot.right.text = title.replace("&", "&&"), "Page &P of &N"
    sheet.oddHeader, sheet.oddFooter = head, foot
