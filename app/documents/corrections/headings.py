"""Headings, lines, and what was left out."""

from dataclasses import replace

from app.documents.corrections.keys import GONE, find_line, find_part, next_key, next_passage
from app.documents.corrections.passages import point_elsewhere
from app.documents.minutes import Kind, Part, Passage, Reading, Text
from app.errors import EditConflict, RuleBroken


def set_heading(
    reading: Reading,
    key: int,
    *,
    title: str,
    number: str | None,
    level: int,
    recommendations: list[str],
    source: str | None,
) -> None:
    """Say what a heading is called and where it stands; its actions follow it to other recommendations."""
    part = find_part(reading, key)
    if not title.strip():
        raise RuleBroken("A heading needs words.")
    if not 1 <= level <= 6:
        raise RuleBroken("A heading's level is between 1 and 6.")
    for line in part.lines:
        for passage in line.passages:
            if passage.action is not None and passage.action.recommendations == part.recommendations:
                passage.action.recommendations = list(recommendations)
    part.title, part.number, part.level = title.strip(), number, level
    part.recommendations, part.source = recommendations, source


def line_to_heading(reading: Reading, key: int, *, level: int = 2) -> Part:
    """Make a line a heading; the lines after it stand under it."""
    part, line = find_line(reading, key)
    if not 1 <= level <= 6:
        raise RuleBroken("A heading's level is between 1 and 6.")
    place = part.lines.index(line)
    heading = Part(
        title=line.text.strip(),
        number=line.label,
        level=level,
        lines=part.lines[place + 1 :],
        source_lines=list(line.source_lines),
        source=part.source,
        key=next_key(reading),
    )
    del part.lines[place:]
    reading.minutes.parts.insert(reading.minutes.parts.index(part) + 1, heading)
    for passage in line.passages:
        point_elsewhere(reading, passage.key, None)
    return heading


def heading_to_line(reading: Reading, key: int) -> Text:
    """Make a heading an ordinary line; what stood under it belongs to the heading before."""
    part = find_part(reading, key)
    if part.title is None:
        raise RuleBroken("These lines have no heading.")
    words = f"{part.number} {part.title}" if part.number else part.title
    line = Text(text=words, source_lines=list(part.source_lines), key=next_key(reading))
    line.passages = [Passage(next_passage(reading), Kind.STATEMENT, 0, len(words), set_by="hand")]
    place = reading.minutes.parts.index(part)
    if place == 0:
        part.title, part.number, part.source_lines = None, None, []
        part.lines.insert(0, line)
    else:
        reading.minutes.parts[place - 1].lines.extend([line, *part.lines])
        reading.minutes.parts.remove(part)
    return line


def join_lines(reading: Reading, key: int) -> Text:
    """Make a line one with the line before it in its part, as where a page break cut a paragraph in two."""
    part, line = find_line(reading, key)
    place = part.lines.index(line)
    if place == 0:
        raise RuleBroken("There is no line before this one under its heading.")
    first = part.lines[place - 1]
    shift = len(first.text) + 1
    first.text = f"{first.text} {line.text}"
    if first.passages:
        first.passages[-1].ends = shift
    first.passages += [
        replace(each, starts=each.starts + shift, ends=each.ends + shift) for each in line.passages
    ]
    first.source_lines += line.source_lines
    part.lines.remove(line)
    return first


def keep_residue(reading: Reading, number: int) -> Text:
    """Make a source line that was left out as page furniture a line of the minutes, where it stood."""
    row = next((row for row in reading.ledger if row.line == number and row.became == ["residue"]), None)
    if row is None:
        raise EditConflict(GONE)
    words = row.text.strip()
    line = Text(text=words, source_lines=[number], key=next_key(reading))
    line.passages = [Passage(next_passage(reading), Kind.STATEMENT, 0, len(words), set_by="hand")]
    if not reading.minutes.parts:
        reading.minutes.parts.append(Part(title=None, key=line.key + 1))
    home = reading.minutes.parts[0]
    for part in reading.minutes.parts:
        if part.source_lines and min(part.source_lines) < number:
            home = part
    after = [each for each in home.lines if each.source_lines and min(each.source_lines) < number]
    home.lines.insert(home.lines.index(after[-1]) + 1 if after else 0, line)
    row.became = ["line"]
    return line
