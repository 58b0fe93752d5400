"""A line cut into sentences, so that together they are the whole line."""

import re

_SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|approx|no|nos|para|paras|ref|min|mins|dept|govt|mr|mrs|ms|dr|"
    r"prof|rev|revd|st|cllr|cllrs|cr|"
    r"supt|insp|sgt|ch|det|temp|hon|jr|snr|ltd|co|inc|fig|art|sec|p|pp|vol|ext|tel)|\b[A-Z])\.$",
    re.I,
)
_END = re.compile(
    r"[.?!][)\]”\"’']*\s+(?=[\"“‘'(\[]?[A-Z0-9£])|[?!][)\]”\"’']*\s+(?=\S)|[.?!](?=ACTION|Action:)"
)


def sentences(text: str, starts: int = 0) -> list[tuple[int, int]]:
    """Stretches of `text[starts:]` that follow each other without a gap; each but the last ends in white space."""
    cuts = [starts]
    for match in _END.finditer(text, starts):
        head = text[max(cuts[-1], match.start() - 12) : match.start() + 1]
        if text[match.start()] == "." and _SHORT.search(head) and not re.search(r"\b[A-Z]{2,}\.$", head):
            ends_anyway = re.search(r"\betc\.$", head, re.I) and text[match.end() : match.end() + 4] == "The "
            if not ends_anyway:
                continue
        if re.fullmatch(r"\s*(?:\d+(?:\.\d+)*|[a-z]|[ivx]+)[.)]\s*", text[cuts[-1] : match.end()], re.I):
            continue
        cuts.append(match.end())
    return [(a, b) for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True) if b > a]
