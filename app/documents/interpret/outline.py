"""The outline of a document: which of its blocks are headings, at which level, and which only look like it."""

import re

from app.documents.interpret.actions import marks
from app.documents.interpret.blocks import Block
from app.documents.interpret.headings import (
    ACTION_HEADING,
    PREVIOUS,
    SUMMARY,
    is_bare_heading,
    is_numbered_heading,
    looks_like_title,
    numbered_run_in,
    run_in,
    split_number,
)
from app.documents.interpret.people import Known
from app.documents.interpret.reports import titled
from app.documents.source import Span

_LIST_NUMBER = re.compile(r"\(?(?P<n>\d{1,2}|[a-z]|[ivx]{1,4})(?P<sign>[.)])\)?\s*(?=[^\d\s])")
_POINT_NOUGHT = re.compile(r"\d{1,2}\.0\s")


def cut_run_ins(blocks: list[Block], known: Known) -> list[Block]:
    """Headings that ran into their paragraph stand apart: "Finance: the clerk …", "Victims Video The PCC …"."""
    out: list[Block] = []
    last = 0
    for block in blocks:
        cut = _run_in_at(block, known, out[-1] if out else None, last)
        last = _top_number(block, cut is not None) or last
        if cut is None:
            out.append(block)
            continue
        head = Block(
            block.text[:cut].strip(),
            list(block.lines),
            role="heading",
            level=None,
            style="run in",
            blank_before=block.blank_before,
            label=block.label,
        )
        rest = Block(
            block.text[cut:].strip(),
            list(block.lines),
            role=block.role if block.role != "bullet" else None,
            blank_before=False,
            style="after run in",
        )
        rest.spans = [
            Span(max(0, s.starts - cut), s.ends - cut, s.bold, s.kind) for s in block.spans if s.ends > cut
        ]
        out += [head, rest]
    return out


def _run_in_at(block: Block, known: Known, before: Block | None, last: int) -> int | None:
    if (
        block.became
        or block.role not in (None, "paragraph")
        or block.kind
        or len(block.text) < 12
        or marks(block.text[:40])
    ):
        return None
    if before and before.text.rstrip().endswith(":") and before.role != "heading":
        return None
    bold = block.spans[0] if block.spans and block.spans[0].bold else None
    if bold and bold.starts == 0 and 2 < bold.ends < min(len(block.text) - 2, 120) and not block.is_bold:
        head = block.text[: bold.ends].strip()
        title = split_number(head).title.rstrip(".: ")
        if (
            looks_like_title(title, most=12)
            and not known.pattern.fullmatch(title)
            and len(title) > 3
            and not re.fullmatch(
                r"[A-Z/]{2,5}|Q.*|A|.*\bsaid|.*\basked|RESOLVED|AGREED|NOTED|Resolved|Agreed|Decision", title
            )
        ):
            rest = block.text[bold.ends :]
            if re.match(r"\s*(?:[:.–-]|[A-Z]|\s[A-Z])", rest) or head.endswith((":", ".", "–", "-")):
                return bold.ends + len(re.match(r"\s*[:.–-]*\s*", rest).group())  # type: ignore[union-attr]
    if titled(split_number(block.text).title) and len(block.text.split()) <= 30:
        return None
    if not is_numbered_heading(block.text) and (cut := numbered_run_in(block.text)) is not None:
        number = split_number(block.text).number or ""
        plain = re.fullmatch(r"\d{1,2}", number)
        if not plain or int(number) in (last + 1, last + 2):
            return cut
    if not split_number(block.text).number:
        return run_in(block.text, known)
    return None


def _top_number(block: Block, is_run_in: bool) -> int:
    """The whole number of a heading, 0 for any other block."""
    if not (
        is_run_in or block.role == "heading" or (len(block.text) < 140 and is_numbered_heading(block.text))
    ):
        return 0
    number = split_number(block.text).number or ""
    return int(number) if re.fullmatch(r"\d{1,2}", number) else 0


def mark_headings(blocks: list[Block], start: int) -> None:
    """Give every block that is a heading the role of one."""
    explicit = sum(1 for b in blocks if b.role == "heading" and b.style != "run in" and not b.became)
    noughts = sum(1 for b in blocks if _POINT_NOUGHT.match(b.text)) >= 3
    before: Block | None = None
    agenda = _agenda_lists(blocks)
    for at, block in enumerate(blocks):
        previous, before = before, before if block.became else block
        if block.became or block.role in ("row", "field", "attendance", "furniture", "heading") or block.kind:
            continue
        if at in agenda or block.style == "after run in":
            continue
        if _is_heading(blocks, at, previous, explicit, start, noughts):
            block.role = "heading"
    _number_sequence(blocks, agenda)
    _unmake_lists(blocks)


def _number_sequence(blocks: list[Block], agenda: set[int]) -> None:
    """Numbers without a full stop ("1 Night-time economy") that count up through the document are headings."""
    found = [
        (int(match[1]), block)
        for at, block in enumerate(blocks)
        if at not in agenda
        and not block.became
        and block.role in (None, "paragraph", "heading")
        and block.style != "row"
        and (match := re.match(r"(\d{1,2})\s+[A-Z]", block.text))
        and looks_like_title(split_number(block.text).title, most=9)
    ]
    run: list[Block] = []
    for number, block in found:
        if number == len(run) + 1:
            run.append(block)
    if len(run) >= 2:
        for block in run:
            block.role = "heading"


def join_lone_numbers(blocks: list[Block]) -> list[Block]:
    """A number on a line of its own and the title on the next are one heading."""
    out: list[Block] = []
    skip = False
    for at, block in enumerate(blocks):
        if skip:
            skip = False
            continue
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if (
            following is not None
            and not block.became
            and not following.became
            and block.role in (None, "paragraph")
            and following.role in (None, "paragraph", "heading")
            and re.fullmatch(
                r"(?:\d{1,2}(?:\.\d{1,2})*|[A-Z]{0,4}\s?\d{1,4}/\d{1,4})[.)]?|(?:Item|ITEM|Agenda item|"
                r"AGENDA ITEM)\s+\d{1,2}[.:]?",
                block.text.strip(),
            )
            and looks_like_title(following.text.rstrip("."), most=12)
            and not split_number(following.text).number
        ):
            following.lines = [*block.lines, *following.lines]
            following.text = f"{block.text.strip()} {following.text}"
            for span in following.spans:
                span.starts += len(block.text.strip()) + 1
                span.ends += len(block.text.strip()) + 1
            following.role = following.role if following.role == "heading" else "heading"
            following.blank_before = block.blank_before
            out.append(following)
            skip = True
            continue
        out.append(block)
    return out


def _is_heading(
    blocks: list[Block], at: int, before: Block | None, explicit: int, start: int, noughts: bool
) -> bool:
    block = blocks[at]
    text = block.text.strip()
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    if ACTION_HEADING.match(text) and after is not None:
        return True
    if block.is_bullet or marks(text) or block.style == "row":
        return False
    read = split_number(text)
    if titled(read.title) and len(text.split()) <= 30 and not text.endswith("."):
        return True
    if noughts and re.match(r"\d{1,2}[.)]\s", text):
        return False
    in_list = (
        before is not None
        and before.role != "heading"
        and (before.text.rstrip().endswith(":") or _list_goes_on(before, block))
    )
    if block.label and not block.is_bullet:
        if in_list or not looks_like_title(text, most=12):
            return False
        return block.is_bold or (
            explicit == 0
            and re.fullmatch(r"[\d.]+\)?", block.label) is not None
            and after is not None
            and not after.label
        )
    if is_numbered_heading(text):
        return not in_list and not (
            explicit >= 3
            and not block.is_bold
            and re.match(r"\d{1,2}[.)]?\s", text) is not None
            and not text.isupper()
            and _in_numbered_list(blocks, at)
        )
    if split_number(text).number:
        return block.is_bold and looks_like_title(split_number(text).title, most=16)
    if (
        block.is_bold
        and looks_like_title(text.rstrip(": ."), most=16)
        and not (in_list and not block.blank_before)
    ):
        return after is not None or at > start
    if not is_bare_heading(text) or after is None or in_list:
        return False
    if text.endswith(":"):
        if SUMMARY.search(text) or PREVIOUS.search(text):
            return True
        return (
            not after.is_bullet
            and not _LIST_NUMBER.match(after.text)
            and 2 <= len(text.split()) <= 8
            and block.blank_before
            and len(after.text) > 60
            and not after.text[:1].islower()
        )
    if after.text[:1].islower() and not after.is_bullet and after.role is None and not marks(after.text):
        return False
    if SUMMARY.search(text) or PREVIOUS.search(text):
        return True
    sentence = len(after.text) > 40 or (len(after.text) > 12 and after.text.rstrip().endswith((".", "?")))
    if len(text.split()) == 1 and not (len(text) > 3 and block.blank_before and sentence):
        return text.isupper() and len(text) > 2 and len(after.text) > 40
    return True


def _list_goes_on(before: Block, block: Block) -> bool:
    """Whether a numbered line is the next in a list rather than the next heading."""
    one, two = _LIST_NUMBER.match(before.text), _LIST_NUMBER.match(block.text)
    if not one or not two or before.role == "heading" or before.style == "heading":
        return False
    a, b = one["n"], two["n"]
    return (a.isdigit() and b.isdigit() and int(b) == int(a) + 1) or (
        len(a) == len(b) == 1 and ord(b) == ord(a) + 1
    )


def _in_numbered_list(blocks: list[Block], at: int) -> bool:
    near = [
        b for b in (blocks[at - 1] if at else None, blocks[at + 1] if at + 1 < len(blocks) else None) if b
    ]
    return any(_LIST_NUMBER.match(b.text) and b.role != "heading" for b in near)


def _agenda_lists(blocks: list[Block]) -> set[int]:
    """Numbered titles one after the other, most of which come again further down: the agenda, not the headings."""
    lists: set[int] = set()
    titles = [_title_key(b.text) for b in blocks]
    at = 0
    while at < len(blocks):
        end = at
        while (
            end < len(blocks)
            and not blocks[end].became
            and blocks[end].role in (None, "bullet", "paragraph")
            and looks_like_title(split_number(blocks[end].text).title.rstrip("."), most=16)
        ):
            end += 1
        if end - at >= 3:
            run = range(at, min(end, at + 80))
            while run and titles[run[-1]] in titles[at : run[-1]]:
                run = run[:-1]
            later = set(titles[run[-1] + 1 :]) if len(run) >= 3 else set()
            again = [i for i in run if titles[i] in later]
            if len(run) >= 3 and len(again) * 3 >= len(run) * 2:
                lists |= set(run)
        at = max(end, at + 1)
    return lists


def _title_key(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", split_number(text).title.lower()))


def _unmake_lists(blocks: list[Block]) -> None:
    """Bare short lines, three or more without a blank between and nothing under them, are a list."""
    at = 0
    while at < len(blocks):
        end = at
        while (
            end < len(blocks)
            and blocks[end].role == "heading"
            and blocks[end].level is None
            and blocks[end].style != "run in"
            and not split_number(blocks[end].text).number
            and (end == at or not blocks[end].blank_before)
            and not blocks[end].is_bold
        ):
            end += 1
        if end - at >= 3:
            for block in blocks[at:end]:
                if not (SUMMARY.search(block.text) or PREVIOUS.search(block.text)):
                    block.role = None
        at = max(end, at + 1)


def set_levels(blocks: list[Block]) -> None:
    """Levels from 1: as styled, by the depth of the number, and bare titles one below the numbered ones."""
    headings = [b for b in blocks if b.role == "heading" and not b.became]
    styled = [b for b in headings if b.level is not None]
    tops = sorted({b.level for b in styled if b.level is not None and not ACTION_HEADING.match(b.text)})
    base = tops[0] - 1 if tops else 0
    numbered_seen = False
    last_styled = 0
    for block in headings:
        read = (
            split_number(f"{block.label or ''} {block.text}".strip())
            if block.label
            else split_number(block.text)
        )
        if block.level is not None:
            block.level = max(1, block.level - base)
            last_styled = block.level
            continue
        if read.number:
            depth = max(1, read.depth)
            block.level = depth + (last_styled if False else 0)
            numbered_seen, last_number = True, block.level
            last_styled = max(last_styled, 0)
            current = last_number
        elif numbered_seen:
            block.level = current + 1
        elif styled:
            block.level = last_styled + 1 if last_styled else 1
        else:
            block.level = 1
