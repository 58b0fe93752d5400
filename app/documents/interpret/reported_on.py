"""What a progress report says of the report it is about: who made it, when, how much it asks, what follows."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from textwrap import shorten

from app.documents.dates import find_dates
from app.documents.interpret.reports import introduced, is_report
from app.documents.minutes import Minutes, SourceRead

_TITLE = re.compile(
    r"\b(?P<title>(?:(?:Independent|Public|National|Joint|Statutory|Local|Serious)\s+)*"
    r"(?:Inquiry|Inspection|Review|Audit|Inquest|Investigation)\s+(?:into|of|on)\s+"
    r"[A-Z][\w&’'-]*(?:\s+(?:[A-Z][\w&’'-]*|in|of|and|the|for|at|&))*)"
)
_SMALL_AT_END = re.compile(r"(?:\s+(?:in|of|and|the|for|at|&|to))+$")
_AUTHOR = re.compile(
    r"\b(?:report\s+(?:of|by)|chaired\s+by|Chair\s+of\s+the\s+[^,.;()]{3,80},)\s+(?:(?:Mr|Mrs|Ms|Sir|Dame|Dr)\s+)?"
    r"(?P<name>[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){1,3})"
)
_NUMBER = r"(?P<number>\d{1,3})"
_COUNTED = re.compile(
    rf"\b(?:contain(?:s|ed|ing)?|made|makes|making|sets?\s+out)\s+{_NUMBER}\s+recommendations\b"
    rf"|\b(?:all|each)\s+(?:of\s+)?(?:the\s+)?(?P<each>\d{{1,3}})\s+recommendations\b",
    re.I,
)
_PLANNED = re.compile(
    r"\bactions\b[;:,]?\s+(?P<after>\d{1,4})\s+in\s+total|\b(?P<before>\d{1,4})\s+(?:single|individual)\s+actions\b",
    re.I,
)
_SPANS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "twelve": 12, "eighteen": 18}
_RETURNS = re.compile(
    r"\breturn\w*\b[^.]{0,120}?\b(?P<count>\w+)\s+(?P<unit>year|month)s?\s+(?:following|after|from|of)\b",
    re.I,
)
_EVERY = re.compile(
    r"\breports?\b[^.]{0,80}?\bevery\s+(?:(?P<count>\w+)\s+)?(?P<unit>month|year|quarter)s?\b", re.I
)
_NUMBERED = re.compile(r"^\d+(?:\.\d+)+\s+")
_LONGEST = 300
"""Characters of a promise that is kept in its words."""


def read_about(minutes: Minutes) -> SourceRead | None:
    """What the report is about; None for minutes. What it does not say is left empty."""
    if not is_report(minutes):
        return None
    sentences = list(_sentences(minutes))
    about = SourceRead(short_name=next((part.source for part in minutes.parts if part.source), None))
    about.title = _commonest(_titles(sentences))
    about.made_by = _commonest(match["name"] for words in sentences for match in _AUTHOR.finditer(words))
    about.published_on = _published(sentences, minutes.held_on)
    counted = [match for words in sentences for match in _COUNTED.finditer(words)]
    about.recommendations = _number([match["number"] or match["each"] for match in counted])
    planned = [match for words in sentences for match in _PLANNED.finditer(words)]
    about.steps = _number([match["after"] or match["before"] for match in planned])
    _returns(about, sentences)
    _reports(about, sentences)
    return about


def titles_of(text: str) -> dict[str, str]:
    """Reports that a text introduces with their title: short name to title."""
    found: dict[str, str] = {}
    for match in _TITLE.finditer(text):
        title = _SMALL_AT_END.sub("", match["title"])
        behind = re.match(r"\s*\((?:the\s+)?[“\"‘']?(?P<short>[\w&-]+)", text[match.end() :])
        if behind and behind["short"] in introduced(text):
            found.setdefault(behind["short"], title)
    return found


def _sentences(minutes: Minutes) -> Iterator[str]:
    for part in minutes.parts:
        for line in part.lines:
            yield from re.split(r"(?<=[.;])\s+(?=[A-Z“])", _NUMBERED.sub("", line.text))


def _titles(sentences: list[str]) -> Iterator[str]:
    for words in sentences:
        for match in _TITLE.finditer(words):
            yield _SMALL_AT_END.sub("", match["title"])


def _commonest(found: Iterator[str]) -> str | None:
    counted = Counter(found).most_common(1)
    return counted[0][0] if counted else None


def _published(sentences: list[str], held_on: date | None) -> date | None:
    """The day that most sentences about publishing the report name, before the progress report's own."""
    days: Counter[date] = Counter()
    for words in sentences:
        if re.search(r"\bpubli(?:shed|cation)\b", words, re.I) and re.search(r"\breport\b", words, re.I):
            days.update(
                one.on
                for one in find_dates(words)
                if one.on is not None and (held_on is None or one.on < held_on)
            )
    return days.most_common(1)[0][0] if days else None


def _number(found: list[str]) -> int | None:
    return int(Counter(found).most_common(1)[0][0]) if found else None


def _returns(about: SourceRead, sentences: list[str]) -> None:
    for words in sentences:
        match = _RETURNS.search(words)
        months = _months(match) if match else None
        if months and about.published_on:
            about.review_on = later(about.published_on, months)
            about.review_words = _promise(words)
            return


def _reports(about: SourceRead, sentences: list[str]) -> None:
    for words in sentences:
        match = _EVERY.search(words)
        months = _months(match) if match else None
        if months:
            about.reports_every, about.reports_words = months, _promise(words)
            return


def _promise(words: str) -> str:
    """Its words, cut behind a whole one where they are many."""
    return shorten(words, _LONGEST, placeholder=" …")


def _months(match: "re.Match[str]") -> int | None:
    count = (match["count"] or "one").lower()
    number = int(count) if count.isdecimal() and len(count) < 3 else _SPANS.get(count)
    return number * {"month": 1, "quarter": 3, "year": 12}[match["unit"].lower()] if number else None


def later(day: date, months: int) -> date:
    """The same day so many months later; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, 28)
