"""A closing summary restates actions, sometimes in other words: each is matched to where it was raised."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from app.documents.minutes import ActionRead, Doubt, Kind, Mention, Minutes, Passage, Text

_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "have",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "this",
        "to",
        "was",
        "were",
        "will",
        "with",
        "any",
        "all",
        "against",
    ]
)


def _content(words: str) -> set[str]:
    return {w.rstrip("s") for w in re.findall(r"[a-z0-9]+", words.lower()) if w not in _EMPTY}


@lru_cache(maxsize=4096)
def _content_kept(words: str) -> frozenset[str]:
    return frozenset(_content(words))


def likeness(one: str, other: str) -> float:
    """How alike two wordings of an action are, 0 to 1: by the words they share and by their order."""
    a, b = _content_kept(one), _content_kept(other)
    if not a or not b:
        return 0.0
    shared = len(a & b) / min(len(a), len(b))
    if shared < 0.2:
        return 0.0
    return 0.6 * shared + 0.4 * fuzz.ratio(one.lower(), other.lower()) / 100


def match_restated(minutes: Minutes) -> list[Doubt]:
    """Tie the actions of closing summaries to those raised before; what is raised only there stays raised."""
    raised: list[tuple[Text, Passage, ActionRead]] = []
    again: list[tuple[Text, Passage, ActionRead]] = []
    for part in minutes.parts:
        for line in part.lines:
            for passage in line.passages:
                if passage.kind == Kind.ACTION and passage.action:
                    (again if part.is_summary_of_actions else raised).append((line, passage, passage.action))
    doubts: list[Doubt] = []
    pairs = sorted(
        ((alike(r[2], a[2]), i, j) for i, r in enumerate(raised) for j, a in enumerate(again)),
        key=lambda one: (-one[0], one[2], one[1]),
    )
    taken_raised: set[int] = set()
    taken_again: set[int] = set()
    for score, i, j in pairs:
        if score < 0.5 or i in taken_raised or j in taken_again:
            continue
        taken_raised.add(i)
        taken_again.add(j)
        _tie(raised[i], again[j], score, doubts)
    for score, i, j in pairs:
        if score >= 0.9 and j not in taken_again:
            taken_again.add(j)
            _tie(raised[i], again[j], score, doubts)
    if raised:
        for j, (line, passage, _action) in enumerate(again):
            if j not in taken_again:
                doubts.append(
                    Doubt(
                        _first(line),
                        line.words_of(passage),
                        "an action raised here",
                        "it stands in a summary of actions but was not found before",
                        "restated",
                        passage.key,
                    )
                )
    return doubts


def alike(raised: ActionRead, again: ActionRead) -> float:
    """How likely a summary's action is the one raised, 0 to 1: by wording and by a printed reference."""
    if raised.reference and again.reference:
        same = raised.reference.lower().replace(" ", "") == again.reference.lower().replace(" ", "")
        score = likeness(raised.words, again.words)
        return max(score, 0.95) if same and score > 0.2 else score - 0.1
    return likeness(raised.words, again.words)


def _first(line: Text) -> int:
    return line.source_lines[0] if line.source_lines else 0


def _tie(
    raised: tuple[Text, Passage, ActionRead],
    again: tuple[Text, Passage, ActionRead],
    score: float,
    doubts: list[Doubt],
) -> None:
    line, passage, action = again
    first = raised[2]
    action.mention, action.restates = Mention.RESTATED, raised[1].key
    if first.owner_organisation_kind is None:
        first.owner_organisation_kind = action.owner_organisation_kind
    action.recommendations = list(first.recommendations)
    if score < 0.85:
        doubts.append(
            Doubt(
                _first(line),
                line.words_of(passage),
                f"the action “{first.words}” again",
                "the summary words it differently",
                "restated",
                passage.key,
            )
        )
    if first.owner and action.owner and first.owner.lower() != action.owner.lower() and score < 0.85:
        doubts.append(
            Doubt(
                _first(line),
                line.words_of(passage),
                first.owner,
                f"the summary names {action.owner} as owner",
                "owner",
                raised[1].key,
            )
        )
