"""What a brief is made of. Every list is cut where it would no longer be read in three minutes; none hides that."""

from dataclasses import dataclass, field
from datetime import date
from textwrap import shorten

from app.models.meetings import Assurance, Meeting, Section
from app.models.notes import PrivateNote
from app.models.responses import ResponseState
from app.services.actions import Row
from app.services.planned_questions import Plan
from app.services.questions import Asked
from app.services.trails import Silence


def short(words: str, most: int) -> str:
    """At most so many characters, cut between words."""
    return shorten(words, most, placeholder="\N{NO-BREAK SPACE}…")


@dataclass(frozen=True)
class Latest:
    """The latest that is known of an action: a response, or what a meeting remarked."""

    dated_on: date
    words: str
    state: ResponseState | None
    awaits_the_office: bool = False
    proposes_closure: bool = False
    proposed_due_on: date | None = None


@dataclass(frozen=True)
class OpenAction:
    """A row of the brief."""

    row: Row
    latest: Latest | None

    @property
    def wording(self) -> str:
        """Its wording, as long as a row can bear it; the whole stands on its page."""
        return short(self.row.action.wording, 90)

    @property
    def reading(self) -> int:
        """About how many words one reads in this row: its dates, figures and owner are some twenty."""
        return 20 + len(self.wording.split()) + (len(self.latest.words.split()) if self.latest else 0)


@dataclass(frozen=True)
class OpenGroup:
    """The open actions of one owner, or about one recommendation: all counted, the most pressing shown."""

    name: str
    count: int
    overdue: int
    href: str
    """All of them in the register."""
    rows: list[OpenAction]

    @property
    def left_out(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class OpenActions:
    """Every open action, by owner or by recommendation."""

    by_recommendation: bool
    count: int
    overdue: int
    groups: list[OpenGroup]
    others: list[OpenGroup]
    """Groups of which none is pressing enough to be shown."""

    @property
    def shown(self) -> int:
        """How many different actions are shown."""
        return len({one.row.action.id for group in self.groups for one in group.rows})

    @property
    def rows(self) -> list[OpenAction]:
        """Those shown, each once, the most pressing group first."""
        found = {one.row.action.id: one for group in self.groups for one in group.rows}
        return list(found.values())


@dataclass(frozen=True)
class CameIn:
    """Something that was handed in since the last meeting: a response, a written answer or a report."""

    dated_on: date
    who: str
    subject: str
    """ "Action 14/2024", "Written answer", "Recommendation 8"."""
    href: str
    words: str
    state: ResponseState | None
    proposes_closure: bool = False


@dataclass(frozen=True)
class Given:
    """Assurance as it was given on a section of the last meeting."""

    section: Section
    assurance: Assurance
    statement: str
    references: list[tuple[int, str]]
    """Recommendations: id and reference."""


@dataclass(frozen=True)
class AskFirst:
    """What the brief would ask first, and why, from the facts alone."""

    words: str
    why: str
    references: list[tuple[int, str]]
    href: str = ""


@dataclass(frozen=True)
class Counted:
    """Some of a longer list: what is shown of it, and how many there are."""

    shown: list[Asked]
    count: int
    oldest_on: date | None = None

    @property
    def left_out(self) -> int:
        return self.count - len(self.shown)


@dataclass(frozen=True)
class Wanting:
    """Recommendations of which something is wanting: "have an overdue step"; id and reference of each."""

    has: str
    have: str
    references: list[tuple[int, str]]
    href: str

    @property
    def verb(self) -> str:
        return self.has if len(self.references) == 1 else self.have


@dataclass
class Brief:
    """All of it, for one meeting."""

    meeting: Meeting
    today: date
    last: Meeting | None
    """The meeting before it, of its kind."""
    open: OpenActions
    came_in: list[CameIn]
    came_in_count: int
    proposed: list[CameIn]
    proposed_count: int
    unanswered: Counted
    awaited: Counted
    given: list[Given]
    silent_since: date
    silent: list[Silence]
    wanting: list[Wanting]
    plan: Plan
    note: PrivateNote
    ask_first: list[AskFirst] = field(default_factory=list)

    @property
    def never_asked(self) -> list[Silence]:
        return [one for one in self.silent if one.last_asked_on is None]

    @property
    def not_lately(self) -> list[Silence]:
        """Asked about once, but not for six months; the longest silence first."""
        asked = [one for one in self.silent if one.last_asked_on is not None]
        return sorted(asked, key=lambda one: one.last_asked_on or date.min)
