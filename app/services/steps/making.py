"""Adding and changing steps: by hand, or from a row of a spreadsheet."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from app.db import now
from app.errors import EditConflict, RuleBroken
from app.models.people import Organisation, User
from app.models.recommendations import Recommendation, Step, StepState
from app.services import changes

_WORDS = ("reference", "partners", "lead_officer")
_TEXTS = ("wording", "outcome", "evidence_needed")


@dataclass(kw_only=True, slots=True)
class Facts:
    """What is written down of a step. `partners` are names, parted by semicolons."""

    wording: str
    reference: str = ""
    lead: Organisation | None = None
    partners: str = ""
    lead_officer: str = ""
    outcome: str = ""
    evidence_needed: str = ""
    due_on: date | None = None
    state: StepState = StepState.NOT_STARTED
    done_on: date | None = None


def facts_of(step: Step) -> Facts:
    """What is written down of it now."""
    return Facts(
        wording=step.wording,
        reference=step.reference,
        lead=step.organisation,
        partners=step.partners,
        lead_officer=step.lead_officer,
        outcome=step.outcome,
        evidence_needed=step.evidence_needed,
        due_on=step.due_on,
        state=step.state,
        done_on=step.done_on,
    )


def add(session: Session, recommendation: Recommendation, facts: Facts, *, by: User | None) -> Step:
    """Another step of the plan. Raises RuleBroken when it does not say what is to be done."""
    step = Step(recommendation_id=recommendation.id or 0, wording="")
    _fill(step, facts)
    session.add(step)
    session.flush()
    changes.record(session, "added", "step", step.id, by=by)
    return step


def change(session: Session, step: Step, facts: Facts, *, seen: int | None, by: User | None) -> bool:
    """Say what a step is; returns whether that is news. Raises EditConflict when somebody else did since
    revision `seen`; None is whoever reads a file, which names all it knows.
    """
    before = facts_of(step)
    wanted = Step(recommendation_id=step.recommendation_id, wording="")
    _fill(wanted, facts)
    if facts_of(wanted) == before:
        return False
    if not changes.claim(session, step, seen=step.revision if seen is None else seen):
        raise EditConflict(
            "Somebody else changed this step while you were writing. "
            "Theirs stands below; save again if yours should stand."
        )
    _fill(step, facts)
    session.add(step)
    session.flush()
    was = before.state.value if before.state != step.state else None
    details = {"was": was, "state": step.state.value} if was else {}
    changes.record(session, "changed", "step", step.id, by=by, details=details)
    return True


def set_state(session: Session, step: Step, state: StepState, *, on: date, by: User | None) -> Step:
    """Say how far a step is, as its body says; done on that day."""
    facts = facts_of(step)
    facts.state = state
    facts.done_on = (facts.done_on or on) if state == StepState.DONE else None
    change(session, step, facts, seen=None, by=by)
    return step


def _fill(step: Step, facts: Facts) -> None:
    if not facts.wording.strip():
        raise RuleBroken("Write what is to be done.")
    for name in _WORDS:
        setattr(step, name, " ".join(getattr(facts, name).split()))
    for name in _TEXTS:
        setattr(step, name, getattr(facts, name).strip())
    step.sort_key = Recommendation.order_of(step.reference)
    step.organisation = facts.lead
    step.organisation_id = facts.lead.id if facts.lead else None
    step.due_on, step.state = facts.due_on, facts.state
    step.done_on = facts.done_on if facts.state == StepState.DONE else None


def remove(session: Session, step: Step, *, by: User | None) -> Step:
    """Take a step out of the plan; it can be put back."""
    return _mark(session, step, removed=True, by=by)


def restore(session: Session, step: Step, *, by: User | None) -> Step:
    """Put a step back into the plan."""
    return _mark(session, step, removed=False, by=by)


def _mark(session: Session, step: Step, *, removed: bool, by: User | None) -> Step:
    if (step.removed_at is not None) != removed:
        step.removed_at = now() if removed else None
        step.revision += 1
        session.add(step)
        changes.record(session, "removed" if removed else "restored", "step", step.id, by=by)
    return step
