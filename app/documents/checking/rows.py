"""The source beside what was read of it, row by row, every source line once and in order."""

from collections import Counter
from dataclasses import dataclass, field, replace

from app.documents.minutes import Attendee, Kind, LedgerRow, Mention, Part, Passage, Reading, Text, passages

FACTS = frozenset(
    {"title", "held_on", "starts_at", "ends_at", "venue", "chair", "minute_taker", "next_meeting", "date"}
)
"""What a source line can have become in the heading block of the minutes."""


@dataclass(slots=True)
class SourceWords:
    """A line of the source; `number` counts from 1. `marked` is the stretch of it that is in doubt."""

    number: int
    text: str
    marked: str = ""

    @property
    def around(self) -> tuple[str, str, str]:
        """The words before, in and after the marked stretch."""
        before, found, after = self.text.partition(self.marked) if self.marked else (self.text, "", "")
        return before, found, after


@dataclass(slots=True)
class AttendeeRow:
    """Somebody of the attendance list."""

    attendee: Attendee
    source: list[SourceWords]

    @property
    def id(self) -> str:
        return f"attendee-{self.attendee.key}"


@dataclass(slots=True)
class HeadingRow:
    """A heading; `part.title` None never makes a row."""

    part: Part
    source: list[SourceWords]

    @property
    def id(self) -> str:
        return f"heading-{self.part.key}"


@dataclass(slots=True)
class LineRow:
    """A line of the minutes with its passages; `words` gives each passage's, by key."""

    part: Part
    line: Text
    source: list[SourceWords]
    is_first_of_part: bool = False

    @property
    def id(self) -> str:
        return f"line-{self.line.key}"


@dataclass(slots=True)
class Sheet:
    """Everything that a person checks."""

    facts: list[SourceWords] = field(default_factory=list)
    """The source lines that became title, date, place and so on."""
    attendance: list[SourceWords] = field(default_factory=list)
    """What introduces the attendance list and names nobody, such as its heading."""
    attendees: list[AttendeeRow] = field(default_factory=list)
    body: list[HeadingRow | LineRow] = field(default_factory=list)
    left_out: list[LedgerRow] = field(default_factory=list)
    source_lines: int = 0
    kinds: Counter[Kind] = field(default_factory=Counter)
    passages: dict[int, tuple[Text, Passage]] = field(default_factory=dict)
    """By key."""
    unanswered: set[int] = field(default_factory=set)
    """Keys of the questions that nothing replies to."""

    @property
    def rows(self) -> dict[str, AttendeeRow | HeadingRow | LineRow]:
        """Every row that can be corrected by itself, by its id, in order."""
        return {row.id: row for row in [*self.attendees, *self.body]}

    def words_of(self, key: int) -> str:
        """The words of a passage; nothing when it is gone."""
        found = self.passages.get(key)
        return found[0].words_of(found[1]) if found else ""

    @property
    def actions(self) -> list[tuple[int, str]]:
        """Key and wording of every action that is not a repetition of another."""
        return [
            (key, passage.action.words)
            for key, (_, passage) in self.passages.items()
            if passage.action is not None and passage.action.mention == Mention.RAISED
        ]


def sheet(reading: Reading) -> Sheet:
    """Lay a reading out for checking."""
    words = {row.line: row.text for row in reading.ledger}
    shown: set[int] = set()

    def source(numbers: list[int]) -> list[SourceWords]:
        fresh = [number for number in numbers if number in words and number not in shown]
        shown.update(fresh)
        return [SourceWords(number, words[number]) for number in fresh]

    found = Sheet(source_lines=len(reading.ledger))
    for attendee in reading.minutes.attendances:
        found.attendees.append(AttendeeRow(attendee, source(attendee.source_lines)))
    for part in reading.minutes.parts:
        if part.title is not None:
            found.body.append(HeadingRow(part, source(part.source_lines)))
        for place, line in enumerate(part.lines):
            found.body.append(LineRow(part, line, source(line.source_lines), place == 0))
    found.facts = source([row.line for row in reading.ledger if FACTS.intersection(row.became)])
    found.attendance = source([row.line for row in reading.ledger if "attendance" in row.became])
    found.left_out = [row for row in reading.ledger if row.line not in shown]
    for _, line, passage in passages(reading.minutes):
        found.kinds[passage.kind] += 1
        found.passages[passage.key] = (line, passage)
    replied = {
        key
        for _, passage in found.passages.values()
        for key in (passage.replies_to, *passage.also_replies_to)
    }
    found.unanswered = {
        key
        for key, (_, passage) in found.passages.items()
        if passage.kind == Kind.QUESTION and key not in replied
    }
    return found


def changed(before: Sheet, after: Sheet) -> list[str] | None:
    """Ids of the rows that read differently now; None when rows came, went or changed places."""
    was, now = before.rows, after.rows
    if list(was) != list(now):
        return None
    return [row_id for row_id, row in now.items() if _shown(before, was[row_id]) != _shown(after, row)]


def _shown(sheet: Sheet, row: AttendeeRow | HeadingRow | LineRow) -> object:
    """What of a row can be seen: a heading without its lines; a line with whether its questions are answered."""
    if isinstance(row, HeadingRow):
        return replace(row.part, lines=[])
    if isinstance(row, AttendeeRow):
        return row.attendee
    return row.line, [passage.key in sheet.unanswered for passage in row.line.passages]
