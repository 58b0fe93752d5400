"""What a progress report says of a period: plain facts, which an issued report keeps as JSON."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Done:
    """A body reported; `verified` says whether the office has seen that it is so."""

    on: date
    body: str
    rating: str
    words: str
    verified: bool = False
    evidence: int = 0
    """Files that came with it."""


@dataclass
class Asked:
    """A question at a meeting."""

    on: date
    who: str
    words: str
    answer: str
    """ "answered", "unanswered" or "awaited": a written answer was promised and has not come."""


@dataclass
class Promised:
    """An action agreed in the period."""

    reference: str
    wording: str
    owners: list[str]
    on: date
    due_on: date | None = None
    is_open: bool = True
    """At the end of the period."""


@dataclass
class Achieved:
    """An action was closed, an update verified, or assurance given: `kind` is "closed", "verified" or "judged"."""

    kind: str
    on: date
    words: str


@dataclass
class Open:
    """An action that was open when the period ended."""

    reference: str
    wording: str
    due_on: date | None
    is_overdue: bool


@dataclass
class Progress:
    """One recommendation in the period."""

    id: int
    reference: str
    title: str
    leads: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    promised: list[Promised] = field(default_factory=list)
    achieved: list[Achieved] = field(default_factory=list)
    still_open: list[Open] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Where words about it stand in the report."""
        return f"recommendation {self.id}"

    @property
    def name(self) -> str:
        return f"Recommendation {self.reference}" + (f": {self.title}" if self.title else "")

    @property
    def is_silent(self) -> bool:
        """Nothing was reported, asked, promised or achieved."""
        return not (self.done or self.asked or self.promised or self.achieved)

    def has(self, kind: str) -> bool:
        """Something of that kind was achieved."""
        return any(one.kind == kind for one in self.achieved)


@dataclass
class Body:
    """The recommendations that one body leads, or several together."""

    name: str
    progress: list[Progress]

    @property
    def place(self) -> str:
        return f"body {self.name}"


@dataclass(frozen=True)
class Figure:
    """How many recommendations something is true of."""

    words: str
    count: int


@dataclass
class Facts:
    """Everything that was gathered, in the order of the report."""

    from_on: date
    until_on: date
    source: str
    made_by: str = ""
    published_on: date | None = None
    progress: list[Progress] = field(default_factory=list)
    left_out: int = 0
    """Passages and actions that are kept back, and so stand nowhere in it."""

    @property
    def bodies(self) -> list[Body]:
        """By those who lead, in the order in which the report comes to them; those nobody leads last."""
        found: dict[str, list[Progress]] = {}
        for one in self.progress:
            found.setdefault(" and ".join(one.leads), []).append(one)
        named = [Body(name, some) for name, some in found.items() if name]
        return [*named, *[Body("Nobody named", some) for name, some in found.items() if not name]]

    @property
    def figures(self) -> list[Figure]:
        """Of the recommendations: how many had what."""
        return figures_of(self.progress)

    @property
    def open_actions(self) -> int:
        return len({one.reference for some in self.progress for one in some.still_open})

    @property
    def overdue_actions(self) -> int:
        return len({one.reference for some in self.progress for one in some.still_open if one.is_overdue})

    @property
    def unanswered(self) -> int:
        return sum(one.answer != "answered" for some in self.progress for one in some.asked)


def figures_of(progress: list[Progress]) -> list[Figure]:
    """The same counts for some of them."""
    return [
        Figure("Reported on", sum(bool(one.done) for one in progress)),
        Figure("Asked about", sum(bool(one.asked) for one in progress)),
        Figure("Action agreed", sum(bool(one.promised) for one in progress)),
        Figure("Action closed", sum(one.has("closed") for one in progress)),
        Figure("Update verified", sum(one.has("verified") for one in progress)),
        Figure("Assurance given", sum(one.has("judged") for one in progress)),
        Figure("Nothing of these", sum(one.is_silent for one in progress)),
    ]
