"""Writing down what a report is: who made it, when, who comes back to it, and which reports it owes."""

from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from app.documents.interpret.reported_on import later
from app.errors import EditConflict, RuleBroken
from app.models.people import User
from app.models.recommendations import Source, SourceKind, SourceReview
from app.services import changes, recommendations


@dataclass(kw_only=True, slots=True)
class Facts:
    """What is written down of a report. `reviews` are days with words."""

    short_name: str
    title: str = ""
    kind: SourceKind = SourceKind.INQUIRY
    made_by: str = ""
    published_on: date | None = None
    address: str = ""
    recommendations_said: int | None = None
    steps_said: int | None = None
    reports_every: int | None = None
    reports_words: str = ""
    next_report_on: date | None = None
    reviews: list[tuple[date, str]] = field(default_factory=list)


_PLAIN = (
    "short_name", "title", "kind", "made_by", "published_on", "address", "recommendations_said", "steps_said",
    "reports_every", "reports_words", "next_report_on",
)  # fmt: skip


def facts_of(source: Source) -> Facts:
    """What is written down of it now."""
    facts = Facts(**{name: getattr(source, name) for name in _PLAIN})
    facts.reviews = reviews(source)
    return facts


def reviews(source: Source) -> list[tuple[date, str]]:
    """The days on which somebody comes back to it, in order, with words."""
    return sorted((one.due_on, one.words) for one in source.reviews)


def add(session: Session, facts: Facts, *, by: User | None) -> Source:
    """Another report. Raises RuleBroken when one of that name is here."""
    known = recommendations.find_source(session, facts.short_name) if facts.short_name.strip() else None
    if known is not None:
        raise RuleBroken(f"There is already a report called {known.short_name}.")
    source = recommendations.find_or_create_source(session, facts.short_name, title=facts.title, by=by)
    return describe(session, source, facts, seen=source.revision, by=by)


def describe(session: Session, source: Source, facts: Facts, *, seen: int, by: User | None) -> Source:
    """Say what a report is. Raises EditConflict when somebody else did since revision `seen`."""
    wanted = _tidied(facts)
    if facts_of(source) == wanted:
        return source
    if not changes.claim(session, source, seen=seen):
        raise EditConflict(
            "Somebody else changed what is written of this report while you were writing. "
            "Theirs stands below; save again if yours should stand."
        )
    for name in _PLAIN:
        setattr(source, name, getattr(wanted, name))
    if reviews(source) != wanted.reviews:
        source.reviews[:] = [
            SourceReview(source_id=source.id or 0, due_on=on, words=words) for on, words in wanted.reviews
        ]
    session.add(source)
    changes.record(session, "changed", "source", source.id, by=by)
    session.flush()
    return source


def _tidied(facts: Facts) -> Facts:
    short_name = " ".join(facts.short_name.split())
    return Facts(
        short_name=short_name,
        title=" ".join(facts.title.split()) or short_name,
        kind=facts.kind,
        made_by=" ".join(facts.made_by.split()),
        published_on=facts.published_on,
        address=facts.address.strip(),
        recommendations_said=facts.recommendations_said,
        steps_said=facts.steps_said,
        reports_every=facts.reports_every,
        reports_words=" ".join(facts.reports_words.split()),
        next_report_on=facts.next_report_on,
        reviews=sorted((on, " ".join(words.split())) for on, words in facts.reviews),
    )


def give_report(session: Session, source: Source, *, was_due: date | None, by: User | None) -> Source:
    """The report that was due is given: the next is due so many months later, or none.

    Sent twice (`was_due` is past already) it counts once. Raises RuleBroken when none is owed.
    """
    if source.next_report_on is None:
        raise RuleBroken("No report is owed on these recommendations.")
    if was_due != source.next_report_on or not changes.claim(session, source, seen=source.revision):
        return source
    source.next_report_on = (
        later(source.next_report_on, source.reports_every) if source.reports_every else None
    )
    session.add(source)
    details = {"was due": was_due.isoformat()}
    changes.record(session, "reported on", "source", source.id, by=by, details=details)
    return source
