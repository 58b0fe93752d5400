"""A report as it stands: a draft follows the record, an issued one says what it said."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from app.models.people import User
from app.models.progress_reports import ProgressReport, ReportPassage
from app.models.recommendations import Source
from app.services.progress_reports.facts import Body, Facts, Progress
from app.services.progress_reports.gathering import gather

PLACES = {
    "purpose": "Purpose",
    "background": "Background",
    "risks": "Risks",
    "next steps": "Next steps",
}
"""The parts that every report has; of bodies and recommendations there are as many as the source has."""
_FACTS = TypeAdapter(Facts)


@dataclass(frozen=True)
class Passage:
    """Words of the office at a place of the report."""

    place: str
    text: str = ""
    revision: int = 0


@dataclass
class Report:
    """Everything on the page and in the Word file."""

    report: ProgressReport
    source: Source
    facts: Facts
    passages: dict[str, Passage] = field(default_factory=dict)
    issued_by: str = ""

    def at(self, place: str) -> Passage:
        """The words at a place; none yet is an empty passage of revision 0."""
        return self.passages.get(place, Passage(place))

    def is_quiet(self, progress: Progress) -> bool:
        """Neither the record nor the office has anything to say of it."""
        return progress.is_silent and not self.at(progress.place).text

    def quiet_of(self, body: Body) -> list[Progress]:
        """Those of a body of which there is nothing to say."""
        return [one for one in body.progress if self.is_quiet(one)]


def report(session: Session, found: ProgressReport) -> Report:
    """Gather it, or read what was issued."""
    source = session.get_one(Source, found.source_id)
    if found.is_issued and found.content is not None:
        issuer = session.get(User, found.issued_by_id) if found.issued_by_id else None
        facts = _FACTS.validate_python(found.content["facts"])
        passages = {place: Passage(place, text) for place, text in found.content["passages"].items()}
        return Report(found, source, facts, passages, issuer.name if issuer else "")
    facts = gather(session, source, from_on=found.from_on, until_on=found.until_on)
    rows = session.exec(
        select(ReportPassage).where(ReportPassage.report_id == found.id).order_by(col(ReportPassage.id))
    ).all()
    return Report(
        found, source, facts, {one.place: Passage(one.place, one.text, one.revision) for one in rows}
    )


def as_content(shown: Report) -> dict[str, Any]:
    """What an issued report keeps, so that it never changes with the record."""
    return {
        "facts": _FACTS.dump_python(shown.facts, mode="json"),
        "passages": {place: one.text for place, one in shown.passages.items() if one.text},
    }


def title_of(shown: Report, place: str) -> str:
    """What stands above the words at a place."""
    if place in PLACES:
        return PLACES[place]
    for body in shown.facts.bodies:
        if body.place == place:
            return body.name
        for one in body.progress:
            if one.place == place:
                return one.name
    return ""
