"""What stands around the record: heading block, attendance, closing summary of actions, next meeting."""

from collections.abc import Iterator, Mapping

from app.documents.minutes import Kind, Mention, Minutes, Part, passages
from app.documents.word import names
from app.documents.word.attendance import columns, widths
from app.documents.word.details import NOBODY, OTHERS, ActionDetails, Printed, day, to_print
from app.documents.word.xml import Words, link, one_line, paragraph, table

NEXT_MEETING = "Next meeting"
LABELS = {
    "date": "Date",
    "time": "Time",
    "place": "Place",
    "chair": "Chair",
    "minutes": "Minutes taken by",
    "next": NEXT_MEETING,
}


def our_title(minutes: Minutes) -> str:
    """What the file is called: by its minutes, else by their date."""
    if minutes.title and minutes.title.strip():
        return one_line(minutes.title)
    return f"Meeting of {day(minutes.held_on)}" if minutes.held_on else "Minutes of a meeting"


def hours(minutes: Minutes) -> str:
    if minutes.starts_at and minutes.ends_at:
        return f"{minutes.starts_at:%H:%M} to {minutes.ends_at:%H:%M}"
    if minutes.ends_at:
        return f"until {minutes.ends_at:%H:%M}"
    return f"{minutes.starts_at:%H:%M}" if minutes.starts_at else ""


def heading_block(minutes: Minutes, office: str, status: str) -> Iterator[str]:
    if office:
        yield paragraph(names.OFFICE, [(one_line(office), "")])
    yield paragraph(names.DOCUMENT_KIND, [("Minutes", "")])
    has_title = bool(minutes.title and minutes.title.strip())
    yield paragraph(names.TITLE if has_title else names.OUR_TITLE, [(our_title(minutes), "")])
    if status:
        yield paragraph(names.SUBTITLE, [(one_line(status), "")])
    held = minutes.held_on
    facts = {
        "date": f"{held:%A} {day(held)}" if held else "",
        "time": hours(minutes),
        "place": minutes.venue,
        "chair": minutes.chair,
        "minutes": minutes.minute_taker,
        "next": minutes.next_meeting if is_said(minutes) else None,
    }
    for name, words in facts.items():
        if words and words.strip():
            yield paragraph(names.FACT, [(LABELS[name] + ":", names.QUIET), ("\t" + one_line(words), "")])


def attendance(minutes: Minutes) -> Iterator[str]:
    if not minutes.attendances:
        return
    yield paragraph(names.BLOCK_HEADING, [("Attendance", "")])
    shown = columns(minutes.attendances)
    rows = [
        [paragraph(names.ATTENDANCE_TEXT, column.words(person), is_narrow=True) for column in shown]
        for person in minutes.attendances
    ]
    yield table(
        names.ATTENDANCE_HEADING,
        [[column.heading for column in shown], *rows],
        widths(shown, minutes.attendances),
        name="Attendance",
        about="Who was there, with the title held that day and the short form used in these minutes.",
    )


def assurance(part: Part) -> Iterator[str]:
    """ "Partly assured. Visits are late." """
    if part.assurance is not None:
        said = one_line(part.assurance_statement)
        more: Words = [(f" {said}", "")] if said else []
        yield paragraph(names.ASSURANCE, [(f"{part.assurance.capitalize()}.", names.STRONG), *more])


def raised(minutes: Minutes, details: Mapping[int, ActionDetails]) -> dict[str, list[tuple[int, Printed]]]:
    """The actions that the meeting raised, by whoever owes them; those that nobody owes stand last."""
    groups: dict[str, list[tuple[int, Printed]]] = {}
    for _, _, passage in passages(minutes):
        if passage.kind is Kind.ACTION and passage.action and passage.action.mention is Mention.RAISED:
            printed = to_print(passage.action, details.get(passage.key))
            groups.setdefault(printed.group, []).append((passage.key, printed))
    return dict(
        sorted(
            groups.items(),
            key=lambda group: (OTHERS, NOBODY).index(group[0]) + 1 if group[0] in (OTHERS, NOBODY) else 0,
        )
    )


def closing_summary(
    minutes: Minutes, details: Mapping[int, ActionDetails], marks: Mapping[int, str]
) -> Iterator[str]:
    """The actions by organisation, where the minutes do not list them themselves."""
    groups = {} if any(part.is_summary_of_actions for part in minutes.parts) else raised(minutes, details)
    if not groups:
        return
    every = [printed for group in groups.values() for _, printed in group]
    has_references = any(printed.reference for printed in every)
    has_concerns = any(printed.recommendations for printed in every)
    headings = [
        *(["Ref"] if has_references else []),
        "Action",
        "Due",
        *(["Concerns"] if has_concerns else []),
    ]
    widths = [*([22] if has_references else []), 76, 40, *([30] if has_concerns else [])]
    yield paragraph(names.BLOCK_HEADING, [("Actions raised at this meeting", "")])
    for group, actions in groups.items():
        yield paragraph(names.BLOCK_HEADING + " 2", [(one_line(group), "")])
        rows = []
        for key, printed in actions:
            first = [text_or_link(printed.reference, marks.get(key))] if has_references else []
            concerns = f"Rec. {', '.join(printed.recommendations)}" if printed.recommendations else "None"
            due = cell(sentence_case(printed.due) or "No date")
            last = [cell(concerns)] if has_concerns else []
            rows.append([*first, cell(printed.wording), due, *last])
        yield table(
            names.TABLE_HEADING,
            [headings, *rows],
            widths,
            name=f"Actions: {group}",
            about="Each action raised at this meeting that this body owes, and when it is due.",
        )


def cell(words: str) -> str:
    text: Words = [(words, "")] if words else [(names.NOTHING, names.QUIET)]
    return paragraph(names.TABLE_TEXT, text)


def text_or_link(words: str, mark: str | None) -> str:
    if not (words and mark):
        return cell(words)
    inner = link(words, mark)
    return paragraph(names.TABLE_TEXT, []).replace("</w:p>", f"{inner}</w:p>")


def sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]


def next_meeting(minutes: Minutes) -> Iterator[str]:
    """At the end, unless the minutes say it there themselves: then it is only a fact of the heading block."""
    words = one_line(minutes.next_meeting or "")
    if words and not is_said(minutes):
        yield paragraph(names.BLOCK_HEADING, [(NEXT_MEETING, "")])
        yield paragraph(names.NEXT_MEETING, [(words, "")])


def is_said(minutes: Minutes) -> bool:
    """Whether the minutes say under a heading of their own when the next meeting is."""
    words = one_line(minutes.next_meeting or "")
    return any(
        words in one_line(line.text)
        for part in minutes.parts
        if "next meeting" in (part.title or "").lower()
        for line in part.lines
    )
