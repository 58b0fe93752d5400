"""What is recorded on the way: comments invited, received, drafted, published, sent. Each with the day and by whom."""

from datetime import date, datetime

from sqlmodel import Session, select

from app.errors import EditConflict, NotAllowed, NotFound, RuleBroken
from app.models.inspections import Inspection, InspectionStep, StepKind
from app.models.people import May, User
from app.models.recommendations import Source, SourceKind
from app.services import changes, documents, recommendations
from app.services.inspections.gathering import Response, whole
from app.services.inspections.printing import WORD, as_word, word_name

NAMES = {
    StepKind.INVITED: "The Chief Constable’s comments were invited",
    StepKind.RECEIVED: "The Chief Constable’s comments were received",
    StepKind.DRAFTED: "The response was drafted",
    StepKind.PUBLISHED: "The response was published",
    StepKind.INSPECTORATE: "A copy was sent to the inspectorate",
    StepKind.HOME_SECRETARY: "A copy was sent to the Home Secretary",
}


def inspection_source(session: Session, source_id: int) -> Source:
    """The inspection report. Raises NotFound, also for a report of another kind: section 55 is of inspections."""
    source = recommendations.source_by_id(session, source_id)
    if source.kind != SourceKind.INSPECTION:
        raise NotFound("Section 55 applies to inspection reports, and this report is of another kind.")
    return source


def opened(session: Session, source: Source, *, at: datetime) -> Inspection:
    """The row of the response, made when it is new; the report's row stays locked until the transaction ends."""
    session.flush()
    session.exec(select(Source.id).where(Source.id == source.id).with_for_update())
    there = session.exec(
        select(Inspection).where(Inspection.source_id == source.id).execution_options(populate_existing=True)
    ).first()
    if there is None:
        there = Inspection(source_id=source.id or 0, begun_at=at)
        session.add(there)
        session.flush()
    return there


def opened_to_write(session: Session, source: Source, *, at: datetime) -> Inspection:
    """The same, for whoever changes what it says. Raises RuleBroken once it was published."""
    inspection = opened(session, source, at=at)
    done = step_of(session, inspection, StepKind.PUBLISHED)
    if done is not None:
        raise RuleBroken(
            f"The response was published on {_day(done.done_on)}, so it stays as it is. "
            "Take that back first, if it was recorded by mistake."
        )
    return inspection


def step_of(session: Session, inspection: Inspection, kind: StepKind) -> InspectionStep | None:
    """As it stands now."""
    return session.exec(
        select(InspectionStep)
        .where(InspectionStep.inspection_id == inspection.id, InspectionStep.kind == kind)
        .execution_options(populate_existing=True)
    ).first()


def record(
    session: Session,
    source: Source,
    kind: StepKind,
    *,
    done_on: date | None,
    until_on: date | None = None,
    remark: str = "",
    today: date,
    at: datetime,
    by: User,
) -> InspectionStep:
    """Write down that it was done. The same again changes nothing; otherwise recorded is an EditConflict.

    Raises RuleBroken for a day that cannot be, for an invitation without its date, and for sending what is not
    published. Publishing has its own verb.
    """
    done_on = _possible_day(source, kind, done_on, today)
    if kind == StepKind.INVITED and (until_on is None or until_on < done_on):
        raise RuleBroken(
            "Give the date by which comments are asked for, on or after the day of the invitation."
        )
    inspection = opened(session, source, at=at)
    if kind in (StepKind.INSPECTORATE, StepKind.HOME_SECRETARY):
        published = step_of(session, inspection, StepKind.PUBLISHED)
        if published is None or published.done_on > done_on:
            raise RuleBroken("A copy is sent of what was published: record that it was published first.")
    return _keep(
        session,
        InspectionStep(
            inspection_id=inspection.id or 0,
            kind=kind,
            done_on=done_on,
            until_on=until_on if kind == StepKind.INVITED else None,
            remark=" ".join(remark.split()),
            by_id=by.id,
            recorded_at=at,
        ),
        by=by,
    )


def publish(
    session: Session,
    source: Source,
    *,
    done_on: date | None,
    remark: str = "",
    office: str,
    today: date,
    at: datetime,
    by: User,
) -> InspectionStep:
    """Record that the response was published, and keep it as it says then, as a Word file.

    Raises NotAllowed, RuleBroken while a recommendation has neither an action nor a reason for none
    (section 55(5B)), EditConflict when somebody recorded another day.
    """
    if not by.may(May.PUBLISH):
        raise NotAllowed("A response is published by a publisher.")
    done_on = _possible_day(source, StepKind.PUBLISHED, done_on, today)
    inspection = opened(session, source, at=at)
    response = whole(session, source, today=today)
    _refuse_what_lacks(response)
    step = InspectionStep(
        inspection_id=inspection.id or 0,
        kind=StepKind.PUBLISHED,
        done_on=done_on,
        remark=" ".join(remark.split()),
        by_id=by.id,
        recorded_at=at,
    )
    kept = _keep(session, step, by=by)
    if kept.file_id is None:
        response = whole(session, source, today=today)
        data = as_word(response, office=office, style=documents.package_in_use(session))
        file = documents.store_file(session, data, name=word_name(source), media_type=WORD, by=by)
        kept.file_id = file.id
        session.add(kept)
        session.flush()
    return kept


def take_back(session: Session, source: Source, kind: StepKind, *, at: datetime, by: User) -> None:
    """It was recorded by mistake. What was recorded stays in the history; a published file stays stored.

    Raises NotAllowed for publishing, when the user may not publish; RuleBroken while copies of it are recorded.
    """
    inspection = opened(session, source, at=at)
    step = step_of(session, inspection, kind)
    if step is None:
        return
    if kind == StepKind.PUBLISHED:
        if not by.may(May.PUBLISH):
            raise NotAllowed("Only a publisher takes back that a response was published.")
        sent = (StepKind.INSPECTORATE, StepKind.HOME_SECRETARY)
        if any(step_of(session, inspection, one) is not None for one in sent):
            raise RuleBroken("Copies of it are recorded as sent. Take those back first.")
    was = {
        "kind": kind.value,
        "done_on": step.done_on.isoformat(),
        "until_on": step.until_on.isoformat() if step.until_on else None,
        "remark": step.remark,
        "by": step.by_id,
        "file": step.file_id,
    }
    session.delete(step)
    session.flush()
    changes.record(session, "taken back", "inspection", inspection.id, by=by, details=was)


def _keep(session: Session, step: InspectionStep, *, by: User) -> InspectionStep:
    inspection = session.get_one(Inspection, step.inspection_id)
    there = step_of(session, inspection, step.kind)
    if there is not None:
        if (there.done_on, there.until_on, there.remark) == (step.done_on, step.until_on, step.remark):
            return there
        raise EditConflict(
            f"It is recorded already, for {_day(there.done_on)}. Take that back first, if it is wrong."
        )
    session.add(step)
    session.flush()
    details = {"kind": step.kind.value, "on": step.done_on.isoformat()}
    changes.record(session, "recorded", "inspection", step.inspection_id, by=by, details=details)
    return step


def _possible_day(source: Source, kind: StepKind, done_on: date | None, today: date) -> date:
    """The same day. Raises RuleBroken when it is none, still to come, or before the report was published."""
    if done_on is None:
        raise RuleBroken("Give the day on which it was done.")
    if done_on > today:
        raise RuleBroken("This day is still to come. Give the day on which it was done.")
    if kind == StepKind.PUBLISHED and source.published_on is None:
        raise RuleBroken("Say first when the report itself was published: the clock counts from that day.")
    if source.published_on is not None and done_on < source.published_on:
        raise RuleBroken(
            f"The report was published on {_day(source.published_on)}: give that day or a later one."
        )
    return done_on


def _refuse_what_lacks(response: Response) -> None:
    lacking = response.unanswered
    if lacking:
        some = ", ".join(one.reference for one in lacking[:10]) + (" and others" if len(lacking) > 10 else "")
        raise RuleBroken(
            f"Say of recommendation{'s' if len(lacking) > 1 else ''} {some} which action is taken or proposed, "
            "or why none is: section 55(5B) asks for it."
        )


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
