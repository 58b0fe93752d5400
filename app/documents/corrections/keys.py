"""Naming the things of a reading that is being checked: a key stays what it is whatever else is corrected.

A key that names nothing any more raises EditConflict: somebody else's correction came first.
"""

from collections.abc import Iterator

from app.documents.minutes import Attendee, Minutes, Part, Passage, Reading, Text, passages
from app.errors import EditConflict

GONE = "This was changed in the meantime. Look at it again below."


def number(reading: Reading) -> Reading:
    """Give every attendee, part and line that has none a key of its own; keys once given stay."""
    things = list(keyed(reading.minutes))
    following = max((thing.key for thing in things), default=0) + 1
    for thing in things:
        if not thing.key:
            thing.key = following
            following += 1
    return reading


def keyed(minutes: Minutes) -> Iterator[Attendee | Part | Text]:
    yield from minutes.attendances
    for part in minutes.parts:
        yield part
        yield from part.lines


def next_key(reading: Reading) -> int:
    return max((thing.key for thing in keyed(reading.minutes)), default=0) + 1


def next_passage(reading: Reading) -> int:
    return max((each.key for _, _, each in passages(reading.minutes)), default=0) + 1


def find_passage(reading: Reading, key: int) -> tuple[Part, Text, Passage]:
    """The passage of that key with its line and part. Raises EditConflict when there is none."""
    for found in passages(reading.minutes):
        if found[2].key == key:
            return found
    raise EditConflict(GONE)


def find_line(reading: Reading, key: int) -> tuple[Part, Text]:
    """The line of that key with its part. Raises EditConflict when there is none."""
    for part in reading.minutes.parts:
        for line in part.lines:
            if line.key == key:
                return part, line
    raise EditConflict(GONE)


def find_part(reading: Reading, key: int) -> Part:
    """Raises EditConflict when there is none of that key."""
    for part in reading.minutes.parts:
        if part.key == key:
            return part
    raise EditConflict(GONE)


def find_attendee(reading: Reading, key: int) -> Attendee:
    """Raises EditConflict when there is none of that key."""
    for attendee in reading.minutes.attendances:
        if attendee.key == key:
            return attendee
    raise EditConflict(GONE)
