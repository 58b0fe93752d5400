"""Minutes as HTML for a website's editor to paste: the words of the Word file as headings, lists and tables.

It is made of the same paragraphs as the Word file, so that both always say the same. There are no classes, styles or
scripts in it, so that the website's own look holds.
"""

from collections.abc import Iterable
from typing import Any

from lxml import etree

from app.documents.minutes import Minutes
from app.documents.word import names
from app.documents.word.style_sheet import VAL, W
from app.documents.word.xml import body
from app.documents.write_docx import blocks_of

Element = Any
BOLD = {names.identifier(one) for one in (names.STRONG, names.REFERENCE, *map(names.marker, (0, 1)))}
HEADINGS = {
    names.identifier(names.heading(level, outline)): outline
    for level in range(1, names.DEEPEST + 1)
    for outline in range(1, level + 1)
} | {names.identifier(names.BLOCK_HEADING): 1, names.identifier(names.BLOCK_HEADING + " 2"): 2}
BULLETS = {names.identifier(names.at_depth(names.BULLET, depth)): depth for depth in range(names.DEEPEST)}
TITLES = {names.identifier(names.TITLE), names.identifier(names.OUR_TITLE)}
FACT = names.identifier(names.FACT)
DEEPEST = 6
"""HTML has no deeper headings."""


def write_html(minutes: Minutes, *, office: str = "", status: str = "") -> str:
    """The inside of a page, beginning with its heading of the first level."""
    return "\n".join(
        etree.tostring(one, encoding="unicode", method="html") for one in _blocks(minutes, office, status)
    )


def whole_page(minutes: Minutes, *, office: str = "", status: str = "", title: str = "") -> str:
    """A file of its own, in British English."""
    head = etree.Element("title")
    head.text = title or minutes.title or "Minutes"
    name = etree.tostring(head, encoding="unicode", method="html")
    inside = write_html(minutes, office=office, status=status)
    start = '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
    return f"{start}{name}\n</head>\n<body>\n{inside}\n</body>\n</html>\n"


def _blocks(minutes: Minutes, office: str, status: str) -> list[Element]:
    tree = etree.fromstring(body(blocks_of(minutes, office, status, {})))
    out: list[Element] = []
    lists: list[Element] = []
    for one in tree:
        style = _style(one)
        if style in BULLETS:
            _to_list(out, lists, one, BULLETS[style])
            continue
        lists.clear()
        if one.tag == W + "tbl":
            out.append(_table(one))
        elif style == FACT:
            _to_facts(out, one)
        else:
            out.append(_paragraph(one, style))
    # The heading of the first level comes first: what stands above it on paper follows it.
    titles = [one for one in out if one.tag == "h1"]
    return [*titles, *(one for one in out if one.tag != "h1")]


def _style(block: Element) -> str:
    found = block.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(VAL, "")


def _paragraph(block: Element, style: str) -> Element:
    if style in TITLES:
        tag = "h1"
    elif style in HEADINGS:
        tag = f"h{min(HEADINGS[style] + 1, DEEPEST)}"
    else:
        tag = "p"
    made = etree.Element(tag)
    _fill(made, block)
    return made


def _fill(made: Element, block: Element) -> None:
    """The words of a paragraph, the bold ones as such; a tab is a space."""
    mark = block.find(W + "bookmarkStart")
    if mark is not None:
        made.set("id", mark.get(W + "name", "").replace("_", "-"))
    for run in block.iter(W + "r"):
        words = "".join(_words(run))
        if not words:
            continue
        around = run.getparent()
        if around.tag == W + "hyperlink":
            link = etree.SubElement(made, "a", {"href": "#" + around.get(W + "anchor", "").replace("_", "-")})
            link.text = words
        elif _run_style(run) in BOLD:
            _append_bold(made, words)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + words
        else:
            made.text = (made.text or "") + words


def _append_bold(made: Element, words: str) -> None:
    bare = words.rstrip()
    if not bare:
        return
    last = made[-1] if len(made) else None
    if last is not None and last.tag == "strong" and not last.tail:
        last.text += words
        return
    strong = etree.SubElement(made, "strong")
    strong.text, strong.tail = bare, words[len(bare) :]


def _words(run: Element) -> Iterable[str]:
    for part in run:
        if part.tag == W + "t":
            yield part.text or ""
        elif part.tag in (W + "tab", W + "br"):
            yield " "


def _run_style(run: Element) -> str:
    found = run.find(f"{W}rPr/{W}rStyle")
    return "" if found is None else found.get(VAL, "")


def _to_list(out: list[Element], lists: list[Element], block: Element, depth: int) -> None:
    """A point of a list, or of one inside the last point of another."""
    del lists[depth + 1 :]
    while len(lists) <= depth:
        if not lists:
            out.append(etree.Element("ul"))
            lists.append(out[-1])
        elif len(lists[-1]):
            lists.append(etree.SubElement(lists[-1][-1], "ul"))
        else:
            break  # a list that begins deeper than its first level begins at that
    _fill(etree.SubElement(lists[-1], "li"), block)


def _to_facts(out: list[Element], block: Element) -> None:
    if not out or out[-1].tag != "dl":
        out.append(etree.Element("dl"))
    label, _, words = "".join("".join(_words(run)) for run in block.iter(W + "r")).partition(": ")
    etree.SubElement(out[-1], "dt").text = label
    etree.SubElement(out[-1], "dd").text = words


def _table(block: Element) -> Element:
    made = etree.Element("table")
    caption = block.find(f"{W}tblPr/{W}tblCaption")
    if caption is not None:
        etree.SubElement(made, "caption").text = caption.get(VAL)
    rows = block.findall(W + "tr")
    for place, (part, some) in enumerate((("thead", rows[:1]), ("tbody", rows[1:]))):
        group = etree.SubElement(made, part)
        for row in some:
            line = etree.SubElement(group, "tr")
            for column, cell in enumerate(row.findall(W + "tc")):
                head = place == 0 or column == 0
                there = etree.SubElement(line, "th" if head else "td")
                if head:
                    there.set("scope", "col" if place == 0 else "row")
                for paragraph in cell.iter(W + "p"):
                    _fill(there, paragraph)
    return made
