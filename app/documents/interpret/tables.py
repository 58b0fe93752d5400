"""Tables of actions, and minutes laid out as a table, turned into lines that say the same by themselves."""

import re

from app.documents.interpret.actions import ACTION_HEADS, DUE_HEADS, OWNER_HEADS, REF_HEADS, STATUS_HEADS
from app.documents.interpret.blocks import Block

_TALK_HEADS = re.compile(
    r"(?:minutes?|discussion|notes?|details?|subject|summary|agenda item|item|topic|minute "
    r"item|key points|matters? discussed|narrative|business|description)(?:[ /].*)?",
    re.I,
)
_SHORT = re.compile(r"(?:[A-Z]{2,4}(?:\s?[/&,]\s?[A-Z]{2,4})*|All|Clerk|Chair|TBC)\.?$")


def as_lines(blocks: list[Block]) -> list[Block]:
    """Rows become lines: of a table of actions with its column heads, of a layout table as paragraphs."""
    out: list[Block] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if block.role != "row":
            out.append(block)
            at += 1
            continue
        end = at
        while end < len(blocks) and blocks[end].role == "row" and blocks[end].table == block.table:
            end += 1
        out += _table(blocks[at:end])
        at = end
    return out


def _table(rows: list[Block]) -> list[Block]:
    if any(row.became and "line" not in row.became for row in rows):
        return [row if row.became and "line" not in row.became else _plain(row, [], []) for row in rows]
    heads = [c.strip(" :") for c in rows[0].cells]
    kinds = [_head_kind(h) for h in heads]
    if "action" not in kinds and "ref" in kinds and {"owner", "due"} & set(kinds):
        kinds = [
            "action" if ACTION_HEADS.fullmatch(h) and k == "talk" else k
            for h, k in zip(heads, kinds, strict=True)
        ]
    if (
        len(rows) > 1
        and "action" in kinds
        and (
            {"owner", "due", "status"} & set(kinds)
            or ("ref" in kinds and len(heads) <= 3 and "talk" not in kinds)
        )
    ):
        full = all(
            len(rows[1].cells) > n and rows[1].cells[n].strip() for n, head in enumerate(heads) if head
        )
        lines = [
            _plain(row, heads, rows[0].lines if n == 0 and full else []) for n, row in enumerate(rows[1:])
        ]
        return lines if full else [_furniture(rows[0]), *lines]
    if len(rows) > 1 and "talk" in kinds and ("action" in kinds or "owner" in kinds):
        return _layout(rows[1:], kinds, rows[0])
    if _is_narrow(rows):
        width = max(len(r.cells) for r in rows)
        return _layout(rows, ["talk"] * (width - 1) + ["action"], None)
    return [_plain(row, [], []) for row in rows]


def _head_kind(head: str) -> str:
    if ACTION_HEADS.fullmatch(head) and not re.fullmatch(r"what|descriptions?|details?", head, re.I):
        return "action"
    if OWNER_HEADS.fullmatch(head):
        return "owner"
    if DUE_HEADS.fullmatch(head):
        return "due"
    if STATUS_HEADS.fullmatch(head):
        return "status"
    if REF_HEADS.fullmatch(head) and not re.fullmatch(r"item", head, re.I):
        return "ref"
    if _TALK_HEADS.fullmatch(head):
        return "talk"
    return "action" if ACTION_HEADS.fullmatch(head) else "other"


def _plain(row: Block, heads: list[str], also: list[int]) -> Block:
    """One line for a row: "Action: … | Owner: …" under known heads, else the cells side by side."""
    cells = [" ".join(c.split()) for c in row.cells]
    if heads:
        named = [f"{head}: {cell}" for head, cell in zip(heads, cells, strict=False) if cell and head]
        named += [cell for cell in cells[len(heads) :] if cell]
        text = " | ".join(named)
    else:
        text = " | ".join(c for c in cells if c) or " ".join(row.text.split())
    return Block(
        text,
        [*also, *row.lines],
        role=None,
        style="row",
        spans=[] if len(row.cells) > 1 else row.spans,
        became=set(row.became) if row.became else set(),
        blank_before=True,
        kind=row.kind,
    )


def _is_narrow(rows: list[Block]) -> bool:
    """A layout with a narrow right-hand column of initials beside the text."""
    last = [r.cells[-1].strip() for r in rows if len(r.cells) > 1]
    talk = [max((len(c) for c in r.cells[:-1]), default=0) for r in rows if len(r.cells) > 1]
    filled = [c for c in last if c and not re.fullmatch(r"(?i)action(?:s| by)?:?", c)]
    return (
        len(rows) >= 2
        and bool(filled)
        and all(_SHORT.match(c) for c in filled)
        and sum(1 for t in talk if t > 50) >= 1
    )


def _furniture(head: Block) -> Block:
    """A row of column heads that no line repeats in full."""
    return Block(" | ".join(c for c in head.cells if c), list(head.lines), became={"residue"})


def _layout(rows: list[Block], kinds: list[str], head: Block | None) -> list[Block]:
    out: list[Block] = []
    if head is not None:  # the columns' heads of a layout are its furniture
        out.append(_furniture(head))
    for row in rows:
        number = ""
        talk: list[str] = []
        owners: list[str] = []
        due: list[str] = []
        for kind, cell in zip([*kinds, *["other"] * len(row.cells)], row.cells, strict=False):
            cell = cell.strip()
            if not cell:
                continue
            if (
                kind in ("ref", "talk", "other")
                and not number
                and not talk
                and re.fullmatch(r"[\d./]{1,9}[.)]?|[A-Z]{0,4}\d{1,3}(?:/\d+)*", cell)
            ):
                number = cell
            elif kind in ("action", "owner"):
                owners.append(cell)
            elif kind == "due":
                due.append(cell)
            else:
                talk += [p.strip() for p in cell.split("\n") if p.strip()]
        made = _row_blocks(row, number, talk, owners, due)
        out += made
    return out


def _row_blocks(row: Block, number: str, talk: list[str], owners: list[str], due: list[str]) -> list[Block]:
    out: list[Block] = []
    for index, paragraph in enumerate(talk):
        text = f"{number} {paragraph}" if index == 0 and number else paragraph
        # only the first paragraph of a row can be its heading
        out.append(Block(text, list(row.lines), spans=[], style="row" if index else None))
    if number and not talk:
        out.append(Block(number, list(row.lines)))
    for words in owners:
        if re.fullmatch(r"(?i)actions?(?: by)?:?", words):
            out.append(Block(words, list(row.lines), style="row" if out else None))
        elif len(words.split()) <= 3 and out and len(out[-1].text) > 25:
            out[-1].text += f" (Action: {words})" + (f" (Due: {'; '.join(due)})" if due else "")
            due = []
        else:
            out += [
                Block(p if re.match(r"(?i)actions?\b", p) else f"Action: {p}", list(row.lines))
                for p in (q.strip() for q in words.split("\n"))
                if p
            ]
    if due:
        out.append(Block(f"Due: {'; '.join(due)}", list(row.lines)))
    return out
