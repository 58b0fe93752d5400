"""Which words of lines and headings are withheld, for the pages on which minutes are typed and followed."""

from collections.abc import Sequence

from sqlmodel import Session

from app.documents.withholding import PASSAGE, PASSAGE_WITHIN
from app.models.lines import Line
from app.models.meetings import Meeting, Section
from app.services.audience import Span, hidden_at


class Kept:
    """What of a meeting's lines and headings is withheld: two statements, four more where something is."""

    def __init__(self, session: Session, meeting: Meeting) -> None:
        self._hidden = hidden_at(session, meeting)

    def of_line(self, line: Line) -> list[str]:
        """The words as they stand now; all of the line where they cannot be found, or its section is withheld."""
        hidden = self._hidden
        return words_of(line.text, hidden.line(line.id), is_whole=hidden.section(line.section_id))

    def of_heading(self, section: Section) -> list[str]:
        """The same of a heading's title."""
        hidden = self._hidden
        return words_of(section.title, hidden.heading(section.id), is_whole=hidden.section(section.id))

    def open_words(self, words: str) -> str:
        """Words beside the minutes, such as who speaks, for a reader outside the office."""
        return self._hidden.open_words(words)


def words_of(text: str, spans: Sequence[Span], *, is_whole: bool) -> list[str]:
    """The words in these stretches, each once; all of the text where it is withheld whole."""
    if is_whole or (0, len(text)) in spans:
        return [text]
    return list(dict.fromkeys(text[starts:ends] for starts, ends in spans))


def without(text: str, words: Sequence[str]) -> str:
    """The text for readers outside the office."""
    if text in words:
        return PASSAGE
    for one in sorted(words, key=len, reverse=True):
        text = text.replace(one, PASSAGE_WITHIN)
    return text
