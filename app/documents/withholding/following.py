"""Where a withheld passage stands after its line was changed, by anybody and however much.

It must never shrink without a person seeing it: what the words grew into is withheld with them, and when they cannot
be found for certain, nothing is said to be found. The caller then withholds the whole line until somebody looks.
"""

import re
from collections import Counter
from difflib import SequenceMatcher

ALIKE = 0.6
"""How alike (0 to 1) words must be to what was written in their place to count as the same words, corrected."""
_RUN = 3
"""So many letters in a row of a withheld word, written elsewhere when the word went, count as the word moved."""
_TOO_MUCH = 250_000
"""Words of the one times words of the other that are not compared: it would take longer than anybody waits."""
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_WORD = re.compile(r"\w+")


def follow(anchor: str, starts: int, ends: int, text: str) -> tuple[int, int] | None:
    """Where `anchor[starts:ends]` stands in `text`; None when it cannot be found for certain."""
    starts, ends = max(0, starts), min(ends, len(anchor))
    if anchor == text:
        return (starts, ends) if starts < ends else None
    withheld = anchor[starts:ends]
    if not _WORD.search(withheld):
        return None
    found = _hull(anchor, starts, ends, text)
    if found is None:
        return None
    begins, stops = whole_words(text, *found)
    now = text[begins:stops]
    begins, stops = begins + len(now) - len(now.lstrip()), stops - len(now) + len(now.rstrip())
    now = text[begins:stops]
    if not _WORD.search(now) or not _is_the_same(withheld, now):
        return None
    outside_before = anchor[:starts] + " \n " + anchor[ends:]
    outside_now = text[:begins] + " \n " + text[stops:]
    return None if _moved_out(withheld, now, outside_before, outside_now) else (begins, stops)


def _hull(anchor: str, starts: int, ends: int, text: str) -> tuple[int, int] | None:
    """From the first to the last place of `text` that any of the passage's words has become."""
    old, new = _tokens(anchor), _tokens(text)
    places: list[tuple[int, int]] = []
    for what, from_old, to_old, from_new, to_new in _changes(
        [one[0] for one in old], [one[0] for one in new]
    ):
        old_begins, old_stops = _span(old, from_old, to_old, len(anchor))
        new_begins, new_stops = _span(new, from_new, to_new, len(text))
        if what == "equal":
            begins, stops = max(starts, old_begins), min(ends, old_stops)
            if begins < stops:
                places.append((new_begins + begins - old_begins, new_begins + stops - old_begins))
        elif what == "insert":
            if starts < old_begins < ends:
                places.append((new_begins, new_stops))
        elif what == "replace" and old_begins < ends and starts < old_stops:
            places.append((new_begins, new_stops))
    if not places:
        return None
    return min(begins for begins, _ in places), max(stops for _, stops in places)


def _changes(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    """As SequenceMatcher tells them, but what begins and ends alike is not compared again, and what is changed beyond
    comparing is one replacement.
    """
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    tail = next((at for at in range(shorter - head) if old[-1 - at] != new[-1 - at]), shorter - head)
    middle, other = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(middle) * len(other) > _TOO_MUCH:
        found = [("replace", 0, len(middle), 0, len(other))]
    else:
        found = list(SequenceMatcher(None, middle, other, autojunk=False).get_opcodes())
    return [
        ("equal", 0, head, 0, head),
        *((what, a + head, b + head, c + head, d + head) for what, a, b, c, d in found),
        ("equal", len(old) - tail, len(old), len(new) - tail, len(new)),
    ]


def _tokens(text: str) -> list[tuple[str, int]]:
    return [(found.group(), found.start()) for found in _TOKEN.finditer(text)]


def _span(tokens: list[tuple[str, int]], first: int, beyond: int, length: int) -> tuple[int, int]:
    begins = tokens[first][1] if first < len(tokens) else length
    if beyond <= first:
        return begins, begins
    last, at = tokens[beyond - 1]
    return begins, at + len(last)


def whole_words(text: str, begins: int, stops: int) -> tuple[int, int]:
    """The stretch and the words that it begins or ends within: half a name is a name."""
    while begins > 0 and _is_inside_word(text, begins):
        begins -= 1
    while stops < len(text) and _is_inside_word(text, stops):
        stops += 1
    return begins, stops


def _is_inside_word(text: str, place: int) -> bool:
    return _WORD.fullmatch(text[place - 1]) is not None and _WORD.fullmatch(text[place]) is not None


def _is_the_same(withheld: str, now: str) -> bool:
    """A word of it still stands, or what stands there reads much like it."""
    was = Counter(_WORD.findall(withheld.casefold()))
    stands = Counter(_WORD.findall(now.casefold())) & was
    if any(len(word) > 1 for word in stands) and stands.total() * 2 >= was.total():
        return True
    return SequenceMatcher(None, withheld.casefold(), now.casefold(), autojunk=False).ratio() >= ALIKE


def _moved_out(withheld: str, now: str, outside_before: str, outside_now: str) -> bool:
    """Whether words that went from the passage were written elsewhere in the line."""
    was, stands = _count(withheld), _count(now)
    before, after = _count(outside_before), _count(outside_now)
    gone = was - stands
    if any(after[word] > before[word] for word in gone):
        return True
    fresh = " ".join((after - before).elements())
    return any(
        word[at : at + _RUN] in fresh
        for word in gone
        for at in range(max(1, len(word) - _RUN + 1))
        if len(word) >= _RUN
    )


def _count(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))
