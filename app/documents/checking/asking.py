"""Doubts as questions: what is asked, and between which choices."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.documents import corrections
from app.documents.checking.rows import SourceWords
from app.documents.minutes import (
    Attendee,
    Doubt,
    Kind,
    Mention,
    OrganisationKind,
    Passage,
    Reading,
    Text,
    passages,
)
from app.errors import EditConflict

AS_READ = "as read"
OTHER = "typed"
MOST_PEOPLE = 4
"""More people than this are not offered one by one; anybody else can be typed."""

MOST_ACTIONS = 7

SIDES: dict[OrganisationKind, str] = {
    "commissioner": "the commissioner’s office",
    "force": "the force",
    "other": "another body",
}
"""In the words that the reader's guesses use."""

KIND_NAMES = {
    Kind.STATEMENT: "A statement",
    Kind.QUESTION: "A question",
    Kind.ANSWER: "An answer",
    Kind.ACTION: "An action",
    Kind.DECISION: "A decision",
    Kind.REVIEW: "A review of an action",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be so: `value` is sent back, `words` and the quieter `remark` are shown."""

    value: str
    words: str
    remark: str = ""


@dataclass(slots=True)
class DoubtAsked:
    """A doubt as a question. With `other` something else can be typed, which that label asks for."""

    place: int
    doubt: Doubt
    title: str
    choices: list[Choice] = field(default_factory=list)
    chosen: str = AS_READ
    other: str = ""
    typed: str = ""
    source: list[SourceWords] = field(default_factory=list)
    row: str = ""
    """The id of the row where the rest can be corrected: "line-12", "attendee-3", "facts"."""

    @property
    def said(self) -> str:
        """What stands, in words."""
        for choice in self.choices:
            if choice.value == self.chosen:
                return choice.words
        return self.typed or self.doubt.guess


def _title(doubt: Doubt) -> str:
    return {
        "held_on": "Date of the meeting",
        "attendance": "Somebody who was there?",
        "heading": "Is this a heading?",
        "kind": "What is this?",
        "speaker": "Who speaks here?",
        "answer": "Is this an answer?",
        "owner": "Who owns this action?",
        "due_on": "When is this action due?",
        "recommendation": "Which recommendations does this concern?",
        "restated": "Is this the same action again?",
    }.get(doubt.subject, "Was this read correctly?")


def _passage(reading: Reading, doubt: Doubt) -> tuple[Text, Passage] | None:
    if doubt.passage is None:
        return None
    try:
        _, line, passage = corrections.find_passage(reading, doubt.passage)
    except EditConflict:
        return None
    return line, passage


def _row(reading: Reading, doubt: Doubt) -> str:
    found = _passage(reading, doubt)
    if found is not None:
        return f"line-{found[0].key}"
    there = [one for one in reading.minutes.attendances if doubt.line in one.source_lines]
    for attendee in [one for one in there if one.name in doubt.text] or there:
        return f"attendee-{attendee.key}"
    for part in reading.minutes.parts:
        if doubt.line in part.source_lines and part.title is not None:
            return f"heading-{part.key}"
        for line in part.lines:
            if doubt.line in line.source_lines:
                return f"line-{line.key}"
    return "facts"


def _ask_date(reading: Reading, asked: DoubtAsked) -> None:
    held_on = reading.minutes.held_on
    asked.other = "The date, such as 31 March 2023"
    asked.typed = f"{held_on.day} {held_on:%B %Y}" if held_on else ""
    asked.chosen = OTHER


def _ask_kind(_reading: Reading, asked: DoubtAsked, passage: Passage) -> None:
    asked.chosen = passage.kind.value
    asked.choices = [Choice(kind.value, words) for kind, words in KIND_NAMES.items()]
    asked.choices.sort(key=lambda choice: choice.value != asked.chosen)


def _ask_answer(reading: Reading, asked: DoubtAsked, passage: Passage) -> None:
    by = said_by(reading, passage.known_as)
    asked.choices = [
        Choice("yes", f"Yes. It is an answer{by}"),
        Choice("no", "No. Leave the question unanswered"),
    ]
    if passage.kind == Kind.ANSWER and passage.replies_to is None:
        asked.choices.insert(1, Choice("loose", f"It is an answer{by}, but to none of these questions"))
    asked.chosen = "loose" if passage.kind == Kind.ANSWER and passage.replies_to is None else "no"
    if passage.kind == Kind.ANSWER and passage.replies_to is not None:
        asked.chosen = "yes"


def said_by(reading: Reading, names: list[str]) -> str:
    """ " by the PCC and JC", or nothing: an office has its article, a person's initials or name have none."""
    initials = {"".join(word[0] for word in one.name.split()).upper() for one in reading.minutes.attendances}
    spoken = [
        f"the {name}" if name.upper() == name and name not in initials and " " not in name else name
        for name in names
    ]
    return " by " + " and ".join(spoken) if spoken else ""


def _people(reading: Reading) -> list[Attendee]:
    spoken = [name for _, _, passage in passages(reading.minutes) for name in passage.known_as]
    there = [one for one in reading.minutes.attendances if one.presence != "apologies"]
    return sorted(there, key=lambda one: -spoken.count(one.known_as or one.name))[:MOST_PEOPLE]


def _ask_people(reading: Reading, asked: DoubtAsked, chosen: list[str], nobody: str) -> None:
    asked.chosen = ", ".join(chosen)
    asked.choices = [Choice("", nobody)]
    for one in _people(reading):
        asked.choices.append(
            Choice(one.known_as or one.name, one.known_as or one.name, one.title or one.name)
        )
    if asked.chosen and asked.chosen not in [choice.value for choice in asked.choices]:
        asked.choices.insert(0, Choice(asked.chosen, asked.chosen, "as it was read"))
    asked.choices.sort(key=lambda choice: choice.value != asked.chosen)
    asked.other = "Somebody else"


def _ask_speaker(reading: Reading, asked: DoubtAsked, passage: Passage) -> None:
    _ask_people(reading, asked, passage.known_as, "Nobody is named")


def _ask_owner(reading: Reading, asked: DoubtAsked, passage: Passage) -> None:
    if passage.action is not None:
        _ask_people(reading, asked, passage.action.owners, "Nobody is named")


def _ask_due(_reading: Reading, asked: DoubtAsked, passage: Passage) -> None:
    action = passage.action
    if action is None:
        return
    asked.choices = [Choice("", "No date", action.due_words or "")]
    asked.other = "The date, such as 31 March 2023"
    if action.due_on is not None:
        asked.chosen, asked.typed = OTHER, f"{action.due_on.day} {action.due_on:%B %Y}"
    else:
        asked.chosen = ""


def _ask_recommendations(_reading: Reading, asked: DoubtAsked, passage: Passage) -> None:
    action = passage.action
    if action is not None:
        asked.choices = [Choice("", "None")]
        asked.other = "Their numbers, such as 8, 12"
        asked.typed = ", ".join(action.recommendations)
        asked.chosen = OTHER if action.recommendations else ""


def _ask_restated(reading: Reading, asked: DoubtAsked, passage: Passage) -> None:
    action = passage.action
    if action is None:
        return
    for _, line, other in passages(reading.minutes):
        if other.action is None or other.key == passage.key or other.action.mention != Mention.RAISED:
            continue
        if len(asked.choices) < MOST_ACTIONS or other.key == action.restates:
            asked.choices.append(Choice(str(other.key), "Yes, of: " + other.action.words, _where(line)))
    asked.chosen = str(action.restates) if action.restates is not None else ""
    asked.choices.append(Choice("", "No. It is an action of its own"))
    asked.choices.sort(key=lambda choice: choice.value != asked.chosen)


def _where(line: Text) -> str:
    return f"line {line.source_lines[0]}" if line.source_lines else ""


def _ask_heading(_reading: Reading, asked: DoubtAsked) -> None:
    asked.choices = [Choice("heading", "Yes, a heading"), Choice("line", "No, a line of the minutes")]
    asked.chosen = "heading" if asked.row.startswith("heading-") else "line"
    asked.choices.sort(key=lambda choice: choice.value != asked.chosen)
    if asked.row == "facts" or asked.row.startswith("attendee-"):
        asked.choices, asked.chosen = [], AS_READ


def _ask_attendance(reading: Reading, asked: DoubtAsked) -> None:
    if not asked.row.startswith("attendee-"):
        return
    attendee = corrections.find_attendee(reading, int(asked.row.rpartition("-")[2]))
    if asked.doubt.guess in SIDES.values():
        asked.title = f"Which side is {attendee.name} on?"
        asked.chosen = attendee.organisation_kind or "other"
        asked.choices = [Choice(side, words[:1].upper() + words[1:]) for side, words in SIDES.items()]
        asked.choices.sort(key=lambda choice: choice.value != asked.chosen)
    else:
        asked.choices = [Choice(AS_READ, asked.doubt.guess[:1].upper() + asked.doubt.guess[1:])]
    asked.choices.append(Choice("nobody", "Nobody who was there: an ordinary line"))


_OF_A_PASSAGE: dict[str, Callable[[Reading, DoubtAsked, Passage], None]] = {
    "kind": _ask_kind,
    "line": _ask_kind,
    "answer": _ask_answer,
    "speaker": _ask_speaker,
    "owner": _ask_owner,
    "due_on": _ask_due,
    "recommendation": _ask_recommendations,
    "restated": _ask_restated,
}
_OF_A_LINE: dict[str, Callable[[Reading, DoubtAsked], None]] = {
    "held_on": _ask_date,
    "heading": _ask_heading,
    "attendance": _ask_attendance,
}


def ask(reading: Reading, place: int) -> DoubtAsked:
    """The doubt at `place` as a question about what stands now. EditConflict when there is none."""
    doubt = corrections.find_doubt(reading, place)
    asked = DoubtAsked(place, doubt, title=_title(doubt), row=_row(reading, doubt))
    words = {row.line: row.text for row in reading.ledger}
    if doubt.line in words:
        asked.source = [SourceWords(doubt.line, words[doubt.line], doubt.text)]
    found = _passage(reading, doubt)
    if doubt.subject in _OF_A_LINE:
        _OF_A_LINE[doubt.subject](reading, asked)
    elif doubt.subject in _OF_A_PASSAGE and found is not None:
        _OF_A_PASSAGE[doubt.subject](reading, asked, found[1])
    if not asked.choices and not asked.other:
        asked.choices = [Choice(AS_READ, f"It is right: {doubt.guess}")]
    return asked
