"""Lasting places within a set of minutes: the names after "#" in the address of a section or an action.

A name is made of what is printed (a number, a heading, an action's reference) and not of where it stands, so that it
leads to the same place in a later version; only things of the same name are told apart by their order.
"""

import re
from unicodedata import normalize

from app.documents.minutes import Kind, Mention, Minutes, Passage

LONGEST = 60
"""Characters of a heading that are taken into its name."""

_TAKEN = ("main", "attendance", "raised", "next-meeting", "contents", "papers")
"""Names that the page gives to what stands around the sections."""


def slug(words: str) -> str:
    """Words as they stand in an address: "Tackling CSE – an update" is "tackling-cse-an-update"."""
    plain = normalize("NFKD", words).encode("ascii", "ignore").decode().lower().replace("'", "")
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return made if len(made) <= LONGEST else made[:LONGEST].rpartition("-")[0] or made[:LONGEST]


class Anchors:
    """The names of one set of minutes: `parts` by index, `lines` by the indexes of part and line, `actions` by
    the key of the passage that raises or reviews one.
    """

    def __init__(self, minutes: Minutes) -> None:
        self._used = set(_TAKEN)
        self.parts = [self._name(_of_part(part.number or "", part.title or "")) for part in minutes.parts]
        self.lines: dict[tuple[int, int], str] = {}
        self.actions: dict[int, str] = {}
        self._sections: dict[int, str] = {}
        for index, part in enumerate(minutes.parts):
            for place, line in enumerate(part.lines):
                self.lines[index, place] = self._name(f"{self.parts[index]}-line-{place + 1}")
                for passage in line.passages:
                    self._sections[passage.key] = self.parts[index]
                    self._name_action(passage)

    def _name_action(self, passage: Passage) -> None:
        action = passage.action
        if action is None or not action.reference:
            return
        reference = action.reference
        if passage.kind == Kind.REVIEW:
            self.actions[passage.key] = self._name(f"review-{slug(reference)}")
        elif passage.kind == Kind.ACTION and action.mention == Mention.RAISED:
            self.actions[passage.key] = self._name(f"action-{slug(reference)}")

    def part(self, index: int) -> str:
        """The name of a section, by its place in `minutes.parts`."""
        return self.parts[index]

    def passage(self, key: int) -> str:
        """The name of an action where it was raised or reviewed; of anything else, that of its section."""
        return self.actions.get(key) or self._sections[key]

    def _name(self, wanted: str) -> str:
        name, count = wanted, 1
        while name in self._used:
            count += 1
            name = f"{wanted}-{count}"
        self._used.add(name)
        return name


def _of_part(number: str, title: str) -> str:
    if slug(number):
        return f"section-{slug(number)}"
    return slug(title) if len(slug(title)) > 1 else "section"


def of(minutes: Minutes) -> Anchors:
    """The names of these minutes, whose actions carry the register's references."""
    return Anchors(minutes)
