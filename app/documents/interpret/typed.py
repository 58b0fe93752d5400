"""A line typed by itself: whether it is a heading, and which. The same rules as for a file, without what follows it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.documents.interpret.actions import marks
from app.documents.interpret.headings import (
    ACTION_HEADING,
    PREVIOUS,
    SUMMARY,
    is_bare_heading,
    is_numbered_heading,
    recommendations_in,
    section_kind,
    split_number,
)
from app.documents.interpret.people import Known
from app.documents.interpret.reports import name_sources, titled
from app.documents.minutes import Minutes, Part

LONGEST = 140
"""Characters of a heading; what is longer is a sentence."""


@dataclass(slots=True)
class TypedHeading:
    """A heading as typed: its number apart from its title, its level, and what it concerns."""

    title: str
    number: str = ""
    level: int = 1
    recommendations: list[str] = field(default_factory=list)
    source: str | None = None
    """Short name of the report, where these minutes name it."""
    is_summary_of_actions: bool = False


def is_heading(text: str, known: Known | None = None) -> bool:
    """Whether a line by itself is a heading: numbered, naming a recommendation, or a short bare title.

    Somebody's name is none, nor a marked action, nor a lead-in that ends in a colon.
    """
    text = " ".join(text.split())
    if not text or len(text) > LONGEST or marks(text) or ACTION_HEADING.match(text):
        return False
    read = split_number(text)
    if known is not None and any(known.pattern.fullmatch(words) for words in (text, read.title)):
        return False
    if is_numbered_heading(text) or (titled(read.title) and not text.endswith(".")):
        return True
    if not is_bare_heading(text):
        return False
    if SUMMARY.search(text) or PREVIOUS.search(text):
        return True
    if text.endswith(":"):
        return False
    return len(text.split()) > 1 or (text.isalpha() and len(text) > 3)


def read_typed_heading(
    text: str, before: Sequence[Part], *, raised: int = 0, following: int = 0
) -> TypedHeading:
    """What a typed heading says, below the parts that stand before it.

    `raised` counts the actions before it, `following` the headings after it.
    """
    read = split_number(" ".join(text.split()))
    heading = TypedHeading(
        read.title,
        read.number or "",
        level_below(before, read.depth if read.number else 0),
        list(read.recommendations or recommendations_in(text)),
    )
    part = Part(heading.title, read.number, heading.level, list(heading.recommendations))
    name_sources(Minutes(parts=[*before, part]))
    heading.source = part.source
    place = len(before) / (len(before) + following + 1)
    heading.is_summary_of_actions = section_kind(heading.title, raised, place) == "summary"
    return heading


def level_below(before: Sequence[Part], depth: int) -> int:
    """A numbered heading stands as deep as its number; a bare one below the last numbered one."""
    if depth:
        return depth
    numbered = next((part for part in reversed(before) if part.number), None)
    return numbered.level + 1 if numbered is not None else 1
