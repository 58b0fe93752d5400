"""Which passage of a line's new words is which entry of its old ones. Pure: no database.

The old and the new words are aligned; an entry lives where enough of its words still stand. What a person set
keeps its stretch of the text and its kind; around it, and everywhere else, the grammar's passages take the
rows whose words they hold.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from app.documents.minutes import Passage
from app.models.lines import Entry, SetBy

LIVES = 0.4
"""The share of an entry's words that must still stand for what a person set to live on."""
HOLDS = 0.5
"""The share of the shorter one's words that a passage and an entry must have in common to be the same."""
HOLDS_IF_ALIKE = 0.3
"""The same where both are of one kind."""
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(slots=True)
class Stretch:
    """A piece `[starts:ends)` of the new text: the entry it continues, if any, and what the grammar says of
    it.
    """

    starts: int
    ends: int
    entry: Entry | None = None
    passage: Passage | None = None

    @property
    def is_set_by_hand(self) -> bool:
        return self.entry is not None and self.entry.set_by == SetBy.HAND


@dataclass(slots=True)
class Match:
    """The line's stretches in order, covering it; and the entries of which nothing is left."""

    stretches: list[Stretch]
    gone: list[Entry]


def match(entries: Sequence[Entry], was: str, passages: Sequence[Passage], text: str) -> Match:
    """Match the entries of `was` with the passages of `text`."""
    stands = _Alignment(was, text)
    by_hand = _set_by_hand(entries, stands, passages)
    stretches = by_hand + _around(by_hand, passages)
    _continue(stretches, [entry for entry in entries if entry.set_by != SetBy.HAND], stands)
    stretches.sort(key=lambda stretch: stretch.starts)
    for one, following in pairwise(stretches):
        one.ends = following.starts
    if stretches:
        stretches[0].starts, stretches[-1].ends = 0, len(text)
    kept = [stretch.entry for stretch in stretches]
    return Match(stretches, [entry for entry in entries if entry not in kept])


class _Alignment:
    """Where each word of the old text stands in the new one."""

    def __init__(self, was: str, text: str) -> None:
        self.old = [found.span() for found in _WORD.finditer(was)]
        self.new = [found.span() for found in _WORD.finditer(text)]
        pieces = SequenceMatcher(
            None,
            [was[start:end].lower() for start, end in self.old],
            [text[start:end].lower() for start, end in self.new],
            autojunk=False,
        )
        self.to: dict[int, int] = {}
        for a, b, size in pieces.get_matching_blocks():
            for step in range(size):
                self.to[a + step] = b + step

    def words_of(self, entry: Entry) -> list[int]:
        return [n for n, (start, end) in enumerate(self.old) if entry.starts <= start and end <= entry.ends]

    def words_in(self, stretch: Stretch) -> set[int]:
        return {
            n for n, (start, end) in enumerate(self.new) if stretch.starts <= start and end <= stretch.ends
        }

    def now(self, entry: Entry) -> tuple[int, int] | None:
        """The stretch of the new text in which the entry's words stand; None when too few do."""
        words = self.words_of(entry)
        there = [self.to[word] for word in words if word in self.to]
        if not there or len(there) < LIVES * len(words):
            return None
        return self.new[there[0]][0], self.new[there[-1]][1]


def _set_by_hand(entries: Sequence[Entry], stands: _Alignment, passages: Sequence[Passage]) -> list[Stretch]:
    """What a person set and still stands, grown to the edges of the passages it lies in, up to its
    neighbours.
    """
    living = [
        (now, entry)
        for entry in entries
        if entry.set_by == SetBy.HAND and (now := stands.now(entry)) is not None
    ]
    living.sort(key=lambda one: one[0])
    found: list[Stretch] = []
    for number, ((start, end), entry) in enumerate(living):
        touched = [passage for passage in passages if passage.starts < end and start < passage.ends]
        from_ = min((passage.starts for passage in touched), default=start)
        to = max((passage.ends for passage in touched), default=end)
        if found:
            from_ = start if from_ < found[-1].ends else from_
            found[-1].ends = min(found[-1].ends, start)
        if number + 1 < len(living):
            to = min(to, living[number + 1][0][0])
        said = next((passage for passage in touched if passage.kind == entry.kind), None)
        found.append(Stretch(from_, max(to, end), entry, said))
    return found


def _around(by_hand: Sequence[Stretch], passages: Sequence[Passage]) -> list[Stretch]:
    """The grammar's passages, without what a person set."""
    pieces: list[Stretch] = []
    for passage in passages:
        start = passage.starts
        for stretch in by_hand:
            if stretch.ends <= start or stretch.starts >= passage.ends:
                continue
            if start < stretch.starts:
                pieces.append(Stretch(start, stretch.starts, None, passage))
            start = max(start, stretch.ends)
        if start < passage.ends:
            pieces.append(Stretch(start, passage.ends, None, passage))
    return pieces


def _continue(stretches: Sequence[Stretch], entries: Sequence[Entry], stands: _Alignment) -> None:
    """Give each stretch that the grammar found the entry whose words it holds."""
    scores: list[tuple[float, int, Stretch, Entry]] = []
    free = [stretch for stretch in stretches if stretch.entry is None]
    for entry in entries:
        words = stands.words_of(entry)
        there = {stands.to[word] for word in words if word in stands.to}
        for stretch in free:
            here = stands.words_in(stretch)
            common = len(there & here)
            share = common / max(1, min(len(words), len(here)))
            alike = stretch.passage is not None and stretch.passage.kind == entry.kind
            if common and (share >= HOLDS or (alike and share >= HOLDS_IF_ALIKE)):
                scores.append((share + (0.3 if alike else 0), common, stretch, entry))
    scores.sort(key=lambda one: one[:2], reverse=True)
    used: list[Entry] = []
    for _, _, stretch, entry in scores:
        if stretch.entry is None and entry not in used:
            stretch.entry = entry
            used.append(entry)
    # A sentence written anew in the place of another of its kind is still that question, or that action.
    for entry in entries:
        if entry in used:
            continue
        for stretch in free:
            alike = stretch.passage is not None and stretch.passage.kind == entry.kind
            if stretch.entry is None and alike:
                stretch.entry = entry
                break
