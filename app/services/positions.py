"""Places in a list: fractional, so that something new between two hardly ever renumbers the others.

After some fifty things put in one behind the other, always before the same one, no number is left between: all are
spread out then, and whoever records the change says so (`SPREAD`), because open pages know the others' places.
"""

from collections.abc import Sequence
from typing import Protocol

SPREAD = {"spread": True}
"""In the details of a change: everything beside the thing got another position, in the same order."""


class Placed(Protocol):
    """Anything that stands at a position among others."""

    position: float


def between(before: float | None, after: float | None) -> float | None:
    """A position between two neighbours (None: none on that side); None when no number is left between."""
    if after is None:
        return 1.0 if before is None else before + 1.0
    if before is None:
        return after - 1.0
    middle = (before + after) / 2
    return middle if before < middle < after else None


def step(thing: Placed, everything: Sequence[Placed], steps: int) -> dict[str, bool] | None:
    """Move `thing` up (negative) or down among all that stand, itself included, and answer as `insert` does.

    None: it stays, because it stands at that end already.
    """
    place = everything.index(thing)
    others = [*everything[:place], *everything[place + 1 :]]
    target = max(0, min(len(others), place + steps))
    return insert(thing, others, target) if target != place else None


def insert(thing: Placed, others: list[Placed], index: int) -> dict[str, bool]:
    """Give `thing` a position before `others[index]`, or at the end; where it is tight, spread all out.

    Returns what the details of the change are to say of that: SPREAD, or nothing.

    `others` stand in order and do not hold `thing`.
    """
    before = others[index - 1].position if index > 0 else None
    after = others[index].position if index < len(others) else None
    place = between(before, after)
    if place is not None:
        thing.position = place
        return {}
    for number, other in enumerate(others, start=1):
        other.position = float(number * 2)
    thing.position = float(index * 2 + 1)
    return SPREAD


def give_back(thing: Placed, standing: Sequence[Placed]) -> dict[str, bool]:
    """A place for what comes back among those that stand: its own, or where that was taken meanwhile, behind it.

    Answers as `insert` does.
    """
    taken = next((at for at, other in enumerate(standing) if other.position == thing.position), None)
    return {} if taken is None else insert(thing, [*standing], taken + 1)
