"""The brief as a Word file, under a name that says which."""

from collections.abc import Iterator
from datetime import datetime

from app.db import OFFICE_TIME
from app.documents.word.names import OVERDUE, QUIET, STRONG
from app.documents.word.xml import Words
from app.documents.write_brief import (
    BriefText,
    Bullets,
    Cell,
    Heading,
    Lines,
    Numbered,
    Prose,
    Table,
    write_brief,
)
from app.models.meetings import Meeting
from app.models.responses import ResponseState
from app.services.briefs.parts import Brief, CameIn, Given, Latest, OpenAction, OpenGroup, short
from app.services.briefs.sentences import day, first_words, lead, number, times
from app.services.questions import Asked, State

_WIDTHS = (20, 58, 42, 48)
"""Millimetres: the longest date, and how long it is overdue, stand on one line each."""
REFERENCES = 12
_SETTLED = {ResponseState.RETURNED: "Returned ", ResponseState.ACCEPTED: "Accepted "}


def as_word(brief: Brief, *, made_at: datetime, style: bytes | None = None) -> bytes:
    """The bytes of a Word file (.docx); `style` as `write_docx` takes it."""
    meeting = brief.meeting
    moment = made_at.astimezone(OFFICE_TIME)
    at = f", {meeting.starts_at:%H:%M}" if meeting.starts_at else ""
    marking = f"{meeting.marking}. " if meeting.marking else ""
    name = f"Brief for {meeting.held_on:%A} {day(meeting.held_on)}"
    return write_brief(
        BriefText(
            head=f"{marking}Brief for the Commissioner. Private to the office. "
            f"Made {day(moment.date())}, {moment:%H:%M}",
            kind=name + at,
            title=lead(brief),
            name=name,
            blocks=[*_first(brief), *_open(brief), *_received(brief), *_silent(brief), *_private(brief)],
        ),
        style=style,
        marking=meeting.marking,
    )


def word_name(meeting: Meeting) -> str:
    """ "2025-05-15 Brief.docx": sorts by date in a folder."""
    return f"{meeting.held_on:%Y-%m-%d} Brief.docx"


def _about(references: list[tuple[int, str]]) -> str:
    if not references:
        return ""
    listed = ", ".join(reference for _, reference in references[:4])
    return f" Recommendation{'s' if len(references) > 1 else ''} {listed}."


def _first(brief: Brief) -> Iterator[Heading | Numbered]:
    if not brief.ask_first:
        return
    yield Heading("Ask first")
    yield Numbered(
        [[(one.words, STRONG), (f" {one.why}{_about(one.references)}", "")] for one in brief.ask_first]
    )


def _open(brief: Brief) -> Iterator[Heading | Prose | Table]:
    by = "recommendation" if brief.open.by_recommendation else "owner"
    yield Heading("Open actions")
    if not brief.open.count:
        yield Prose([("No action is open.", "")])
        return
    groups = [*brief.open.groups, *brief.open.others]
    counted = [f"{_within(group.name)} {number(group.count)}" for group in groups[:8]]
    more = f" and {len(groups) - 8} others" if len(groups) > 8 else ""
    yield Prose([(_sentence(", ".join(counted) + more), "")], before_a_list=True)
    yield Table(
        ["Ref", "Action and owner", "Due", "Latest"],
        [_row(one, group, brief) for group in brief.open.groups for one in group.rows],
        _WIDTHS,
        name=f"Open actions by {by}",
        about="Each open action with its owner, its due date, its age and the latest that is known.",
    )
    if brief.open.shown < brief.open.count:
        left = f"The {brief.open.shown} most pressing of {brief.open.count} stand here."
        yield Prose([(left, QUIET)])


def _within(name: str) -> str:
    """A group's name inside a sentence."""
    return name[0].lower() + name[1:] if name.startswith(("This ", "Nobody", "Owners ", "Tied ")) else name


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _row(one: OpenAction, group: OpenGroup, brief: Brief) -> list[Cell]:
    action, row = one.row.action, one.row
    owners = ", ".join(owner.words for owner in row.owners) or "Nobody named"
    about = group.name if brief.open.by_recommendation else _about([(t.id, t.reference) for t in row.ties])
    who = group.name if not brief.open.by_recommendation else owners
    due: Cell = [[(day(action.due_on) if action.due_on else "No date", "" if action.due_on else QUIET)]]
    days = action.days_overdue(brief.today)
    if days:
        due.append([(f"{days} day{'' if days == 1 else 's'} overdue", OVERDUE)])
    due.append([(f"{row.age} day{'' if row.age == 1 else 's'} open", QUIET)])
    under = f"{who}. {about.strip()}" if about.strip() else who
    return [
        [[(action.reference, "")]],
        [[(one.wording, "")], [(under, QUIET)]],
        due,
        _latest(one.latest, row.carried),
    ]


def _latest(latest: Latest | None, carried: int) -> Cell:
    said: Words = [("Nothing received", QUIET)]
    if latest is not None:
        began = _SETTLED.get(latest.state, "") if latest.state else ""
        said = [(f"{began}{day(latest.dated_on)}: {latest.words}", "")]
        if latest.proposes_closure and latest.awaits_the_office:
            said.append((" Proposes to close", STRONG))
        elif latest.proposed_due_on and latest.awaits_the_office:
            said.append((f" Proposes {day(latest.proposed_due_on)}", STRONG))
    return [said, [(f"Carried {times(carried)}", QUIET)]] if carried else [said]


def _received(brief: Brief) -> Iterator[Heading | Bullets | Prose]:
    since = day(brief.last.held_on) if brief.last else "the beginning"
    yield Heading(f"Came in since {since}")
    yield _bullets([_came_in(one) for one in brief.came_in], "Nothing has come in.", brief.came_in_count)
    yield Heading("Proposed to be closed", 2)
    proposed: list[Words] = [
        [(f"{one.subject} ", ""), (f"{one.who}, {day(one.dated_on)}.", QUIET)] for one in brief.proposed
    ]
    yield _bullets(proposed, "Nobody proposes to close an action.", brief.proposed_count)


def _bullets(items: list[Words], otherwise: str, count: int) -> Bullets | Prose:
    if not items:
        return Prose([(otherwise, QUIET)])
    if count > len(items):
        items = [*items, [(f"And {count - len(items)} more.", QUIET)]]
    return Bullets(items)


def _came_in(one: CameIn) -> Words:
    settled = f" {one.state.value.capitalize()}." if one.state in _SETTLED and one.state else ""
    return [(f"{one.subject}: {one.words} ", ""), (f"{one.who}, {day(one.dated_on)}.{settled}", QUIET)]


def _silent(brief: Brief) -> Iterator[Heading | Bullets | Prose]:
    yield Heading("Never answered")
    yield _bullets(
        [_asked(one, brief) for one in brief.unanswered.shown],
        "Every question asked has its answer.",
        brief.unanswered.count,
    )
    yield Heading("Written answers promised", 2)
    awaited = [_asked(one, brief) for one in brief.awaited.shown]
    yield _bullets(awaited, "None is awaited.", brief.awaited.count)
    yield Heading("Assurance last time")
    given = [_given(one) for one in brief.given]
    yield _bullets(given, "None was given at the last meeting.", len(given))
    yield Heading("Not asked about for six months", 2)
    yield Prose([(_silences(brief), "")])
    for one in brief.wanting:
        listed = ", ".join(reference for _, reference in one.references[:REFERENCES])
        more = f" and {len(one.references) - REFERENCES} others" if len(one.references) > REFERENCES else ""
        yield Prose([(f"{number(len(one.references)).capitalize()} {one.verb}: {listed}{more}.", "")])


def _asked(one: Asked, brief: Brief) -> Words:
    who = f"{one.who}, " if one.who else ""
    said = f"{who}{day(one.meeting.held_on)}.{_about([(tie.id, tie.reference) for tie in one.ties])}"
    words: Words = [(f"{first_words(one.words)} ", ""), (said, QUIET)]
    if one.state == State.AWAITED and one.due_on:
        late = one.due_on < brief.today
        words.append(
            (f" Due {day(one.due_on)}{', not received' if late else ''}.", OVERDUE if late else QUIET)
        )
    return words


def _given(one: Given) -> Words:
    about = f", recommendation {', '.join(ref for _, ref in one.references)}" if one.references else ""
    if not about and one.section.title:
        about = f", {one.section.title}"
    said = f"{about}. “{short(one.statement, 130)}”" if one.statement else f"{about}."
    return [(one.assurance.value.capitalize(), STRONG), (said, "")]


def _silences(brief: Brief) -> str:
    said = []
    if brief.never_asked:
        some = ", ".join(one.reference for one in brief.never_asked[:REFERENCES])
        more = (
            f" and {len(brief.never_asked) - REFERENCES} others"
            if len(brief.never_asked) > REFERENCES
            else ""
        )
        has = "has" if len(brief.never_asked) == 1 else "have"
        said.append(
            f"{number(len(brief.never_asked)).capitalize()} {has} never been asked about: {some}{more}."
        )
    if brief.not_lately:
        some = ", ".join(one.reference for one in brief.not_lately[:REFERENCES])
        more = (
            f" and {len(brief.not_lately) - REFERENCES} others" if len(brief.not_lately) > REFERENCES else ""
        )
        said.append(
            f"{number(len(brief.not_lately)).capitalize()}{' more' if said else ''} "
            f"{'was' if len(brief.not_lately) == 1 else 'were'} last asked about before "
            f"{day(brief.silent_since)}: {some}{more}."
        )
    return " ".join(said) or f"Every recommendation was asked about since {day(brief.silent_since)}."


def _private(brief: Brief) -> Iterator[Heading | Bullets | Prose | Lines]:
    yield Heading("Your questions")
    planned: list[Words] = []
    for one in brief.plan.questions:
        about = brief.plan.about(one)
        planned.append([(f"{one.text} ", ""), (f"{about}." if about else "", QUIET)])
    yield _bullets(planned, "Nothing is planned yet.", len(planned))
    yield Heading("Your notes")
    for words in brief.note.text.splitlines():
        if words.strip():
            yield Prose([(words, "")])
    yield Lines("Notes", 3)
