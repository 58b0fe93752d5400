"""Minutes without what is withheld: not hidden in them but absent, with a placeholder or nothing in its place.

What a passage says beside its words (speakers, owners, due dates) is kept only as far as what still stands says it.
"""

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field, fields, is_dataclass
from itertools import pairwise
from typing import Any

from app.documents.minutes import ActionRead, Kind, Mention, Minutes, Part, Passage, Text, passages
from app.documents.withholding.following import whole_words
from app.documents.withholding.names import name_patterns
from app.documents.withholding.words import NAME, PASSAGE, PASSAGE_WITHIN

Span = tuple[int, int]
_MARKER = re.compile(r"^\W*actions?(?: point)?\b[\s\d.:–—-]*", re.IGNORECASE)
_LONG_ENOUGH = 3
"""Letters of a word that can name somebody."""


@dataclass(slots=True)
class Cuts:
    """What is withheld of a set of minutes, by places in it: a part's index, a line's (part, line), an attendee's
    index. A list of spans `[starts, ends)` is of characters; None is the whole.
    """

    lines: dict[tuple[int, int], list[Span] | None] = field(default_factory=dict)
    titles: dict[int, list[Span] | None] = field(default_factory=dict)
    parts: set[int] = field(default_factory=set)
    """Headings with what stands under them; deeper headings are named one by one."""
    assurances: set[int] = field(default_factory=set)
    attendances: set[int] = field(default_factory=set)
    says_so: bool = True
    """Whether a placeholder is printed where something is withheld; else nothing is."""


def cut(minutes: Minutes, cuts: Cuts) -> Minutes:
    """A copy without what is withheld. Keys of passages stay; those of which nothing stands are gone."""
    minutes = deepcopy(minutes)
    asked = _answered(minutes)
    people = minutes.attendances
    hidden = [one for number, one in enumerate(people) if number in cuts.attendances]
    others = [one for number, one in enumerate(people) if number not in cuts.attendances]
    names = name_patterns(hidden, others)
    _hide_people(minutes, hidden)
    parts: list[Part] = []
    for index, part in enumerate(minutes.parts):
        if index in cuts.parts:
            if cuts.says_so and not (parts and parts[-1].title == PASSAGE and not parts[-1].lines):
                parts.append(Part(PASSAGE, level=part.level))
            continue
        _cut_heading(part, index, cuts)
        part.lines = _cut_lines(part, index, cuts, names)
        parts.append(part)
    minutes.parts = parts
    _drop_broken_ties(minutes, asked)
    if names is not None:
        _without_names(minutes, names)
    return minutes


def _hide_people(minutes: Minutes, hidden: Sequence[Any]) -> None:
    full = {one.name for one in hidden}
    if minutes.chair in full:
        minutes.chair = NAME
    if minutes.minute_taker in full:
        minutes.minute_taker = NAME
    for one in hidden:
        one.name, one.known_as = NAME, None


def _cut_heading(part: Part, index: int, cuts: Cuts) -> None:
    if index in cuts.titles and part.title is not None:
        spans = cuts.titles[index]
        if spans is None:
            part.title, part.source = PASSAGE if cuts.says_so else None, None
            part.number = part.number if cuts.says_so else None
        else:
            part.title = cut_words(part.title, spans, _within(cuts)) or (PASSAGE if cuts.says_so else None)
    if index in cuts.assurances:
        part.assurance_statement = PASSAGE if cuts.says_so and part.assurance_statement else ""


def _cut_lines(part: Part, index: int, cuts: Cuts, names: re.Pattern[str] | None) -> list[Text]:
    kept: list[Text] = []
    for number, line in enumerate(part.lines):
        place = (index, number)
        spans: list[Span] | None = cuts.lines.get(place, [])
        if spans is not None:
            spans = merged(line.text, spans)
            spans = None if spans and not _stands(line.text, spans) else spans
        if spans is None:
            # One placeholder for lines that follow one another: how much is withheld is not told.
            if cuts.says_so and not (kept and kept[-1].text == PASSAGE):
                kept.append(_placeholder(line))
            continue
        named = [found.span() for found in names.finditer(line.text)] if names is not None else []
        named = [one for one in named if not any(one[0] < ends and starts < one[1] for starts, ends in spans)]
        if spans or named:
            cut_line(line, spans, named, within=_within(cuts))
        kept.append(line)
    return kept


def _within(cuts: Cuts) -> str:
    return PASSAGE_WITHIN if cuts.says_so else ""


def _placeholder(line: Text) -> Text:
    key = line.passages[0].key if line.passages else 0
    return Text(PASSAGE, passages=[Passage(key=key, kind=Kind.STATEMENT, starts=0, ends=len(PASSAGE))])


def _stands(text: str, spans: Sequence[Span]) -> bool:
    """Whether a word is left outside the spans."""
    rest = "".join(text[ends:starts] for ends, starts in _gaps(text, spans))
    return re.search(r"\w", rest) is not None


def _gaps(text: str, spans: Sequence[Span]) -> list[Span]:
    edges = [0, *[edge for span in spans for edge in span], len(text)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def merged(text: str, spans: Sequence[Span]) -> list[Span]:
    """In order, of whole words, one for those that overlap or have no word between them."""
    found: list[Span] = []
    for begins, stops in sorted((max(0, one), min(len(text), other)) for one, other in spans):
        if begins >= stops:
            continue
        starts, ends = whole_words(text, begins, stops)
        if found and not re.search(r"\w", text[found[-1][1] : starts]):
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((starts, ends))
    return found


def cut_words(text: str, spans: Sequence[Span], within: str) -> str:
    """The words that are left, with `within` where something is withheld."""
    return _Cutting(text, [(one, other, within) for one, other in merged(text, spans)]).text.strip()


class _Cutting:
    """Text with some spans replaced: `text`; and `place` of every old place in it."""

    def __init__(self, old: str, spans: Sequence[tuple[int, int, str]]) -> None:
        self.place: list[int] = []
        self.text = ""
        at = 0
        for starts, ends, instead in sorted(spans):
            self._keep(old[at:starts])
            self.place += [len(self.text)] * (ends - starts)
            self.text += instead
            at = ends
        self._keep(old[at:])
        self.place.append(len(self.text))

    def _keep(self, words: str) -> None:
        """Where nothing stands in place of what was withheld, one space is left and none before a stop."""
        if self.place and (not self.text or self.text[-1].isspace()):
            rest = words.lstrip()
            self.place += [len(self.text)] * (len(words) - len(rest))
            words = rest
        if self.place and words[:1] in (",", ".", ";", ":", "?", ")"):
            self.text = self.text.rstrip()
            self.place = [min(one, len(self.text)) for one in self.place]
        self.place += range(len(self.text), len(self.text) + len(words))
        self.text += words


def cut_line(line: Text, spans: Sequence[Span], named: Sequence[Span], *, within: str) -> None:
    """Cut a line in place: `spans` are withheld, `named` name somebody whose name is."""
    old = line.text
    cutting = _Cutting(old, [(*one, within) for one in spans] + [(*one, NAME) for one in named])
    line.text = cutting.text
    if not line.passages:
        return
    kept: list[Passage] = []
    for passage in line.passages:
        starts, ends = passage.starts, passage.ends
        inside = [
            (max(one, starts), min(other, ends)) for one, other in spans if one < ends and starts < other
        ]
        here = [(one - starts, other - starts) for one, other in inside]
        if inside and not _stands(old[starts:ends], here):
            continue
        passage.starts, passage.ends = cutting.place[starts], cutting.place[ends]
        if passage.starts == passage.ends:
            continue
        if inside:
            _scrub(passage, " ".join(old[one:other] for one, other in inside), line.text)
        kept.append(passage)
    if not kept:
        kept = [Passage(key=line.passages[0].key, kind=Kind.STATEMENT, starts=0, ends=len(line.text))]
    for one, following in pairwise(kept):
        one.ends = following.starts
    kept[0].starts, kept[-1].ends = 0, len(line.text)
    line.passages = kept


def _scrub(passage: Passage, withheld: str, text: str) -> None:
    """What is said beside the passage's words, as far as words that still stand say it."""

    def may_stand(words: str) -> bool:
        return words.casefold() in text.casefold() or not _shares_a_word(words, withheld)

    both = [
        (one, known)
        for one, known in zip(passage.speakers, passage.known_as or passage.speakers, strict=False)
        if may_stand(one)
    ]
    passage.speakers = [one for one, _ in both]
    passage.known_as = [known for _, known in both]
    action = passage.action
    if action is None:
        return
    own = text[passage.starts : passage.ends].strip()
    action.words = _words_left(action, own, withheld)
    # Never "no owner is named" or "no date was given" of what is withheld: that would not be true.
    action.owners = list(dict.fromkeys(one if may_stand(one) else NAME for one in action.owners))
    if action.owner is not None and not may_stand(action.owner):
        action.owner = ", ".join(action.owners) or NAME
    if action.due_words and not may_stand(action.due_words):
        action.due_words, action.due_on = PASSAGE_WITHIN, None
    if action.reference and not may_stand(action.reference):
        action.reference = None


def _words_left(action: ActionRead, own: str, withheld: str) -> str:
    """The wording of the register where it has nothing of what is withheld; else what is left of the line's."""
    if not _shares_a_word(action.words, withheld):
        return action.words
    return _MARKER.sub("", own) or own


def _shares_a_word(words: str, withheld: str) -> bool:
    kept_back = {
        word
        for word in re.findall(r"\w+", withheld.casefold())
        if len(word) >= _LONG_ENOUGH or word.isdigit()
    }
    return any(word in kept_back for word in re.findall(r"\w+", words.casefold()))


def _answered(minutes: Minutes) -> set[int]:
    """Keys of the questions that an answer replies to."""
    answers = [one for _, _, one in passages(minutes) if one.kind == Kind.ANSWER]
    return {key for one in answers for key in (one.replies_to, *one.also_replies_to) if key is not None}


def _drop_broken_ties(minutes: Minutes, were_answered: set[int]) -> None:
    """Ties to passages that are gone. A question whose answer is withheld is told as a statement: nobody is to
    read that it was not answered.
    """
    every = [one for _, _, one in passages(minutes)]
    questions = {one.key for one in every if one.kind == Kind.QUESTION}
    raised = {one.key for one in every if one.action is not None and one.action.mention == Mention.RAISED}
    for passage in every:
        ties = [passage.replies_to, *passage.also_replies_to]
        stand = [key for key in ties if key is not None and key in questions]
        passage.replies_to, passage.also_replies_to = (stand[0] if stand else None), stand[1:]
        if passage.action is not None and passage.action.restates not in raised:
            passage.action.restates = None
    still = _answered(minutes)
    for passage in every:
        if passage.kind == Kind.QUESTION and passage.key in were_answered - still:
            passage.kind, passage.written_answer_to_follow = Kind.STATEMENT, False


def _without_names(thing: Any, names: re.Pattern[str]) -> None:
    """Every text that these minutes hold, but for lines (where passages count characters; they were cut)."""
    for one in fields(thing):
        value = getattr(thing, one.name)
        if isinstance(thing, Text) and one.name == "text":
            continue
        if type(value) is str:
            setattr(thing, one.name, names.sub(NAME, value))
        elif isinstance(value, list):
            setattr(thing, one.name, [names.sub(NAME, each) if type(each) is str else each for each in value])
            for each in value:
                if is_dataclass(each):
                    _without_names(each, names)
        elif is_dataclass(value):
            _without_names(value, names)
