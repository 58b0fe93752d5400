"""Which line was which: the same words first, then by likeness within the order, then what was moved."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from app.documents.differences.parts import Block

LIKE = 50.0
"""Per cent of likeness, word by word, from which two lines in the same place are one that was changed."""
LIKE_ALONE = 35.0
"""The same, where one line stands alone between two that did not change, and so does the other."""
LIKE_ELSEWHERE = 80.0
"""The same, where the line stands in another place: it was moved and changed."""
SHORT = 40
"""Characters: of short lines, a changed word is most of it."""
MOST_PAIRS = 40_000
"""So many pairs of lines are compared with one another in one gap; larger gaps go by likeness alone, in order."""


def match(old: Sequence[Block], new: Sequence[Block]) -> tuple[dict[int, int], set[int]]:
    """New numbers by old ones, and which old ones were moved."""
    before, after = [_key(block) for block in old], [_key(block) for block in new]
    pairs: dict[int, int] = {}
    gaps: list[tuple[range, range]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs |= dict(zip(range(a, b), range(c, d), strict=True))
        else:
            gaps.append((range(a, b), range(c, d)))
    moved = dict(_same_elsewhere(before, after, gaps))
    taken = set(moved.values())
    for olds, news in gaps:
        rest = [one for one in olds if one not in moved], [one for one in news if one not in taken]
        pairs |= _alike_in_order(old, new, *rest)
    done = {*pairs.values(), *taken}
    left = [one for one in range(len(old)) if one not in pairs and one not in moved]
    free = [one for one in range(len(new)) if one not in done]
    moved |= _alike_elsewhere(old, new, left, free)
    return pairs | moved, set(moved)


def _key(block: Block) -> tuple[bool, str]:
    return block.is_heading, block.said


def _same_elsewhere(
    before: Sequence[object], after: Sequence[object], gaps: Sequence[tuple[range, range]]
) -> Iterator[tuple[int, int]]:
    free: dict[object, list[int]] = {}
    for _, news in gaps:
        for number in news:
            free.setdefault(after[number], []).append(number)
    for olds, _ in gaps:
        for number in olds:
            if free.get(before[number]):
                yield number, free[before[number]].pop(0)


def _alike_in_order(
    old: Sequence[Block], new: Sequence[Block], olds: Sequence[int], news: Sequence[int]
) -> dict[int, int]:
    """The pairs that are most alike in all, none crossing another."""
    if not olds or not news:
        return {}
    if len(olds) == len(news) == 1:
        return {olds[0]: news[0]} if _are_one(old[olds[0]], new[news[0]]) else {}
    if len(olds) * len(news) > MOST_PAIRS:
        return {a: b for a, b in zip(olds, news, strict=False) if _likeness(old[a], new[b])}
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    alike = [[_likeness(old[a], new[b]) for b in news] for a in olds]
    for i in range(len(olds) - 1, -1, -1):
        for j in range(len(news) - 1, -1, -1):
            both = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], both)
    out: dict[int, int] = {}
    i = j = 0
    while i < len(olds) and j < len(news):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            out[olds[i]] = news[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return out


def _alike_elsewhere(
    old: Sequence[Block], new: Sequence[Block], left: Sequence[int], free: Sequence[int]
) -> dict[int, int]:
    if len(left) * len(free) > MOST_PAIRS:
        return {}
    found = sorted(
        ((_likeness(old[a], new[b], LIKE_ELSEWHERE), a, b) for a in left for b in free), reverse=True
    )
    out: dict[int, int] = {}
    for likeness, a, b in found:
        if likeness and a not in out and b not in out.values() and len(old[a].words) > SHORT:
            out[a] = b
    return out


def _are_one(old: Block, new: Block) -> bool:
    short = max(len(old.words), len(new.words)) < SHORT and bool(
        set(old.words.casefold().split()) & set(new.words.casefold().split())
    )
    return old.is_heading == new.is_heading and (short or _likeness(old, new, LIKE_ALONE) > 0)


def _likeness(old: Block, new: Block, least: float = LIKE) -> float:
    """Per cent; 0 for what cannot be the same line."""
    if old.is_heading != new.is_heading:
        return 0.0
    return fuzz.ratio(old.said.split(), new.said.split(), score_cutoff=least)
