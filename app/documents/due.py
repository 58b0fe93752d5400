"""When an action is due, as British minutes say it: a day, a period, the end of something, the next meeting.

What is not certain is never guessed silently: what is found carries the reason for doubt.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from app.documents.dates import MONTHS, WEEKDAYS, find_dates
from app.documents.working_days import after_working_days


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
    r"\b(?P<how>by|before|in|during|at|within)\s+(?:the\s+)?(?:end\s+of\s+)?(?:the\s+)?"
    r"(?:Q(?P<q>[1-4])(?P<or>\s*/\s*Q?[1-4])?|(?:(?P<which>first|second|third|fourth)|(?P<near>next|this))\s+(?:financial\s+)?"
    r"quarter)\b"
    r"(?:\s+(?:of\s+)?(?:FY\s?)?(?P<year>\d{4}|\d{2}(?=\s*[/–-]\s*\d))(?:\s*[/–-]\s*(?P<second>\d{2,4}))?)?",
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
    if match["working"] and unit == "day":
        return Due(match.group(), *after_working_days(held_on, count))
    if unit in ("day", "week"):
        return Due(match.group(), held_on + timedelta(days=count * (7 if unit == "week" else 1)))
    return Due(match.group(), _months_later(held_on, count * (12 if unit == "year" else 1)))


FINANCIAL = "a quarter is taken for one of the financial year, April to March"
_WHICH = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def _by_quarter(match: "re.Match[str]", held_on: date | None) -> Due:
    """The last day of a quarter, or the day before it begins ("before Q3").

    Forces and their commissioners plan, report and are funded by the financial year, so Q1 is April to June; that
    is said, because a few offices count calendar quarters. This quarter and the next end on the same day in both.
    """
    words = match.group()
    if match["near"]:
        if held_on is None:
            return Due(words, None, "the date of the meeting is not known")
        return Due(words, _quarter_end(held_on, int(match["near"].lower() == "next")))
    if match["or"]:
        return Due(words, None, "two quarters are given")
    number = int(match["q"]) if match["q"] else _WHICH[match["which"].lower()]
    if match["year"]:
        year = int(match["year"]) % 100 + 2000
    elif held_on is None:
        return Due(words, None, "the year is not given")
    else:
        year = held_on.year - (held_on.month < 4)
        year += _end_of_financial(year, number) < held_on
    if match["how"].lower() == "before":
        last = _end_of_financial(year, number)
        return Due(words, _months_later(last.replace(day=1), -2) - timedelta(days=1), FINANCIAL)
    return Due(words, _end_of_financial(year, number), FINANCIAL)


def _end_of_financial(year: int, quarter: int) -> date:
    """The last day of a quarter of the financial year that begins in April of `year`."""
    return month_end(year + quarter // 4, (quarter * 3 + 2) % 12 + 1)


def _quarter_end(day: date, later: int) -> date:
    """The last day of the quarter that a day lies in, or of one that many quarters later."""
    last = _months_later(day.replace(day=1), (-day.month) % 3 + 3 * later)
    return month_end(last.year, last.month)


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
        return _by_quarter(match, held_on)
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
        if what == "quarter":
            return Due(match.group(), _quarter_end(held_on, int(following)))
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
        or find_due(f"within {cell}", held_on, next_meeting_on)
        or Due(cell, None, "the date is not understood")
    )
