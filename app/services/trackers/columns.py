"""What the columns of somebody's tracker hold: recognised by their headings, in whatever order and wording."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from app.services.trackers.sheets import Sheet, Value


class Holds(StrEnum):
    """What a column can hold."""

    NOTHING = ""
    REFERENCE = "reference"
    WORDING = "wording"
    OWNER = "owner"
    ORGANISATION = "organisation"
    RECOMMENDATION = "recommendation"
    RAISED = "raised"
    DUE = "due"
    DUE_WORDS = "due words"
    STATUS = "status"
    SETTLED = "settled"
    REMARK = "remark"


NAMES = {
    Holds.NOTHING: "Not brought in",
    Holds.REFERENCE: "Reference",
    Holds.WORDING: "What is to be done",
    Holds.OWNER: "Owner",
    Holds.ORGANISATION: "Owner’s organisation",
    Holds.RECOMMENDATION: "Recommendation",
    Holds.RAISED: "Day it was raised",
    Holds.DUE: "Due date",
    Holds.DUE_WORDS: "Due date in words",
    Holds.STATUS: "Status",
    Holds.SETTLED: "Day it was closed",
    Holds.REMARK: "Update or comment",
}
"""What a person chooses from."""

_HEADINGS = {
    Holds.REFERENCE: "ref, reference, ref no, reference no, reference number, action ref, action reference, action no, "
    "action number, no, number, id, action id, unique reference, unique ref, item, item no, ap, ap no, log no",
    Holds.WORDING: "action, actions, action agreed, agreed action, action required, action point, action points, "
    "action description, description, description of action, detail, details, action detail, action details, wording, "
    "task, action to be taken, what, actions agreed, agreed actions, action text",
    Holds.OWNER: "owner, owners, action owner, lead, lead officer, action lead, responsible, responsible officer, "
    "person responsible, responsible person, responsibility, by whom, who, assigned to, assigned, assignee, officer, "
    "action by, owned by, sro, lead person, named officer, allocated to",
    Holds.ORGANISATION: "organisation, organization, agency, body, force, department, owners organisation, "
    "owner organisation, lead organisation, lead agency, responsible body, team, directorate",
    Holds.RECOMMENDATION: "recommendation, recommendations, rec, recs, rec no, recommendation no, "
    "recommendation number, linked recommendation, linked recommendations, inquiry recommendation, "
    "report recommendation",
    Holds.RAISED: "raised, date raised, raised on, day raised, date of meeting, meeting date, meeting, date set, "
    "date agreed, date opened, opened, created, date created, date action raised, start date, date of action, date, "
    "date added, date given",
    Holds.DUE: "due, due date, date due, by when, when, deadline, target, target date, target completion date, "
    "expected completion, timescale, timescales, due by, due on, review date, to be completed by, completion due, "
    "deadline date, date for completion, timeline, complete by",
    Holds.DUE_WORDS: "due as agreed",
    Holds.STATUS: "status, state, rag, rag status, current status, open closed, open or closed, action status, "
    "complete",
    Holds.SETTLED: "settled, closed, date closed, closed on, date completed, completed, completed on, date of closure, "
    "closure date, date discharged, discharged, completion date, date complete, closed date, completed date",
    Holds.REMARK: "update, updates, latest update, progress, progress update, comments, comment, notes, note, "
    "response, narrative, remarks, latest position, outcome, outcome update, commentary, latest response",
}
_BY_HEADING = {heading.strip(): holds for holds, words in _HEADINGS.items() for heading in words.split(",")}
ALIKE = 88
"""From this likeness (of 100) a heading that nobody wrote here before is one of those above, misspelt."""
_LOOKED_AT = 15
"""Rows from the top among which the headings are looked for."""


@dataclass(frozen=True)
class Columns:
    """Which sheet, which row has the headings, and what each column holds, by its place from 0."""

    sheet: Sheet
    header: int
    """From 1; 0 where no row has headings."""
    holds: dict[int, Holds]

    @property
    def headings(self) -> list[tuple[int, str, Holds]]:
        """Every column: its place, its heading or its letter, and what it holds."""
        row = self.sheet.rows[self.header - 1] if self.header else []
        return [
            (
                at,
                _words(row[at]) if at < len(row) and row[at] is not None else f"Column {at + 1}",
                self.holds[at],
            )
            for at in range(self.sheet.width)
        ]

    @property
    def unused(self) -> list[str]:
        """Headings of columns that are not brought in and have one."""
        row = self.sheet.rows[self.header - 1] if self.header else []
        return [
            _words(row[at])
            for at, _, holds in self.headings
            if not holds and at < len(row) and row[at] is not None
        ]

    def examples(self, at: int) -> list[str]:
        """The first few things that stand in a column, for a person who says what it holds."""
        cells = (row[at] for row in self.sheet.rows[self.header :] if at < len(row) and row[at] is not None)
        return [_words(cell) for cell, _ in zip(cells, range(3), strict=False)]

    def cells(self, number: int) -> dict[Holds, Value]:
        """What a row has, by what it is; empty cells left out. Of two columns of one kind: the first filled."""
        row = self.sheet.rows[number - 1]
        found: dict[Holds, Value] = {}
        for at, value in enumerate(row):
            holds = self.holds.get(at, Holds.NOTHING)
            if holds and value is not None and holds not in found:
                found[holds] = value
        return found


def recognise(sheets: Sequence[Sheet], choices: Mapping[str, object]) -> Columns:
    """The sheet and columns that look most like a tracker, but for what a person chose."""
    named = [sheet for sheet in sheets if sheet.name == choices.get("sheet")] or list(sheets)
    header = choices.get("header")
    tried = [
        (sheet, at)
        for sheet in named
        for at in ([header] if isinstance(header, int) else range(1, min(_LOOKED_AT, len(sheet.rows)) + 1))
        if 0 <= at <= len(sheet.rows)
    ] or [(named[0], 0)]
    sheet, at = max(tried, key=lambda one: (_score(one[0], one[1]), -one[1]))
    holds = _recognised(sheet, at)
    if not isinstance(header, int) and not any(holds.values()):
        at = 0
    chosen = choices.get("columns")
    if isinstance(chosen, Mapping):
        holds |= {int(place): Holds(value) for place, value in chosen.items() if int(place) in holds}
    return Columns(sheet, at, holds)


def _score(sheet: Sheet, header: int) -> tuple[bool, int]:
    holds = [one for one in _recognised(sheet, header).values() if one]
    return Holds.WORDING in holds, len(holds)


def _recognised(sheet: Sheet, header: int) -> dict[int, Holds]:
    found = dict.fromkeys(range(sheet.width), Holds.NOTHING)
    row = sheet.rows[header - 1] if header else []
    taken: set[Holds] = set()
    for likeness in (100, ALIKE):
        for at, cell in enumerate(row):
            if found[at] or not isinstance(cell, str) or len(cell) > 60:
                continue
            holds = _meant(cell, likeness)
            if holds and holds not in taken:
                found[at] = holds
                taken.add(holds)
    return found


def _meant(heading: str, likeness: int) -> Holds:
    folded = " ".join(re.sub(r"[’']", "", re.sub(r"[^\w\s’']|_", " ", heading)).casefold().split())
    if folded in _BY_HEADING:
        return _BY_HEADING[folded]
    if likeness == 100 or len(folded) < 4:
        return Holds.NOTHING
    best = max(_BY_HEADING, key=lambda known: fuzz.ratio(known, folded))
    return _BY_HEADING[best] if fuzz.ratio(best, folded) >= ALIKE else Holds.NOTHING


def _words(value: Value) -> str:
    return " ".join(str(value).split())
