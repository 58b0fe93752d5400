"""An edited file brought back: read by the same grammar and compared with the record as it prints today."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from app.db import now
from app.documents.differences import Block, Difference, Outline, What, differences, outline, under
from app.documents.differences.matching import match
from app.documents.interpret import interpret
from app.documents.read_docx import read_docx
from app.documents.word.reviewing import Reviewed, reviewed
from app.errors import RuleBroken
from app.models.lines import Kind, Mention
from app.models.meetings import Attendance, Meeting
from app.models.people import User
from app.models.returns import ReturnedDifference, ReturnedFile
from app.services import changes, documents, meetings, withholdings
from app.services.meetings import WholeMeeting
from app.services.returns import published

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LEAST_ALIKE = 0.2
"""Of the lines of the record: a file that has fewer of them word for word holds other minutes."""
FEW = 4
"""Lines: of so few, all may have been rewritten."""


@dataclass(slots=True)
class Edited:
    """A file as it was read, before anything is known of the meeting."""

    name: str
    data: bytes
    outline: Outline
    reviewed: Reviewed = field(default_factory=Reviewed)


def read_edited(data: bytes, name: str) -> Edited:
    """An edited Word file (.docx), understood. Raises UnreadableDocument."""
    source = read_docx(data, name)
    return Edited(name, data, outline(source, interpret(source).minutes), reviewed(data))


def bring_back(session: Session, meeting: Meeting, edited: Edited, *, by: User | None) -> ReturnedFile:
    """Keep the file and its differences. The same file again, while some of them wait, is the one that is there.

    Raises RuleBroken when the file holds other minutes.
    """
    file = documents.store_file(session, edited.data, name=edited.name, media_type=WORD, by=by)
    there = session.exec(
        select(ReturnedFile).where(
            ReturnedFile.meeting_id == meeting.id,
            ReturnedFile.file_id == file.id,
            col(ReturnedFile.settled_at).is_(None),
        )
    ).first()
    if there is not None:
        return there
    printed = read_edited(documents.as_word(session, meeting), "")
    found = differences(printed.outline, edited.outline)
    before = len(printed.outline.blocks)
    if before > FEW and found.alike < before * LEAST_ALIKE:
        raise RuleBroken(
            f"This file holds other minutes: {found.alike} of the {before} lines of this meeting are in it. "
            "Choose the file that was written from this meeting."
        )
    kept, remarks = found.differences, edited.reviewed.said
    if kept or _not_of_the_record(printed.outline, edited.outline):
        publishable = withholdings.publishable(session, meeting)
        public = read_edited(documents.as_word_of(session, publishable, status=""), "")
        kept, said = published.edited(printed.outline, public.outline, kept)
        remarks = [*remarks, *said]
        printed.outline.added += public.outline.added
    returned = ReturnedFile(
        meeting_id=meeting.id or 0,
        file_id=file.id or 0,
        name=file.name,
        remarks=[*remarks, *_not_of_the_record(printed.outline, edited.outline)],
        brought_at=now(),
        by_id=by.id if by else None,
    )
    if not kept:
        returned.settled_at = returned.brought_at
    session.add(returned)
    session.flush()
    whole = meetings.whole(session, meeting)
    session.add_all(_Rows(whole, printed.outline, edited.outline).of(returned, kept))
    changes.record(session, "brought back", "file", file.id, by=by, meeting=meeting)
    session.flush()
    return returned


def _not_of_the_record(old: Outline, new: Outline) -> list[str]:
    """What was changed in words that the program prints itself."""
    ours = set(old.added)
    changed = [words for words in dict.fromkeys(new.added) if words not in ours]
    return [
        f"“{words[:200]}” stands among the words that are printed beside the minutes, so it was not taken."
        for words in changed[:20]
    ]


class _Rows:
    """Differences as rows, each tied to the row of the record that it is about."""

    def __init__(self, whole: WholeMeeting, old: Outline, new: Outline) -> None:
        self.whole, self.old, self.new = whole, old, new
        self.references = _references(whole, old.blocks)
        self.lines = {line.line.id: line.line for section in whole.sections for line in section.lines}
        self.came: dict[int, int] = {}
        self.made: dict[int, int] = {}

    def of(self, returned: ReturnedFile, found: Sequence[Difference]) -> list[ReturnedDifference]:
        pairs, moved = match(self.old.blocks, self.new.blocks)
        self.came = {now: was for was, now in pairs.items() if was not in moved}
        self.made = {
            one.now: place for place, one in enumerate(found) if one.now is not None and one.after_matters
        }
        return [self._row(returned, place, one) for place, one in enumerate(found)]

    def _row(self, returned: ReturnedFile, place: int, one: Difference) -> ReturnedDifference:
        more = dict(one.more)
        number = one.was if one.was is not None else one.now
        side = self.old.blocks if one.was is not None else self.new.blocks
        more["under"] = under(side, number)
        subject = ""
        if one.was is not None:
            subject = self.references.get(one.was, "").partition(" ")[2]
        elif one.person is not None:
            subject = str(self._attendance(one.person))
        if one.was is not None and one.after_matters:
            more["to"] = under(self.new.blocks, one.now)
        if one.what == What.LINE_REMOVED:
            more["actions"] = self._actions(subject, Mention.RAISED)
            more["reviewed"] = self._actions(subject, Mention.REVIEWED)
        if one.action is not None:
            more["passage"] = self._passage(subject, one.action)
        return ReturnedDifference(
            returned_id=returned.id or 0,
            position=place,
            kind=one.what.value,
            subject=subject,
            after=self._after(one),
            old=one.old,
            new=one.new,
            more=more,
        )

    def _after(self, one: Difference) -> str:
        """The row of the record, or the difference, that it stands behind."""
        if one.after is None:
            return ""
        if one.now is None:
            return self.references.get(one.after, "")
        # What was not compared stands in the file as well: what comes behind it comes behind the line before.
        for after in range(one.after, -1, -1):
            if after in self.made:
                return f"difference {self.made[after]}"
            if after in self.came:
                return self.references.get(self.came[after], "")
        return ""

    def _actions(self, line_id: str, mention: Mention) -> list[str]:
        """References of the actions that a line raised, or reviewed."""
        line = self.lines.get(line_id)
        ids = [entry.action_id for entry in line.entries if entry.mention == mention] if line else []
        return [self.whole.actions[one].reference for one in ids if one in self.whole.actions]

    def _passage(self, line_id: str, action: int) -> int | None:
        """Which passage of the line that action is, from 0."""
        line = self.lines.get(line_id)
        places = [n for n, entry in enumerate(line.entries) if entry.kind == Kind.ACTION] if line else []
        return places[action] if action < len(places) else None

    def _attendance(self, number: int) -> int | str:
        name = self.old.minutes.attendances[number].name
        there: list[Attendance] = [one for one in self.whole.attendances if one.name == name]
        return next((one.id for one in there if one.id is not None), "")


def _references(whole: WholeMeeting, blocks: list[Block]) -> dict[int, str]:
    """ "line ID" or "section ID" of the record, by the number of the block that it was printed as."""
    rows: list[Block] = []
    named: list[str] = []
    for section in whole.sections:
        if section.section.title or section.section.number:
            number = section.section.number
            number = f"{number}. " if number.isdecimal() else f"{number} " if number else ""
            words = " ".join(f"{number}{section.section.title}".split())
            rows.append(Block(words, 0, level=section.section.level))
            named.append(f"section {section.section.id}")
        for line in section.lines:
            if line.line.text.strip():
                label = " ".join(line.line.label.split())
                rows.append(Block(" ".join(line.line.text.split()), 0, 0, label=label))
                named.append(f"line {line.line.id}")
    pairs, _ = match(rows, blocks)
    return {block: named[row] for row, block in pairs.items()}
