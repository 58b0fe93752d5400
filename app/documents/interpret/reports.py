"""A report about recommendations: each with its title, the bodies under whose heading it stands, and their updates."""

import re
from collections import Counter

from app.documents.minutes import Minutes, Part, RecommendationRead, Update

_TITLED = re.compile(
    r"(?:recommendations?|rec\.?)\s+(?P<ref>[A-Z]{0,3}\d+(?:\.\d+)*[a-z]?)\s*[:–—-]\s*(?P<title>\S.*)", re.I
)
_BODY = re.compile(
    r"(?P<body>.{2,80}?)(?:[-\s]+(?:related|led|owned|specific))?\s+recommendations?\s*:?$", re.I
)
_SOURCE_NAME = re.compile(
    r"\b(?:Inquiry|Inspection|Review|Report|Audit|Inquest|Investigation|Assessment|PEEL|Plan|"
    r"Strategy)\b[^()]{0,90}\((?:[“\"‘'])?(?:the\s+)?(?P<short>[A-Z][A-Za-z0-9&-]{1,14})(?:[”\"’'])?\)"
)
_NAMED_BEFORE = re.compile(
    r"\b(?P<short>[A-Z]{3,}[A-Z0-9]*)\s+(?:[Rr]eport\s+)?(?:[Rr]ecommendations?|[Rr]eport|"
    r"[Ii]nspection|[Ii]nquiry|[Rr]eview)\b"
)

_REPORT_BY_NAME = re.compile(r"\b(?P<short>[A-Z]{3,}[A-Z0-9]*)\s+(?:report|inquiry|inspection)\b")


def titled(title: str | None) -> "re.Match[str] | None":
    """Whether a heading is a recommendation with a title of its own."""
    return _TITLED.match(title or "")


def is_report(minutes: Minutes) -> bool:
    """Whether a document reports on recommendations one by one, rather than recording a meeting."""
    return not minutes.attendances and sum(1 for part in minutes.parts if titled(part.title)) >= 3


def read_recommendations(minutes: Minutes) -> list[RecommendationRead]:
    """What a report lists; nothing for minutes, which discuss recommendations but do not report on them."""
    if not is_report(minutes):
        return []
    found: dict[str, RecommendationRead] = {}
    body: str | None = None
    current: tuple[RecommendationRead, Update] | None = None
    at_level, body_level = 0, 0
    for part in minutes.parts:
        match = titled(part.title)
        if match:
            reference = part.recommendations[0] if len(part.recommendations) == 1 else match["ref"]
            one = found.setdefault(reference, RecommendationRead(reference, match["title"].strip()))
            if body and body not in one.responsible:
                one.responsible.append(body)
            update = Update(body, "")
            one.updates.append(update)
            current, at_level = (one, update), part.level
        elif part.title and (named := _BODY.match(part.title)):
            words = re.sub(r"^(?:the)\s+", "", named["body"].strip(), flags=re.I)
            body, current, body_level = minutes.bodies.get(words, words), None, part.level
        elif part.level <= at_level and part.title:
            if part.level < max(body_level, 1):
                body = None
            current = None
        if current:
            _add(current[1], part)
    for one in found.values():
        one.updates = [u for u in one.updates if u.text]
    return list(found.values())


def _add(update: Update, part: Part) -> None:
    words = [line.text for line in part.lines]
    if words:
        update.begins = update.begins or next(iter(part.lines[0].source_lines), None)
        update.text = "\n".join([*([update.text] if update.text else []), *words])


def bodies_named(minutes: Minutes) -> list[str]:
    """The words under which a report gathers the recommendations of each body, in order."""
    named = (_BODY.match(part.title or "") for part in minutes.parts if not titled(part.title))
    words = (re.sub(r"^(?:the)\s+", "", one["body"].strip(), flags=re.I) for one in named if one)
    return list(dict.fromkeys(words)) if is_report(minutes) else []


def introduced(text: str) -> list[str]:
    """Short names of the reports that a text introduces: "the Inquiry into Harbour Road (IIHR)"."""
    return [match["short"] for match in _SOURCE_NAME.finditer(text) if _names_report(match)]


def name_sources(minutes: Minutes) -> None:
    """Give each part that concerns recommendations the short name of the report they belong to, where one is named."""
    trail: list[Part] = []
    everywhere: list[str] = []
    for match in _SOURCE_NAME.finditer(minutes.title or ""):
        if _names_report(match):
            everywhere.append(match["short"])
    for part in minutes.parts:
        for text in (part.title or "", *(line.text for line in part.lines)):
            for match in _SOURCE_NAME.finditer(text):
                if _names_report(match) and match["short"] not in everywhere:
                    everywhere.append(match["short"])
    if is_report(minutes):
        only = _the_one(minutes, everywhere)
        for part in minutes.parts:
            part.source = only if part.recommendations else None
        return
    lately: str | None = None
    for part in minutes.parts:
        trail = [p for p in trail if p.level < part.level] + [part]
        for above in reversed(trail):
            if short := _named(above.title, everywhere):
                part.source = short if part.recommendations or above is part else None
                lately = short if above.level < part.level or above is part else lately
                break
        if part.recommendations and not part.source:
            named = [
                s
                for s in everywhere
                if any(re.search(rf"\b{re.escape(s)}\b", line.text) for line in part.lines)
            ]
            part.source = (
                (named[0] if len(named) == 1 else None)
                or lately
                or (everywhere[0] if len(everywhere) == 1 else None)
            )
        if not part.recommendations:
            part.source = None


def _the_one(minutes: Minutes, introduced: list[str]) -> str | None:
    """The report that a progress report is about: it reports on one. Titles of recommendations name subjects."""
    if introduced:
        return introduced[0]
    lines = (line.text for part in minutes.parts for line in part.lines)
    named = Counter(match["short"] for text in lines for match in _REPORT_BY_NAME.finditer(text))
    return named.most_common(1)[0][0] if named else None


def _named(title: str | None, everywhere: list[str]) -> str | None:
    if not title:
        return None
    match = _SOURCE_NAME.search(title)
    if match and not _names_report(match):
        match = None
    if match:
        return match["short"]
    match = _NAMED_BEFORE.search(title)
    return match["short"] if match and (match["short"] in everywhere or not everywhere) else None


def _names_report(match: "re.Match[str]") -> bool:
    """Whether a bracket names the report, not its subject ("exploitation (CSE)") or a plain word ("the Inquiry")."""
    short = match["short"]
    if sum(1 for c in short if c.isupper()) < 2:
        return False
    before = re.findall(r"[A-Za-z]+", match.string[: match.start("short")].rstrip(" (“\"‘'"))
    last = [w for w in before if w.lower() != "the"][-len(short) :]
    spelt = "".join(w[0] for w in last).upper() == short.upper()
    return not spelt or any(_REPORT_WORD.fullmatch(w) for w in last)


_REPORT_WORD = re.compile(
    r"Inquiry|Inspection|Review|Report|Audit|Inquest|Investigation|Assessment|Plan|Strategy", re.I
)
