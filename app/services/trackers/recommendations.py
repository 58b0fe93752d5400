"""Recommendations from a spreadsheet: new ones, and those here brought up to date. An empty cell changes nothing."""

import re
from dataclasses import replace

from sqlmodel import Session

from app.errors import RuleBroken
from app.models.people import User
from app.models.recommendations import Acceptance, Part, Recommendation, Source
from app.services import changes, recommendations
from app.services.trackers.cells import Fate, short
from app.services.trackers.columns import Columns
from app.services.trackers.rows import Bodies, Cells, Change, Changes, day_in, read, words_in
from app.services.trackers.vocabularies import RECOMMENDATIONS
from app.services.trackers.vocabularies import OfRecommendation as Holds

_TEXTS = {
    Holds.TITLE: "title", Holds.WORDING: "wording", Holds.OUTCOME: "expected_outcome",
    Holds.EVIDENCE: "evidence_needed", Holds.RESPONSE: "response",
}  # fmt: skip
_DAYS = {Holds.TARGET: "target_on", Holds.RESPONDED: "responded_on"}
_CALLED = {
    "title": "title", "wording": "wording", "expected_outcome": "what should come of it",
    "evidence_needed": "what would show it", "response": "what was answered", "target_on": "target date",
    "responded_on": "day it was answered", "acceptance": "whether it is accepted", "parent": "what it is part of",
    "bodies": "bodies",
}  # fmt: skip
_PLAIN = tuple(name for name in _CALLED if name not in ("parent", "bodies"))
LONGEST = 10_000


def plan(session: Session, columns: Columns, source: Source) -> Changes:
    """What would be made of the rows. Raises RuleBroken while no column holds the references."""
    if RECOMMENDATIONS.key not in columns.holds.values():
        raise RuleBroken(RECOMMENDATIONS.asks_for_key)
    known = {one.reference.casefold(): one for one in recommendations.of_source(session, source)}
    bodies = Bodies(session)
    seen: dict[str, int] = {}

    def one(row: Change, cells: Cells) -> None:
        row.reference = recommendations.normal_reference(words_in(cells, Holds.REFERENCE))
        row.words = words_in(cells, Holds.TITLE) or words_in(cells, Holds.WORDING)
        if not row.reference:
            raise RuleBroken("It has no reference. Give it one, such as 8 or 41.3.")
        if len(row.reference) > recommendations.LONGEST_REFERENCE:
            raise RuleBroken(f"“{short(row.reference)}” is too long for a reference. Shorten it.")
        folded = row.reference.casefold()
        if folded in seen:
            raise RuleBroken(f"Recommendation {row.reference} already stands in row {seen[folded]}.")
        row.thing = known.get(folded)
        before = (
            recommendations.facts_of(session, row.thing) if row.thing is not None else recommendations.Facts()
        )
        row.facts = _overlaid(before, row, cells, bodies)
        row.bodies = "; ".join(body.name for body in row.facts.bodies)
        row.due_on = row.facts.target_on
        seen[folded] = row.number
        if row.thing is not None:
            news = [
                called
                for name, called in _CALLED.items()
                if getattr(row.facts, name) != getattr(before, name)
            ]
            row.fate = Fate.CHANGED if news else Fate.KNOWN
            if news:
                row.notes.append(f"Changes its {', '.join(news)}.")

    found = read(columns, one)
    for row in found.rows:
        _refuse_stray_parent(row, known, seen)
    return found


def _overlaid(
    before: recommendations.Facts, row: Change, cells: Cells, bodies: Bodies
) -> recommendations.Facts:
    facts = replace(before)
    for holds, name in _TEXTS.items():
        words = words_in(cells, holds)
        if len(words) > LONGEST:
            raise RuleBroken(f"Its {_CALLED[name]} is longer than {LONGEST:,} letters. Shorten it.")
        if words:
            setattr(facts, name, " ".join(words.split()) if name == "title" else words)
    for holds, name in _DAYS.items():
        on = day_in(cells, holds)
        if on is not None:
            setattr(facts, name, on)
    facts.acceptance = _acceptance(row, words_in(cells, Holds.ACCEPTANCE)) or facts.acceptance
    parent = recommendations.normal_reference(words_in(cells, Holds.PARENT))
    facts.parent = parent or facts.parent
    officer = words_in(cells, Holds.OFFICER)
    lead = recommendations.bodies_in(words_in(cells, Holds.LEAD), Part.LEAD, officer)
    partners = recommendations.bodies_in(words_in(cells, Holds.PARTNERS), Part.PARTNER)
    kept_lead = [one for one in facts.bodies if one.part == Part.LEAD]
    kept_partners = [one for one in facts.bodies if one.part != Part.LEAD]
    if officer and not lead:
        kept_lead = [replace(one, lead_officer=" ".join(officer.split())) for one in kept_lead]
    kept_officers = {one.name: one.lead_officer for one in facts.bodies}
    facts.bodies = []
    for one in [*(lead or kept_lead), *(partners or kept_partners)]:
        name = bodies.proper(one.name)
        if bodies.is_news(one.name):
            row.notes.append(f"{name} is a new organisation.")
        if all(name.casefold() != other.name.casefold() for other in facts.bodies):
            said = one.lead_officer or kept_officers.get(name, "")
            facts.bodies.append(recommendations.Body(name, one.part, said))
    return facts


def _acceptance(row: Change, words: str) -> Acceptance | None:
    said = " ".join(re.sub(r"[^\w\s]", " ", words).casefold().split())
    if not said:
        return None
    if re.search(r"\b(?:part|partly|partial|partially|in part|some)\b", said):
        return Acceptance.PARTLY
    if re.search(r"^(?:no|n)\b|\b(?:not|reject|rejected|declined|refused)\b", said):
        return Acceptance.NOT
    if re.search(r"\b(?:accept|accepted|agree|agreed|yes|y|full|fully)\b", said):
        return Acceptance.ACCEPTED
    row.notes.append(f"“{short(words)}” says neither accepted, partly accepted nor not: left out.")
    return None


def _refuse_stray_parent(row: Change, known: dict[str, Recommendation], seen: dict[str, int]) -> None:
    if row.fate == Fate.WRONG or not row.facts.parent:
        return
    parent = row.facts.parent.casefold()
    if parent == row.reference.casefold() or (parent not in known and parent not in seen):
        row.fate = Fate.WRONG
        row.notes.insert(0, f"There is no recommendation {short(row.facts.parent)} for it to be part of.")


def carry_out(session: Session, planned: Changes, source: Source, *, by: User | None) -> None:
    """Add what is new and bring up to date what changed."""
    bodies = Bodies(session)
    made: dict[str, Recommendation] = {
        one.reference.casefold(): one for one in recommendations.of_source(session, source)
    }
    rows = [row for row in planned.rows if row.fate in (Fate.NEW, Fate.CHANGED)]
    for row in rows:
        one = row.thing or Recommendation(
            source_id=source.id or 0,
            reference=row.reference,
            sort_key=Recommendation.order_of(row.reference),
        )
        for name in _PLAIN:
            setattr(one, name, getattr(row.facts, name))
        recommendations.set_bodies(
            one,
            [(bodies.made(body.name, by=by), body.part, body.lead_officer) for body in row.facts.bodies],
        )
        if row.thing is not None:
            one.revision += 1
        session.add(one)
        made[row.reference.casefold()] = one
    session.flush()
    for row in rows:
        one = made[row.reference.casefold()]
        parent = made.get(row.facts.parent.casefold()) if row.facts.parent else None
        if parent is not None and not recommendations.is_part_of(session, parent, one):
            one.parent_id = parent.id
            session.add(one)
            session.flush()
        verb = "added" if row.thing is None else "changed"
        changes.record(session, verb, "recommendation", one.id, by=by)
    session.flush()
