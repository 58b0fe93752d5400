"""Where a recommendation stands: what the bodies say, what the office has verified, and the Commissioner's assurance.

Three different things, each with its reason and its day, and never one light.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from app.models.meetings import Assurance
from app.models.recommendations import Recommendation, UpdateState
from app.services.standings.claims import Claim

NBSP = "\N{NO-BREAK SPACE}"


def say_day(value: date) -> str:
    """31 March 2023, which never breaks across lines."""
    return f"{value.day}{NBSP}{value:%B}{NBSP}{value.year}"


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last: 31 August less six months is 28 or 29 February."""
    place = day.year * 12 + day.month - 1 - months
    year, month = divmod(place, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (after - timedelta(days=1)).day))


class Verified(StrEnum):
    """How much of it was shown to the office and accepted."""

    YES = "verified"
    PART = "part verified"
    WAITING = "not yet verified"
    NOTHING = "nothing to verify"


@dataclass(frozen=True)
class Said:
    """What one body says, in its latest update; `since` is the day from which it has claimed the same."""

    organisation_id: int | None
    name: str
    rating: str
    claim: Claim
    made_on: date
    since: date
    state: UpdateState
    update_id: int

    @property
    def word(self) -> str:
        return self.rating or "Reported"


@dataclass(frozen=True)
class Shown:
    """Something that was shown to the office: "response to action 6/2023", and where it is read."""

    words: str
    on: date
    href: str
    who: str


@dataclass(frozen=True)
class Due:
    """Something that is due: an open action, a step of a plan, or the recommendation itself."""

    on: date
    words: str
    href: str


@dataclass(frozen=True)
class OpenAction:
    """An action that concerns it and is open."""

    id: int
    reference: str
    due_on: date | None


@dataclass(frozen=True)
class Judgement:
    """The latest assurance; `since` is the day from which every judgement was the same."""

    assurance: Assurance
    on: date
    since: date
    meeting_id: int
    section_id: int


@dataclass
class Standing:
    """All of it, for one recommendation."""

    recommendation: Recommendation
    today: date
    said: list[Said] = field(default_factory=list)
    """Newest first."""
    silent: list[str] = field(default_factory=list)
    """Names of bodies that answer for it and have reported nothing."""
    verified: list[Shown] = field(default_factory=list)
    """Newest first, as the next."""
    waiting: list[Shown] = field(default_factory=list)
    judgement: Judgement | None = None
    last_asked_on: date | None = None
    unanswered: int = 0
    unanswered_since: date | None = None
    open_actions: list[OpenAction] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)
    """Everything that is due, the first first."""
    overdue_steps: int = 0

    @property
    def leads(self) -> list[str]:
        """Names of the bodies that lead, in short where there is a short name."""
        return [
            one.organisation.short_name or one.organisation.name
            for one in self.recommendation.responsibilities
            if one.part == "lead"
        ]

    @property
    def next_due(self) -> Due | None:
        return self.due[0] if self.due else None

    @property
    def is_overdue(self) -> bool:
        return bool(self.due) and self.due[0].on < self.today

    @property
    def claims_complete(self) -> list[Said]:
        return [one for one in self.said if one.claim == Claim.COMPLETE]

    @property
    def is_verified(self) -> Verified:
        """Verified when every body that says it is complete was believed by the office, and nothing waits."""
        complete = self.claims_complete
        if complete and not self.waiting and all(one.state == UpdateState.VERIFIED for one in complete):
            return Verified.YES
        if self.verified:
            return Verified.PART
        return Verified.WAITING if self.waiting else Verified.NOTHING
