"""Beginning a progress report, writing in it, and issuing it: after that it stays as it was."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from app.errors import EditConflict, NotAllowed, NotFound, RuleBroken
from app.models.people import May, User
from app.models.progress_reports import ProgressReport, ReportPassage, ReportState
from app.models.recommendations import Source
from app.services import changes, documents
from app.services.progress_reports.printing import WORD, as_word, word_name
from app.services.progress_reports.proposing import proposed
from app.services.progress_reports.showing import as_content, report, title_of

_FASTER = "Somebody saved other words while you were writing. Nothing of yours was saved over them."


def by_id(session: Session, report_id: int) -> ProgressReport:
    """Raises NotFound."""
    found = session.get(ProgressReport, report_id)
    if found is None:
        raise NotFound("There is no such progress report.")
    return found


def of_source(session: Session, source: Source) -> Sequence[ProgressReport]:
    """Those on one source, the latest period first."""
    return session.exec(
        select(ProgressReport)
        .where(ProgressReport.source_id == source.id)
        .order_by(col(ProgressReport.until_on).desc(), col(ProgressReport.id).desc())
    ).all()


def reports(session: Session) -> list[tuple[ProgressReport, Source]]:
    """All of them with their sources, the latest period first."""
    return list(
        session.exec(
            select(ProgressReport, Source)
            .join(Source, col(Source.id) == col(ProgressReport.source_id))
            .order_by(col(ProgressReport.until_on).desc(), col(ProgressReport.id).desc())
        ).all()
    )


def begin(
    session: Session, source: Source, *, title: str, from_on: date, until_on: date, at: datetime, by: User
) -> ProgressReport:
    """A draft, with a purpose, a background, risks and next steps proposed from the record. Raises RuleBroken."""
    _refuse_backwards(from_on, until_on)
    made = ProgressReport(
        source_id=source.id or 0,
        title=" ".join(title.split()) or f"Progress on {source.title}",
        from_on=from_on,
        until_on=until_on,
        made_at=at,
        made_by_id=by.id,
    )
    session.add(made)
    session.flush()
    for place, text in proposed(report(session, made)).items():
        session.add(
            ReportPassage(report_id=made.id or 0, place=place, text=text, saved_at=at, saved_by_id=by.id)
        )
    session.flush()
    changes.record(session, "begun", "progress report", made.id, by=by)
    return made


def redate(
    session: Session,
    found: ProgressReport,
    *,
    title: str,
    from_on: date,
    until_on: date,
    seen: int,
    by: User,
) -> ProgressReport:
    """Another title or period for a draft. Raises EditConflict, RuleBroken once it was issued."""
    _refuse_backwards(from_on, until_on)
    found = _locked(session, found)
    wanted = (" ".join(title.split()) or found.title, from_on, until_on)
    was = (found.title, found.from_on, found.until_on)
    if wanted == was:
        return found
    if seen != found.revision:
        raise EditConflict(_FASTER)
    found.title, found.from_on, found.until_on = wanted
    found.revision += 1
    session.add(found)
    session.flush()
    details = {"was": [was[0], was[1].isoformat(), was[2].isoformat()]}
    changes.record(session, "changed", "progress report", found.id, by=by, details=details)
    return found


def save_passage(
    session: Session, found: ProgressReport, place: str, text: str, *, seen: int, at: datetime, by: User
) -> ReportPassage:
    """Write at a place of a draft. `seen` is the revision that the page showed, 0 before there was any.

    Raises EditConflict when somebody was faster, RuleBroken for a place that the report does not have, or once it
    was issued.
    """
    found = _locked(session, found)
    if not title_of(report(session, found), place):
        raise RuleBroken("The report has no such part.")
    text = text.replace("\r\n", "\n").strip()
    there = session.exec(
        select(ReportPassage)
        .where(ReportPassage.report_id == found.id, ReportPassage.place == place)
        .execution_options(populate_existing=True)
    ).first()
    if there is None:
        there = ReportPassage(report_id=found.id or 0, place=place, revision=0, saved_at=at)
    if there.text == text and there.id is not None:
        return there
    if seen != there.revision:
        raise EditConflict(_FASTER)
    was, there.text = there.text, text
    there.revision += 1
    there.saved_at, there.saved_by_id = at, by.id
    session.add(there)
    session.flush()
    details = {"place": place, "was": was}
    changes.record(session, "changed", "progress report", found.id, by=by, details=details)
    return there


def issue(
    session: Session, found: ProgressReport, *, office: str, today: date, at: datetime, by: User
) -> ProgressReport:
    """It goes out: what it says is kept, as data and as a Word file. Issuing twice issues once.

    Raises NotAllowed, RuleBroken while the period has not ended.
    """
    if not by.may(May.PUBLISH):
        raise NotAllowed("A report is issued by a publisher.")
    session.flush()
    found = session.get_one(ProgressReport, found.id, with_for_update=True, populate_existing=True)
    if found.is_issued:
        return found
    if found.until_on > today:
        raise RuleBroken("The period has not ended yet: change its last day, or wait.")
    shown = report(session, found)
    found.content = as_content(shown)
    found.state, found.issued_at, found.issued_by_id = ReportState.ISSUED, at, by.id
    shown.issued_by = by.name
    data = as_word(shown, office=office, style=documents.package_in_use(session))
    file = documents.store_file(session, data, name=word_name(found), media_type=WORD, by=by)
    found.file_id = file.id
    session.add(found)
    session.flush()
    changes.record(session, "issued", "progress report", found.id, by=by, details={"file": file.id})
    return found


def discard(session: Session, found: ProgressReport, *, by: User) -> None:
    """Throw a draft away. Raises RuleBroken once it was issued."""
    found = _locked(session, found)
    passages = session.exec(select(ReportPassage).where(ReportPassage.report_id == found.id)).all()
    details = {"title": found.title, "passages": {one.place: one.text for one in passages}}
    changes.record(session, "discarded", "progress report", found.id, by=by, details=details)
    for one in passages:
        session.delete(one)
    session.flush()
    session.delete(found)
    session.flush()


def _locked(session: Session, found: ProgressReport) -> ProgressReport:
    session.flush()
    found = session.get_one(ProgressReport, found.id, with_for_update=True, populate_existing=True)
    found.refuse_if_issued()
    return found


def _refuse_backwards(from_on: date, until_on: date) -> None:
    if until_on < from_on:
        raise RuleBroken("The last day of the period is before its first. Give a later one.")
