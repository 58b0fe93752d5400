"""The order in which a Word file says things: its paragraphs and tables, through whatever wraps them."""

from collections.abc import Iterator
from typing import Literal

from app.documents.word.package import Element
from app.documents.word.paragraphs import ALTERNATIVES, chosen
from app.documents.word.style_sheet import W

WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
Block = tuple[Literal["paragraph", "table"], Element]


def blocks(parent: Element) -> Iterator[Block]:
    """Paragraphs and tables directly in a body, cell, header, note or text box, in order."""
    for child in parent:
        if child.tag == W + "p":
            yield "paragraph", child
        elif child.tag == W + "tbl":
            yield "table", child
        elif child.tag in WRAPPERS:
            yield from blocks(child)
        elif child.tag == ALTERNATIVES + "AlternateContent":
            version = chosen(child)
            if version is not None:
                yield from blocks(version)


def inside(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, through whatever wraps them; deleted rows are left out."""
    for child in parent:
        if child.tag == W + name:
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in WRAPPERS:
            yield from inside(child, name)
