"""A web page, or what a browser or Word puts on the clipboard, as source lines.

Blocks become lines, list items bullets or labelled lines, table rows rows, bold words spans. What a page
puts around its text (menus, cookie notices, footers) is kept as furniture, so that every word stays
accounted for.
"""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.documents.limits import MOST_CHARACTERS, check_text
from app.documents.source import Source, SourceLine, Span
from app.documents.wording import BULLET, clean
from app.errors import UnreadableDocument

DEEPEST = 200
"""Elements inside each other; a page nested deeper was made to break its reader."""

_UNSEEN = frozenset("script style template head noscript svg iframe object select button input".split())  # noqa: SIM905
_AROUND = {"nav", "footer", "aside", "form", "dialog"}
_AROUND_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "dialog"}
_AROUND_NAMES = re.compile(
    r"(?:^|[\s_-])"
    r"(?:cookies?|breadcrumbs?|skip|skiplink|skip-link|menu|sidebar|share|social|pagination)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure header hr"  # noqa: SIM905 (a page of quotes)
    " html legend main ol p pre section summary table tbody tfoot thead ul li tr h1 h2 h3 h4 h5 h6".split()
)
_HEADING = re.compile(r"h([1-6])$")
_WORD_HEADING = re.compile(r"MsoHeading(\d)|\bHeading(\d)\b|mso-outline-level:\s*(\d)", re.IGNORECASE)
_WORD_LIST = re.compile(r"mso-list:[^;\"']*?level(\d)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"font-weight:\s*(?:normal|[1-5]00)", re.IGNORECASE)
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden|mso-hide:\s*all", re.IGNORECASE)
_CLIPBOARD = re.compile(r"<!--\s*StartFragment\s*-->(.*?)<!--\s*EndFragment\s*-->", re.DOTALL | re.IGNORECASE)
_CONDITION = re.compile(
    r"<!\[(?:if|endif)[^>]*\]>|<!--\[if[^\]]*\]>.*?<!\[endif\]-->", re.DOTALL | re.IGNORECASE
)
_LABEL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxlIVXL]{1,6})[.)]?\)?")


@dataclass
class _Line:
    """A line being gathered."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    role: str | None = None
    level: int | None = None
    label: str | None = None
    after_break: bool = False


class _Page:
    """Walks a page once and gathers its lines."""

    def __init__(self) -> None:
        self.lines: list[SourceLine] = []
        self.now = _Line()
        self.tables = 0

    def walk(
        self, node: LexborNode, *, bold: bool, around: bool, lists: tuple["_List", ...], deep: int
    ) -> None:
        if deep > DEEPEST:
            raise UnreadableDocument("This page is nested too deeply to be minutes.")
        child = node.child
        while child is not None:
            self._node(child, bold=bold, around=around, lists=lists, deep=deep)
            child = child.next

    def finish(self) -> None:
        """Close the last line."""
        self._end(False)

    def _node(
        self, node: LexborNode, *, bold: bool, around: bool, lists: tuple["_List", ...], deep: int
    ) -> None:
        tag = node.tag or ""
        if tag == "-text":
            self.now.pieces.append((node.text_content or "", bold))
            return
        if tag.startswith(("-", "!")) or tag in _UNSEEN:
            return
        attributes = node.attributes
        style = attributes.get("style") or ""
        if "hidden" in attributes or _HIDDEN.search(style):
            return
        if tag == "br":
            self._end(around, keep_shape=True)
            return
        if re.search(r"mso-list:\s*ignore", style, re.IGNORECASE):
            self.now.label = clean(node.text() or "").strip()
            return
        inside = _Inside(
            bold=_is_bold(tag, style, bold),
            around=around or _is_around(node, tag),
            lists=lists,
            deep=deep + 1,
        )
        if tag in ("table",):
            self._end(around)
            self.tables += 1
            self._table(node, inside)
        elif tag in _BLOCKS or inside.around != around:
            self._end(around, opening=True)
            self._open(node, tag, style, inside)
            self.walk(node, **vars(inside))
            self._end(inside.around)
        else:
            self.walk(node, **vars(inside))

    def _open(self, node: LexborNode, tag: str, style: str, inside: "_Inside") -> None:
        if found := _HEADING.match(tag):
            self.now.role, self.now.level = "heading", int(found[1])
            return
        names = f"{node.attributes.get('class') or ''} {style}"
        if tag in ("p", "div") and (found := _WORD_HEADING.search(names)):
            self.now.role, self.now.level = "heading", int(next(group for group in found.groups() if group))
        elif found := _WORD_LIST.search(style):
            self.now.role, self.now.level = "word list", int(found[1]) - 1
        elif tag in ("ul", "ol"):
            inside.lists = (*inside.lists, _List.of(node, tag))
        elif tag == "li" and inside.lists:
            self.now.role, self.now.level = "bullet", len(inside.lists) - 1
            self.now.label = inside.lists[-1].next_label(node.attributes.get("value"))

    def _table(self, table: LexborNode, inside: "_Inside") -> None:
        rows = [row for row in table.css("tr") if _nearest_table(row) == table]
        if _is_layout(table, rows):
            for row in rows:
                cells = _cells(row)
                first = _squeezed(cells[0].text() or "") if len(cells) > 1 else ""
                if first and _LABEL.fullmatch(first):
                    # A number in a column of its own belongs to the heading beside it.
                    self.now.label = first
                    cells = cells[1:]
                for cell in cells:
                    self.walk(cell, **vars(inside))
                    self._end(inside.around)
            return
        number = self.tables
        for index, row in enumerate(rows):
            cells = _cells(row)
            words = [_squeezed(cell.text(separator=" ") or "") for cell in cells]
            if not any(words):
                continue
            heads = all(cell.tag == "th" for cell in cells)
            spans: list[Span] = []
            at = 0
            for cell, text in zip(cells, words, strict=True):
                if text and (cell.tag == "th" or _all_bold(cell)):
                    spans.append(Span(at, at + len(text), bold=True))
                at += len(text) + 1
            self.lines.append(
                SourceLine(
                    len(self.lines) + 1,
                    "\t".join(words),
                    role="furniture" if inside.around else "row",
                    cells=words,
                    table=number,
                    is_header_row=heads or (index == 0 and _in_head(row)),
                    spans=spans,
                )
            )

    def _end(self, around: bool, *, keep_shape: bool = False, opening: bool = False) -> None:
        """Close the line being gathered. After a line break the next one is of the same paragraph; a block
        that opens before any words (the <p> of an <li>) is the same line.
        """
        line, self.now = self.now, _Line()
        if keep_shape:
            self.now.role, self.now.level, self.now.after_break = line.role, line.level, True
            if line.role == "bullet":
                self.now.role = None
        text, spans = _joined(line.pieces)
        label = line.label
        if not text:
            if opening or keep_shape:
                self.now = _Line(role=line.role, level=line.level, label=label, after_break=line.after_break)
            return
        role, level = line.role, line.level
        if role == "word list":
            role = None
            if label is not None and not _LABEL.fullmatch(label):
                role, label = "bullet", None
            elif label is None:
                role = "bullet"
        elif role == "bullet" and label:
            role = None
        elif role is None and label is None and (mark := BULLET.match(text)):
            text, spans = text[mark.end() :], _moved(spans, mark.end())
            role, level = "bullet", 0
        self.lines.append(
            SourceLine(
                len(self.lines) + 1,
                text,
                role="furniture" if around else role,  # type: ignore[arg-type]  # one of Role by construction
                level=level,
                label=label or None,
                spans=spans,
                blank_before=not line.after_break,
            )
        )


@dataclass
class _Inside:
    """What an element hands down to those inside it."""

    bold: bool
    around: bool
    lists: tuple["_List", ...]
    deep: int


@dataclass
class _List:
    """A list being walked; an ordered one counts, the way its `type` says."""

    ordered: bool
    at: int
    type: str

    @classmethod
    def of(cls, node: LexborNode, tag: str) -> "_List":
        start = node.attributes.get("start") or "1"
        return cls(
            tag == "ol",
            int(start) if re.fullmatch(r"\d{1,6}", start) else 1,
            node.attributes.get("type") or "1",
        )

    def next_label(self, value: str | None) -> str | None:
        if not self.ordered:
            return None
        if value and re.fullmatch(r"\d{1,6}", value):
            self.at = int(value)
        number, self.at = self.at, self.at + 1
        if self.type in "aA" and 1 <= number <= 26:
            return f"{chr(ord(self.type) + number - 1)})"
        if self.type in "iI":
            roman = _roman(number)
            return f"{roman if self.type == 'i' else roman.upper()})"
        return f"{number}."


def read_html(text: str, name: str = "") -> Source:
    """The lines of a page or fragment. Raises UnreadableDocument when it is too large, too deep, or says
    nothing.
    """
    if len(text) > 10 * MOST_CHARACTERS:
        raise UnreadableDocument("This page is too large to be minutes.")
    if found := _CLIPBOARD.search(text):
        text = found[1]
    tree = LexborHTMLParser(_CONDITION.sub("", text))
    page = _Page()
    body = tree.body
    if body is not None:
        page.walk(body, bold=False, around=False, lists=(), deep=0)
        page.finish()
    check_text([line.text for line in page.lines])
    if not any(line.role != "furniture" for line in page.lines):
        raise UnreadableDocument("This page has no words of its own to read.")
    return Source(page.lines, "html", name)


def _joined(pieces: list[tuple[str, bool]]) -> tuple[str, list[Span]]:
    """The words of a line with single spaces, and where they are bold."""
    out: list[str] = []
    spans: list[Span] = []
    length = 0
    for raw, bold in pieces:
        words = re.sub(r"\s+", " ", clean(raw))
        if (not out or out[-1].endswith(" ")) and words.startswith(" "):
            words = words[1:]
        if not words:
            continue
        if bold and words.strip():
            starts = length + len(words) - len(words.lstrip())
            ends = length + len(words.rstrip())
            if spans and spans[-1].ends >= starts - 1:
                spans[-1].ends = ends
            else:
                spans.append(Span(starts, ends, bold=True))
        out.append(words)
        length += len(words)
    return "".join(out).rstrip(), spans


def _moved(spans: list[Span], by: int) -> list[Span]:
    return [Span(max(0, one.starts - by), one.ends - by, one.bold) for one in spans if one.ends > by]


def _squeezed(text: str) -> str:
    return " ".join(clean(text).split())


def _is_bold(tag: str, style: str, bold: bool) -> bool:
    if _NOT_BOLD.search(style):
        return False
    return bold or tag in ("b", "strong", "th") or _BOLD.search(style) is not None


def _all_bold(cell: LexborNode) -> bool:
    words = _squeezed(cell.text() or "")
    return bool(words) and words == _squeezed(" ".join(one.text() or "" for one in cell.css("b, strong")))


def _is_around(node: LexborNode, tag: str) -> bool:
    """Whether an element is what a page puts around its text."""
    attributes = node.attributes
    if tag in _AROUND or (attributes.get("role") or "") in _AROUND_ROLES:
        return True
    if tag == "header" and node.css_first("h1") is None:
        return True
    if tag == "a" and re.match(r"\s*skip to\b", node.text() or "", re.IGNORECASE):
        return True
    return tag in ("div", "ul", "ol", "p", "section") and bool(
        _AROUND_NAMES.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
    )


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in ("td", "th")]


def _nearest_table(node: LexborNode) -> LexborNode | None:
    parent = node.parent
    while parent is not None and parent.tag != "table":
        parent = parent.parent
    return parent


def _in_head(row: LexborNode) -> bool:
    return row.parent is not None and row.parent.tag == "thead"


def _is_layout(table: LexborNode, rows: list[LexborNode]) -> bool:
    """A table that only lays a page out: one column, or cells that hold headings, lists or tables."""
    widths = [len(_cells(row)) for row in rows]
    if not widths or max(widths) <= 1:
        return True
    return bool(table.css("td table, td h1, td h2, td h3"))


def _roman(number: int) -> str:
    out = ""
    for value, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while number >= value and len(out) < 30:
            out, number = out + sign, number - value
    return out
