"""What a passage is, where it begins and ends, who speaks in it and what it replies to."""

import re

from app.documents.corrections.keys import find_passage
from app.documents.minutes import ActionRead, Kind, Mention, Passage, Reading, Text, passages
from app.errors import RuleBroken

_MARKER = re.compile(r"^\W*action(?:s|\s+point)?\b\s*\d*\s*(?:[:.]|[-–—]\s)\s*\W*", re.IGNORECASE)
_BREAK = re.compile(r"(?<=[.!?;:])[”’\")\]]*\s+|,\s+|\s+[-–—]\s+")


def set_kind(reading: Reading, key: int, kind: Kind) -> None:
    """Say what a passage is. A new action has its words; a new answer replies to the question before."""
    part, line, passage = find_passage(reading, key)
    if passage.kind == kind:
        return
    was, passage.kind, passage.set_by = passage.kind, kind, "hand"
    if was == Kind.QUESTION:
        _ask_no_more(reading, key, None)
    if was == Kind.ACTION:
        for _, _, other in passages(reading.minutes):
            if other.action is not None and other.action.restates == key:
                other.action.restates, other.action.mention = None, Mention.RAISED
    passage.replies_to = question_before(reading, key) if kind == Kind.ANSWER else None
    passage.also_replies_to = []
    if kind == Kind.ACTION:
        words = _MARKER.sub("", line.words_of(passage)) or line.words_of(passage)
        passage.action = passage.action or ActionRead(words=words, recommendations=list(part.recommendations))
    elif kind != Kind.REVIEW:
        passage.action = None
    if kind != Kind.REVIEW:
        passage.outcome = None


def question_before(reading: Reading, key: int) -> int | None:
    """Key of the last question before a passage in its own part; None where there is none."""
    part, _, passage = find_passage(reading, key)
    asked = None
    for line in part.lines:
        for each in line.passages:
            if each is passage:
                return asked
            if each.kind == Kind.QUESTION:
                asked = each.key
    return asked


def breaks(line: Text, passage: Passage) -> list[int]:
    """Where a passage can be split: the offsets in the line's text at which a sentence or a clause begins."""
    words = line.text[passage.starts : passage.ends]
    ends = (passage.starts + found.end() for found in _BREAK.finditer(words))
    return [at for at in ends if passage.starts < at < passage.ends and line.text[at : passage.ends].strip()]


def split(reading: Reading, key: int, at: int) -> Passage:
    """Part a passage in two at an offset of its line's text; the second keeps all but an action."""
    _, line, passage = find_passage(reading, key)
    if not (passage.starts < at < passage.ends) or not line.text[passage.starts : at].strip():
        raise RuleBroken("Choose where the new passage begins, within the words of this one.")
    second = Passage(
        key=max(each.key for _, _, each in passages(reading.minutes)) + 1,
        kind=Kind.STATEMENT if passage.kind == Kind.ACTION else passage.kind,
        starts=at,
        ends=passage.ends,
        speakers=list(passage.speakers),
        known_as=list(passage.known_as),
        replies_to=passage.replies_to,
        also_replies_to=list(passage.also_replies_to),
        set_by="hand",
    )
    passage.ends, passage.set_by = at, "hand"
    if passage.action is not None:
        passage.action.words = _MARKER.sub("", line.words_of(passage)) or line.words_of(passage)
    line.passages.insert(line.passages.index(passage) + 1, second)
    return second


def join(reading: Reading, key: int) -> Passage:
    """Make a passage one with the one before it on its line; the earlier one's kind and speakers stay."""
    _, line, passage = find_passage(reading, key)
    place = line.passages.index(passage)
    if place == 0:
        raise RuleBroken("There is no passage before this one on its line.")
    first = line.passages[place - 1]
    first.ends, first.set_by = passage.ends, "hand"
    if first.action is not None:
        first.action.words = _MARKER.sub("", line.words_of(first)) or line.words_of(first)
    line.passages.remove(passage)
    point_elsewhere(reading, passage.key, first.key)
    return first


def point_elsewhere(reading: Reading, gone: int, to: int | None) -> None:
    """What pointed at passage `gone` points at `to`, as far as `to` is something of the right kind."""
    kinds = {each.key: each.kind for _, _, each in passages(reading.minutes)}
    for _, _, other in passages(reading.minutes):
        if other.action is not None and other.action.restates == gone:
            other.action.restates = to if to and kinds.get(to) == Kind.ACTION and to != other.key else None
            if other.action.restates is None:
                other.action.mention = Mention.RAISED
    _ask_no_more(reading, gone, to if to and kinds.get(to) == Kind.QUESTION else None)
    for doubt in reading.doubts:
        if doubt.passage == gone:
            doubt.passage = to


def _ask_no_more(reading: Reading, question: int, instead: int | None) -> None:
    """Answers no longer reply to `question` but to `instead`, if any, and what else they replied to."""
    for _, _, other in passages(reading.minutes):
        replied = [*other.also_replies_to, *([] if other.replies_to is None else [other.replies_to])]
        if question not in replied:
            continue
        now = [instead if key == question else key for key in replied]
        left = list(dict.fromkeys(key for key in now if key is not None and key != other.key))
        other.replies_to = left.pop() if left else None
        other.also_replies_to = left


def set_speakers(reading: Reading, key: int, names: list[str]) -> None:
    """Say who speaks, as the attendance knows them or in the words used; an empty list is nobody named."""
    _, _, passage = find_passage(reading, key)
    names = [name.strip() for name in names if name.strip()]
    if names == passage.known_as:
        return
    passage.speakers, passage.known_as, passage.set_by = list(names), names, "hand"


def set_replies_to(reading: Reading, key: int, question: int | None) -> None:
    """Say which question an answer replies to. Raises RuleBroken unless that is a question."""
    _, _, passage = find_passage(reading, key)
    if passage.kind != Kind.ANSWER:
        raise RuleBroken("Only an answer replies to a question.")
    if question is not None and find_passage(reading, question)[2].kind != Kind.QUESTION:
        raise RuleBroken("An answer can only reply to a question.")
    if passage.replies_to != question:
        passage.replies_to, passage.also_replies_to, passage.set_by = question, [], "hand"
