"""Actions that a document parts into several paragraphs: the mark, the words, the owner and the day become one."""

import re
from collections import deque

from app.documents.interpret.actions import marks
from app.documents.interpret.blocks import Block
from app.documents.interpret.context import LineContext
from app.documents.interpret.headings import ACTION_HEADING, looks_like_title
from app.documents.interpret.owners import owner_only
from app.documents.interpret.people import Known

_BESIDE = re.compile(
    r"(?:[Oo]wners?|OWNER|[Aa]ction owner|[Ll]ead|LEAD|[Dd]ue(?: date)?|DUE|[Dd]eadline|[Bb]y "
    r"when|[Bb]y whom|[Tt]arget(?: date)?|[Tt]imescale|[Rr]esponsible|By)\s*:\s*\S"
)
_ASKED = re.compile(r"\b(?:asked|queried|questioned|sought|requested)\b")


def join_marks(blocks: list[Block], known: Known) -> list[Block]:
    """A mark that stands alone joins the paragraph it belongs to: "Action:" above its words, "Action: JS" below."""
    context = LineContext(known=known)
    out: list[Block] = []
    left = deque(blocks)
    while left:
        block = left.popleft()
        before = out[-1] if out else None
        hits = marks(block.text) if not block.became and block.role not in ("row", "heading") else []
        if len(hits) == 1 and hits[0].start() == 0:
            rest = block.text[hits[0].end() :].strip()
            if not rest and left and _are_words_of(left[0], block):
                out.append(_joined(block, left.popleft()))
                continue
            if rest and before and _ASKED.search(before.text.rstrip(".").rpartition(". ")[2]):
                out.append(block)
                continue
            if rest and owner_only(rest, context) and before and _lacks_an_owner(before):
                out[-1] = _joined(before, block)
                continue
        if before and _stands_beside(block, before):
            out[-1] = _joined(before, block)
        else:
            out.append(block)
    return out


def join_action_headings(blocks: list[Block]) -> list[Block]:
    """A heading "Action 3" and the text below it are one action."""
    out: list[Block] = []
    left = deque(blocks)
    while left:
        block = left.popleft()
        if (
            block.role == "heading"
            and ACTION_HEADING.match(block.text)
            and left
            and not left[0].became
            and left[0].role != "heading"
        ):
            mark = re.sub(r"\s*[:.–-]\s*$", "", block.text) + ":"
            block = _joined(Block(mark, list(block.lines), blank_before=block.blank_before), left.popleft())
        out.append(block)
    return out


def _are_words_of(block: Block, mark: Block) -> bool:
    """Whether a paragraph says what the mark alone above it does not."""
    return (
        not block.is_bullet
        and not block.became
        and block.role in (None, "paragraph")
        and not marks(block.text)
        and not looks_like_title(block.text, most=4)
        and not re.match(r"\(?(?:\d{1,2}|[a-z])[.)]", block.text)
        and not re.match(r"actions", mark.text, re.I)
    )


def _lacks_an_owner(block: Block) -> bool:
    """Whether a paragraph can be the action whose mark and owner stand below it."""
    return (
        not block.became
        and block.role in (None, "paragraph", "bullet")
        and not marks(block.text)
        and len(block.text) > 25
    )


def _stands_beside(block: Block, action: Block) -> bool:
    """Whether a short paragraph names the owner or the day of the action before it: "Owner: JS", "By when: May"."""
    return bool(
        not block.became
        and block.role in (None, "paragraph", "bullet")
        and _BESIDE.match(block.text)
        and len(block.text) < 90
        and not action.became
        and action.role != "heading"
        and (marks(action.text) or _BESIDE.search(action.text))
    )


def _joined(first: Block, second: Block) -> Block:
    gap = " "
    shift = len(first.text) + len(gap)
    for span in second.spans:
        span.starts, span.ends = span.starts + shift, span.ends + shift
    first.text += gap + second.text
    first.lines += [n for n in second.lines if n not in first.lines]
    first.spans += second.spans
    return first
