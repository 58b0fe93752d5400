"""What a Word file of ours says, beside what the minutes say that it was written from: the two must be
equal."""

from collections.abc import Iterator

from app.documents.minutes import Kind, Mention, Minutes
from app.documents.source import Source
from app.documents.word.blocks import hours, is_said
from app.documents.word.details import day
from app.documents.word.names import ATTENDANCE_CELLS
from app.documents.word.printed_lines import is_given

Said = tuple[object, ...]


def plain(text: str | None) -> str:
    return " ".join((text or "").split())


def of_minutes(minutes: Minutes) -> Iterator[Said]:
    """Everything that is printed of minutes, in order."""
    held = minutes.held_on
    following = plain(minutes.next_meeting)
    facts = {
        "Title": plain(minutes.title),
        "Date": f"{held:%A} {day(held)}" if held else "",
        "Time": hours(minutes),
        "Place": plain(minutes.venue),
        "Chair": plain(minutes.chair),
        "Minutes taken by": plain(minutes.minute_taker),
        "Next meeting": following if is_said(minutes) else "",
    }
    yield from (("field", f"{label} {words}") for label, words in facts.items() if words)
    for person in minutes.attendances:
        cells = (person.name, person.title, person.known_as, person.organisation, person.organisation_kind)
        yield ("attendance", *(plain(cell) for cell in (*cells, person.presence, person.presence_note)))
    for part in minutes.parts:
        if part.title is not None:
            yield "heading", part.level, plain(part.number), plain(part.title)
        for line in part.lines:
            passages = tuple((passage.kind, plain(line.words_of(passage))) for passage in line.passages)
            label = plain(line.label) or None
            actions = [passage.action for passage in line.passages if passage.kind is Kind.ACTION]
            raised = any(action and action.mention is Mention.RAISED for action in actions)
            beside = tuple(
                (plain(action.owner), action.due_on, tuple(action.recommendations))
                for action in actions
                if action and raised
            )
            unsaid = tuple(
                passage.action.reference
                for passage in line.passages
                if passage.action
                and passage.action.reference
                and not is_given(passage.action.reference, line.text[passage.starts : passage.ends])
            )
            yield "line", line.bullet, line.depth, label, plain(line.text), passages, beside, unsaid
    if following and not is_said(minutes):
        yield "field", f"Next meeting {following}"


def of_source(source: Source) -> Iterator[Said]:
    """The same, as reading the file gives it."""
    for line in source.lines:
        if line.role == "field":
            yield "field", plain(line.text)
        elif line.role == "attendance" and not line.is_header_row:
            assert len(line.cells) == len(ATTENDANCE_CELLS)
            yield ("attendance", *line.cells)
        elif line.role == "heading":
            yield "heading", line.level, line.label, line.text
        elif line.role in ("paragraph", "bullet"):
            passages = tuple((span.kind, plain(line.text[span.starts : span.ends])) for span in line.spans)
            beside = tuple(
                (plain(action.owner), action.due_on, tuple(action.recommendations))
                for action in line.actions
                if action.has_details
            )
            label = line.label
            unsaid = tuple(action.reference for action in line.actions if action.reference)
            is_bullet, depth = line.role == "bullet", line.level or 0
            yield "line", is_bullet, depth, label, plain(line.text), passages, beside, unsaid
        elif line.role not in ("added", "attendance"):
            yield "stray", line.text
