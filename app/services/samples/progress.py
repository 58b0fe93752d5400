"""How the invented office's recommendations go on: plans, what bodies report, judgements, and an inspection."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from app.db import OFFICE_TIME
from app.models.inspections import StepKind
from app.models.meetings import Assurance, Meeting, Section
from app.models.people import Role, User
from app.models.recommendations import Part, Recommendation, Source, SourceKind
from app.models.trackers import Tracks
from app.services import inspections, progress_updates, recommendations, sections, sources, trackers
from app.services.samples.rows import rows

PUBLISHED_BEFORE = timedelta(days=40)
"""How long ago the inspection was published: its 56 days run, and the first page says so."""
FORCE = "Northfold Police"


def go_on(session: Session, folder: Path, source: Source, *, at: datetime) -> None:
    """Put in what stands beside the minutes of this source, and an inspection that waits for its response."""
    today = at.astimezone(OFFICE_TIME).date()
    minute_taker, publisher = _somebody(session, Role.MINUTE_TAKER), _somebody(session, Role.PUBLISHER)
    plan = folder / "plan_steps.csv"
    trackers.load(
        session,
        plan.read_bytes(),
        name=plan.name,
        source=source,
        tracks=Tracks.STEPS,
        today=today,
        by=minute_taker,
    )
    _report(session, folder / "progress_updates.csv", source, by=publisher)
    _judge(session, folder / "judgements.csv", by=minute_taker)
    _inspect(session, folder / "inspection.csv", today=today, at=at, by=minute_taker)


def _report(session: Session, given: Path, source: Source, *, by: User) -> None:
    for number, row in enumerate(rows(given)):
        recommendation = _recommendation(session, source, row["recommendation"])
        reporter = session.exec(select(User).where(User.email == row["email"])).one()
        made_on = date.fromisoformat(row["made_on"])
        typed = progress_updates.Typed(text=row["text"], rating=row["rating"])
        update = progress_updates.give(
            session, recommendation, typed, seen=0, writer=f"sample-{number}", at=_morning(made_on),
            today=made_on, by=reporter,
        )  # fmt: skip
        if not row["settled"]:
            continue
        settled_at = _morning(date.fromisoformat(row["settled_on"]))
        if row["settled"] == "verified":
            progress_updates.verify(session, update, remark=row["remark"], at=settled_at, by=by)
        else:
            progress_updates.query(session, update, question=row["remark"], at=settled_at, by=by)


def _judge(session: Session, given: Path, *, by: User) -> None:
    """What the Commissioner said in minutes that are still drafts, noted as her judgement."""
    for row in rows(given):
        section = session.exec(
            select(Section)
            .join(Meeting, col(Meeting.id) == Section.meeting_id)
            .where(
                Meeting.held_on == date.fromisoformat(row["held_on"]),
                col(Section.title).startswith(row["heading"]),
            )
        ).one()
        sections.assure(
            session, section, assurance=Assurance(row["assurance"]), statement=row["statement"], by=by
        )


def _inspect(session: Session, made: Path, *, today: date, at: datetime, by: User) -> None:
    published_on = today - PUBLISHED_BEFORE
    facts = sources.Facts(
        short_name="Inspection of vulnerability",
        title="Northfold Police: how vulnerable people are protected",
        kind=SourceKind.INSPECTION,
        made_by="The inspectorate of constabulary",
        published_on=published_on,
    )
    source = sources.add(session, facts, by=by)
    for row in rows(made):
        one = recommendations.add(
            session, source, reference=row["reference"], by=by,
            facts=recommendations.Facts(
                title=row["title"], wording=row["wording"], bodies=[recommendations.Body(FORCE, Part.LEAD)]
            ),
        )  # fmt: skip
        if row["action"]:
            inspections.save_answer(
                session, source, one, action=row["action"], why_none="", chief_comments=row["chief_comments"],
                reply="", seen=0, at=at, by=by,
            )  # fmt: skip
    inspections.record(
        session, source, StepKind.INVITED, done_on=published_on + timedelta(days=3),
        until_on=published_on + timedelta(days=31), today=today, at=at, by=by,
    )  # fmt: skip
    inspections.record(
        session,
        source,
        StepKind.RECEIVED,
        done_on=published_on + timedelta(days=30),
        today=today,
        at=at,
        by=by,
    )


def _recommendation(session: Session, source: Source, reference: str) -> Recommendation:
    return next(iter(recommendations.by_reference(session, reference, source=source)))


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(10), OFFICE_TIME)


def _somebody(session: Session, role: Role) -> User:
    return session.exec(select(User).where(User.role == role).order_by(User.name).limit(1)).one()
