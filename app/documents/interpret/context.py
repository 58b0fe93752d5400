"""What must be known to read one line: who is at the meeting, and what was said just before.

The same context serves a whole document and a line being typed: `enter` a part, `follow` its lines, read the next.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from app.documents.interpret.people import Known
from app.documents.minutes import Kind, OrganisationKind, Part, Passage, Text

_ASKS_BELOW = re.compile(
    r"\b(?:asked|queried|questioned|challenged|enquired|requested|sought|wanted to (?:know|understand)|"
    r"(?:following|these|further) questions?(?: were (?:asked|raised))?|questions (?:raised|"
    r"asked|included))\b[^.?!]{0,60}:\s*$"
)
ACTION_BELOW = re.compile(
    r"\b(?:ACTIONS?|Actions?(?: points?)?|following actions(?: were (?:agreed|noted))?|actions agreed)\s*[:–-]\s*$"
)
_NUMBERED = re.compile(r"\s*[(\[]?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)\]]+\s")


@dataclass(slots=True)
class Asked:
    """A question waiting for its answer: the passage's key, who asked, and whether an answer has begun."""

    key: int
    by: list[str]
    line: int
    answered: bool = False


@dataclass(slots=True)
class Unsure:
    """Why a passage of the line is in doubt; becomes a `Doubt` once it is known which source line it is."""

    starts: int
    ends: int
    guess: str
    why: str
    subject: str


@dataclass(slots=True)
class LineContext:
    """State before a line. `follow` brings it past a line that was read; `enter` starts a new part."""

    known: Known = field(default_factory=Known)
    held_on: date | None = None
    next_meeting_on: date | None = None
    recommendations: list[str] = field(default_factory=list)
    section_kind: str | None = None
    """"summary", "review" or "actions" where the heading says that what stands below are actions."""
    owner_kind: OrganisationKind | None = None
    """Whose actions the heading says they are ("Summary of actions – OPCC")."""
    marks_questions: bool = False
    """The document writes Q: before its questions, so that an unmarked one is doubtful."""
    marks_actions: bool = False
    """The document writes ACTION: before its actions, so that an unmarked one is doubtful."""
    open_questions: list[Asked] = field(default_factory=list)
    last_speakers: list[str] = field(default_factory=list)
    before_last: list[str] = field(default_factory=list)
    """Who spoke before the last speakers."""
    last_asker: list[str] = field(default_factory=list)
    lead: Kind | None = None
    """What the bullets below a line such as "The PCC asked:" or "ACTIONS:" are."""
    lead_by: list[str] = field(default_factory=list)
    lead_words: str = ""
    answering: list[str] = field(default_factory=list)
    """Who is answering, while their answer runs on."""
    line_no: int = 0
    next_key: int = 1

    def copy(self) -> "LineContext":
        """A context that can be brought forward without changing this one."""
        return replace(
            self,
            open_questions=[replace(q) for q in self.open_questions],
            last_speakers=list(self.last_speakers),
            last_asker=list(self.last_asker),
        )

    def enter(
        self, part: Part, section_kind: str | None = None, owner_kind: OrganisationKind | None = None
    ) -> None:
        """Begin a part: what was asked before does not reach into it."""
        self.recommendations = list(part.recommendations)
        self.section_kind, self.owner_kind = section_kind, owner_kind
        self.open_questions, self.answering = [], []
        self.lead, self.lead_by, self.lead_words = None, [], ""
        self.last_speakers, self.last_asker, self.before_last = [], [], []

    def kind_of(self, known_as: str) -> OrganisationKind | None:
        """Whose side somebody is on."""
        return self.known.person(known_as)[1]

    def take(self, passage: Passage) -> None:
        """Bring the context past one passage."""
        self.next_key = max(self.next_key, passage.key + 1)
        if passage.kind == Kind.QUESTION:
            fresh = [q for q in self.open_questions if q.line == self.line_no and not q.answered]
            if self.lead == Kind.QUESTION:
                fresh = [q for q in self.open_questions if not q.answered]
            self.open_questions = [*fresh, Asked(passage.key, list(passage.known_as), self.line_no)]
            self.last_asker = list(passage.known_as) or self.last_asker
            self.answering = []
        elif passage.kind == Kind.ANSWER:
            for question in self.open_questions:
                question.answered = True
            self.answering = list(passage.known_as) or self.answering
        elif passage.kind in (Kind.STATEMENT, Kind.DECISION, Kind.REVIEW):
            answered = any(q.answered for q in self.open_questions)
            if answered:
                self.open_questions, self.answering = [], []
        if passage.known_as and passage.kind != Kind.ACTION:
            if self.last_speakers != passage.known_as:
                self.before_last = self.last_speakers
            self.last_speakers = list(passage.known_as)

    def follow(self, line: Text) -> None:
        """Bring the context past a line that has been read."""
        self.line_no += 1
        for passage in line.passages:
            self.take(passage)
        if not line.bullet and not _NUMBERED.match(line.text) and not line.text.rstrip().endswith(":"):
            self.lead, self.lead_by, self.lead_words = None, [], ""
        if line.text.rstrip().endswith(":") and line.passages:
            last = line.passages[-1]
            self.lead = Kind.QUESTION if _ASKS_BELOW.search(line.text) else last.kind
            if ACTION_BELOW.search(line.text):
                self.lead = Kind.ACTION
            self.lead_by = list(last.known_as)
            self.lead_words = line.text
