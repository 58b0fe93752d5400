"""The passages of one line, as they are found, and who may be answering whom."""

import re

from app.documents.due import find_due
from app.documents.interpret.actions import read_action
from app.documents.interpret.context import LineContext, Unsure
from app.documents.interpret.owners import Found
from app.documents.minutes import ActionRead, Kind, Mention, Passage

LABEL = re.compile(
    r"\s*(?:[(\[]?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-z]|[ivx]{1,5})[.)\]]+|\d{1,2}(?:\.\d{1,3}){1,3})\s+"
)


def is_labelled(text: str) -> bool:
    """Whether the line begins with a printed list number or letter."""
    return LABEL.match(text) is not None


class Passages:
    """The passages of a line, gathered with a context that moves along."""

    def __init__(self, text: str, context: LineContext, unsure: list[Unsure], bullet: bool) -> None:
        self.text, self.context, self.unsure = text, context.copy(), unsure
        self.context.line_no += 1
        self.bullet = bullet or is_labelled(text)
        self.passages: list[Passage] = []

    def add(
        self,
        kind: Kind,
        starts: int,
        ends: int,
        *,
        speakers: list[str] | None = None,
        known_as: list[str] | None = None,
        action: ActionRead | None = None,
        is_apart: bool = False,
    ) -> Passage:
        """Add a passage, or lengthen the last one where the same person goes on in the same way.

        One that is `is_apart` is a passage of its own, because the file says so.
        """
        speakers, known_as = speakers or [], known_as or []
        last = self.passages[-1] if self.passages else None
        if (
            last
            and not is_apart
            and last.kind == kind
            and kind in (Kind.STATEMENT, Kind.ANSWER, Kind.DECISION)
            and last.ends == starts
            and (not known_as or known_as == last.known_as)
        ):
            last.ends = ends
            return last
        passage = Passage(
            key=self.context.next_key,
            kind=kind,
            starts=starts,
            ends=ends,
            speakers=speakers,
            known_as=known_as,
            action=action,
        )
        if kind == Kind.ANSWER and self.context.open_questions:
            passage.replies_to = self.context.open_questions[-1].key
            passage.also_replies_to = [q.key for q in self.context.open_questions[:-1]]
        self.passages.append(passage)
        self.context.take(passage)
        return passage

    def doubt(self, starts: int, ends: int, guess: str, why: str, subject: str) -> None:
        self.unsure.append(Unsure(starts, ends, guess, why, subject))

    def _review(self, starts: int, ends: int, reference: str | None, words: str, outcome: object) -> None:
        read = read_action(Found(starts, ends, words, reference), self.context, [])
        read.mention = Mention.REVIEWED
        carried = re.search(
            r"\bcarried (?:forward |over )?to\s+(?P<when>[^.;]{3,60})", self.text[starts:ends]
        )
        if carried and (
            due := find_due("by " + carried["when"], self.context.held_on, self.context.next_meeting_on)
        ):
            read.due_on, read.due_words = due.on, due.words.removeprefix("by ")
        passage = self.add(Kind.REVIEW, starts, ends, action=read)
        passage.outcome = outcome  # type: ignore[assignment]

    def _may_answer(self, known: list[str], *, same_line: bool) -> bool:
        context = self.context
        if not context.open_questions:
            return False
        question = context.open_questions[-1]
        if question.answered and not same_line and not known:
            return False
        if not known:
            return True
        if any(name in question.by for name in known):
            return False
        askers = {self._is_commissioner(name) for name in question.by}
        if askers == {True} and all(self._is_commissioner(name) for name in known):
            return False
        return not (question.answered and not same_line and question.line < context.line_no - 6)

    def _is_commissioner(self, known_as: str) -> bool:
        """A commissioner or deputy, who asks; the office's staff may well answer."""
        return self.context.known.is_commissioner(known_as)
