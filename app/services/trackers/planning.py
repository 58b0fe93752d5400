"""What would be made of a tracker's rows: new actions, those that are here already, and what cannot be read.

Nothing is changed here: the same plan is shown first and carried out afterwards.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import select as core_select
from sqlmodel import Session, col

from app.documents.due import find_due
from app.errors import RuleBroken
from app.models.actions import Action, ActionState
from app.services import actions, people, recommendations
from app.services.trackers.cells import NONE, Fate, day, refuse_uncomputed, short, text, written
from app.services.trackers.columns import Columns
from app.services.trackers.sheets import Value
from app.services.trackers.vocabularies import Holds

SAME_WORDS = 92
"""From this likeness (of 100) two wordings raised on the same day are one action."""
OTHER_WORDS = 50
"""Below this likeness an action of the same reference is another one."""
LONGEST_WORDING = 5000
_HAS_ITS_YEAR = re.compile(r"\d{1,5}/(?:19|20)\d\d")

_STATES = {
    ActionState.OPEN: "open, ongoing, on going, in progress, outstanding, not started, new, live, active, pending, "
    "overdue, amber, red, started, underway, under way, on track, response received, returned, carried, "
    "carried forward, no, due, progressing, left for the meeting",
    ActionState.CLOSED: "closed, complete, completed, done, discharged, finished, achieved, yes, close, actioned, "
    "satisfied, blue, delivered",
    ActionState.WITHDRAWN: "withdrawn, cancelled, canceled, superseded, no longer required, dropped, replaced, "
    "not progressed, rejected, merged",
}
_STATE_OF = {word.strip(): state for state, words in _STATES.items() for word in words.split(",")}


@dataclass
class PlannedRow:
    """A row as it is understood. `notes` are sentences; of a row that is wrong the first says why."""

    number: int
    fate: Fate = Fate.NEW
    notes: list[str] = field(default_factory=list)
    reference: str = ""
    wording: str = ""
    owners: list[dict[str, Any]] = field(default_factory=list)
    raised_on: date | None = None
    due_on: date | None = None
    due_words: str = ""
    state: ActionState = ActionState.OPEN
    settled_on: date | None = None
    recommendations: list[int] = field(default_factory=list)
    ties: str = ""
    """The recommendations in words."""
    remark: str = ""
    action_id: int | None = None
    """The action that is here already."""
    action_reference: str = ""


@dataclass
class Plan:
    """All rows, in the file's order."""

    rows: list[PlannedRow]

    def count(self, fate: str) -> int:
        """How many rows have this fate."""
        return sum(row.fate == fate for row in self.rows)


@dataclass(frozen=True)
class _Known:
    """An action of the register, as far as matching asks."""

    id: int
    reference: str
    wording: str
    raised_on: date
    due_on: date | None
    state: ActionState
    is_removed: bool


def plan(session: Session, columns: Columns, *, today: date) -> Plan:
    """What would be made of the rows. Raises RuleBroken while no column says what is to be done."""
    if Holds.WORDING not in columns.holds.values():
        raise RuleBroken("Say which column holds what is to be done.")
    reader = _Reader(session, columns, today)
    rows = [
        reader.read(number)
        for number in range(columns.header + 1, len(columns.sheet.rows) + 1)
        if columns.cells(number)
    ]
    _Matcher(session).match(rows)
    return Plan(rows)


class _Reader:
    """Reads rows one after the other; what it had to ask the database once it remembers."""

    def __init__(self, session: Session, columns: Columns, today: date) -> None:
        self.session, self.columns, self.today = session, columns, today
        self.organisations = {
            " ".join(name.split()).casefold(): one.id
            for one in people.organisations(session)
            for name in (one.name, one.short_name)
            if name
        }
        self.owned: dict[str, dict[str, Any]] = {}
        self.recommendations: dict[str, list[tuple[str, int]]] = {}
        for one in recommendations.all_in_order(session):
            known = self.recommendations.setdefault(one.reference.casefold(), [])
            known.append((one.source.short_name.casefold(), one.id or 0))

    def read(self, number: int) -> PlannedRow:
        row = PlannedRow(number)
        cells = self.columns.cells(number)
        try:
            refuse_uncomputed(self.columns, number)
            self._words(row, cells)
            self._days(row, cells)
            self._state(row, cells)
        except RuleBroken as wrong:
            row.fate = Fate.WRONG
            row.notes.insert(0, str(wrong))
            return row
        row.owners = self._owners(row, cells)
        self._tie(row, text(cells.get(Holds.RECOMMENDATION)))
        row.remark = text(cells.get(Holds.REMARK))
        return row

    def _words(self, row: PlannedRow, cells: dict[StrEnum, Value]) -> None:
        row.wording = " ".join(text(cells.get(Holds.WORDING)).split())
        row.reference = actions.normal_reference(text(cells.get(Holds.REFERENCE)))
        if not row.wording:
            raise RuleBroken("It does not say what is to be done.")
        if len(row.wording) > LONGEST_WORDING:
            raise RuleBroken(f"What is to be done is longer than {LONGEST_WORDING:,} letters. Shorten it.")
        if len(row.reference) > 60:
            raise RuleBroken("Its reference is longer than 60 letters. Shorten it, or leave it empty.")

    def _days(self, row: PlannedRow, cells: dict[StrEnum, Value]) -> None:
        raised = cells.get(Holds.RAISED)
        row.raised_on = day(raised)
        if raised is not None and row.raised_on is None:
            raise RuleBroken(
                f"“{short(raised)}” does not say which day it was raised. Write it like 31 March 2023."
            )
        if row.raised_on is not None and row.raised_on > self.today:
            row.notes.append("It was raised on a day that is still to come.")
        due = cells.get(Holds.DUE)
        row.due_words = text(cells.get(Holds.DUE_WORDS))
        row.due_on = day(due)
        if due is not None and row.due_on is None:
            row.due_words = " ".join(text(due).split())
            understood = find_due(f"by {row.due_words}", row.raised_on) or find_due(
                row.due_words, row.raised_on
            )
            row.due_on = understood.on if understood else None
            if row.due_on is None:
                row.notes.append(f"“{short(due)}” is no day: it is kept in these words.")
        if row.due_on is not None and row.raised_on is not None and row.due_on < row.raised_on:
            row.notes.append("It is due before the day it was raised.")

    def _state(self, row: PlannedRow, cells: dict[StrEnum, Value]) -> None:
        settled = cells.get(Holds.SETTLED)
        row.settled_on = day(settled)
        if settled is not None and row.settled_on is None and text(settled).casefold() not in NONE:
            row.notes.append(f"“{short(settled)}” does not say which day it was closed.")
        said = " ".join(re.sub(r"[^\w\s]", " ", text(cells.get(Holds.STATUS))).casefold().split())
        state = _STATE_OF.get(said) or next(
            (_STATE_OF[first] for first in (said.partition(" ")[0],) if first in _STATE_OF), None
        )
        if state is None and said:
            row.notes.append(
                f"The status “{short(cells.get(Holds.STATUS))}” is not known here: taken as open."
            )
        row.state = state or (ActionState.CLOSED if row.settled_on and not said else ActionState.OPEN)
        if row.state == ActionState.OPEN:
            row.settled_on = None
        elif row.settled_on is None:
            row.settled_on = self.today
            row.notes.append("The day it was closed is not given: taken as today.")

    def _owners(self, row: PlannedRow, cells: dict[StrEnum, Value]) -> list[dict[str, Any]]:
        body = text(cells.get(Holds.ORGANISATION))
        bodies = [part for part in re.split(r"[;\n]", body) if part.strip()]
        number = self.organisations.get(" ".join(body.split()).casefold())
        if body and number is None and len(bodies) < 2:
            row.notes.append(f"The organisation “{short(body)}” is not known here.")
        found = []
        for words in self._each(text(cells.get(Holds.OWNER))) or (bodies if body else []):
            owner = dict(self._owner(" ".join(words.split())))
            owner["organisation_id"] = number if number is not None else owner["organisation_id"]
            if owner not in found:
                found.append(owner)
        return found

    def _each(self, words: str) -> list[str]:
        if words.casefold() in NONE or " ".join(words.split()).casefold() in self.organisations:
            return [words] if words.casefold() not in NONE else []
        parts = [part.strip() for part in re.split(r"[;\n]|\s[/&]\s", words) if part.strip()]
        return [
            owner
            for part in parts
            for owner in (
                part.split(" and ") if all(len(one.split()) <= 3 for one in part.split(" and ")) else [part]
            )
        ]

    def _owner(self, words: str) -> dict[str, Any]:
        if words not in self.owned:
            self.owned[words] = actions.resolve_owners(self.session, [words])[0]
        return self.owned[words]

    def _tie(self, row: PlannedRow, words: str) -> None:
        said = []
        for part in re.split(r"[;,&\n]|\band\b", words):
            if not part.strip() or part.strip().casefold() in NONE:
                continue
            found = self._recommendation(part)
            if isinstance(found, int):
                row.recommendations.append(found)
                said.append(" ".join(part.split()))
            else:
                row.notes.append(found)
        row.ties = ", ".join(said)

    def _recommendation(self, words: str) -> int | str:
        """Its id, or why it has none."""
        source, _, last = " ".join(words.split()).rpartition(" ")
        named = re.sub(r"\s*rec(?:ommendation)?s?(?: no)?\.?$", "", source, flags=re.I).casefold()
        known = self.recommendations.get(recommendations.normal_reference(last).casefold(), [])
        if named:
            known = [one for one in known if one[0] == named]
        if len(known) == 1:
            return known[0][1]
        if known:
            return f"Recommendation {short(words)} stands in several reports: name the report too."
        return f"There is no recommendation {short(words)} here: the action is not tied to it."


class _Matcher:
    """Finds the actions that are here already: by reference, or by wording and the day they were raised."""

    def __init__(self, session: Session) -> None:
        found = session.execute(
            core_select(
                col(Action.id), col(Action.reference), col(Action.wording), col(Action.raised_on),
                col(Action.due_on), col(Action.state), col(Action.removed_at).is_not(None),
            )
        )  # fmt: skip
        self.known = [_Known(*row) for row in found]
        self.by_reference = {one.reference.casefold(): one for one in self.known}
        standing = [one for one in self.known if not one.is_removed]
        self.wordings = {one.id: one.wording.casefold() for one in standing}
        self.by_id = {one.id: one for one in standing}

    def match(self, rows: Iterable[PlannedRow]) -> None:
        """Set the fate of each row; two rows that mean one action are one."""
        references: dict[str, int] = {}
        taken: dict[int, int] = {}
        said: dict[tuple[str, date | None, str], int] = {}
        for row in rows:
            if row.fate == Fate.WRONG:
                continue
            key = (row.wording.casefold(), row.raised_on, "; ".join(owner["words"] for owner in row.owners))
            has_year = bool(_HAS_ITS_YEAR.fullmatch(row.reference))
            reference = row.reference.casefold() if has_year else ""
            if reference and reference in references:
                row.fate = Fate.WRONG
                row.notes.insert(0, f"Row {references[reference]} has the same reference, {row.reference}.")
                continue
            if not reference and key in said:
                row.fate = Fate.REPEATED
                row.notes.insert(0, f"Row {said[key]} says the same.")
                continue
            references.setdefault(reference, row.number)
            said.setdefault(key, row.number)
            known = self._find(row, has_year)
            if known is not None and known.id in taken:
                row.fate = Fate.REPEATED
                row.notes.insert(0, f"Row {taken[known.id]} is the same action, {known.reference}.")
            elif known is not None:
                taken[known.id] = row.number
                self._is_here(row, known)

    def _find(self, row: PlannedRow, has_year: bool) -> _Known | None:
        if has_year:
            known = self.by_reference.get(row.reference.casefold())
            if known is not None and self._is_another(row, known):
                return None
            if known is not None:
                return known
        alike = process.extract(
            row.wording.casefold(),
            self.wordings,
            scorer=fuzz.token_sort_ratio,
            score_cutoff=SAME_WORDS,
            limit=20,
        )
        for _, _, number in alike:
            one = self.by_id[number]
            other_reference = has_year and _HAS_ITS_YEAR.fullmatch(one.reference) is not None
            if not other_reference and (row.raised_on is None or one.raised_on == row.raised_on):
                return one
        return None

    @staticmethod
    def _is_another(row: PlannedRow, known: _Known) -> bool:
        """Whether the reference belongs to something else; the row then says what to do."""
        if known.is_removed:
            why = f"Action {known.reference} was removed from the register. Restore it in its minutes first."
        elif fuzz.token_set_ratio(known.wording.casefold(), row.wording.casefold()) < OTHER_WORDS:
            why = (
                f"Action {known.reference} is here with other words: “{short(known.wording)}”. "
                "Correct the reference, or leave it empty to give the action a new one."
            )
        else:
            return False
        row.fate = Fate.WRONG
        row.notes.insert(0, why)
        return True

    @staticmethod
    def _is_here(row: PlannedRow, known: _Known) -> None:
        row.fate, row.action_id, row.action_reference = Fate.KNOWN, known.id, known.reference
        row.notes = []
        if row.state != known.state:
            row.notes.append(f"The file says {row.state.value}; here it is {known.state.value}.")
        if row.due_on is not None and row.due_on != known.due_on:
            here = written(known.due_on) if known.due_on else "without a date"
            row.notes.append(f"The file says due {written(row.due_on)}; here it is {here}.")
