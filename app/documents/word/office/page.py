"""The page of an office's file: its size, margins, and which header and footer stand where."""

from dataclasses import dataclass, field

from app.documents.word.house_xml import WIDTH, mm
from app.documents.word.package import Element
from app.documents.word.style_sheet import W, number, toggle

ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
KINDS = ("default", "first", "even")
LEAST_TEXT = mm(100)
LONGEST = mm(600)
OURS = {
    "pgSz": {"w": mm(210), "h": mm(297)},
    "pgMar": {
        "top": mm(22),
        "right": mm(210 - 20 - WIDTH),
        "bottom": mm(26),
        "left": mm(20),
        "header": mm(10),
    }
    | {"footer": mm(9), "gutter": 0},
}
"""In twentieths of a point."""


@dataclass(slots=True)
class Page:
    """`edges` are the identifiers of headers and footers by kind ("header") and type ("default", "first", "even")."""

    size: dict[str, int] = field(default_factory=lambda: dict(OURS["pgSz"]))
    margins: dict[str, int] = field(default_factory=lambda: dict(OURS["pgMar"]))
    edges: dict[tuple[str, str], str] = field(default_factory=dict)
    has_first: bool = False

    def properties(self, *, has_edges: bool) -> str:
        """Of a section, behind its references to headers and footers."""
        wide = ' w:orient="landscape"' if self.size["w"] > self.size["h"] else ""
        size = " ".join(f'w:{name}="{value}"' for name, value in self.size.items())
        margins = " ".join(f'w:{name}="{value}"' for name, value in self.margins.items())
        first = "<w:titlePg/>" if self.has_first and has_edges else ""
        return f"<w:pgSz {size}{wide}/><w:pgMar {margins}/>{first}"


def page_of(document: Element) -> Page:
    """Of the last section; headers and footers stand until another section has its own."""
    page = Page()
    for section in document.iter(W + "sectPr"):
        for kind in ("header", "footer"):
            for reference in section.findall(f"{W}{kind}Reference"):
                which = reference.get(W + "type", "default")
                if which in KINDS:
                    page.edges[kind, which] = reference.get(ID, "")
        page.has_first = bool(toggle(section, "titlePg"))
        size, margins = _read(section, "pgSz"), _read(section, "pgMar")
        if size["w"] - margins["left"] - margins["right"] >= LEAST_TEXT and max(size.values()) <= LONGEST:
            page.size, page.margins = size, margins
    if not page.has_first:
        page.edges = {key: one for key, one in page.edges.items() if key[1] != "first"}
    return page


def _read(section: Element, name: str) -> dict[str, int]:
    found = section.find(W + name)
    if found is None:
        return dict(OURS[name])
    return {side: abs(number(found.get(W + side), value)) for side, value in OURS[name].items()}


def text_width(section: Element) -> int:
    """Between the margins of a section, in twentieths of a point."""
    size, margins = _read(section, "pgSz"), _read(section, "pgMar")
    return size["w"] - margins["left"] - margins["right"]
