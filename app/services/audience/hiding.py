"""Where what is withheld stands in a meeting's minutes as they are now: one rule, for every form and every reader."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.documents.minutes import Attendee, Mention
from app.documents.withholding import NAME, PASSAGE, PASSAGE_WITHIN, follow, name_patterns
from app.models.meetings import Attendance, Section
from app.models.withholdings import Withheld, Withholding

Span = tuple[int, int]
SHORTEST = 4
"""Letters that words must have to be looked for in other lines."""


class Mentioned(NamedTuple):
    """A passage that raises an action, or says one again."""

    line_id: str
    starts: int
    ends: int
    mention: Mention | None
    action_id: int | None


@dataclass(slots=True)
class Stands:
    """Of a meeting's minutes what stands, as far as withholding asks."""

    attendances: list[Attendance] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    """In order."""
    lines: dict[int, dict[str, str]] = field(default_factory=dict)
    """By section: texts by the id of their line."""
    mentions: list[Mentioned] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    """Ids of headings that were taken out and can come back."""


@dataclass(slots=True)
class Hidden:
    """What is kept out of a meeting's minutes, asked by ids. Spans are `[starts, ends)` of the text as it stands."""

    in_lines: dict[str, list[Span]] = field(default_factory=dict)
    in_headings: dict[int, list[Span]] = field(default_factory=dict)
    sections: set[int] = field(default_factory=set)
    assurances: set[int] = field(default_factory=set)
    attendances: set[int] = field(default_factory=set)
    lost: list[Withholding] = field(default_factory=list)
    """Whose words cannot be found for certain any more: the whole line or heading is withheld meanwhile, or a
    section that is none now.
    """
    people: list[str] = field(default_factory=list)
    """The full names of those whose name is withheld."""
    names: re.Pattern[str] | None = None
    """Finds the names of those whose name is withheld."""
    elsewhere: re.Pattern[str] | None = None
    """Finds words that their own line or heading no longer has."""
    texts: dict[str, str] = field(default_factory=dict)

    def line(self, line_id: str) -> list[Span]:
        """Stretches of the line that are kept out, whole and names included; in order of their start."""
        text = self.texts.get(line_id, "")
        named = [one.span() for one in self.names.finditer(text)] if self.names is not None else []
        return sorted({*self.in_lines.get(line_id, []), *named})

    def heading(self, section_id: int | None) -> list[Span]:
        """The same of a section's title."""
        text = self.texts.get(f"section {section_id}", "")
        named = [one.span() for one in self.names.finditer(text)] if self.names is not None else []
        return sorted({*self.in_headings.get(section_id or 0, []), *named})

    def open_line(self, line_id: str) -> str:
        """The line for a reader outside the office."""
        return _without(self.texts.get(line_id, ""), self.line(line_id))

    def open_heading(self, section_id: int | None) -> str:
        """The same of a section's title."""
        if self.section(section_id):
            return PASSAGE
        return _without(self.texts.get(f"section {section_id}", ""), self.heading(section_id))

    def open_words(self, words: str) -> str:
        """The same of words that stand beside the minutes, such as their title or what was said of a judgement."""
        for pattern, said in ((self.names, NAME), (self.elsewhere, PASSAGE_WITHIN)):
            words = words if pattern is None else pattern.sub(said, words)
        return words

    def section(self, section_id: int | None) -> bool:
        """Whether a heading and everything under it is kept out."""
        return section_id in self.sections

    def assurance(self, section_id: int | None) -> bool:
        """Whether the words of the judgement on a section are kept out."""
        return section_id in self.assurances

    def attendance(self, attendance_id: int | None) -> bool:
        """Whether somebody's name is kept out."""
        return attendance_id in self.attendances


def _without(text: str, spans: list[Span]) -> str:
    if (0, len(text)) in spans:
        return PASSAGE
    found: list[str] = []
    at = 0
    for starts, ends in spans:
        if starts > at or not found:
            found += [text[at:starts], PASSAGE_WITHIN]
        at = max(at, ends)
    return "".join([*found, text[at:]])


def hide(held: Sequence[Withholding], there: Stands) -> Hidden:
    """What of these minutes is kept out by these withholdings."""
    found = Hidden()
    if not held:
        return found
    for section in there.sections:
        found.texts[f"section {section.id}"] = section.title
        found.texts |= there.lines.get(section.id or 0, {})
    by_subject: dict[Withheld, list[Withholding]] = defaultdict(list)
    for one in held:
        by_subject[one.subject].append(one)
    _people(found, there.attendances, by_subject[Withheld.ATTENDANCE])
    _headings_and_lines(found, there, by_subject)
    _sections(found, there, by_subject[Withheld.SECTION])
    found.assurances = {int(one.subject_id) for one in by_subject[Withheld.ASSURANCE]}
    _moved_elsewhere(found, there, held)
    _said_again(found, there)
    return found


def _people(found: Hidden, everyone: Sequence[Attendance], held: list[Withholding]) -> None:
    ids = {int(one.subject_id) for one in held}
    found.attendances = ids
    found.people = [one.name for one in everyone if one.id in ids]
    attendees = [(one.id in ids, Attendee(one.name, known_as=one.known_as or None)) for one in everyone]
    found.names = name_patterns(
        [one for is_hidden, one in attendees if is_hidden],
        [one for is_hidden, one in attendees if not is_hidden],
    )


def _headings_and_lines(found: Hidden, there: Stands, held: dict[Withheld, list[Withholding]]) -> None:
    of_line: dict[str, list[Withholding]] = defaultdict(list)
    of_heading: dict[int, list[Withholding]] = defaultdict(list)
    typed = {one.typed_id: one.id or 0 for one in there.sections if one.typed_id}
    for one in held[Withheld.LINE]:
        if one.subject_id in typed:
            of_heading[typed[one.subject_id]].append(one)
        else:
            of_line[one.subject_id].append(one)
    for one in held[Withheld.HEADING]:
        of_heading[int(one.subject_id)].append(one)
    for section in there.sections:
        key = section.id or 0
        for one in of_heading[key]:
            found.in_headings.setdefault(key, []).append(_where(found, one, section.title))
        for line_id, text in there.lines.get(key, {}).items():
            for one in of_line.get(line_id, ()):
                found.in_lines.setdefault(line_id, []).append(_where(found, one, text))


def _where(found: Hidden, one: Withholding, text: str) -> Span:
    if one.starts is None or one.ends is None:
        return 0, len(text)
    stands = follow(one.anchor, one.starts, one.ends, text)
    if stands is None:
        found.lost.append(one)
        return 0, len(text)
    return stands


def _sections(found: Hidden, there: Stands, held: list[Withholding]) -> None:
    """Deeper headings go with theirs; and a line that stood under it goes on being withheld wherever it is now."""
    ids = {int(one.subject_id) for one in held}
    under: int | None = None
    for section in there.sections:
        if under is not None and section.level <= under:
            under = None
        if under is None and section.id in ids:
            under = section.level
        if under is not None:
            found.sections.add(section.id or 0)
    found.lost += [one for one in held if _is_gone(there, one)]
    kept = {line_id for one in held for line_id in one.lines}
    for section in there.sections:
        if section.typed_id in kept and section.id not in found.sections:
            found.in_headings[section.id or 0] = [(0, len(section.title))]
        for line_id, text in there.lines.get(section.id or 0, {}).items():
            if line_id in kept:
                found.in_lines[line_id] = [(0, len(text))]


def _is_gone(there: Stands, held: Withholding) -> bool:
    """Whether a withheld section or heading is none any more, but lines; one that was taken out can come back."""
    return held.subject_id not in {str(one.id) for one in there.sections} | there.removed


def _moved_elsewhere(found: Hidden, there: Stands, held: Sequence[Withholding]) -> None:
    """Words whose own line is gone, or no longer has them, are withheld in whatever line they stand in now."""
    standing = {*found.in_lines, *(one.typed_id for one in there.sections)}
    phrases: list[str] = []
    for one in held:
        is_gone = one.subject in (Withheld.HEADING, Withheld.SECTION) and _is_gone(there, one)
        if is_gone and one not in found.lost:
            found.lost.append(one)
        if is_gone or (
            one.subject == Withheld.LINE and (one in found.lost or one.subject_id not in standing)
        ):
            words = re.findall(r"\w+", one.anchor[one.starts : one.ends])
            if words and len("".join(words)) >= SHORTEST:
                phrases.append(r"\W+".join(re.escape(word) for word in words))
    if not phrases:
        return
    found.elsewhere = pattern = re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)
    for section in there.sections:
        key = section.id or 0
        for match in pattern.finditer(section.title):
            found.in_headings.setdefault(key, []).append(match.span())
        for line_id, text in there.lines.get(key, {}).items():
            for match in pattern.finditer(text):
                found.in_lines.setdefault(line_id, []).append(match.span())


def _said_again(found: Hidden, there: Stands) -> None:
    """An action all of whose line is withheld is withheld where the same minutes say it again."""
    under = {line_id for key in found.sections for line_id in there.lines.get(key, ())}
    gone: set[int | None] = set()
    for entry in there.mentions:
        is_hidden = entry.line_id in under or any(
            starts <= entry.starts and entry.ends <= ends
            for starts, ends in found.in_lines.get(entry.line_id, [])
        )
        if is_hidden and entry.mention == Mention.RAISED and entry.action_id is not None:
            gone.add(entry.action_id)
    for entry in there.mentions:
        if entry.action_id in gone and entry.mention == Mention.RESTATED:
            found.in_lines.setdefault(entry.line_id, []).append((entry.starts, entry.ends))
