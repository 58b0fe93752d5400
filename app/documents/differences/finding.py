"""The differences themselves, in the order in which a person meets them in the new file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.documents.differences.matching import match
from app.documents.differences.outline import Outline
from app.documents.differences.parts import Block, Difference, What
from app.documents.differences.people import facts, people
from app.documents.source import PrintedAction
from app.documents.word.details import day, listed


@dataclass(slots=True)
class Found:
    """What a comparison gives; `alike` is how many of the old side's lines are on the new side word for word."""

    differences: list[Difference]
    alike: int


def differences(old: Outline, new: Outline) -> Found:
    """Everything in `new` that is not as it is in `old`. What only looks different is none."""
    out = [*facts(old.minutes, new.minutes), *people(old.minutes.attendances, new.minutes.attendances)]
    pairs, moved = match(old.blocks, new.blocks)
    whole = sections_moved(old.blocks, new.blocks, pairs, moved)
    along = {line for lines in whole.values() for line in lines}
    came = {now: was for was, now in pairs.items()}
    at = 0
    for now, block in enumerate(new.blocks):
        was = came.get(now)
        if was is None:
            out.append(_added(block, now))
            continue
        if was not in moved:
            # What was removed is met where it stood: before the next line that stayed.
            out += [_removed(old.blocks, n) for n in range(at, was) if n not in pairs]
            at = max(at, was + 1)
        if was in moved and was not in along:
            what = What.HEADING_MOVED if block.is_heading else What.LINE_MOVED
            what = What.SECTION_MOVED if was in whole else what
            out.append(Difference(what, old.blocks[was].said, block.said, was, now, _behind(now)))
        out += _changed(old.blocks[was], block, was, now)
    out += [_removed(old.blocks, n) for n in range(at, len(old.blocks)) if n not in pairs]
    alike = sum(old.blocks[was].said == new.blocks[now].said for was, now in pairs.items())
    return Found(out, alike)


def sections_moved(
    old: list[Block], new: list[Block], pairs: dict[int, int], moved: set[int]
) -> dict[int, list[int]]:
    """Headings that were moved with every line below them, and those lines."""
    out: dict[int, list[int]] = {}
    for heading in moved:
        below, there = _below(old, heading), _below(new, pairs[heading])
        if old[heading].is_heading and [pairs.get(one) for one in below] == there and moved.issuperset(below):
            out[heading] = below
    return out


def _below(blocks: list[Block], heading: int) -> list[int]:
    """The numbers of the lines that stand under a heading."""
    end = next((n for n in range(heading + 1, len(blocks)) if blocks[n].is_heading), len(blocks))
    return list(range(heading + 1, end))


def _behind(number: int) -> int | None:
    return number - 1 if number else None


def _added(block: Block, now: int) -> Difference:
    what = What.HEADING_ADDED if block.is_heading else What.LINE_ADDED
    more = {"level": block.level} if block.is_heading else _shape(block)
    return Difference(what, new=block.said, now=now, after=_behind(now), more=more | {"words": block.words})


def _removed(blocks: list[Block], was: int) -> Difference:
    block = blocks[was]
    what = What.HEADING_REMOVED if block.is_heading else What.LINE_REMOVED
    return Difference(what, old=block.said, was=was, after=_behind(was))


def _shape(block: Block) -> dict[str, object]:
    return {"bullet": block.bullet, "depth": block.depth, "label": block.label}


def _changed(old: Block, new: Block, was: int, now: int) -> Iterator[Difference]:
    if block_words(old) != block_words(new):
        what = What.HEADING_CHANGED if old.is_heading else What.LINE_CHANGED
        more = {"words": new.words}
        if old.label != new.label:
            more["label"] = new.label
        if old.is_heading and old.level != new.level:
            more["level"] = str(new.level)
        yield Difference(what, old.said, new.said, was, now, more=more)
    if old.is_heading and old.assurance != new.assurance:
        yield Difference(What.ASSURANCE, old.assurance, new.assurance, was, now)
    if len(old.actions) != len(new.actions):
        return  # the words say which actions there are; what is printed beside others is not compared
    for number, (before, after) in enumerate(zip(old.actions, new.actions, strict=True)):
        if before.has_details and after.has_details:
            yield from _of_action(before, after, was, now, number)


def block_words(block: Block) -> tuple[str, int]:
    """What makes two blocks say the same; the depth of a heading is part of the record."""
    return block.said, block.level if block.is_heading else 0


def _of_action(
    old: PrintedAction, new: PrintedAction, was: int, now: int, number: int
) -> Iterator[Difference]:
    if old.owner_in_full and new.owner == old.owner_in_full:
        pass  # what is published says no more than who it is in full
    elif old.owner != new.owner:
        yield Difference(What.OWNER, old.owner or "", new.owner or "", was, now, action=number)
    elif new.owner_in_full and old.owner_in_full != new.owner_in_full:
        yield Difference(What.OWNER, old.owner_in_full, new.owner_in_full, was, now, action=number)
    if (old.due_on, old.due_words) != (new.due_on, new.due_words):
        yield Difference(What.DUE, due(old), due(new), was, now, action=number)
    if old.recommendations != new.recommendations:
        before, after = listed(old.recommendations), listed(new.recommendations)
        more = {"recommendations": list(new.recommendations)}
        yield Difference(What.RECOMMENDATIONS, before, after, was, now, action=number, more=more)


def due(printed: PrintedAction) -> str:
    """The day, or the words that were printed."""
    on: date | None = printed.due_on
    return day(on) if on else printed.due_words
