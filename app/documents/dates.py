"""Dates and times as British minutes write them.

A date that is not certain is never guessed silently: what is found carries the reason for doubt.
"""

import re
from dataclasses import dataclass
from datetime import date, time

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        1,
    )
    for name in names.split()
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?<![\d/.:])(?P<day>[0-3]?\d)\s?(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of)?"
_COUNTS = r"\s+(?:of|out|per|more|others?|new|were|are|had|have|[a-z]{4,}s)\b"
"""After a number that counts things and is no year: "carried to 12 June, 22 of 60 records"."""
_YEAR = rf"(?P<year>\d{{4}}|[’']\d{{2}}|\d{{2}}(?![\d:.]|\s*(?:am|pm|noon|hrs)|{_COUNTS}))"
_WEEKDAY = (
    r"(?:(?P<weekday>" + "|".join(WEEKDAYS) + r"|mon|tues?|weds?|thur?s?|fri|sat|sun)\b,?\s+(?:the\s+)?)?"
)
_WRITTEN = re.compile(_WEEKDAY + _DAY + r"[\s,-]+" + _MONTH + r"(?:[\s,-]+" + _YEAR + r")?", re.I)
_AMERICAN = re.compile(
    _WEEKDAY + _MONTH + r"\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?!:)(?:,?\s+(?P<year>\d{4}))?", re.I
)
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?P<day>[0-3]?\d)(?P<sep>[/.-])(?P<m>[01]?\d)(?P=sep)(?P<year>\d{4}|\d{2})(?![\d/]|[.-]\d)"
)
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})[-_./](?P<m>[01]\d)[-_./](?P<day>[0-3]\d)(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(?P<year>20\d{2})(?P<m>[01]\d)(?P<day>[0-3]\d)(?!\d)")
_LETTER_O = re.compile(r"(?<![A-Za-z])(?=[0-9O]*[0-9])(?=[0-9O]*O)[12][0-9O]{3}(?![A-Za-z0-9])")
_TIME = re.compile(
    r"(?<![\d/.])(?P<hour>[012]?\d)(?:[:.](?P<minute>[0-5]\d)(?![\d/.]\d))?\s*"
    r"(?P<half>a\.?m\b|p\.?m\b|noon\b|hrs?\b|hours\b)?",
    re.I,
)
_MILITARY = re.compile(
    r"(?<![\d.,/:])(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s*(?:hrs|hours|h)\b|(?<=[,t] "
    r")(?P<hour2>0\d|1[0-8])(?P<minute2>[0-5]\d)(?=\s*(?:,|$|-|–))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a text: `on` is None where the year is missing. `why` says what is not certain, if anything."""

    on: date | None
    starts: int
    ends: int
    words: str
    why: str | None = None
    day: int = 0
    month: int = 0
    weekday: str | None = None


def _year(words: str | None) -> int | None:
    if not words:
        return None
    digits = words.strip("’'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _made(match: "re.Match[str]", text: str) -> DateFound | None:
    parts = match.groupdict()
    month = int(parts["m"]) if parts.get("m") else MONTHS[parts["month"].lower()]
    day, year = int(parts["day"]), _year(parts.get("year"))
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    weekday = (parts.get("weekday") or "").lower() or None
    found = text[match.start() : match.end()].rstrip(" ,-")
    ends = match.start() + len(found)
    if year is None:
        return DateFound(None, match.start(), ends, found, "the year is not given", day, month, weekday)
    if not 1900 <= year <= 2200:
        return None
    try:
        on = date(year, month, day)
    except ValueError:
        return DateFound(None, match.start(), ends, found, "there is no such day", day, month, weekday)
    why = None
    if weekday and not WEEKDAYS[on.weekday()].startswith(weekday[:3]):
        why = f"{found} was a {WEEKDAYS[on.weekday()].capitalize()}"
    return DateFound(on, match.start(), ends, found, why, day, month, weekday)


def find_dates(text: str) -> list[DateFound]:
    """Every date in the text, in order. Figures are read in British order, day before month."""
    mended = _LETTER_O.sub(lambda m: m.group().replace("O", "0"), text.translate({0x2010: "-", 0x2011: "-"}))
    found: list[DateFound] = []
    for pattern in (_ISO, _WRITTEN, _AMERICAN, _NUMERIC, _COMPACT):
        for match in pattern.finditer(mended):
            if any(match.start() < other.ends and other.starts < match.end() for other in found):
                continue
            made = _made(match, mended)
            if made is None:
                continue
            words = text[made.starts : made.ends]
            why = made.why or (
                "a letter O stands in the year" if words != made.words and "O" in words else None
            )
            found.append(
                DateFound(made.on, made.starts, made.ends, words, why, made.day, made.month, made.weekday)
            )
    return sorted(found, key=lambda one: one.starts)


def find_times(text: str) -> list[time]:
    """The times of day in a text that holds one ("10:00 am", "14:30-17:00", "7.30pm", "1400 hrs"), dates left out."""
    for one in reversed(find_dates(text)):
        text = text[: one.starts] + " " * (one.ends - one.starts) + text[one.ends :]
    text = _MILITARY.sub(lambda m: f"{m['hour'] or m['hour2']}:{m['minute'] or m['minute2']}", text)
    found: list[tuple[int, int, str | None]] = []
    for match in _TIME.finditer(text):
        half = (match["half"] or "").lower().replace(".", "") or None
        if match["minute"] is None and half in (None, "hr", "hrs", "hours"):
            if half is None and re.match(
                r"\s*(?:-|–|to|until)\s*\d{1,2}(?:[:.]\d\d)?\s*[ap]\.?m", text[match.end() :], re.I
            ):
                half = None
            else:
                continue
        hour = int(match["hour"])
        if hour <= 23:
            found.append((hour, int(match["minute"] or 0), half))
    times = []
    for index, (hour, minute, half) in enumerate(found):
        if half is None and index + 1 < len(found) and found[index + 1][2] in ("am", "pm"):
            after_hour, _, after = found[index + 1]
            half = after if hour <= after_hour or after_hour == 12 else "am"
        if half in ("pm", "noon") and hour < 12:
            hour += 12
        if half == "am" and hour == 12:
            hour = 0
        times.append(time(hour, minute))
    return times
