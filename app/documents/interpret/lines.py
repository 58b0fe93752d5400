"""One line, read: its passages, who speaks in them, and what they are. The heart of the grammar.

The same code reads the lines of a document and the line that is being typed.
"""

import re

from app.documents.interpret.actions import marked_actions, read_action, row_action, unmarked_action
from app.documents.interpret.context import LineContext, Unsure
from app.documents.interpret.decisions import outcome_of, reviews
from app.documents.interpret.owners import Found
from app.documents.interpret.passages import LABEL
from app.documents.interpret.prose import Prose
from app.documents.minutes import Kind, Mention, Passage
from app.documents.source import Span


class _Line(Prose):
    """The reading of one line: walks its sentences, with a context that moves along."""

    def read(self) -> list[Passage]:
        text, context = self.text, self.context
        label = LABEL.match(text)
        start = label.end() if label else 0
        row = row_action(text)
        if row:
            self._row(row)
        elif found := marked_actions(text, context):
            done = 0
            for one in found:
                if one.starts > done:
                    self._prose(done, one.starts)
                self._action(one)
                done = one.ends
            if done < len(text):
                self._prose(done, len(text))
        elif self._is_listed_action(start):
            self._action(
                Found(
                    0,
                    len(text),
                    text[start:].strip(),
                    *self._listed_reference(label.group() if label else ""),
                )
            )
        else:
            self._prose(0, len(text))
        if self.passages:
            self.passages[0].starts = 0
            self.passages[-1].ends = len(text)
        return self.passages

    def _listed_reference(self, label: str) -> tuple[str | None]:
        printed = label.strip().strip(".()[]")
        return (printed if printed.isdigit() and self.context.section_kind else None,)

    def _is_listed_action(self, start: int) -> bool:
        """Whether the line stands where everything is an action: under "Actions", or below "ACTIONS:"."""
        context, words = self.context, self.text[start:].strip()
        below = context.lead == Kind.ACTION and (
            self.bullet or context.lead_words.strip().endswith((":", "-", "–"))
        )
        listed = context.section_kind in ("summary", "actions") and (
            self.bullet or unmarked_action(words, context) is not None
        )
        if not (below or listed) or not words or words.endswith(":"):
            return False
        if re.match(r"(?:none|nil|n/?a|no actions?)\b|(?:the )?(?:following )?actions\b", words, re.I):
            return False
        return reviews(words, in_review=False) is None

    def _row(self, row: Found) -> None:
        context = self.context
        is_new = re.fullmatch(r"(?:open|new|not (?:yet )?(?:started|due))\.?", row.status or "", re.I)
        outcome = outcome_of(row.status) if row.status and not is_new else None
        if context.section_kind == "review" or (outcome and context.section_kind != "summary"):
            self._review(0, len(self.text), row.reference, row.words, outcome)
            return
        if is_new:  # the words of its status would be taken for a review of it
            read = read_action(row, context, self.unsure)
            if about := re.search(
                r"\bRec(?:ommendation)?s?\.?(?: no\.?)?: (?P<refs>[\d., and&]+) \|", self.text
            ):
                read.recommendations = re.findall(r"\d+(?:\.\d+)*", about["refs"])
            self.add(Kind.ACTION, row.starts, row.ends, action=read)
            return
        self._action(row)

    def _action(self, found: Found) -> None:
        context = self.context
        if found.only_mark and not found.owner:
            self.add(Kind.STATEMENT, found.starts, found.ends)
            return
        whole = self.text[found.starts : found.ends]
        said = reviews(whole, in_review=context.section_kind == "review")
        if said and (context.section_kind == "review" or found.reference):
            self._review(found.starts, found.ends, said[0] or found.reference, found.words, said[1])
            return
        if context.section_kind == "review" and found.reference:
            self._review(found.starts, found.ends, found.reference, found.words, None)
            return
        first = re.match(r"[A-Za-z-]+", found.words)
        ordered = first is not None and first.group().lower() in context.known.lexicon.imperatives
        if (
            not ordered
            and not found.is_told
            and re.match(
                r"(?:[\w’'/ ]{1,40}?\s)?(?:was|were|had been|has been|have been)\s+\w+(?:ed|en|nt)\b[^.]*\.?$",
                found.words,
            )
            and not re.search(r"\bto\s+[a-z]+", found.words)
        ):
            self.add(Kind.STATEMENT, found.starts, found.ends)
            self.doubt(
                found.starts,
                found.ends,
                "a statement",
                "it is marked as an action but says what was done",
                "kind",
            )
            return
        self.add(Kind.ACTION, found.starts, found.ends, action=read_action(found, context, self.unsure))


def read_with_doubts(
    text: str, context: LineContext, unsure: list[Unsure], *, bullet: bool = False
) -> list[Passage]:
    """The passages of a line; what is not certain is added to `unsure`."""
    if not text.strip():
        return []
    return _Line(text, context, unsure, bullet).read()


def read_line(text: str, context: LineContext | None = None, *, bullet: bool = False) -> list[Passage]:
    """The passages of one line, in order, covering all of it. The context is not changed; `follow` moves it on."""
    return read_with_doubts(text, context or LineContext(), [], bullet=bullet)


def read_marked(
    text: str,
    context: LineContext,
    unsure: list[Unsure],
    *,
    bullet: bool,
    kind: Kind | None,
    spans: list[Span],
) -> list[Passage]:
    """The passages of a line as our own Word styles mark them, one for each; what stands between is a statement.

    Where the grammar finds the same, its passages stand.
    """
    marked = [span for span in spans if span.kind] or [Span(0, len(text), kind=kind or Kind.STATEMENT)]
    begin: dict[int, Kind] = {}
    at = 0
    for span in marked:
        if text[at : span.starts].strip():
            begin[at] = Kind.STATEMENT
        begin[span.starts if text[at : span.starts].strip() else at] = span.kind or Kind.STATEMENT
        at = span.ends
    if text[at:].strip():
        begin[at] = Kind.STATEMENT
    mine = read_with_doubts(text, context, unsure, bullet=bullet)
    if [(passage.starts, passage.kind) for passage in mine] == list(begin.items()):
        return mine
    del unsure[:]
    return _forced(text, context, unsure, begin, mine)


def _forced(
    text: str, context: LineContext, unsure: list[Unsure], begin: dict[int, Kind], mine: list[Passage]
) -> list[Passage]:
    """Passages that begin and are what `begin` says, in order; the first begins the line."""
    line = _Line(text, context, unsure, False)
    cuts = list(begin)
    for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True):
        kind = begin[a]
        same = next((p for p in mine if p.starts == a and p.kind == kind), None)
        speakers, known = (same.speakers, same.known_as) if same else line.who(a, b)
        action = None
        if kind in (Kind.ACTION, Kind.REVIEW):
            found = marked_actions(text[a:b], context)
            words = (
                found[0] if len(found) == 1 and not found[0].only_mark else Found(0, b - a, text[a:b].strip())
            )
            words.starts, words.ends = a, b
            action = read_action(words, line.context, unsure)
            speakers, known = [], []
        passage = line.add(kind, a, b, speakers=speakers, known_as=known, action=action, is_apart=True)
        if kind == Kind.REVIEW and action:
            action.mention = Mention.REVIEWED
            passage.outcome = outcome_of(text[a:b])
    return line.passages
