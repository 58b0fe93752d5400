"""The names of places within published minutes: "#section-3", "#action-6-2025".

They come from what is printed, a heading's number and an action's reference, so that a link still leads to its
place after the next version has taken something out or put something in.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.documents.minutes import Mention, Minutes, Part, passages

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Anchors:
    """Names without "#", all different: of a part by its place from 0, of a line by its part's and its own,
    of an action by the key of the passage that raises it.
    """

    parts: list[str] = field(default_factory=list)
    lines: dict[tuple[int, int], str] = field(default_factory=dict)
    actions: dict[int, str] = field(default_factory=dict)


def anchors(minutes: Minutes, references: Mapping[int, str]) -> Anchors:
    """`references` has the reference of each action by the key of the passage that raises it."""
    taken: set[str] = set()
    found = Anchors()
    for place, part in enumerate(minutes.parts):
        found.parts.append(_free(_name_of(part), taken))
        for number in range(len(part.lines)):
            found.lines[place, number] = _free(f"{found.parts[place]}-line-{number + 1}", taken)
    for _, _, passage in passages(minutes):
        reference = references.get(passage.key)
        if reference and passage.action is not None and passage.action.mention == Mention.RAISED:
            found.actions[passage.key] = _free(action_anchor(reference), taken)
    return found


def action_anchor(reference: str) -> str:
    """ "6/2025" is "action-6-2025"."""
    return f"action-{plain(reference) or 'unnamed'}"


def plain(words: str) -> str:
    """Words as they may stand in an address: "Tackling CSE & exploitation" is "tackling-cse-exploitation"."""
    letters = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters.replace("'", ""))[:LONGEST].strip("-")


def _name_of(part: Part) -> str:
    if part.number and plain(part.number):
        return f"section-{plain(part.number)}"
    return f"section-{plain(part.title)}" if part.title and plain(part.title) else "opening"


def _free(name: str, taken: set[str]) -> str:
    """The name, or with the first number that makes it the only one."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-again-{number}"
    taken.add(free)
    return free
