"""Writing down what a recommendation asks, of whom, and what was answered: by hand, or from a spreadsheet's row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from app.errors import EditConflict, RuleBroken
from app.models.people import Organisation, User
from app.models.recommendations import Acceptance, Part, Recommendation, Responsibility, Source
from app.services import changes, people
from app.services.recommendations import finding

LONGEST_REFERENCE = 40
TEXTS = ("wording", "expected_outcome", "evidence_needed", "response")


@dataclass(frozen=True, slots=True)
class Body:
    """A body that answers for a recommendation, by its name, and its officer who leads."""

    name: str
    part: Part = Part.LEAD
    lead_officer: str = ""


@dataclass(kw_only=True, slots=True)
class Facts:
    """What is written down of a recommendation. `parent` is the reference of what it is part of."""

    title: str = ""
    wording: str = ""
    expected_outcome: str = ""
    evidence_needed: str = ""
    target_on: date | None = None
    acceptance: Acceptance | None = None
    response: str = ""
    responded_on: date | None = None
    parent: str = ""
    bodies: list[Body] = field(default_factory=list)


_PLAIN = (
    "title", "wording", "expected_outcome", "evidence_needed", "target_on", "acceptance", "response", "responded_on",
)  # fmt: skip


def read_day(words: str) -> date | None:
    """A day in one of the forms that people and spreadsheets write; None for nothing. Raises RuleBroken."""
    words = " ".join(words.split())
    if not words:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    raise RuleBroken(f"“{words}” is not a date. Write it like 31 March 2023 or 31/03/2023.")


def facts_of(session: Session, recommendation: Recommendation) -> Facts:
    """What is written down of it now."""
    facts = Facts(**{name: getattr(recommendation, name) for name in _PLAIN})
    if recommendation.parent_id is not None:
        facts.parent = session.get_one(Recommendation, recommendation.parent_id).reference
    facts.bodies = [
        Body(one.organisation.name, one.part, one.lead_officer) for one in recommendation.responsibilities
    ]
    return facts


def add(session: Session, source: Source, *, reference: str, facts: Facts, by: User | None) -> Recommendation:
    """Another recommendation, by hand. Raises RuleBroken when one of that reference is here, or it has none."""
    wanted = finding.normal_reference(reference)
    if len(wanted) > LONGEST_REFERENCE:
        raise RuleBroken(f"A reference has at most {LONGEST_REFERENCE} letters.")
    if wanted and finding.by_reference(session, wanted, source=source):
        raise RuleBroken(f"Recommendation {wanted} is here already. Change what is written of it.")
    recommendation = finding.find_or_create(session, source=source, reference=reference, by=by)
    return describe(session, recommendation, facts, seen=recommendation.revision, by=by)


def describe(
    session: Session, recommendation: Recommendation, facts: Facts, *, seen: int, by: User | None
) -> Recommendation:
    """Say what a recommendation asks for and of whom, and what was answered to it.

    Raises EditConflict when somebody else did since revision `seen`, RuleBroken for a part of itself.
    """
    before = facts_of(session, recommendation)
    parent = _parent(session, recommendation, facts.parent)
    wanted = _tidied(facts, parent)
    bodies = _bodies(session, wanted.bodies, by=by)
    wanted.bodies = [Body(one.name, part, officer) for one, part, officer in bodies]
    if wanted == before:
        return recommendation
    if not changes.claim(session, recommendation, seen=seen):
        raise EditConflict(
            "Somebody else changed what is written of this recommendation while you were writing. "
            "Theirs stands below; save again if yours should stand."
        )
    for name in _PLAIN:
        setattr(recommendation, name, getattr(wanted, name))
    recommendation.parent_id = parent.id if parent else None
    set_bodies(recommendation, bodies)
    session.add(recommendation)
    session.flush()
    changes.record(session, "changed", "recommendation", recommendation.id, by=by)
    return recommendation


def _tidied(facts: Facts, parent: Recommendation | None) -> Facts:
    return Facts(
        title=" ".join(facts.title.split()),
        target_on=facts.target_on,
        acceptance=facts.acceptance,
        responded_on=facts.responded_on,
        parent=parent.reference if parent else "",
        bodies=facts.bodies,
        **{name: getattr(facts, name).strip().replace("\r\n", "\n") for name in TEXTS},
    )


def _parent(session: Session, recommendation: Recommendation, words: str) -> Recommendation | None:
    if not words.strip():
        return None
    found = finding.by_reference(session, words, source=recommendation.source)
    if not found:
        raise RuleBroken(f"There is no recommendation {words.strip()[:40]} for it to be part of.")
    if is_part_of(session, found[0], recommendation):
        raise RuleBroken("A recommendation is not part of itself, or of one of its own parts.")
    return found[0]


def is_part_of(session: Session, one: Recommendation, whole: Recommendation) -> bool:
    """Whether `one` is `whole`, or a part of it, however deep."""
    above: Recommendation | None = one
    for _ in range(20):
        if above is None or above.id == whole.id:
            return above is not None
        above = session.get(Recommendation, above.parent_id) if above.parent_id else None
    return True


def _bodies(
    session: Session, wanted: Sequence[Body], *, by: User | None
) -> list[tuple[Organisation, Part, str]]:
    """The organisations, made where nobody knew them; one that is named twice counts once."""
    found: list[tuple[Organisation, Part, str]] = []
    for body in sorted(wanted, key=lambda one: one.part != Part.LEAD):
        if body.name.strip():
            organisation = people.get_or_create_organisation(session, body.name, by=by)
            if all(organisation.id != other.id for other, _, _ in found):
                found.append((organisation, body.part, " ".join(body.lead_officer.split())))
    return found


def bodies_in(names: str, part: Part, lead_officer: str = "") -> list[Body]:
    """Bodies as a spreadsheet's cell names them, parted by semicolons; officers likewise, or one for all."""
    found = [name for name in re.split(r"\s*[;|\n]\s*", names.strip()) if name]
    officers = [" ".join(one.split()) for one in re.split(r"[;|\n]", lead_officer)]
    each = officers if len(officers) == len(found) else [" ".join(lead_officer.split())] * len(found)
    return [Body(name, part, officer) for name, officer in zip(found, each, strict=True)]


def set_bodies(recommendation: Recommendation, bodies: Sequence[tuple[Organisation, Part, str]]) -> bool:
    """Say which bodies answer for it; returns whether that is news."""
    wanted = [(one.id or 0, part, officer) for one, part, officer in bodies]
    there = [(one.organisation_id, one.part, one.lead_officer) for one in recommendation.responsibilities]
    if there == wanted:
        return False
    recommendation.responsibilities[:] = [
        Responsibility(
            recommendation_id=recommendation.id or 0, organisation_id=body, part=part, lead_officer=officer
        )
        for body, part, officer in wanted
    ]
    return True
