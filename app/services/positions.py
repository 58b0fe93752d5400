"""Places in a list: fractional, so that something new between two never renumbers the others."""

from typing import Protocol


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


def insert(thing: Placed, others: list[Placed], index: int) -> None:
    """Give `thing` a position before `others[index]`, or at the end; where it is tight, spread all out.

    `others` stand in order and do not hold `thing`.
    """
    before = others[index - 1].position if index > 0 else None
    after = others[index].position if index < len(others) else None
    place = between(before, after)
    if place is None:
        for number, other in enumerate(others, start=1):
            other.position = float(number * 2)
        place = float(index * 2 + 1)
    thing.position = place
