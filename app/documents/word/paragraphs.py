"""The words of a Word paragraph: its runs, joined, with what hangs on it (text boxes, footnotes)."""

import re
from dataclasses import dataclass, field

from app.documents.word.package import Element
from app.documents.word.style_sheet import StyleSheet, W, toggle

MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WRAPPERS = {
    W + name
    for name in (
        "hyperlink",
        "ins",
        "moveTo",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "customXml",
        "dir",
        "bdo",
    )
}
MATHS_BLOCKS = {MATHS + "oMath", MATHS + "oMathPara"}
PICTURES = {W + "drawing", W + "pict", W + "object"}
BREAKS = {W + "br", W + "cr"}
TABS = {W + "tab", W + "ptab"}


@dataclass(slots=True)
class Run:
    text: str
    bold: bool = False
    style: str = ""
    """The name of its character style."""


@dataclass(slots=True)
class Words:
    """What a paragraph holds. A break within it is a line feed."""

    runs: list[Run] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    """The contents of its text boxes."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """("footnote" or "endnote", identifier)"""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def chosen(alternatives: Element) -> Element | None:
    """One of several versions of the same content: the first with a text box, else the first."""
    versions = [version for version in alternatives if isinstance(version.tag, str)]
    boxed = [version for version in versions if next(version.iter(W + "txbxContent"), None) is not None]
    return next(iter([*boxed, *versions]), None)


class WordsOf:
    """Reads paragraphs with the styles of their file."""

    def __init__(self, styles: StyleSheet) -> None:
        self.styles = styles

    def __call__(self, paragraph: Element) -> Words:
        out = Words()
        self.gather(paragraph, out, self.styles.is_bold(self.styles.of(paragraph.find(W + "pPr"))))
        return out

    def gather(self, element: Element, out: Words, bold: bool) -> None:
        for child in element:
            if child.tag == W + "r":
                self.run(child, out, bold)
            elif child.tag in WRAPPERS:
                self.gather(child, out, bold)
            elif child.tag in MATHS_BLOCKS:
                out.runs.append(Run("".join(part.text or "" for part in child.iter(MATHS + "t"))))
            elif child.tag == ALTERNATIVES + "AlternateContent":
                version = chosen(child)
                if version is not None:
                    self.gather(version, out, bold)

    def run(self, element: Element, out: Words, bold: bool) -> None:
        properties = element.find(W + "rPr")
        if toggle(properties, "vanish"):
            return  # hidden text is not part of what was printed
        style = self.styles.of(properties, "rStyle")
        said = toggle(properties, "b")
        text: list[str] = []
        self.fill(element, text, out)
        if any(text):
            is_bold = bold != self.styles.is_bold(style) if said is None else said
            out.runs.append(Run("".join(text), is_bold, self.styles.name(style)))

    def fill(self, element: Element, text: list[str], out: Words) -> None:
        for child in element:
            tag = child.tag
            if tag == W + "t":
                text.append(child.text or "")
            elif tag in TABS:
                text.append("\t")
            elif tag in BREAKS:
                text.append("\n")
            elif tag == W + "noBreakHyphen":
                text.append("-")
            elif tag == W + "sym":
                text.append(symbol(child.get(W + "char", "")))
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                out.notes.append((tag[len(W) : -len("Reference")], child.get(W + "id", "")))
            elif tag in PICTURES:
                out.boxes += boxes_in(child)
            elif tag == W + "ruby":
                text += [
                    inner.text or "" for base in child.iter(W + "rubyBase") for inner in base.iter(W + "t")
                ]
            elif tag == ALTERNATIVES + "AlternateContent":
                version = chosen(child)
                if version is not None:
                    self.fill(version, text, out)


def symbol(code: str) -> str:
    """A sign of a symbol font, by its hexadecimal code."""
    sign = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", code) else 0
    return chr(sign) if 0x20 <= sign < 0xD800 or 0xE000 <= sign <= 0xFFFD else ""


def boxes_in(picture: Element) -> list[Element]:
    """The outermost text boxes of a picture; a version for older programs is not read a second time."""
    out: list[Element] = []
    for child in picture:
        if child.tag == ALTERNATIVES + "AlternateContent":
            version = chosen(child)
            out += boxes_in(version) if version is not None else []
        elif child.tag == W + "txbxContent":
            out.append(child)
        else:
            out += boxes_in(child)
    return out


def is_deleted_mark(paragraph: Element) -> bool:
    """Whether the paragraph's end was deleted under tracked changes, so that the next one continues it."""
    return any(paragraph.find(f"{W}pPr/{W}rPr/{W}{name}") is not None for name in ("del", "moveFrom"))
