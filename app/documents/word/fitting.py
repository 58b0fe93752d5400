"""Tables as wide as the text, which an office's own page may make narrower or wider than ours."""

from typing import Any

from app.documents.word.house_xml import WIDTH, mm
from app.documents.word.style_sheet import W, number

Element = Any
LETTER, GAP = 2.5, 6
"""The width of a letter of 12 points in a wide face, and what parts two columns, in millimetres."""


def fit_tables(body: Element, width: int) -> None:
    """`width` of the text, in twentieths of a point. A column that would break a word takes from those with room."""
    if width == mm(WIDTH):
        return
    for table in body.iter(W + "tbl"):
        grid = table.findall(f"{W}tblGrid/{W}gridCol")
        rows = [row.findall(W + "tc") for row in table.findall(W + "tr")]
        wanted = [number(column.get(W + "w")) * width / mm(WIDTH) for column in grid]
        fitted = _fitted(wanted, [_least(row[place] for row in rows) for place in range(len(grid))])
        for column, room in zip(grid, fitted, strict=True):
            column.set(W + "w", str(room))
        for row in rows:
            for cell, room in zip(row, fitted, strict=True):
                for said in cell.iter(W + "tcW"):
                    said.set(W + "w", str(room))
        for said in table.iter(W + "tblW"):
            said.set(W + "w", str(sum(fitted)))


def _least(cells: Any) -> float:
    """What the longest word of a column needs."""
    words = (word for cell in cells for text in cell.iter(W + "t") for word in (text.text or "").split())
    return mm(max(map(len, words), default=1) * LETTER + GAP)


def _fitted(wanted: list[float], least: list[float]) -> list[int]:
    """Widths of the same sum; where all is too narrow, nothing can be done."""
    lacking = sum(max(0.0, need - has) for has, need in zip(wanted, least, strict=True))
    spare = sum(max(0.0, has - need) for has, need in zip(wanted, least, strict=True))
    given = min(lacking, spare)
    out = []
    for has, need in zip(wanted, least, strict=True):
        if has < need:
            out.append(has + (need - has) * given / lacking)
        else:
            out.append(has - (has - need) * given / spare if spare else has)
    return [round(one) for one in out]
