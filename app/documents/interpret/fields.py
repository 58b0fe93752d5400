"""What stands at the head of minutes: title, date, time, place, chair, minute-taker; and the next meeting."""

import re
from dataclasses import dataclass
from datetime import date, time

from app.documents.dates import find_dates, find_times
from app.documents.interpret.attendance import read_entry
from app.documents.interpret.names import is_name
from app.documents.lexicon import Lexicon

_LABELS = (
    (
        "held_on",
        (
            r"(?:meeting )?dates?(?: and time| & time|/time| of (?:the )?meeting|/venue)?|held on|date "
            r"of meeting|date held"
        ),
    ),
    (
        "starts_at",
        (
            r"(?:meeting |start )?times?(?: of meeting| of day)?|start(?:ed| time)?|commence[ds](?: "
            r"at)?|time started"
        ),
    ),
    ("venue", r"venue|location|place|held at|where|meeting place|meeting venue"),
    ("chair", r"(?:meeting )?chair(?:ed by|man|person|woman)?|in the chair|presiding|chair of meeting"),
    (
        "minute_taker",
        (
            r"minutes?(?: taken)?(?: by)?|minute[- ]?taker|notes? taken by|notes? by|note[- ]?taker|"
            r"notes|scribe|recorded by|minutes recorded by|minuting|taken by"
        ),
    ),
    (
        "next_meeting",
        (
            r"(?:(?:confirmation of |date(?:,? time)?(?: and| &|,)? ?(?:place|venue|time)? of )?(?:the "
            r")?next meeting(?: date| type)?(?:/\w+)*|date and time of (?:the )?next meeting)"
        ),
    ),
    ("title", r"meeting(?: title| name| type)?|meeting of|title|subject"),
    ("finished", r"(?:end|finish|close|closed|end time|finish time|meeting (?:closed|ended))(?: at)?"),
)
_FIELD = re.compile(
    r"(?:\d{1,2}[.)]?\s+)?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS)
    + r")\s*(?::\s*[-–]?\s*|\t+\s*|\s[–-]\s|\s{3,})(?P<value>\S.*)?$",
    re.I,
)
_LOOSE = re.compile(
    r"(?P<label>Venue|Location|Place|Chair|Date|Time|Minutes|Chaired by|Minutes by|Minutes "
    r"taken by|Notes by|In the chair)\s+(?P<value>\S.*)$",
    re.I,
)
_NEXT_SENTENCE = re.compile(
    r"\b(?:[Dd]ate of (?:the )?|[Tt]he )?[Nn]ext (?:\w+ ){0,4}?[Mm]eeting\b(?: of "
    r"[^.]{1,60}?)?\s*(?:(?:is|was|will be|would be|to be|will take place|takes place|has been|"
    r"be|due)\s*)+"
    r"(?:also\s+)?(?:(?:planned|scheduled|arranged|held|due|set|confirmed|agreed|provisionally|"
    r"currently|take place|taking place|to be|for|in|on|as|at)\s+)*?"
    r"(?P<value>(?:(?:on|in|at|for)\s+)?(?:the\s+)?(?:\w+day\b|\d|early|late|mid|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|"
    r"TBC|TBA|to be (?:confirmed|arranged|advised))[^.;]*(?:\.\d[^.;]*)*)",
)


@dataclass(slots=True)
class FieldRead:
    """A field of the head: which, and its value as written ("" where the line has only the label)."""

    name: str
    value: str


def read_field(text: str, lexicon: Lexicon, *, in_head: bool) -> FieldRead | None:
    """The field that a line is, if it is one. Without a colon it is one only in the head of the document."""
    if len(text) > 250 or re.match(
        r"(?i)date of (?:issue|publication)|date (?:issued|published|circulated)", text
    ):
        return None
    match = _FIELD.match(text)
    if match:
        name = next(key for key, value in match.groupdict().items() if value is not None and key != "value")
        value = (match["value"] or "").strip()
        if name in ("chair", "minute_taker", "held_on", "starts_at"):
            value = value.split(" | ")[0].strip()
        if name == "chair" and value and not _a_person(value, lexicon):
            return None
        if name == "minute_taker" and value and not _a_person(value, lexicon):
            return None
        if name == "held_on" and value and not find_dates(value) and not re.search(r"\d|tbc", value, re.I):
            return None
        if name == "starts_at" and value and not find_times(value):
            return None
        if not in_head and name != "next_meeting":
            return None
        return FieldRead(name, value)
    if in_head and (match := _LOOSE.match(text)):
        label, value = match["label"].lower(), match["value"].strip()
        if label in ("venue", "location", "place"):
            return FieldRead("venue", value) if len(value.split()) < 14 and not value.endswith(".") else None
        if label in ("chair", "chaired by", "in the chair"):
            return FieldRead("chair", value) if _a_person(value, lexicon) and len(value.split()) < 8 else None
        if label == "date":
            return FieldRead("held_on", value) if find_dates(value) else None
        if label == "time":
            return FieldRead("starts_at", value) if find_times(value) else None
        return (
            FieldRead("minute_taker", value)
            if _a_person(value, lexicon) and len(value.split()) < 10
            else None
        )
    return None


def _a_person(value: str, lexicon: Lexicon) -> bool:
    entry = read_entry(value, lexicon)
    return entry is not None or is_name(value, lexicon) or re.fullmatch(r"[A-Z]{2,4}", value) is not None


def name_alone(value: str, lexicon: Lexicon) -> str:
    """The name without role or organisation."""
    entry = read_entry(value, lexicon)
    return entry.person.name if entry else value.strip(" .")


@dataclass(slots=True)
class When:
    """The day and hour of a meeting as a line gives them, and why the day is not certain."""

    on: date | None = None
    starts: time | None = None
    ends: time | None = None
    why: str | None = None
    has_day: bool = False


def when(text: str) -> When:
    """Day and times in a line."""
    days = find_dates(text)
    times = find_times(text)
    made = When(has_day=bool(days))
    if days:
        best = next((d for d in days if d.on), days[0])
        made.on, made.why = best.on, best.why
    if times:
        made.starts = times[0]
        made.ends = (
            times[1]
            if len(times) > 1 and re.search(r"\d\s*(?:[ap]\.?m\.?)?\s*(?:-|–|to|until)\s*\d", text, re.I)
            else None
        )
    return made


def next_meeting_in(text: str) -> str | None:
    """When the next meeting is, from a sentence that says so."""
    match = _NEXT_SENTENCE.search(text)
    if not match:
        return None
    return re.sub(r"^(?:on|in|at|for)\s+(?:the\s+)?", "", match["value"].strip())


def place_in(text: str) -> str | None:
    """Where a meeting was held, from "held at … on …"."""
    match = re.search(
        r"\b[Hh](?:eld|ELD)\s+(?:(?:on|ON)\s+[^,]*?(?:,?\s+)(?=(?:at|in|AT|"
        r"IN)\s+(?:the\s+)?[A-Z]))?(?:at|in|AT|IN|via|on)\s+(?P<place>(?:the\s+|"
        r"The\s+)?(?!\d)[A-Z][^\n]*?)(?=,?\s+(?:on|ON)\s+(?:the\s+)?(?:\w+day|\d)|,?\s+\d{1,2}[.:]\d\d|"
        r",?\s+\d{1,2}\s?[ap]m|,?\s+(?:at|AT|from|commencing|starting)\s+\d|\s*\(|[.;]?$)",
        text,
    )
    if not match:
        return None
    place = re.sub(r"^the\s+", "", match["place"].strip(" ,."), flags=re.I)
    return place if len(place) < 120 and not find_dates(place) else None
