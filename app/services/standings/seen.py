"""What of the record somebody may see, as conditions for the queries that find out where recommendations stand."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import String, cast
from sqlmodel import col, select

from app.models.meetings import Meeting, Section
from app.models.people import User
from app.models.recommendations import ProgressUpdate, Recommendation, Responsibility, Step
from app.models.responses import Response
from app.models.withholdings import Withheld
from app.services.audience import action_is_shared_with, kept_back, kept_sections, meetings_shared_with

Conditions = list[Any]


@dataclass(frozen=True)
class Seen:
    """Conditions by table; the office sees everything."""

    body: int | None = None
    """The organisation of somebody who is not of the office."""
    recommendations: Conditions = field(default_factory=list)
    meetings: Conditions = field(default_factory=list)
    actions: Conditions = field(default_factory=list)
    updates: Conditions = field(default_factory=list)
    responses: Conditions = field(default_factory=list)
    steps: Conditions = field(default_factory=list)
    judgements: Conditions = field(default_factory=list)
    """On `Section`: what was judged there is not withheld."""


def seen_by(user: User | None) -> Seen:
    """A body sees what it answers for, what was shared with it, its own words and steps; None is the office."""
    if user is None or user.is_of_the_office:
        return Seen()
    answers_for = select(Responsibility.recommendation_id).where(
        Responsibility.organisation_id == user.organisation_id
    )
    return Seen(
        body=user.organisation_id,
        recommendations=[col(Recommendation.id).in_(answers_for)],
        meetings=[col(Meeting.id).in_(meetings_shared_with(user))],
        actions=[action_is_shared_with(user)],
        updates=[col(ProgressUpdate.organisation_id) == user.organisation_id],
        responses=[col(Response.organisation_id) == user.organisation_id],
        steps=[col(Step.organisation_id) == user.organisation_id],
        judgements=[
            col(Section.id).not_in(kept_sections()),
            cast(col(Section.id), String).not_in(kept_back(Withheld.ASSURANCE)),
        ],
    )
