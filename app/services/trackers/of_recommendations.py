"""The register of recommendations going out: as a spreadsheet, as comma-separated values, and as JSON."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from app.models.recommendations import Part
from app.services.standings import Standing
from app.services.trackers import writing
from app.services.trackers.writing import Column


def _bodies(one: Standing, part: Part) -> list[str]:
    return [body.organisation.name for body in one.recommendation.responsibilities if body.part == part]


def _officers(one: Standing) -> list[str]:
    named = [body.lead_officer for body in one.recommendation.responsibilities if body.lead_officer]
    return list(dict.fromkeys(named))


def _says(one: Standing) -> str:
    said = [f"{body.name}: {body.word}, {_day(body.made_on)}" for body in one.said]
    return "\n".join([*said, *(f"{name}: nothing reported" for name in one.silent)])


def _assurance(one: Standing) -> str:
    return one.judgement.assurance.value if one.judgement else ""


def _acceptance(one: Standing) -> str:
    return one.recommendation.acceptance.value if one.recommendation.acceptance else ""


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


COLUMNS: tuple[Column[Standing], ...] = (
    Column("Reference", 11, lambda one: one.recommendation.reference),
    Column("Report", 13, lambda one: one.recommendation.source.short_name),
    Column("Title", 32, lambda one: one.recommendation.title),
    Column("Wording", 46, lambda one: one.recommendation.wording),
    Column("Lead", 20, lambda one: "; ".join(_bodies(one, Part.LEAD))),
    Column("Partners", 18, lambda one: "; ".join(_bodies(one, Part.PARTNER))),
    Column("Lead officer", 16, lambda one: "; ".join(_officers(one))),
    Column("Accepted", 11, _acceptance),
    Column("Response", 24, lambda one: one.recommendation.response),
    Column("Expected outcome", 24, lambda one: one.recommendation.expected_outcome),
    Column("Evidence needed", 24, lambda one: one.recommendation.evidence_needed),
    Column("Target date", 11.5, lambda one: one.recommendation.target_on),
    Column("What bodies say", 26, _says),
    Column("Verified", 13, lambda one: one.is_verified.value),
    Column("Assurance", 13, _assurance),
    Column("Assurance given", 11.5, lambda one: one.judgement.on if one.judgement else None),
    Column("Open actions", 12, lambda one: "; ".join(action.reference for action in one.open_actions)),
    Column("Unanswered questions", 9, lambda one: one.unanswered or None),
    Column("Last asked", 11.5, lambda one: one.last_asked_on),
    Column("Next due", 11.5, lambda one: one.next_due.on if one.next_due else None),
)


def recommendations_as_csv(rows: Iterable[Standing]) -> bytes:
    """As comma-separated values."""
    return writing.as_csv(rows, COLUMNS)


def recommendations_as_xlsx(
    rows: Iterable[Standing], *, title: str, link: Callable[[Standing], str]
) -> bytes:
    """As a workbook; `link` gives the address of a recommendation's page."""
    return writing.as_xlsx(rows, COLUMNS, name="Recommendations", title=title, link=link)


def recommendations_as_json(
    rows: Iterable[Standing], *, title: str, link: Callable[[Standing], str]
) -> bytes:
    """As JSON in UTF-8: days as 2023-03-31, nothing as null, lists as lists."""
    found = {"title": title, "recommendations": [_object(one) | {"address": link(one)} for one in rows]}
    return json.dumps(found, ensure_ascii=False, indent=2, default=date.isoformat).encode()


def _object(one: Standing) -> dict[str, Any]:
    recommendation, judgement = one.recommendation, one.judgement
    return {
        "source": recommendation.source.short_name,
        "reference": recommendation.reference,
        "title": recommendation.title,
        "wording": recommendation.wording,
        "responsible": [
            {
                "organisation": body.organisation.name,
                "part": body.part.value,
                "lead_officer": body.lead_officer,
            }
            for body in recommendation.responsibilities
        ],
        "acceptance": recommendation.acceptance,
        "response": recommendation.response,
        "expected_outcome": recommendation.expected_outcome,
        "evidence_needed": recommendation.evidence_needed,
        "target_on": recommendation.target_on,
        "bodies_say": [
            {"organisation": said.name, "rating": said.rating, "on": said.made_on, "state": said.state.value}
            for said in one.said
        ],
        "nothing_reported_by": one.silent,
        "verified": one.is_verified.value,
        "assurance": {"judgement": judgement.assurance.value, "on": judgement.on} if judgement else None,
        "open_actions": [
            {"reference": action.reference, "due_on": action.due_on} for action in one.open_actions
        ],
        "unanswered_questions": one.unanswered,
        "last_asked_on": one.last_asked_on,
        "next_due_on": one.next_due.on if one.next_due else None,
    }
