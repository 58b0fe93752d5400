"""Dates and times as British minutes write them: the day of a meeting, and when an action is due.

A date that is not certain is never guessed silently: what is found carries the reason for doubt.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time, timedelta

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
_YEAR = r"(?P<year>\d{4}|[’']\d{2}|\d{2}(?![\d:.]|\s*(?:am|pm|noon|hrs)))"
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


@dataclass(frozen=True, slots=True)
class Due:
    """When an action is due: the words that say so, the day they mean, and why the day is not certain."""

    words: str
    on: date | None
    why: str | None = None


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _coming(day: int, month: int, held_on: date) -> date | None:
    for year in range(held_on.year, held_on.year + 5):
        if day <= monthrange(year, month)[1] and date(year, month, day) >= held_on:
            return date(year, month, day)
    return None


_NUMBERS = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
} | {"a": 1, "fourteen": 14, "twenty-eight": 28, "thirty": 30}
_BY = (
    r"(?:\bby|\bbefore|\bno later than|\bnot later than|\bprior to|\buntil|\bdue(?:\s+(?:by|on|date))?|\bdeadline"
    r"|\btarget(?:\s+date)?|\b(?:carried|deferred|extended|postponed)(?:\s+(?:over|forward))?\s+to)[\s:–-]+"
)
_BY_DATE = re.compile(
    _BY + r"(?:(?:the\s+)?(?:close|cop|end of play|close of play|noon|midday|\d{1,2}(?:[:.]\d\d)?\s*(?:am|pm|"
    r"noon))\s*(?:of business\s*)?(?:on\s+)?)?(?:the\s+)?$",
    re.I,
)
_PERIOD = re.compile(
    r"\b(?:with)?in\s+(?:the\s+)?(?:next\s+|following\s+)?(?P<n>\d{1,3}|" + "|".join(_NUMBERS) + r")\s+"
    r"(?:(?P<working>working|business)\s+)?(?P<unit>day|week|month|year)s?\b(?:[’']?\s+time)?",
    re.I,
)
_MONTH_END = re.compile(
    _BY
    + r"(?:the\s+)?(?P<part>end of|end|mid|middle of|beginning of|start of|early|late)?[\s-]*(?P<month>"
    + "|".join(sorted(MONTHS, key=len, reverse=True))
    + r")\b(?:\s+(?P<year>\d{4}))?(?!\s+\d)",
    re.I,
)
_QUARTER = re.compile(
    r"\b(?:by|before|in|during|at)\s+(?:the\s+)?(?:end "
    r"of\s+)?(?:the\s+)?(?:Q[1-4](?:\s*/\s*Q[1-4])?|(?:first|second|third|fourth|next|this|"
    r"financial)\s+quarter)\b"
    r"(?:\s+(?:of\s+)?\d{2,4}(?:/\d{2,4})?)?",
    re.I,
)
_END_OF = re.compile(
    r"\bby\s+(?:the\s+)?end of (?:(?:the|this|next)\s+)?(?P<what>month|week|financial year|"
    r"calendar year|year|summer|autumn|winter|spring|quarter|term|play|day)\b",
    re.I,
)
_NEXT_MEETING = re.compile(
    r"\b(?:(?:by|before|at|for|to|in time for|prior to|ahead of)\s+(?:the\s+|our\s+|"
    r"its\s+)?(?:next|following|forthcoming)\s+(?:[A-Z]\w*\s+|\w+\s+)?(?:meeting|panel|board|"
    r"committee))\b",
    re.I,
)
_WEEKDAY_ALONE = re.compile(
    r"\bby\s+(?:(?P<next>next|this)\s+)?(?P<weekday>" + "|".join(WEEKDAYS) + r")\b", re.I
)
_COMMENCING = re.compile(
    r"(?:\bw/c|\bweek commencing|\bweek beginning|\bw/b|\bweek ending|\bw/e)\s+(?:the\s+)?$", re.I
)
_WEEK_OF = re.compile(
    r"\bby\s+(?:the\s+)?(?:first|second|third|fourth|last)\s+week\s+(?:in|of)\s+\w+(?:\s+\d{4})?", re.I
)
_SOON = re.compile(
    r"\b(?:as soon as (?:possible|practicable)|asap|a\.s\.a\.p\.?|immediately|urgently|ongoing|in due course)\b",
    re.I,
)


def _by_date(words: str, held_on: date | None) -> Due | None:
    for one in find_dates(words):
        before = words[: one.starts]
        commencing = _COMMENCING.search(before)
        by = _BY_DATE.search(before)
        if not by and commencing:
            by = commencing
        if not by:
            continue
        if commencing:
            by = (
                re.search(
                    r"(?:" + _BY + r"(?:the\s+)?)?" + re.escape(commencing.group()) + r"$", before, re.I
                )
                or commencing
            )
        said = words[by.start() : one.ends].strip(" .")
        on, why = one.on, one.why
        if on is None and one.why == "the year is not given":
            on = _coming(one.day, one.month, held_on) if held_on else None
            why = None if on else one.why
        if on and held_on and on < held_on:
            why = "this is before the meeting"
        if on and commencing:
            why = "a week is given, not a day"
        return Due(said, on, why)
    return None


def _by_period(words: str, held_on: date | None) -> Due | None:
    match = _PERIOD.search(words)
    if not match:
        return None
    count = int(match["n"]) if match["n"].isdigit() else _NUMBERS[match["n"].lower()]
    if held_on is None:
        return Due(match.group(), None, "the date of the meeting is not known")
    unit = match["unit"].lower()
    if match["working"]:
        return Due(match.group(), None, "working days depend on bank holidays")
    if unit in ("day", "week"):
        return Due(match.group(), held_on + timedelta(days=count * (7 if unit == "week" else 1)))
    return Due(match.group(), _months_later(held_on, count * (12 if unit == "year" else 1)))


def _by_end(words: str, held_on: date | None) -> Due | None:
    if match := _WEEK_OF.search(words):
        return Due(match.group(), None, "a week is given, not a day")
    if match := _MONTH_END.search(words):
        month, part = MONTHS[match["month"].lower()], (match["part"] or "").lower()
        year = int(match["year"]) if match["year"] else None
        if match["month"].lower() == "may" and match["month"] != "May":
            return None
        if year is None and held_on:
            year = held_on.year + (month < held_on.month)
        if year is None:
            return Due(match.group(), None, "the year is not given")
        if part in ("end of", "end"):
            return Due(match.group(), month_end(year, month))
        return Due(match.group(), None, "a month is given, not a day")
    if match := _QUARTER.search(words):
        return Due(match.group(), None, "a quarter may be of the financial or the calendar year")
    if match := _END_OF.search(words):
        what = match["what"].lower()
        if held_on is None:
            return Due(match.group(), None, "the date of the meeting is not known")
        following = re.search(r"\bnext\b", match.group(), re.I) is not None
        if what == "month":
            last = _months_later(held_on.replace(day=1), int(following))
            return Due(match.group(), month_end(last.year, last.month))
        if what == "week":
            friday = held_on + timedelta(days=(4 - held_on.weekday()) % 7 + 7 * following)
            return Due(match.group(), friday)
        if what in ("day", "play"):
            return Due(match.group(), held_on)
        if what == "financial year":
            return Due(match.group(), date(held_on.year + (held_on.month > 3) + following, 3, 31))
        if what == "calendar year":
            return Due(match.group(), date(held_on.year + following, 12, 31))
        return Due(match.group(), None, f"a {what} is given, not a day")
    return None


def find_due(words: str, held_on: date | None, next_meeting_on: date | None = None) -> Due | None:
    """When the words of an action say that it is due, relative to the meeting's day; None where they do not say.

    "Delivery in January 2025" describes something else and is not a due date.
    """
    if due := _by_date(words, held_on) or _by_period(words, held_on):
        return due
    if match := _NEXT_MEETING.search(words):
        return Due(match.group(), next_meeting_on)
    if due := _by_end(words, held_on):
        return due
    if match := _WEEKDAY_ALONE.search(words):
        if held_on is None:
            return Due(match.group(), None, "the date of the meeting is not known")
        ahead = (WEEKDAYS.index(match["weekday"].lower()) - held_on.weekday() - 1) % 7 + 1
        return Due(match.group(), held_on + timedelta(days=ahead), "a weekday without a date")
    if match := _SOON.search(words):
        return Due(match.group(), None)
    return None


def read_due(cell: str, held_on: date | None, next_meeting_on: date | None = None) -> Due | None:
    """When a table's cell or a labelled field ("Due: 30 June") says that an action is due."""
    cell = cell.strip()
    if not cell:
        return None
    return (
        find_due(f"by {cell}", held_on, next_meeting_on)
        or find_due(cell, held_on, next_meeting_on)
        or Due(cell, None, "the date is not understood")
    )
