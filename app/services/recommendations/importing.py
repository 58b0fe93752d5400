"""Loading a source's recommendations from CSV, whatever the order of its columns; nothing is doubled."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from app.errors import RuleBroken, UnreadableDocument
from app.models.people import Organisation, User
from app.models.recommendations import Recommendation, Source
from app.services import changes, people
from app.services.recommendations import describing, finding

_COLUMNS: dict[str, str] = {
    "reference": "reference",
    "ref": "reference",
    "no": "reference",
    "number": "reference",
    "recommendation no": "reference",
    "recommendation number": "reference",
    "recommendation reference": "reference",
    "title": "title",
    "heading": "title",
    "name": "title",
    "wording": "wording",
    "text": "wording",
    "recommendation": "wording",
    "recommendation text": "wording",
    "description": "wording",
    "lead": "lead",
    "lead organisation": "lead",
    "lead body": "lead",
    "lead agency": "lead",
    "responsible": "lead",
    "responsible organisation": "lead",
    "partners": "partners",
    "partner": "partners",
    "partner organisations": "partners",
    "supporting": "partners",
    "lead officer": "lead_officer",
    "officer": "lead_officer",
    "expected outcome": "expected_outcome",
    "outcome": "expected_outcome",
    "evidence needed": "evidence_needed",
    "evidence": "evidence_needed",
    "evidence required": "evidence_needed",
    "target": "target_on",
    "target date": "target_on",
    "target on": "target_on",
    "due": "target_on",
    "due date": "target_on",
    "parent": "parent",
    "part of": "parent",
}
"""What heads a column, in lower case without punctuation, and what the column holds."""

_WORDS = ("title", "wording", "expected_outcome", "evidence_needed")


@dataclass
class ImportReport:
    """What became of the rows. `errors` are sentences naming the row as a spreadsheet numbers it (the
    header is 1).
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[str] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        words = (
            f"{self.added} added, {self.changed} changed, {self.unchanged} already as they stand in the file."
        )
        if self.errors:
            words += f" {len(self.errors)} row{'' if len(self.errors) == 1 else 's'} could not be read."
        return words


def import_csv(session: Session, text: str, *, source: Source | str, by: User | None) -> ImportReport:
    """Add or bring up to date one recommendation per row; a row that cannot be read is reported and the
    others go in.

    An empty cell leaves what is stored as it is. Raises UnreadableDocument when there is no column of
    references.
    """
    if isinstance(source, str):
        source = finding.find_or_create_source(session, source, by=by)
    rows = _rows(text)
    report = ImportReport()
    columns = _columns(next(rows, []), report)
    known = {one.reference.lower(): one for one in finding.of_source(session, source)}
    bodies = {
        name.casefold(): body
        for body in people.organisations(session)
        for name in (body.short_name, body.name)
    }
    seen: dict[str, int] = {}
    parents: list[tuple[Recommendation, str, int]] = []
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = {name: " ".join(cells[at].split()) for name, at in columns.items() if at < len(cells)}
        reference = finding.normal_reference(row.get("reference", ""))
        try:
            _refuse_if_unusable(reference, seen)
            target_on = describing.read_day(row.get("target_on", ""))
        except RuleBroken as wrong:
            report.errors.append(f"Row {number}: {wrong}.")
            continue
        seen[reference.lower()] = number
        before = known.get(reference.lower())
        recommendation = before or Recommendation(
            source_id=source.id or 0, reference=reference, sort_key=Recommendation.order_of(reference)
        )
        altered = _fill(recommendation, row, target_on)
        altered |= _fill_responsible(session, recommendation, row, bodies, by=by)
        known[reference.lower()] = recommendation
        session.add(recommendation)
        if row.get("parent"):
            parents.append((recommendation, row["parent"], number))
        _count(session, recommendation, report, is_new=before is None, altered=altered, by=by)
    _tie_to_parents(session, parents, known, report)
    session.flush()
    return report


def _refuse_if_unusable(reference: str, seen: dict[str, int]) -> None:
    if not reference:
        raise RuleBroken("it has no reference")
    if reference.lower() in seen:
        raise RuleBroken(f"recommendation {reference} already stands in row {seen[reference.lower()]}")


def decode_csv(data: bytes, *, limit: int) -> str:
    """The text of a CSV file: UTF-8, UTF-16 with its mark, or what Excel on Windows writes.

    Raises UnreadableDocument when it is empty or longer than `limit` bytes.
    """
    if not data.strip():
        raise UnreadableDocument("Choose a file that has something in it.")
    if len(data) > limit:
        raise UnreadableDocument("This file is too large to be a list of recommendations.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _rows(text: str) -> Iterator[list[str]]:
    text = text.removeprefix("\ufeff").replace("\0", "")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as wrong:
        raise UnreadableDocument(f"This is not a table of comma-separated values ({wrong}).") from wrong


def _columns(header: list[str], report: ImportReport) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, heading in enumerate(header):
        folded = " ".join(re.sub(r"[^\w\s]|_", " ", heading).casefold().split())
        name = _COLUMNS.get(folded)
        if name is None or name in columns:
            if heading.strip():
                report.ignored_columns.append(heading.strip())
            continue
        columns[name] = at
    if "reference" not in columns:
        raise UnreadableDocument(_NO_REFERENCE)
    return columns


_NO_REFERENCE = "No column holds the recommendations’ references. Head one of the columns “Reference”."


def _fill(recommendation: Recommendation, cells: dict[str, str], target_on: date | None) -> bool:
    altered = False
    for name in _WORDS:
        words = cells.get(name, "")
        if words and getattr(recommendation, name) != words:
            setattr(recommendation, name, words)
            altered = True
    if target_on is not None and recommendation.target_on != target_on:
        recommendation.target_on = target_on
        altered = True
    return altered


def _fill_responsible(
    session: Session,
    recommendation: Recommendation,
    cells: dict[str, str],
    bodies: dict[str, Organisation],
    *,
    by: User | None,
) -> bool:
    if not cells.get("lead") and not cells.get("partners"):
        return False
    return describing.set_responsible(
        session,
        recommendation,
        lead=cells.get("lead", ""),
        lead_officer=cells.get("lead_officer", ""),
        partners=cells.get("partners", ""),
        bodies=bodies,
        by=by,
    )


def _count(
    session: Session,
    recommendation: Recommendation,
    report: ImportReport,
    *,
    is_new: bool,
    altered: bool,
    by: User | None,
) -> None:
    session.flush()
    if is_new:
        report.added += 1
        changes.record(session, "added", "recommendation", recommendation.id, by=by)
    elif altered:
        report.changed += 1
        changes.record(session, "changed", "recommendation", recommendation.id, by=by)
    else:
        report.unchanged += 1


def _tie_to_parents(
    session: Session,
    parents: list[tuple[Recommendation, str, int]],
    known: dict[str, Recommendation],
    report: ImportReport,
) -> None:
    for recommendation, words, number in parents:
        parent = known.get(finding.normal_reference(words).lower())
        if parent is None or parent is recommendation:
            report.errors.append(f"Row {number}: there is no recommendation {words} for it to be part of.")
            continue
        recommendation.parent_id = parent.id
        session.add(recommendation)
