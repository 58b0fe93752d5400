"""Minutes read from a file as one sequence of headings and lines, with what is printed beside them."""

from dataclasses import dataclass, field

from app.documents.differences.parts import Block
from app.documents.minutes import Minutes, Part
from app.documents.source import Source
from app.documents.word import names
from app.documents.word.details import read_details
from app.documents.word.xml import one_line


@dataclass(slots=True)
class Outline:
    """One side of the comparison. `added` holds what the program prints beside the record, line by line."""

    minutes: Minutes
    blocks: list[Block] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


_DETAILS = {names.ACTION_DETAILS.lower(), names.ACTION_NOTE.lower()}


def outline(source: Source, minutes: Minutes) -> Outline:
    """`minutes` are what the grammar read from `source`."""
    out = Outline(minutes)
    for number, part in enumerate(minutes.parts):
        if part.title is not None or part.number:
            words = f"{_numbered(part)}{one_line(part.title or '')}".strip()
            out.blocks.append(Block(words, number, level=part.level, assurance=_judged(part)))
        for place, line in enumerate(part.lines):
            if not line.text.strip():
                continue
            printed = [
                action
                for at in line.source_lines
                if 0 < at <= len(source.lines)
                for action in source.lines[at - 1].actions
            ]
            block = Block(
                one_line(line.text),
                number,
                place,
                bullet=line.bullet,
                depth=line.depth,
                label=one_line(line.label or ""),
                actions=printed,
            )
            out.blocks.append(block)
    for found in source.lines:
        is_read = (found.style or "").lower() in _DETAILS and read_details(found.text).has_details
        if found.role == "added" and not is_read:
            out.added.append(one_line(found.text))
    return out


def _numbered(part: Part) -> str:
    number = one_line(part.number or "")
    return f"{number}{'.' if number.isdecimal() else ''} " if number else ""


def _judged(part: Part) -> str:
    if part.assurance is None:
        return ""
    return f"{part.assurance.capitalize()}. {one_line(part.assurance_statement)}".strip()
