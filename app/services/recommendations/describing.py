"""Writing down what a report and its recommendations are: by hand, or from a row of a CSV file."""

import re
from datetime import date, datetime

from sqlmodel import Session

from app.errors import RuleBroken
from app.models.people import Organisation, User
from app.models.recommendations import Part, Recommendation, Responsibility
from app.services import changes, people


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
    raise RuleBroken(f"“{words}” is not a date like 31 March 2023 or 31/03/2023")


def describe(
    session: Session,
    recommendation: Recommendation,
    *,
    title: str,
    wording: str,
    expected_outcome: str,
    evidence_needed: str,
    target_on: date | None,
    lead: str,
    lead_officer: str,
    partners: str,
    by: User | None,
) -> Recommendation:
    """Say what a recommendation asks for and of whom; names of bodies are parted by semicolons."""
    recommendation.title = " ".join(title.split())
    recommendation.wording = wording.strip()
    recommendation.expected_outcome = expected_outcome.strip()
    recommendation.evidence_needed = evidence_needed.strip()
    recommendation.target_on = target_on
    session.add(recommendation)
    set_responsible(
        session, recommendation, lead=lead, lead_officer=lead_officer, partners=partners, bodies={}, by=by
    )
    session.flush()
    changes.record(session, "changed", "recommendation", recommendation.id, by=by)
    return recommendation


def set_responsible(
    session: Session,
    recommendation: Recommendation,
    *,
    lead: str,
    lead_officer: str,
    partners: str,
    bodies: dict[str, Organisation],
    by: User | None,
) -> bool:
    """Say which bodies answer for it; returns whether that is news. `bodies` remembers organisations by
    their names.
    """
    wanted: list[tuple[int, Part, str]] = []
    for part, names in ((Part.LEAD, lead), (Part.PARTNER, partners)):
        officer = " ".join(lead_officer.split()) if part == Part.LEAD else ""
        for name in filter(None, re.split(r"\s*[;|]\s*", names.strip())):
            body = bodies.get(name.casefold())
            if body is None:
                body = bodies[name.casefold()] = people.get_or_create_organisation(session, name, by=by)
            if all(body.id != other for other, _, _ in wanted):
                wanted.append((body.id or 0, part, officer))
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
