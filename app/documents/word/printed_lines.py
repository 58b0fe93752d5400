"""The lines of the minutes as Word paragraphs: as they stand, in styles that say what their passages are."""

import re
from collections.abc import Iterator, Mapping, Sequence

from app.documents.minutes import Kind, Mention, Part, Passage, Text
from app.documents.remarks import say_written_answer
from app.documents.withholding.words import is_placeholder
from app.documents.word import names
from app.documents.word.details import ActionDetails, Printed, sentences, to_print
from app.documents.word.xml import Words, one_line, paragraph

ANNOUNCES = re.compile(r"\W*actions?(?: point)?\b", re.IGNORECASE)
NO_ANSWER = "No answer is recorded."


class PrintedLines:
    """Prints one set of minutes line by line, and remembers where each action stands, for links to it."""

    def __init__(self, details: Mapping[int, ActionDetails], answered: set[int]) -> None:
        self.details = details
        self.answered = answered
        """Keys of the questions that have an answer."""
        self.marks: dict[int, str] = {}
        """Name of the bookmark by the key of the action passage."""
        self.last_style = ""

    def part(self, part: Part) -> Iterator[str]:
        lines = [line for line in part.lines if line.text.strip()]
        waiting = False
        self.last_style = ""
        for line, following in zip(lines, [*lines[1:], None], strict=False):
            leads = following is not None and is_listed(following) and not is_listed(line)
            yield from self.line(line, leads=leads)
            yield from written_answers(line)
            waiting = self.is_unanswered(line) or (waiting and is_listed(line))
            if waiting and not (following is not None and is_listed(following)):
                yield paragraph(names.REMARK, [(NO_ANSWER, "")])
                waiting = False

    def is_unanswered(self, line: Text) -> bool:
        questions = [
            passage.key
            for passage in line.passages
            if passage.kind is Kind.QUESTION and not passage.written_answer_to_follow
        ]
        return bool(questions) and not is_listed(line) and not self.answered.intersection(questions)

    def line(self, line: Text, *, leads: bool) -> Iterator[str]:
        actions = [passage for passage in line.passages if passage.action and passage.kind is Kind.ACTION]
        raised = any(passage.action and passage.action.mention is Mention.RAISED for passage in actions)
        style = self.style(line, leads=leads or raised, raises=raised)
        if style in names.BARRED and style == self.last_style:
            style += names.TURNS[1]
        self.last_style = style
        mark = self.mark(actions) if raised else ""
        label = [(one_line(line.label) + "\t", names.STRONG)] if line.label else []
        yield paragraph(style, [*label, *self.words(line)], mark=mark)
        if raised:
            below = names.ACTION_DETAILS if style == names.KIND_STYLES[Kind.ACTION] else names.ACTION_NOTE
            for passage in actions:
                yield paragraph(below, [(self.said_of(passage, alone=len(actions) == 1), "")])

    def said_of(self, passage: Passage, *, alone: bool) -> str:
        printed = self.printed(passage)
        prefix = f"{printed.reference}. " if printed.reference and not alone else ""
        return prefix + sentences(printed)

    def printed(self, passage: Passage) -> Printed:
        assert passage.action is not None  # noqa: S101  asked only of actions
        return to_print(passage.action, self.details.get(passage.key))

    def mark(self, actions: Sequence[Passage]) -> str:
        number = len(self.marks) + 1
        for passage in actions:
            self.marks[passage.key] = f"action_{number}"
        return f'<w:bookmarkStart w:id="{number}" w:name="action_{number}"/>'

    def style(self, line: Text, *, leads: bool, raises: bool) -> str:
        if is_placeholder(line.text):
            return names.WITHHELD
        if line.label:
            return names.at_depth(names.NUMBER if line.bullet else names.NUMBERED_PARAGRAPH, line.depth)
        if line.bullet:
            return names.at_depth(names.BULLET, line.depth)
        if line.depth:
            return names.at_depth(names.INDENTED, line.depth)
        kinds = {passage.kind for passage in line.passages}
        style = names.KIND_STYLES[kinds.pop()] if len(kinds) == 1 else names.BODY
        if style == names.KIND_STYLES[Kind.ACTION] and not raises:
            return names.ACTION_ALONE
        if style == names.KIND_STYLES[Kind.QUESTION] and self.is_unanswered(line) and not leads:
            return style  # its remark follows
        return style + names.LEAD_IN if leads and style in names.WITH_LEAD_IN else style

    def words(self, line: Text) -> Words:
        """The line's text, in a character style for each passage unless the paragraph's style says it all."""
        says_itself = len(line.passages) == 1 and not is_listed(line) and not line.depth
        out: Words = []
        at = 0
        for turn, passage in enumerate(sorted(line.passages, key=lambda passage: passage.starts)):
            if passage.starts > at:
                out.append((line.text[at : passage.starts], ""))
            starts = max(at, passage.starts)
            style = "" if says_itself else names.passage(passage.kind, turn)
            words = line.text[starts : passage.ends]
            if passage.kind is Kind.ACTION and passage.action:
                bold = names.STRONG if says_itself else names.marker(turn)
                out += self.action(words, passage, style, bold)
            elif words:
                out.append((words, style))
            at = max(at, passage.ends)
        return [*out, (line.text[at:], "")] if at < len(line.text) else out

    def action(self, words: str, passage: Passage, style: str, bold: str) -> Words:
        """An action's words: what announces it in bold, and its reference where the words do not give it."""
        printed = self.printed(passage)
        found = words.find(passage.action.words) if passage.action and passage.action.words else 0
        marker, rest = words[: max(found, 0)], words[max(found, 0) :]
        out: Words = []
        if printed.reference and not is_given(printed.reference, words):
            announced = ANNOUNCES.match(marker)
            if announced is None:
                out.append((f"Action {printed.reference}. ", names.REFERENCE))
            else:
                out += [(announced[0], bold), (f" {printed.reference}", names.REFERENCE)]
                marker = marker[announced.end() :]
        out += [(marker, bold)] if marker else []
        return [*out, (rest, style)] if rest else out


def written_answers(line: Text) -> Iterator[str]:
    """Which of a line's questions an answer in writing was promised to."""
    questions = [passage for passage in line.passages if passage.kind is Kind.QUESTION]
    promised = [n for n, passage in enumerate(questions, 1) if passage.written_answer_to_follow]
    if promised:
        yield paragraph(names.REMARK, [(say_written_answer(promised, of=len(questions)), "")])


def is_given(reference: str, words: str) -> bool:
    return re.search(rf"(?<![\w/]){re.escape(reference)}(?![\w/])", words) is not None


def is_listed(line: Text) -> bool:
    return line.bullet or bool(line.label)
