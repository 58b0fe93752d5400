"""Paragraphs and tables as WordprocessingML, in named styles and with no formatting of their own."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from xml.sax.saxutils import escape

from app.documents.word import names
from app.documents.word.house_xml import WIDTH, W, mm

Words = list[tuple[str, str]]
"""(words, character style); "" for none."""

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold, not even escaped."""
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(rf"\b(\d{{1,2}}) ({MONTHS})\b(?: (?=\d{{4}}\b))?")
NUMBERED = re.compile(r"\b([Rr]ecommendation|Rec\.|[Ii]tem|[Aa]ction|Due) (?=\d)")
HARD_SPACE = "\u00a0"
NUMBERED_HEADING = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'
"""A list that shows nothing: it hangs the heading's second line under its words, not under its number."""


def together(text: str) -> str:
    """A date and a recommendation's number never part at a line's end. Reading turns these spaces back."""
    text = DATE.sub(lambda found: found[0].replace(" ", HARD_SPACE), text)
    return NUMBERED.sub(lambda found: found[1] + HARD_SPACE, text)


def one_line(text: str) -> str:
    return " ".join(text.split())


def run(words: str, style: str = "") -> str:
    text = escape(ILLEGAL.sub("\ufffd", words.replace("\r\n", "\n").replace("\r", "\n")))
    keep = '<w:t xml:space="preserve">'
    text = text.replace("\t", f"</w:t><w:tab/>{keep}").replace("\n", f"</w:t><w:br/>{keep}")
    body = f"{keep}{text}</w:t>".replace(f"{keep}</w:t>", "")
    properties = f'<w:rPr><w:rStyle w:val="{names.identifier(style)}"/></w:rPr>' if style else ""
    return f"<w:r>{properties}{body}</w:r>" if body else ""


def paragraph(
    style: str,
    words: Iterable[tuple[str, str]],
    *,
    hangs: bool = False,
    mark: str = "",
    is_narrow: bool = False,
) -> str:
    """One paragraph. `mark` is the start of a bookmark, which ends with the paragraph; in a narrow one every space
    may end a line."""
    number = NUMBERED_HEADING if hangs else ""
    body = "".join(
        run(text, character) for text, character in (words if is_narrow else held_together(list(words)))
    )
    if mark:
        body = mark + body + re.sub(r'Start (w:id="\d+").*', r"End \1/>", mark)
    return f'<w:p><w:pPr><w:pStyle w:val="{names.identifier(style)}"/>{number}</w:pPr>{body}</w:p>'


def held_together(words: Words) -> Words:
    """The same words with hard spaces, also where a date goes on from one passage into the next."""
    whole = together("".join(text for text, _ in words))
    out: Words = []
    at = 0
    for text, style in words:
        out.append((whole[at : at + len(text)], style))
        at += len(text)
    return out


def link(words: str, target: str) -> str:
    return f'<w:hyperlink w:anchor="{target}" w:history="1">{run(words, names.LINK)}</w:hyperlink>'


def cell(width: int, inner: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner}</w:tc>'


def table(
    headings: str,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    name: str,
    about: str,
    may_split: bool = False,
) -> str:
    """A table of finished paragraphs; the first row is its labelled header, which repeats on every page.

    `headings` is the style of the header row's own cells, which `rows[0]` holds as words. Widths are in
    millimetres and are stretched to the page. With `may_split` a row can go on over the page.
    """
    stretch = WIDTH / sum(widths)
    edges = [mm(stretch * sum(widths[:place])) for place in range(len(widths) + 1)]
    twips = [right - left for left, right in pairwise(edges)]
    head = "".join(
        cell(width, paragraph(headings, [(words, "")])) for width, words in zip(twips, rows[0], strict=True)
    )
    kept = "" if may_split else "<w:trPr><w:cantSplit/></w:trPr>"
    body = [f"<w:tr>{kept}{''.join(map(cell, twips, row))}</w:tr>" for row in rows[1:]]
    look = 'w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" '
    look += 'w:noVBand="1"'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="RuledTable"/><w:tblW w:w="{sum(twips)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook {look}/><w:tblCaption w:val="{attribute(name)}"/>'
        f'<w:tblDescription w:val="{attribute(about)}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{''.join(body)}</w:tbl>"
    )


def attribute(text: str) -> str:
    return escape(ILLEGAL.sub("\ufffd", one_line(text)), {'"': "&quot;"})


def body(blocks: Iterable[str]) -> str:
    return f"<w:body {W}>{''.join(blocks)}</w:body>"
