"""The steps of a plan from its spreadsheet: new ones, and those here brought up to date."""

import re
from collections import defaultdict
from dataclasses import replace

from rapidfuzz import fuzz
from sqlmodel import Session

from app.errors import RuleBroken
from app.models.people import User
from app.models.recommendations import Recommendation, Source, Step, StepState
from app.services import recommendations, steps
from app.services.trackers.cells import Fate, short
from app.services.trackers.columns import Columns
from app.services.trackers.rows import Bodies, Cells, Change, Changes, day_in, read, words_in
from app.services.trackers.vocabularies import STEPS
from app.services.trackers.vocabularies import OfStep as Holds

SAME_WORDS = 95
"""From this likeness (of 100) two steps of one recommendation without references are the same."""
LONGEST = 5000
_STATES = {
    StepState.NOT_STARTED: "not started, not yet started, to start, new, open, planned, outstanding, no, red, to do",
    StepState.UNDER_WAY: "under way, underway, in progress, ongoing, on going, started, on track, amber, progressing, "
    "partial, partially complete, delayed, overdue, at risk",
    StepState.DONE: "done, complete, completed, closed, achieved, delivered, yes, finished, implemented, green, blue",
    StepState.DROPPED: "dropped, withdrawn, cancelled, superseded, not progressed, no longer required, "
    "rejected, merged",
}
_STATE_OF = {word.strip(): state for state, words in _STATES.items() for word in words.split(",")}
_REFERENCE = re.compile(
    r"(?:recommendations?|recs?\.?)?\s*(?:no\.?\s*)?(?P<ref>[A-Za-z]{0,6}-?\d[\w.]*)", re.I
)
_TEXTS = {Holds.WORDING: "wording", Holds.OUTCOME: "outcome", Holds.EVIDENCE: "evidence_needed"}
_WORDS = {Holds.REFERENCE: "reference", Holds.OFFICER: "lead_officer"}
_CALLED = {
    "wording": "wording", "outcome": "outcome", "evidence_needed": "evidence", "partners": "partners",
    "lead_officer": "lead officer", "due_on": "due date", "state": "state", "done_on": "day it was done",
}  # fmt: skip


def plan(session: Session, columns: Columns, source: Source) -> Changes:
    """What would be made of the rows. Raises RuleBroken while columns are missing."""
    if STEPS.key not in columns.holds.values():
        raise RuleBroken(STEPS.asks_for_key)
    if Holds.RECOMMENDATION not in columns.holds.values():
        raise RuleBroken("Say which column holds the recommendation that each step carries out.")
    return read(columns, _Reader(session, source).read)


class _Reader:
    """Reads rows one after the other, with what is here already at hand."""

    def __init__(self, session: Session, source: Source) -> None:
        self.bodies = Bodies(session)
        self.recommendations = {
            one.reference.casefold(): one for one in recommendations.of_source(session, source)
        }
        self.there: dict[str, list[Step]] = defaultdict(list)
        for step, recommendation in steps.of_source(session, source):
            self.there[recommendation.reference.casefold()].append(step)
        self.seen: dict[tuple[str, str], int] = {}
        self.taken: set[int] = set()
        self.latest = ""

    def read(self, row: Change, cells: Cells) -> None:
        row.words = words_in(cells, Holds.WORDING)
        row.of = self._recommendation(row, words_in(cells, Holds.RECOMMENDATION))
        row.reference = " ".join(words_in(cells, Holds.REFERENCE).split())
        if not row.words:
            raise RuleBroken("It does not say what is to be done.")
        if max(len(words_in(cells, holds)) for holds in _TEXTS) > LONGEST:
            raise RuleBroken(f"One of its texts is longer than {LONGEST:,} letters. Shorten it.")
        if len(row.reference) > recommendations.LONGEST_REFERENCE:
            raise RuleBroken(f"“{short(row.reference)}” is too long for a reference. Shorten it.")
        key = (row.of.casefold(), (row.reference or row.words).casefold())
        if key in self.seen:
            same = "has the same reference" if row.reference else "says the same"
            raise RuleBroken(f"Row {self.seen[key]} {same}.")
        self.seen[key] = row.number
        row.thing = self._here(row)
        before = steps.facts_of(row.thing) if row.thing is not None else steps.Facts(wording="")
        row.facts = self._overlaid(before, row, cells)
        row.due_on, row.state = row.facts.due_on, row.facts.state.value
        if row.thing is not None:
            self.taken.add(row.thing.id or 0)
            news = [
                called
                for name, called in _CALLED.items()
                if getattr(row.facts, name) != getattr(before, name)
            ]
            led_by = before.lead.name if before.lead else ""
            news += ["body that leads"] if row.bodies != led_by else []
            row.fate = Fate.CHANGED if news else Fate.KNOWN
            if news:
                row.notes.append(f"Changes its {', '.join(news)}.")

    def _recommendation(self, row: Change, words: str) -> str:
        """Its reference; of cells that were merged only the first says it."""
        if not words:
            if not self.latest:
                raise RuleBroken(
                    "It does not say which recommendation it carries out. Give its reference, such as 8."
                )
            row.notes.append(f"Taken as of recommendation {self.latest}, like the row above.")
            return self.latest
        found = _REFERENCE.match(words)
        if found is None:
            raise RuleBroken(
                f"“{short(words)}” is not the reference of a recommendation. Write it like 8 or 41.3."
            )
        reference = recommendations.normal_reference(found["ref"].rstrip("."))
        known = self.recommendations.get(reference.casefold())
        if known is None:
            row.notes.append(f"Recommendation {reference} is made as one not yet described.")
        self.latest = known.reference if known else reference
        return self.latest

    def _here(self, row: Change) -> Step | None:
        there = [one for one in self.there[row.of.casefold()] if one.id not in self.taken]
        for one in there:
            if row.reference and one.reference.casefold() == row.reference.casefold():
                return one
        for one in there:
            if row.reference and one.reference:
                continue
            if fuzz.token_sort_ratio(one.wording.casefold(), row.words.casefold()) >= SAME_WORDS:
                return one
        return None

    def _overlaid(self, before: steps.Facts, row: Change, cells: Cells) -> steps.Facts:
        facts = replace(before)
        for holds, name in (_TEXTS | _WORDS).items():
            words = words_in(cells, holds)
            if words:
                setattr(facts, name, " ".join(words.split()) if holds in _WORDS else words)
        facts.due_on = day_in(cells, Holds.DUE) or facts.due_on
        facts.done_on = day_in(cells, Holds.DONE) or facts.done_on
        facts.state = self._state(row, words_in(cells, Holds.STATE)) or (
            StepState.DONE if day_in(cells, Holds.DONE) else facts.state
        )
        if facts.state != StepState.DONE:
            facts.done_on = None
        named = [one for one in re.split(r"\s*[;|\n]\s*|\s/\s", words_in(cells, Holds.LEAD)) if one]
        partners = [*named[1:], *re.split(r"\s*[;|\n]\s*", words_in(cells, Holds.PARTNERS))]
        if any(partners):
            facts.partners = "; ".join(self.bodies.proper(one) for one in partners if one)
        row.bodies = self.bodies.proper(named[0]) if named else before.lead.name if before.lead else ""
        if row.bodies and self.bodies.is_news(row.bodies):
            row.notes.append(f"{row.bodies} is a new organisation.")
        return facts

    @staticmethod
    def _state(row: Change, words: str) -> StepState | None:
        said = " ".join(re.sub(r"[^\w\s]", " ", words).casefold().split())
        state = _STATE_OF.get(said) or _STATE_OF.get(said.partition(" ")[0])
        if said and state is None:
            row.notes.append(f"“{short(words)}” does not say how far it is: left as it is.")
        return state


def carry_out(session: Session, planned: Changes, source: Source, *, by: User | None) -> None:
    """Add the steps that are new and bring up to date those that changed."""
    bodies = Bodies(session)
    known: dict[str, Recommendation] = {
        one.reference.casefold(): one for one in recommendations.of_source(session, source)
    }
    for row in planned.rows:
        if row.fate not in (Fate.NEW, Fate.CHANGED):
            continue
        if row.of.casefold() not in known:
            known[row.of.casefold()] = recommendations.find_or_create(
                session, source=source, reference=row.of, by=by
            )
        row.facts.lead = bodies.made(row.bodies, by=by) if row.bodies else None
        if row.thing is None:
            steps.add(session, known[row.of.casefold()], row.facts, by=by)
        else:
            steps.change(session, row.thing, row.facts, seen=None, by=by)
