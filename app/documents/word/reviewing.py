"""Tracked changes and comments in an edited file: what was done with them, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.documents.word.package import Element, Package, open_word
from app.documents.word.style_sheet import W

TRACKED = ("ins", "del", "moveFrom", "moveTo")
MOST = 20
LONGEST = 300


@dataclass(slots=True)
class Reviewed:
    """`said` are the sentences."""

    said: list[str] = field(default_factory=list)


def reviewed(data: bytes) -> Reviewed:
    """What was done with the tracked changes and the comments of a Word file. Raises UnreadableDocument."""
    package = open_word(data)
    return Reviewed([*_tracked(package), *_comments(package)])


def _tracked(package: Package) -> Iterator[str]:
    count = sum(1 for _ in package.tree(package.main).iter(*(W + name for name in TRACKED)))
    if count == 1:
        yield "One tracked change was read as if it were accepted."
    elif count:
        yield f"{count} tracked changes were read as if they were accepted."


def _comments(package: Package) -> Iterator[str]:
    comments = package.first("comments")
    found = [] if comments is None else [_words(one) for one in comments.iter(W + "comment")]
    for words in found[:MOST]:
        more = "…" if len(words) > LONGEST else ""
        yield f"A comment was not taken into the minutes: “{words[:LONGEST]}{more}”"
    if len(found) > MOST:
        yield f"{len(found) - MOST} more comments were not taken into the minutes."


def _words(comment: Element) -> str:
    paragraphs = ("".join(text.text or "" for text in one.iter(W + "t")) for one in comment.iter(W + "p"))
    return " ".join(" ".join(paragraphs).split())
