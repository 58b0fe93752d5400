"""Which words of lines and headings are withheld, for the pages on which minutes are typed and followed."""

import re
from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.documents.minutes import Attendee
from app.documents.withholding import PASSAGE, PASSAGE_WITHIN, follow, name_patterns
from app.models.lines import Line
from app.models.meetings import Attendance, Meeting, Section
from app.models.withholdings import Withheld, Withholding

SHORTEST = 4
"""Letters that words must have to be looked for in other lines."""


class Kept:
    """What of a meeting's lines and headings is withheld: one statement, one more where sections are, two where lines.

    With `everyone` at the meeting, also where they name somebody whose name is.
    """

    def __init__(self, session: Session, meeting: Meeting, everyone: Sequence[Attendance] = ()) -> None:
        self._held: dict[tuple[Withheld, str], list[Withholding]] = {}
        self._lines: set[str] = set()
        for one in session.exec(
            select(Withholding).where(
                Withholding.meeting_id == meeting.id, col(Withholding.lifted_at).is_(None)
            )
        ).all():
            self._held.setdefault((one.subject, one.subject_id), []).append(one)
            self._lines |= set(one.lines)
        self._elsewhere = self._of_gone(session)
        self._sections = _with_deeper(session, meeting, self._ids(Withheld.SECTION))

        self.people = {int(key) for key in self._ids(Withheld.ATTENDANCE)}
        """Ids of attendances whose name is withheld."""
        there = [(one.id in self.people, Attendee(one.name, known_as=one.known_as)) for one in everyone]
        self._names = name_patterns(
            [one for is_hidden, one in there if is_hidden], [one for is_hidden, one in there if not is_hidden]
        )

    def _ids(self, subject: Withheld) -> set[str]:
        return {key for kind, key in self._held if kind == subject}

    def _of_gone(self, session: Session) -> re.Pattern[str] | None:
        """Finds words that their own line no longer has, in whatever line or heading they went to."""
        keys = self._ids(Withheld.LINE)
        if not keys:
            return None
        texts = dict(
            session.exec(
                select(col(Section.typed_id), Section.title).where(
                    col(Section.typed_id).in_(keys), col(Section.removed_at).is_(None)
                )
            ).all()
        )
        texts |= dict(
            session.exec(
                select(Line.id, Line.text).where(col(Line.id).in_(keys), col(Line.removed_at).is_(None))
            ).all()
        )
        phrases: set[str] = set()
        for key in keys:
            for one in self._held[Withheld.LINE, key]:
                text = texts.get(key)
                if text is not None and (
                    one.starts is None
                    or one.ends is None
                    or follow(one.anchor, one.starts, one.ends, text) is not None
                ):
                    continue
                words = re.findall(r"\w+", one.anchor[one.starts : one.ends])
                if len("".join(words)) >= SHORTEST:
                    phrases.add(r"\W+".join(words))
        return (
            re.compile(rf"(?<!\w)(?:{'|'.join(sorted(phrases))})(?!\w)", re.IGNORECASE) if phrases else None
        )

    def of_line(self, line: Line) -> list[str]:
        """The words as they stand now; all of the line where they cannot be found, or its section is withheld."""
        if line.id in self._lines or str(line.section_id) in self._sections:
            return [line.text]
        return self._words(self._held.get((Withheld.LINE, line.id), ()), line.text)

    def of_heading(self, section: Section) -> list[str]:
        """The same of a heading's title."""
        if str(section.id) in self._sections or section.typed_id in self._lines:
            return [section.title]
        own = self._held.get((Withheld.HEADING, str(section.id)), [])
        return self._words(
            [*own, *self._held.get((Withheld.LINE, section.typed_id or ""), [])], section.title
        )

    def _words(self, held: Sequence[Withholding], text: str) -> list[str]:
        patterns = [one for one in (self._names, self._elsewhere) if one is not None]
        found = [match.group() for pattern in patterns for match in pattern.finditer(text)]
        for one in held:
            if one.starts is None or one.ends is None:
                return [text]
            stands = follow(one.anchor, one.starts, one.ends, text)
            if stands is None:
                return [text]
            found.append(text[stands[0] : stands[1]])
        return list(dict.fromkeys(found))


def without(text: str, words: Sequence[str]) -> str:
    """The text for readers outside the office."""
    if text in words:
        return PASSAGE
    for one in sorted(words, key=len, reverse=True):
        text = text.replace(one, PASSAGE_WITHIN)
    return text


def _with_deeper(session: Session, meeting: Meeting, ids: set[str]) -> set[str]:
    """These sections and the deeper ones that follow them."""
    if not ids:
        return ids
    found: set[str] = set()
    under: int | None = None
    for number, level in session.exec(
        select(Section.id, Section.level)
        .where(Section.meeting_id == meeting.id, col(Section.removed_at).is_(None))
        .order_by(col(Section.position), col(Section.id))
    ).all():
        if under is not None and level <= under:
            under = None
        if under is None and str(number) in ids:
            under = level
        if under is not None:
            found.add(str(number))
    return found
