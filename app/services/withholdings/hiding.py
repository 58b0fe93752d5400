"""Where what is withheld stands in a meeting's minutes as they are now."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from app.documents.minutes import Attendee, Mention
from app.documents.withholding import Cuts, follow, name_patterns
from app.models.meetings import Attendance, Meeting
from app.models.withholdings import Withheld, Withholding
from app.services.meetings import WholeMeeting

Span = tuple[int, int]
SHORTEST = 4
"""Letters that words must have to be looked for in other lines."""


def holding(session: Session, meeting: Meeting) -> Sequence[Withholding]:
    """What is withheld of a meeting or proposed to be, in the order it was."""
    return session.exec(
        select(Withholding)
        .where(Withholding.meeting_id == meeting.id, col(Withholding.lifted_at).is_(None))
        .order_by(col(Withholding.id))
    ).all()


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
    names: re.Pattern[str] | None = None
    """Finds the names of those whose name is withheld."""
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

    def section(self, section_id: int | None) -> bool:
        """Whether a heading and everything under it is kept out."""
        return section_id in self.sections

    def assurance(self, section_id: int | None) -> bool:
        """Whether the words of the judgement on a section are kept out."""
        return section_id in self.assurances

    def attendance(self, attendance_id: int | None) -> bool:
        """Whether somebody's name is kept out."""
        return attendance_id in self.attendances

    def cuts(self, whole: WholeMeeting, *, says_so: bool) -> Cuts:
        """The same by the places of plain minutes that were gathered from `whole`."""
        cuts = Cuts(says_so=says_so)
        cuts.attendances = {at for at, one in enumerate(whole.attendances) if one.id in self.attendances}
        for at, section in enumerate(whole.sections):
            key = section.section.id or 0
            if key in self.sections:
                cuts.parts.add(at)
            if key in self.assurances:
                cuts.assurances.add(at)
            if key in self.in_headings:
                spans = self.in_headings[key]
                cuts.titles[at] = None if (0, len(section.section.title)) in spans else spans
            for number, line in enumerate(section.lines):
                if line.line.id in self.in_lines:
                    spans = self.in_lines[line.line.id]
                    cuts.lines[at, number] = None if (0, len(line.line.text)) in spans else spans
        return cuts


def hidden(session: Session, meeting: Meeting, whole: WholeMeeting) -> Hidden:
    """What is kept out of these minutes. One statement."""
    found = Hidden()
    if not (held := holding(session, meeting)):
        return found
    for section in whole.sections:
        found.texts[f"section {section.section.id}"] = section.section.title
        for line in section.lines:
            found.texts[line.line.id] = line.line.text
    by_subject: dict[Withheld, list[Withholding]] = defaultdict(list)
    for one in held:
        by_subject[one.subject].append(one)
    _people(found, whole.attendances, by_subject[Withheld.ATTENDANCE])
    _headings_and_lines(found, whole, by_subject)
    _sections(found, whole, by_subject[Withheld.SECTION])
    found.assurances = {int(one.subject_id) for one in by_subject[Withheld.ASSURANCE]}
    _moved_elsewhere(found, whole, held)
    _said_again(found, whole)
    return found


def _people(found: Hidden, everyone: Sequence[Attendance], held: list[Withholding]) -> None:
    ids = {int(one.subject_id) for one in held}
    found.attendances = ids
    attendees = [(one.id in ids, Attendee(one.name, known_as=one.known_as or None)) for one in everyone]
    found.names = name_patterns(
        [one for is_hidden, one in attendees if is_hidden],
        [one for is_hidden, one in attendees if not is_hidden],
    )


def _headings_and_lines(found: Hidden, whole: WholeMeeting, held: dict[Withheld, list[Withholding]]) -> None:
    of_line: dict[str, list[Withholding]] = defaultdict(list)
    of_heading: dict[int, list[Withholding]] = defaultdict(list)
    typed = {one.section.typed_id: one.section.id or 0 for one in whole.sections if one.section.typed_id}
    for one in held[Withheld.LINE]:
        if one.subject_id in typed:
            of_heading[typed[one.subject_id]].append(one)
        else:
            of_line[one.subject_id].append(one)
    for one in held[Withheld.HEADING]:
        of_heading[int(one.subject_id)].append(one)
    for section in whole.sections:
        key = section.section.id or 0
        for one in of_heading[key]:
            found.in_headings.setdefault(key, []).append(_where(found, one, section.section.title))
        for line in section.lines:
            for one in of_line[line.line.id]:
                found.in_lines.setdefault(line.line.id, []).append(_where(found, one, line.line.text))


def _where(found: Hidden, one: Withholding, text: str) -> Span:
    if one.starts is None or one.ends is None:
        return 0, len(text)
    stands = follow(one.anchor, one.starts, one.ends, text)
    if stands is None:
        found.lost.append(one)
        return 0, len(text)
    return stands


def _sections(found: Hidden, whole: WholeMeeting, held: list[Withholding]) -> None:
    """Deeper headings go with theirs; and a line that stood under it goes on being withheld wherever it is now."""
    ids = {int(one.subject_id) for one in held}
    under: int | None = None
    for section in whole.sections:
        if under is not None and section.section.level <= under:
            under = None
        if under is None and section.section.id in ids:
            under = section.section.level
        if under is not None:
            found.sections.add(section.section.id or 0)
    found.lost += [one for one in held if _is_gone(whole, one)]
    kept = {line_id for one in held for line_id in one.lines}
    for section in whole.sections:
        if section.section.typed_id in kept and section.section.id not in found.sections:
            found.in_headings[section.section.id or 0] = [(0, len(section.section.title))]
        for line in section.lines:
            if line.line.id in kept:
                found.in_lines[line.line.id] = [(0, len(line.line.text))]


def _is_gone(whole: WholeMeeting, held: Withholding) -> bool:
    """Whether a withheld section or heading is none any more, but lines; one that was taken out can come back."""
    here = {str(one.section.id) for one in whole.sections}
    return held.subject_id not in here | {one.id for one in whole.removed if one.noun == "section"}


def _moved_elsewhere(found: Hidden, whole: WholeMeeting, held: Sequence[Withholding]) -> None:
    """Words whose own line is gone, or no longer has them, are withheld in whatever line they stand in now."""
    standing = {*found.in_lines, *(one.section.typed_id for one in whole.sections)}
    phrases: list[str] = []
    for one in held:
        is_gone = one.subject in (Withheld.HEADING, Withheld.SECTION) and _is_gone(whole, one)
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
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)
    for section in whole.sections:
        key = section.section.id or 0
        for match in pattern.finditer(section.section.title):
            found.in_headings.setdefault(key, []).append(match.span())
        for line in section.lines:
            for match in pattern.finditer(line.line.text):
                found.in_lines.setdefault(line.line.id, []).append(match.span())


def _said_again(found: Hidden, whole: WholeMeeting) -> None:
    """An action all of whose line is withheld is withheld where the same minutes say it again."""
    gone: set[int] = set()
    for section, line, entry in whole.entries():
        is_hidden = section.section.id in found.sections or any(
            starts <= entry.starts and entry.ends <= ends
            for starts, ends in found.in_lines.get(line.line.id, [])
        )
        if is_hidden and entry.mention == Mention.RAISED and entry.action_id is not None:
            gone.add(entry.action_id)
    if gone:
        for _, line, entry in whole.entries():
            if entry.action_id in gone and entry.mention == Mention.RESTATED:
                found.in_lines.setdefault(line.line.id, []).append((entry.starts, entry.ends))
