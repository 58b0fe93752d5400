"""The response to an inspection report as it stands: its clock, what was recorded, what is said of each part."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import lazyload
from sqlmodel import Session, col, select

from app.models.inspections import Clock, Inspection, InspectionAnswer, InspectionStep, StepKind
from app.models.people import User
from app.models.recommendations import Recommendation, Source, SourceKind


@dataclass(frozen=True)
class Recorded:
    """A step on the way, and who recorded it."""

    step: InspectionStep
    by: str


@dataclass(frozen=True)
class Answered:
    """A recommendation, and what is said of it so far."""

    recommendation: Recommendation
    answer: InspectionAnswer | None

    @property
    def is_given(self) -> bool:
        return self.answer is not None and self.answer.is_given


@dataclass
class Response:
    """`inspection` is None until somebody records or writes something: the clock runs without it."""

    source: Source
    today: date
    inspection: Inspection | None = None
    steps: dict[StepKind, Recorded] = field(default_factory=dict)
    answers: list[Answered] = field(default_factory=list)

    @property
    def clock(self) -> Clock | None:
        """None where nobody has said when the report was published."""
        return Clock(self.source.published_on, self.today) if self.source.published_on else None

    @property
    def published_on(self) -> date | None:
        done = self.steps.get(StepKind.PUBLISHED)
        return done.step.done_on if done else None

    @property
    def is_fixed(self) -> bool:
        """Published: what it says stays as it is."""
        return StepKind.PUBLISHED in self.steps

    @property
    def is_not_ours(self) -> bool:
        return self.inspection is not None and bool(self.inspection.not_ours_because)

    @property
    def runs(self) -> bool:
        """Something has still to be published."""
        return not self.is_fixed and not self.is_not_ours

    @property
    def unanswered(self) -> list[Recommendation]:
        """Of which neither an action nor why none is said: section 55(5B)."""
        return [one.recommendation for one in self.answers if not one.is_given]

    @property
    def not_sent(self) -> list[StepKind]:
        """To whom no copy is recorded to have gone: section 55(6)."""
        return [kind for kind in (StepKind.INSPECTORATE, StepKind.HOME_SECRETARY) if kind not in self.steps]

    @property
    def comments_are_late(self) -> bool:
        """The Chief Constable was asked for comments by a day that is past, and none are recorded."""
        invited = self.steps.get(StepKind.INVITED)
        until = invited.step.until_on if invited else None
        return until is not None and until < self.today and StepKind.RECEIVED not in self.steps


def whole(session: Session, source: Source, *, today: date) -> Response:
    """Everything about the response to one report. Six statements at most."""
    found = Response(source, today)
    found.inspection = session.exec(select(Inspection).where(Inspection.source_id == source.id)).first()
    answers: dict[int, InspectionAnswer] = {}
    if found.inspection is not None:
        found.steps = _steps(session, [found.inspection.id or 0])[found.inspection.id or 0]
        for answer in session.exec(
            select(InspectionAnswer).where(InspectionAnswer.inspection_id == found.inspection.id)
        ):
            answers[answer.recommendation_id] = answer
    recommendations = session.exec(
        select(Recommendation)
        .where(Recommendation.source_id == source.id)
        .options(lazyload(Recommendation.responsibilities))  # type: ignore[arg-type]
        .order_by(col(Recommendation.sort_key), col(Recommendation.id))
    ).all()
    found.answers = [Answered(one, answers.get(one.id or 0)) for one in recommendations]
    return found


def responses(session: Session, *, today: date) -> list[Response]:
    """Of every inspection report, without what is said: those still to be published first, the nearest end first.

    Three statements, however many reports there are.
    """
    rows = session.exec(
        select(Source, Inspection)
        .outerjoin(Inspection, col(Inspection.source_id) == col(Source.id))
        .where(Source.kind == SourceKind.INSPECTION)
        .options(lazyload(Source.reviews))  # type: ignore[arg-type]
    ).all()
    steps = _steps(session, [one.id or 0 for _, one in rows if one is not None])
    found = [
        Response(source, today, inspection, steps[inspection.id or 0] if inspection else {})
        for source, inspection in rows
    ]
    newest = date.max
    found.sort(
        key=lambda one: (
            not one.runs,
            one.source.published_on or newest if one.runs else date.min,
            -(one.source.published_on or date.min).toordinal(),
            one.source.short_name,
        )
    )
    return found


def _steps(session: Session, ids: Sequence[int]) -> dict[int, dict[StepKind, Recorded]]:
    found: dict[int, dict[StepKind, Recorded]] = defaultdict(dict)
    for step, name in session.exec(
        select(InspectionStep, col(User.name))
        .outerjoin(User, col(User.id) == col(InspectionStep.by_id))
        .where(col(InspectionStep.inspection_id).in_(ids))
    ):
        found[step.inspection_id][step.kind] = Recorded(step, name or "")
    return found
