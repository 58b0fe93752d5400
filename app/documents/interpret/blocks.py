"""Source lines made into blocks: furniture taken out, and paragraphs that were cut in two made whole again."""

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from app.documents.interpret.actions import marks
from app.documents.minutes import Kind
from app.documents.source import PrintedAction, Source, SourceLine, Span

_WEB = re.compile(
    r"(?:(?:accessibility (?:settings|statement|tools)?|skip to (?:main )?(?:content|"
    r"navigation)|(?:main )?menu|search(?: this site)?|toggle navigation|"
    r"cookies?(?: (?:settings|policy|preferences))?|accept (?:all )?(?:cookies)?|reject (?:all "
    r")?(?:cookies)?|back to (?:the )?top|print this page|share this(?: page)?|"
    r"follow us(?: on)?|twitter|facebook|youtube|linkedin|instagram|close|home(?:page)?|you "
    r"are here|breadcrumbs?|sign in|log in|privacy(?: policy| notice)?|"
    r"terms(?: and conditions)?|was this page (?:useful|helpful)\??|yes|no|printer[- "
    r"]friendly(?: version)?|cookies? on this site|view directions|sitemap|contact us|read "
    r"more|download(?: pdf)?|javascript is (?:disabled|required)|we use cookies[^.]*\.?)[\s|"
    r">›»/·•,.:-]*)+$",
    re.I,
)
_PAGE = re.compile(
    r"(?:[-–—|\s]*page\s*\|?\s*\d+(?:\s*(?:of|/)\s*\d+)?[-–—|\s]*|[-–—]\s*\d{1,3}\s*[-–—]|"
    r"\d{1,3}\s+of\s+\d{1,3}|\d{1,3}\s*\|\s*P\s?a\s?g\s?e)$",
    re.I,
)
_ENDS = re.compile(r"[.?!:;…][)\]”\"’'*]*\s*$")
_LABELLED = re.compile(
    r"\s*(?:[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,5})[.)\]]+\s|\d+(?:\.\d+)+\s|(?:Q|A)\d*\s*:)"
)
_UNFINISHED = re.compile(
    r"(?:\b(?:the|a|an|of|to|and|or|in|on|for|with|that|by|from|at|as|was|were|is|are|be|has|"
    r"have|had|will|which|who|this|these|their|its|his|her|not|but)|,|[A-Z]*CC)\s*$"
)


@dataclass(slots=True)
class Block:
    """One paragraph, bullet, heading or row, made of one or more source lines."""

    text: str
    lines: list[int]
    role: str | None = None
    level: int | None = None
    label: str | None = None
    cells: list[str] = field(default_factory=list)
    table: int | None = None
    is_header_row: bool = False
    spans: list[Span] = field(default_factory=list)
    kind: Kind | None = None
    style: str | None = None
    actions: list[PrintedAction] = field(default_factory=list)
    written_answers: list[int] = field(default_factory=list)
    blank_before: bool = True
    last_width: int = 0
    """Width of the last source line, blanks included."""
    became: set[str] = field(default_factory=set)

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return (
            bool(self.text.strip())
            and sum(s.ends - s.starts for s in self.spans if s.bold) >= len(self.text.strip(" :.")) - 1
        )

    @property
    def is_bullet(self) -> bool:
        return self.role == "bullet"


def _is_residue(line: SourceLine, *, is_ours: bool) -> bool:
    if line.role in ("furniture", "added"):
        return line.style != "front matter"
    if is_ours:
        return False
    text = line.text.strip()
    if not re.search(r"\w", text):
        return True
    if len(text) < 160 and re.search(r"\bskip to (?:main )?(?:content|navigation)\b", text, re.I):
        return True
    if len(text) < 160 and re.match(r"Home\s*(?:[>›»/|→]\s*[^>›»/|→]{1,60})+$|©|\(c\) |Copyright\b", text):
        return True
    if re.fullmatch(r"(?i)yes|no|home|close|search|download|read more|menu", text):
        return False
    return len(text) < 160 and (_WEB.match(text) is not None or _PAGE.match(text) is not None)


def running_heads(source: Source, left: list[SourceLine]) -> set[int]:
    """Numbers of lines that a page repeats: the same short words three times, once in the middle of a sentence."""
    if source.format in ("docx", "html"):
        return set()
    counts = Counter(line.text for line in left if len(line.text) < 120 and line.role is None)
    repeated = {
        text
        for text, n in counts.items()
        if n >= 3
        and len(text.split()) > 1
        and not re.match(r"(?i)action|none|n/?a|recommendation|noted|agreed|resolved", text)
    }
    drop: set[int] = set()
    for text in repeated:
        at = [i for i, line in enumerate(left) if line.text == text]
        cuts = [
            i
            for i in at
            if 0 < i < len(left) - 1
            and not _ENDS.search(left[i - 1].text)
            and len(left[i - 1].text) > 40
            and left[i + 1].text[:1].islower()
        ]
        if cuts:
            drop |= {left[i].number for i in at[1:]}
            if at[0] > 15:
                drop.add(left[at[0]].number)
    return drop


def make_blocks(source: Source) -> tuple[list[Block], dict[int, str]]:
    """The blocks of a document, and the source lines that are residue (number → text)."""
    residue: dict[int, str] = {}
    left: list[SourceLine] = []
    for line in source.lines:
        if _is_residue(line, is_ours=source.has_our_styles):
            residue[line.number] = line.text
        else:
            left.append(line)
    heads = running_heads(source, left)
    for line in left:
        if line.number in heads:
            residue[line.number] = line.text
    left = [line for line in left if line.number not in heads]
    width = wrap_width(left) if source.format in ("text", "pdf") else None
    blocks: list[Block] = []
    for line in left:
        if blocks and not source.has_our_styles and _continues(blocks[-1], line, width, source.format):
            _join(blocks[-1], line)
            continue
        blocks.append(_block(line))
    return blocks, residue


def _block(line: SourceLine) -> Block:
    text = line.text.strip()
    shift = len(line.text) - len(line.text.lstrip())
    spans = [
        Span(max(0, s.starts - shift), min(len(text), s.ends - shift), s.bold, s.kind) for s in line.spans
    ]
    text = " ".join(text.split("\n")) if line.role != "row" else text
    return Block(
        text=text, lines=[line.number], role=line.role, level=line.level, label=line.label, cells=list(line.cells),
        table=line.table, is_header_row=line.is_header_row, spans=spans, kind=line.kind, style=line.style,
        actions=list(line.actions), written_answers=line.written_answers,
        blank_before=line.blank_before, last_width=line.indent + len(line.text),
        became={"assurance"} if line.role == "assurance" else set(),
    )  # fmt: skip


def _join(block: Block, line: SourceLine) -> None:
    text = line.text.strip()
    hyphen = re.search(r"[a-z]-$", block.text) and text[:1].islower()
    gap = "" if hyphen else " "
    shift = len(block.text) + len(gap)
    block.spans += [Span(s.starts + shift, s.ends + shift, s.bold, s.kind) for s in line.spans]
    block.text += gap + text
    block.lines.append(line.number)
    block.last_width = line.indent + len(line.text)


def wrap_width(lines: list[SourceLine]) -> int | None:
    """The width at which the text was wrapped, or None where each paragraph is one line."""
    plain = [line for line in lines if line.role in (None, "bullet")]
    widths = sorted(line.indent + len(line.text) for line in plain if "     " not in line.text)
    if len(widths) < 6:
        return None
    width = widths[int(len(widths) * 0.97)]
    if not 40 <= width <= 140 or widths[-1] > width * 1.6:
        return None
    soft = 0
    for before, after in itertools.pairwise(lines):
        if after.blank_before or after.role is not None:
            continue
        if (
            before.indent + len(before.text) > 0.7 * width
            and after.text[:1].islower()
            and not _ENDS.search(before.text)
        ):
            soft += 1
    return width if soft >= max(2, len(plain) // 25) else None


def _continues(block: Block, line: SourceLine, width: int | None, form: str) -> bool:
    """Whether a line goes on with the paragraph before it."""
    if (
        line.role is not None
        or block.role in ("heading", "row", "field", "attendance", "furniture")
        or not block.text
    ):
        return False
    if (
        line.kind
        or block.kind
        or line.label
        or (line.style or "").lower().startswith(("heading", "title", "list"))
    ):
        return False
    text = line.text.strip()
    if _LABELLED.match(text) or marks(text) or re.match(r"(?:https?:|www\.)", text):
        return False
    if width and not line.blank_before:
        first = text.split(maxsplit=1)[0] if text else ""
        if block.last_width + 1 + len(first) > width - 4 and not (
            form == "text" and block.last_width < 0.6 * width
        ):
            return True
        if text[:1].islower() and not _ENDS.search(block.text) and block.last_width > 0.5 * width:
            return True
        if (
            block.role == "bullet"
            and line.indent >= 2
            and not _ENDS.search(block.text)
            and text[:1].islower()
        ):
            return True
    if _ENDS.search(block.text) or not text[:1].islower():
        return False
    if block.text[:1].islower() and block.role is None:
        return False
    if not (len(block.text) >= 60 or _UNFINISHED.search(block.text)):
        return False
    return not (form in ("docx", "html") and not _UNFINISHED.search(block.text) and len(block.text) < 80)
