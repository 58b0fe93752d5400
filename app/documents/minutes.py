"""What a set of minutes is, as plain data: shared by reading, by checking and by writing Word.

`Minutes` holds `Part`s (sections), a part holds `Text`s (lines), a text holds `Passage`s (entries). The passages of a
line are in order, do not overlap, and together cover the whole line.
"""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Literal

OrganisationKind = Literal["commissioner", "force", "other"]
Presence = Literal["present", "apologies", "part"]
Assurance = Literal["assured", "partly assured", "not assured"]


class Kind(StrEnum):
    """What a passage of minutes is."""

    STATEMENT = "statement"
    QUESTION = "question"
    ANSWER = "answer"
    ACTION = "action"
    DECISION = "decision"
    REVIEW = "review"


class Mention(StrEnum):
    """How a passage speaks of an action: for the first time, again in a summary, or to say what became of it."""

    RAISED = "raised"
    RESTATED = "restated"
    REVIEWED = "reviewed"


class Outcome(StrEnum):
    """What a later meeting decided about an action."""

    CLOSED = "closed"
    PROGRESSED = "progressed"
    CARRIED = "carried"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    REOPENED = "reopened"


@dataclass(slots=True)
class Attendee:
    """Somebody named in the attendance list, as written there."""

    name: str
    title: str | None = None
    known_as: str | None = None
    organisation: str | None = None
    organisation_kind: OrganisationKind | None = None
    presence: Presence = "present"
    presence_note: str | None = None
    """Words such as "for item 3" or "via phone"."""
    source_lines: list[int] = field(default_factory=list)
    key: int = 0
    """Names this attendee while a reading is being checked; 0 until then."""


@dataclass(slots=True)
class ActionRead:
    """What an action passage says: `words` is its text without the marker, `owner` as printed."""

    words: str
    reference: str | None = None
    owner: str | None = None
    owners: list[str] = field(default_factory=list)
    """The owners one by one, as printed: "TE/LG" is ["TE", "LG"]."""
    owner_organisation_kind: OrganisationKind | None = None
    due_on: date | None = None
    due_words: str | None = None
    recommendations: list[str] = field(default_factory=list)
    mention: Mention = Mention.RAISED
    restates: int | None = None
    """Key of the passage that raised the action which this one restates."""


@dataclass(slots=True)
class Passage:
    """A stretch `text[starts:ends]` of its line that means something. `key` is unique within its minutes."""

    key: int
    kind: Kind
    starts: int
    ends: int
    speakers: list[str] = field(default_factory=list)
    """As printed ("the force", "ACC Cooper"); a pronoun is resolved to how the attendance knows the person."""
    known_as: list[str] = field(default_factory=list)
    """The speakers as the attendance list knows them ("PCC", "RC"); words nobody there answers to stay as printed."""
    replies_to: int | None = None
    """For an answer: key of the question it replies to."""
    also_replies_to: list[int] = field(default_factory=list)
    """Keys of earlier questions, asked in one breath with that one, which it answers too."""
    written_answer_to_follow: bool = False
    """For a question: an answer in writing was promised."""
    action: ActionRead | None = None
    outcome: Outcome | None = None
    """For a review: what was decided about the action `action.reference`."""
    set_by: Literal["grammar", "hand"] = "grammar"


@dataclass(slots=True)
class Text:
    """One paragraph or bullet, as written, without its list marker."""

    text: str
    bullet: bool = False
    depth: int = 0
    """0 for a paragraph or an outermost bullet."""
    label: str | None = None
    """A printed list number or letter: "a)", "1.2"; None for plain bullets and paragraphs."""
    source_lines: list[int] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    key: int = 0
    """Names this line while a reading is being checked; 0 until then."""

    def words_of(self, passage: Passage) -> str:
        """The passage's words, without surrounding space."""
        return self.text[passage.starts : passage.ends].strip()


@dataclass(slots=True)
class Part:
    """A section: heading and lines. `title` None holds the lines before any heading. Parts stand flat, in order."""

    title: str | None
    number: str | None = None
    level: int = 1
    recommendations: list[str] = field(default_factory=list)
    source: str | None = None
    """Short name of the report whose recommendations these are, as far as the minutes name it ("IITCSE")."""
    lines: list[Text] = field(default_factory=list)
    source_lines: list[int] = field(default_factory=list)
    is_summary_of_actions: bool = False
    assurance: Assurance | None = None
    """The Commissioner's judgement on the section, and why."""
    assurance_statement: str = ""
    key: int = 0
    """Names this part while a reading is being checked; 0 until then."""


@dataclass(slots=True)
class Update:
    """What a body reports about a recommendation."""

    organisation: str | None
    text: str
    begins: int | None = None
    """The source line with which its text begins."""


@dataclass(slots=True)
class RecommendationRead:
    """A recommendation that a report lists, with the bodies under whose heading it stands."""

    reference: str
    title: str
    responsible: list[str] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)


@dataclass(slots=True)
class SourceRead:
    """What a progress report says of the inquiry or inspection whose recommendations it reports on."""

    short_name: str | None = None
    title: str | None = None
    made_by: str | None = None
    published_on: date | None = None
    recommendations: int | None = None
    """How many it makes."""
    steps: int | None = None
    """How many single actions the plan has that carries them out."""
    review_on: date | None = None
    """When its author comes back, and in which words this is promised."""
    review_words: str = ""
    reports_every: int | None = None
    """Months between the progress reports that are promised, and in which words."""
    reports_words: str = ""


@dataclass(slots=True)
class Minutes:
    """Everything that was read from one document, or gathered from the record to be written."""

    title: str | None = None
    held_on: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    venue: str | None = None
    chair: str | None = None
    minute_taker: str | None = None
    next_meeting: str | None = None
    attendances: list[Attendee] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    recommendations: list[RecommendationRead] = field(default_factory=list)
    about: SourceRead | None = None
    """For a report about recommendations: the report that makes them."""
    bodies: dict[str, str] = field(default_factory=dict)
    """What a body that a report names is properly called, by the words of the report."""


@dataclass(slots=True)
class Doubt:
    """Something the reader is not sure of. `line` is the source line's number, from 1."""

    line: int
    text: str
    """The source's words that are in doubt."""
    guess: str
    """What it was taken for, in words for a person."""
    why: str
    subject: str = "line"
    """What the doubt is about, for the check page to ask the right question: held_on, attendance, heading, kind,
    speaker, answer, owner, due_on, recommendation, restated, line."""
    passage: int | None = None
    """Key of the passage in doubt, where there is one."""
    settled: bool = False


@dataclass(slots=True)
class LedgerRow:
    """What became of one non-empty source line: a field's name, "attendance", "heading", "line", "doubt", "residue"."""

    line: int
    text: str
    became: list[str]


@dataclass(slots=True)
class Reading:
    """A document as it was read: the minutes, what is in doubt, and an account of every source line."""

    minutes: Minutes
    doubts: list[Doubt] = field(default_factory=list)
    ledger: list[LedgerRow] = field(default_factory=list)


def passages(minutes: Minutes) -> "list[tuple[Part, Text, Passage]]":
    """Every passage with its line and part, in the order of the minutes."""
    return [
        (part, line, passage) for part in minutes.parts for line in part.lines for passage in line.passages
    ]
