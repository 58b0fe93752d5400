"""The register of actions going out: the columns of a tracker, as offices keep it."""

from collections.abc import Callable, Iterable

from app.services.actions import Row
from app.services.trackers import writing
from app.services.trackers.writing import Column


def _recommendations(row: Row) -> str:
    if not row.ties:
        return "None" if row.action.concerns_none_because else ""
    return ", ".join(f"{tie.source} {tie.reference}".strip() for tie in row.ties)


def _organisations(row: Row) -> str:
    names = [owner.organisation.name for owner in row.owners if owner.organisation]
    return "; ".join(dict.fromkeys(names))


COLUMNS: tuple[Column[Row], ...] = (
    Column("Reference", 11, lambda row: row.action.reference),
    Column("Action", 46, lambda row: row.action.wording),
    Column("Owner", 18, lambda row: "; ".join(owner.words for owner in row.owners)),
    Column("Organisation", 18, _organisations),
    Column("Recommendation", 17, _recommendations),
    Column("Raised", 11.5, lambda row: row.action.raised_on),
    Column("Due", 11.5, lambda row: row.action.due_on),
    Column("Due, as agreed", 14, lambda row: row.action.due_words),
    Column("Status", 12, lambda row: row.status[0]),
    Column("Days overdue", 8.5, lambda row: row.action.days_overdue(row.today) or None),
    Column("Age in days", 7.5, lambda row: row.age),
    Column("Times carried", 7.5, lambda row: row.carried),
    Column("Settled", 11.5, lambda row: row.action.settled_on),
)


def as_csv(rows: Iterable[Row]) -> bytes:
    """As comma-separated values."""
    return writing.as_csv(rows, COLUMNS)


def as_xlsx(rows: Iterable[Row], *, title: str, link: Callable[[Row], str]) -> bytes:
    """As a workbook; `link` gives the address of an action's page."""
    return writing.as_xlsx(rows, COLUMNS, name="Actions", title=title, link=link)
