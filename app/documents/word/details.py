"""What is printed beside an action: reference, owner, due date and recommendations, marked as ours."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from app.documents.minutes import ActionRead
from app.documents.source import PrintedAction
from app.documents.word.xml import MONTHS, one_line

LONGEST = 2000
NO_OWNER = "No owner is named"
IN_FULL = " – "
"""Between an owner as the minutes have it and who that is."""
NO_DATE = "No date was given"
DETAILS = re.compile(
    r"(?:(?P<reference>\S+)\. )?"
    rf"(?:Owner: (?P<owner>.+?)|{NO_OWNER})\. "
    rf"(?:Due (?P<due>.+?)|Due: (?P<words>.+?)|{NO_DATE})\."
    r"(?: Recommendations? (?P<recommendations>.+?)\.)?"
)
PRINTED_DATE = re.compile(rf"\d{{1,2}} (?:{MONTHS}) \d{{4}}")


@dataclass(frozen=True, slots=True)
class ActionDetails:
    """What the register knows of an action and its minutes may not say. None: as the minutes have it."""

    reference: str | None = None
    owner: str | None = None
    """In full: "Chief Constable, Northfold Police"."""
    organisation: str | None = None
    """Under whose name the closing summary lists it."""
    due_on: date | None = None
    due_words: str | None = None
    recommendations: list[str] | None = None
    """As printed: "8", "Harbour Road 12"."""
    wording: str | None = None
    """For the closing summary, where it differs from the words of the line."""


@dataclass(slots=True)
class Printed:
    """An action's details as they will be printed."""

    wording: str
    reference: str = ""
    owner: str = ""
    group: str = ""
    due: str = ""
    is_day: bool = False
    """Whether `due` is a date; else it is the words of the minutes."""
    recommendations: list[str] = field(default_factory=list)


GROUPS = {"commissioner": "Commissioner’s office", "force": "Police force", "other": "Other bodies"}
NOBODY, OTHERS = "Nobody named", "Others"


def to_print(action: ActionRead, given: ActionDetails | None) -> Printed:
    known = given or ActionDetails()
    due_on = known.due_on or action.due_on
    owner = one_line(action.owner or known.owner or "").rstrip(".")
    in_full = one_line(known.owner or "").rstrip(".")
    return Printed(
        wording=one_line(known.wording or action.words),
        reference=one_line(known.reference or action.reference or ""),
        owner=f"{owner}{IN_FULL}{in_full}" if in_full and in_full != owner else owner,
        group=known.organisation
        or GROUPS.get(action.owner_organisation_kind or "", OTHERS if owner else NOBODY),
        due=day(due_on) if due_on else one_line(known.due_words or action.due_words or "").rstrip("."),
        is_day=due_on is not None,
        recommendations=list(
            action.recommendations if known.recommendations is None else known.recommendations
        ),
    )


def day(moment: date) -> str:
    return f"{moment.day} {moment:%B %Y}"


def listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def sentences(printed: Printed) -> str:
    """ "Owner: CC. Due 30 May 2025. Recommendation 8." """
    owner = f"Owner: {printed.owner}" if printed.owner else NO_OWNER
    due = f"Due{'' if printed.is_day else ':'} {printed.due}" if printed.due else NO_DATE
    out = f"{owner}. {due}."
    if printed.recommendations:
        many = "s" if len(printed.recommendations) > 1 else ""
        out += f" Recommendation{many} {listed(printed.recommendations)}."
    return out


def read_details(text: str) -> PrintedAction:
    """The same sentences, read; what somebody wrote instead says nothing."""
    found = DETAILS.fullmatch(one_line(text)) if len(text) < LONGEST else None
    if found is None:
        return PrintedAction()
    due = found["due"] or ""
    day = datetime.strptime(due, "%d %B %Y").date() if is_date(due) else None  # noqa: DTZ007  a day, no moment
    owner, _, in_full = (found["owner"] or "").partition(IN_FULL)
    numbers = re.split(r", | and ", found["recommendations"] or "")
    return PrintedAction(
        found["reference"],
        owner or None,
        in_full,
        day,
        "" if day else due or found["words"] or "",
        [number for number in numbers if number],
        has_details=True,
    )


def is_date(text: str) -> bool:
    if not PRINTED_DATE.fullmatch(text):
        return False
    try:
        datetime.strptime(text, "%d %B %Y")  # noqa: DTZ007  a day, no moment
    except ValueError:
        return False
    return True


def read_reference(text: str) -> str:
    """ "Action 17/2023. " or " 17/2023", printed within the line, as "17/2023"."""
    return one_line(text).removeprefix("Action").strip(" .:")
