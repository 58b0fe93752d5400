"""What a report about recommendations comes to, laid out for a person who checks it."""

from collections import defaultdict
from dataclasses import dataclass, field

from app.documents.interpret.reports import bodies_named, titled
from app.documents.minutes import Reading, RecommendationRead, SourceRead


@dataclass(slots=True)
class ReportSheet:
    """The report it is about, the bodies it names, and each recommendation with the keys of its headings."""

    about: SourceRead
    bodies: list[tuple[str, str]] = field(default_factory=list)
    """The words of the report, and what the body is called."""
    rows: list[tuple[RecommendationRead, list[int]]] = field(default_factory=list)

    @property
    def headings(self) -> int:
        """Under how many headings they stand: one of two bodies stands twice."""
        return sum(len(keys) for _, keys in self.rows)


def report_sheet(reading: Reading) -> ReportSheet | None:
    """None for minutes."""
    minutes = reading.minutes
    if not minutes.recommendations:
        return None
    keys: dict[str, list[int]] = defaultdict(list)
    for part in minutes.parts:
        match = titled(part.title)
        if match:
            keys[part.recommendations[0] if len(part.recommendations) == 1 else match["ref"]].append(part.key)
    return ReportSheet(
        about=minutes.about or SourceRead(),
        bodies=[(words, minutes.bodies.get(words, words)) for words in bodies_named(minutes)],
        rows=[(one, keys[one.reference]) for one in minutes.recommendations],
    )
