"""Plain and Markdown text as source lines: headings by #, bold by **, bullets by their sign, tables by | or tabs."""

import re

from app.documents.limits import check_text
from app.documents.source import Source, SourceLine, Span
from app.documents.wording import BULLET, clean

_BOLD = re.compile(r"(\*\*|__)(?=\S)(?P<words>[^*_\n]{1,400}?)(?<=\S)\1")
_ITALIC = re.compile(r"(?<![\w*\\])([*_])(?=[^\s*_])(?P<words>[^*_\n]{1,300}?)(?<=[^\s*_])\1(?![\w*])")
_LINK = re.compile(r"!?\[(?P<words>[^\]\n]{1,300})\]\((?P<url>[^)\s]{1,500})\)")
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!|>~])")
_HEADING = re.compile(r"[ ]{0,3}(?P<sign>#{1,6})[ \t]+(?P<words>.*?)[ \t]*#*[ \t]*$")
_RULE = re.compile(r"\s*(?:[-=_*~#]\s*){3,}$|\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*$")
_UNDERLINE = re.compile(r"\s*(?P<sign>=|-)(?P=sign){2,}\s*$")


def is_empty(line: str) -> bool:
    """Whether a line has nothing but blanks, as the account of lines counts them."""
    return not line.strip("\ufeff\u00a0 \t")


def read_text(text: str, name: str = "") -> Source:
    """Every non-empty line of a text, numbered from 1 as `str.splitlines` numbers them."""
    raw = text.splitlines()
    check_text(raw)
    marked = _is_marked_up(raw)
    lines: list[SourceLine] = []
    table = 0
    in_matter = _front_matter(raw)
    for index, line in enumerate(raw):
        if is_empty(line):
            continue
        made = _line(index + 1, line, marked)
        if index in in_matter:
            made = SourceLine(index + 1, clean(line).strip(), role="furniture", style="front matter")
        elif made.role == "row":
            before = next((one for one in reversed(lines) if one.style != "rule"), None)
            if not (before and before.role == "row" and lines[-1].number == index):
                table += 1
                made.is_header_row = True
            made.table = table
        made.blank_before = index == 0 or is_empty(raw[index - 1])
        following = raw[index + 1] if index + 1 < len(raw) else ""
        if (
            (under := _UNDERLINE.match(following))
            and made.role is None
            and made.blank_before
            and 0 < len(made.text) < 100
        ):
            made.role, made.level = "heading", 1 if under["sign"] == "=" else 2
        lines.append(made)
    _tab_tables(lines, table)
    return Source(lines, "text", name)


def _is_marked_up(raw: list[str]) -> bool:
    return any(_HEADING.match(line) or _BOLD.search(line) for line in raw)


def _front_matter(raw: list[str]) -> set[int]:
    """The lines of a front matter block (between two rules of ---) and a comment above it."""
    first = [i for i, line in enumerate(raw) if not is_empty(line)][:3]
    start = next((i for i in first if raw[i].strip() == "---"), None)
    if start is None or any(not raw[i].lstrip().startswith("#") for i in first if i < start):
        return set()
    for end in range(start + 1, min(len(raw), start + 40)):
        if raw[end].strip() == "---":
            inner = [line for line in raw[start + 1 : end] if not is_empty(line)]
            if inner and sum(1 for line in inner if re.match(r"\s*[\w-]+\s*:|\s+-?|\s*-", line)) == len(
                inner
            ):
                return {i for i in first if i < start} | set(range(start, end + 1))
    return set()


def _line(number: int, raw: str, marked: bool) -> SourceLine:
    words = clean(raw.expandtabs(8) if not raw.strip().count("\t") else raw)
    indent = len(words) - len(words.lstrip(" \t"))
    if _RULE.match(words):
        return SourceLine(number, words.strip(), role="furniture", style="rule")
    if marked and (heading := _HEADING.match(words)):
        text, spans = _unmarked(heading["words"])
        return SourceLine(number, text, role="heading", level=len(heading["sign"]), spans=spans)
    stripped = words.strip()
    if stripped.startswith("|") and stripped.count("|") > 2:
        cells = [_unmarked(cell)[0].strip() for cell in re.split(r"(?<!\\)\|", stripped.strip("|"))]
        return SourceLine(number, "\t".join(cells), role="row", cells=cells)
    words = re.sub(r"^\s*>\s?", "", words) if marked else words
    bullet = BULLET.match(words) if not _BOLD.match(words.strip()) else None
    if bullet:
        text, spans = _unmarked(words[bullet.end() :].strip())
        return SourceLine(number, text, role="bullet", level=min(indent // 2, 8), spans=spans)
    text, spans = _unmarked(stripped)
    cells = [cell.strip() for cell in words.split("\t")] if "\t" in stripped or words.count("\t") > 1 else []
    return SourceLine(number, text, spans=spans, indent=indent, cells=cells)


def _unmarked(text: str) -> tuple[str, list[Span]]:
    """The words without Markdown's signs, and where they were bold."""
    text = text.strip()
    if not any(sign in text for sign in "*_\\["):
        return text, []
    text = _LINK.sub(lambda m: m["words"] if m["url"] in m["words"] else f"{m['words']} ({m['url']})", text)
    spans: list[Span] = []
    out: list[str] = []
    at = length = 0
    for match in _BOLD.finditer(text):
        before = _ESCAPE.sub("", text[at : match.start()])
        words = _ESCAPE.sub("", match["words"])
        out += [before, words]
        length += len(before)
        spans.append(Span(length, length + len(words), bold=True))
        length += len(words)
        at = match.end()
    out.append(_ESCAPE.sub("", text[at:]))
    made = "".join(out)
    plain = _ITALIC.sub(lambda m: m["words"], made)
    if plain != made and not spans:
        made = plain
    return made, spans


def _tab_tables(lines: list[SourceLine], table: int) -> None:
    """Runs of lines with the same number of tabs are a table: at least two lines of three columns."""
    at = 0
    while at < len(lines):
        columns = len(lines[at].cells) - 1 if sum(map(bool, lines[at].cells)) > 1 else 0
        end = at
        while (
            end < len(lines)
            and lines[end].role is None
            and len(lines[end].cells) - 1 == columns
            and (end == at or lines[end].number - lines[end - 1].number <= 2)
        ):
            end += 1
        if columns >= 2 and end - at >= 2:
            table += 1
            for index, line in enumerate(lines[at:end]):
                line.role, line.table, line.is_header_row = "row", table, index == 0
        else:
            for line in lines[at : max(end, at + 1)]:
                line.cells = [] if line.role is None else line.cells
        at = max(end, at + 1)
