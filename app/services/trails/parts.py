"""What a trail is made of."""

from dataclasses import dataclass, field
from datetime import date

from app.models.actions import Action
from app.models.lines import Kind
from app.models.meetings import Assurance, Meeting, PlannedQuestion, Section
from app.models.people import Organisation
from app.models.recommendations import ProgressUpdate, Recommendation
from app.models.responses import Response

_BARS = {Assurance.ASSURED: "assured", Assurance.PARTLY: "partly", Assurance.NOT: "not_assured"}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
NBSP = "\N{NO-BREAK SPACE}"


def say_number(number: int, noun: str) -> str:
    """ "one question", "12 questions"."""
    words = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{words} {noun}" + ("" if number == 1 else "s")


def say_day(value: date) -> str:
    """31 March 2023, which never breaks across lines."""
    return f"{value.day}{NBSP}{value:%B}{NBSP}{value.year}"


@dataclass
class Spoken:
    """A passage of minutes: its words, and where in them its speaker is named (`who_ends` 0: nowhere)."""

    kind: Kind
    entry_id: int
    line_id: str
    words: str
    who: str
    who_starts: int = 0
    who_ends: int = 0
    is_answered: bool = True
    answer_due_on: date | None = None
    """For a question that waits for an answer in writing."""


@dataclass
class Raised:
    """An action as the meeting raised it, and what has become of it."""

    action: Action
    line_id: str | None


@dataclass
class Reviewed:
    """What was decided about an action; `became` is a past participle, `due_on` a new date if one was
    given.
    """

    action: Action
    became: str
    due_on: date | None
    remark: str
    line_id: str | None

    @property
    def mark(self) -> str:
        settled = {"closed": "closed", "withdrawn": "withdrawn", "replaced": "withdrawn"}
        return settled.get(self.became, "open")


@dataclass
class Judged:
    """The Commissioner's assurance, as given on a section."""

    assurance: Assurance
    statement: str
    section_id: int


@dataclass
class TrailMeeting:
    """What one meeting did about the recommendation. `happened` is in the order of its minutes."""

    meeting: Meeting
    sections: list[Section] = field(default_factory=list)
    happened: list[Spoken | Raised | Reviewed | Judged] = field(default_factory=list)
    planned: list[PlannedQuestion] = field(default_factory=list)

    @property
    def questions(self) -> list[Spoken]:
        return [one for one in self.happened if isinstance(one, Spoken) and one.kind == Kind.QUESTION]

    @property
    def unanswered(self) -> list[Spoken]:
        return [one for one in self.questions if not one.is_answered]

    @property
    def judged(self) -> Judged | None:
        return next((one for one in reversed(self.happened) if isinstance(one, Judged)), None)

    @property
    def reviewed(self) -> list[Reviewed]:
        return [one for one in self.happened if isinstance(one, Reviewed)]

    @property
    def raised(self) -> list[Raised]:
        return [one for one in self.happened if isinstance(one, Raised)]

    @property
    def item(self) -> str:
        """Where in the minutes, as far as the section is numbered."""
        numbers = list(dict.fromkeys(section.number for section in self.sections if section.number))
        if not all(number[0].isdigit() for number in numbers):
            return ", ".join(numbers)  # "Item 4" and "Ref 03/21" say themselves what they are
        return f"item{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}" if numbers else ""

    @property
    def glance(self) -> tuple[str, str, str]:
        """The marks in the strip, in their three fixed places: questions, actions, assurance; "" leaves one
        empty.
        """
        asked = "asked_planned" if self.planned else ""
        if self.questions:
            asked = "asked" if self.unanswered else "answered"
        acted = "open" if self.raised or self.reviewed else ""
        if any(one.became == "closed" for one in self.reviewed):
            acted = "closed"
        return asked, acted, _BARS[self.judged.assurance] if self.judged else ""

    @property
    def glance_in_words(self) -> str:
        """The same for somebody who hears the page."""
        words: list[str] = []
        if self.planned and not self.questions:
            words.append(f"{say_number(len(self.planned), 'question')} planned")
        if self.questions:
            words.append("asked, no answer" if self.unanswered else "asked and answered")
        if self.raised:
            words.append(f"{say_number(len(self.raised), 'action')} raised")
        words += [f"action {one.action.reference} {one.became}" for one in self.reviewed]
        if self.judged:
            words.append(self.judged.assurance.value)
        return ", ".join(words) or ("discussed" if self.sections else "not discussed")

    @property
    def is_silent(self) -> bool:
        """It stood in the minutes, but nobody asked, agreed or decided anything."""
        return bool(self.sections) and not self.happened and not self.planned


@dataclass(frozen=True)
class Shown:
    """A file that shows what somebody says."""

    title: str
    href: str


@dataclass
class Answered:
    """What a body answered in writing, to an action or to a question."""

    response: Response
    to: str
    """ "action 6/2023", "a question"."""
    href: str


@dataclass
class Published:
    """A version of a meeting's minutes, made public or taken back; `href` is empty where it is not read any more."""

    meeting: Meeting
    version: int
    withdrawn: bool
    href: str


@dataclass
class Told:
    """What happened between meetings: a body reported or answered, an action was decided, minutes were published."""

    dated_on: date
    organisation: Organisation | None = None
    update: ProgressUpdate | None = None
    review: Reviewed | None = None
    answered: Answered | None = None
    published: Published | None = None
    evidence: list[Shown] = field(default_factory=list)


@dataclass
class Trail:
    """All of it, oldest first. `strip` holds the meetings since it was first taken up, and whether each
    spoke of it.
    """

    recommendation: Recommendation
    meetings: list[TrailMeeting]
    told: list[Told]
    strip: list[TrailMeeting]
    actions: list[Action]
    today: date

    @property
    def in_order(self) -> list[TrailMeeting | Told]:
        """Meetings and reports together, oldest first."""
        both: list[TrailMeeting | Told] = [*self.meetings, *self.told]
        return sorted(
            both, key=lambda one: one.meeting.held_on if isinstance(one, TrailMeeting) else one.dated_on
        )

    @property
    def asked_at(self) -> list[TrailMeeting]:
        return [one for one in self.meetings if one.questions]

    @property
    def unanswered(self) -> list[tuple[TrailMeeting, Spoken]]:
        return [(one, question) for one in self.meetings for question in one.unanswered]

    @property
    def open_actions(self) -> list[Action]:
        return [action for action in self.actions if action.is_open]

    @property
    def in_short(self) -> str:
        """What a person would say of it in one breath."""
        if not self.asked_at:
            asked = "Nobody has asked about this recommendation at a meeting yet."
        else:
            last = say_day(self.asked_at[-1].meeting.held_on)
            times = say_number(len(self.asked_at), "meeting")
            asked = f"Asked about at {times}, last on {last}."
            if len(self.asked_at) == 1:
                asked = f"Asked about at one meeting, on {last}."
        return f"{asked} {self._left_over()}"

    def _left_over(self) -> str:
        silent, still_open = self.unanswered, len(self.open_actions)
        acted = f"{say_number(still_open, 'action')} {'is' if still_open == 1 else 'are'} open"
        if not self.actions:
            acted = "no action has been agreed"
        elif not still_open:
            acted = "no action is open"
        if silent:
            since = say_day(silent[0][0].meeting.held_on)
            has = "has had no answer" if len(silent) == 1 else "have had no answer, the first"
            said = f"{say_number(len(silent), 'question')} {has} since {since}, and {acted}."
        elif self.asked_at:
            said = f"Every question was answered, and {acted}."
        else:
            said = f"{acted}."
        return said[0].upper() + said[1:]

    @property
    def judged(self) -> tuple[TrailMeeting, Judged] | None:
        """The latest assurance."""
        return next(((one, one.judged) for one in reversed(self.meetings) if one.judged), None)
