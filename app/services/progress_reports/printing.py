"""A progress report as a Word file: in the house style, its figures as a table, and nothing told by colour."""

from collections.abc import Iterator
from datetime import date

from app.db import OFFICE_TIME
from app.documents.word.chart import with_bars
from app.documents.word.names import OVERDUE, QUIET, STRONG
from app.documents.word.xml import Words
from app.documents.write_brief import Block, BriefText, Bullets, Cell, Heading, Prose, Table, write_brief
from app.models.progress_reports import ProgressReport
from app.services.progress_reports.facts import Body, Done, Progress
from app.services.progress_reports.showing import Report

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FIGURES = "The period in figures"
ANSWERS = {"answered": "Answered", "unanswered": "Not answered", "awaited": "A written answer is awaited"}


def as_word(shown: Report, *, office: str, style: bytes | None = None) -> bytes:
    """The bytes of a Word file (.docx)."""
    found = shown.report
    state = "Draft"
    if found.issued_at is not None:
        state = f"Issued {_day(found.issued_at.astimezone(OFFICE_TIME).date())}"
    text = BriefText(
        head=office,
        kind=f"{state}. Progress report, {_period(shown)}",
        title=found.title,
        name=found.title,
        blocks=[
            *_said(shown, "Purpose", "purpose"),
            *_said(shown, "Background", "background"),
            *_figures(shown),
            *_bodies(shown),
            *_said(shown, "Risks", "risks"),
            *_said(shown, "Next steps", "next steps"),
        ],
    )
    figures = [(one.words, one.count) for one in shown.facts.figures]
    said = ", ".join(f"{words.lower()} {number}" for words, number in figures)
    about = f"Bars: of {len(shown.facts.progress)} recommendations, {said}. The table below says the same."
    return with_bars(write_brief(text, style=style), figures, before=FIGURES, about=about)


def word_name(found: ProgressReport) -> str:
    """ "2025-06-30 Progress report.docx": sorts by the end of the period in a folder."""
    return f"{found.until_on:%Y-%m-%d} {found.title[:80]}.docx"


def _period(shown: Report) -> str:
    return f"{_day(shown.facts.from_on)} to {_day(shown.facts.until_on)}"


def _said(shown: Report, heading: str, place: str) -> Iterator[Block]:
    yield Heading(heading)
    yield from _paragraphs(shown.at(place).text, "Nothing to say.")


def _paragraphs(words: str, otherwise: str = "") -> Iterator[Block]:
    lines = [line for line in words.splitlines() if line.strip()]
    if not lines and otherwise:
        yield Prose([(otherwise, QUIET)])
    for line in lines:
        yield Prose([(line, "")])


def _figures(shown: Report) -> Iterator[Block]:
    facts = shown.facts
    yield Heading(FIGURES)
    late = facts.overdue_actions
    said = f"{facts.open_actions} action{'' if facts.open_actions == 1 else 's'} about them open when the period ended"
    yield Prose([(f"{said}, {late} of them overdue." if late else f"{said}.", "")])
    yield Prose([(f"Of {len(facts.progress)} recommendations:", "")], before_a_list=True)
    yield Table(
        ["In the period", "Recommendations"],
        [[[[(one.words, "")]], [[(str(one.count), STRONG)]]] for one in facts.figures],
        (110, 58),
        name=FIGURES,
        about="How many recommendations were reported on, asked about, and so on, in the period.",
    )


def _bodies(shown: Report) -> Iterator[Block]:
    yield Heading("Progress by body")
    for body in shown.facts.bodies:
        yield Heading(body.name, 2)
        yield from _paragraphs(shown.at(body.place).text)
        yield _overview(body)
        for one in body.progress:
            if not shown.is_quiet(one):
                yield from _recommendation(shown, one)
        silent = shown.quiet_of(body)
        if silent:
            yield Heading("Nothing was reported, asked or agreed in the period", 3)
            yield Bullets([[(one.name, "")] for one in silent])


def _overview(body: Body) -> Table:
    rows: list[list[Cell]] = []
    for one in body.progress:
        latest = one.done[-1] if one.done else None
        said: Cell = [[("Nothing reported", QUIET)]]
        if latest is not None:
            state = ("Verified", STRONG) if latest.verified else ("Not verified", QUIET)
            said = [[(f"{latest.rating or 'Reported'}, {_day(latest.on)}", "")], [state]]
        open_actions: Cell = [[(str(len(one.still_open)), "")]]
        late = sum(action.is_overdue for action in one.still_open)
        if late:
            open_actions.append([(f"{late} overdue", OVERDUE)])
        rows.append(
            [
                [[(one.reference, STRONG)], *([[(one.title, "")]] if one.title else [])],
                said,
                [[(str(len(one.asked)), "")]],
                open_actions,
            ]
        )
    return Table(
        ["Recommendation", "What the body says", "Questions", "Open actions"],
        rows,
        (66, 46, 28, 28),
        name=f"Recommendations that {body.name} leads"
        if body.name != "Nobody named"
        else "Nobody named as lead",
        about="Each recommendation with what its body says, questions asked and actions open in the period.",
    )


def _recommendation(shown: Report, one: Progress) -> Iterator[Block]:
    yield Heading(one.name, 3)
    if one.partners:
        yield Prose([(f"With {', '.join(one.partners)}.", QUIET)])
    yield from _paragraphs(shown.at(one.place).text)
    yield from _list("Done, as the bodies say", [_done(done) for done in one.done])
    asked: list[Words] = [
        [(f"{_day(ask.on)}: {ask.words} ", ""), (f"{ANSWERS.get(ask.answer, '')}.", QUIET)]
        for ask in one.asked
    ]
    yield from _list("Asked", asked)
    promised: list[Words] = []
    for action in one.promised:
        due = f" Due {_day(action.due_on)}." if action.due_on else " No date was given."
        owners = ", ".join(action.owners) or "Nobody named"
        state = " Open when the period ended." if action.is_open else ""
        promised.append([(f"{action.reference}: {action.wording} ", ""), (f"{owners}.{due}{state}", QUIET)])
    yield from _list("Promised", promised)
    yield from _list("Achieved", [[(f"{_day(done.on)}: {done.words}", "")] for done in one.achieved])


def _done(done: Done) -> Words:
    evidence = f" {done.evidence} file{'' if done.evidence == 1 else 's'} with it." if done.evidence else ""
    state = "Verified." if done.verified else "Not verified."
    rating = f"{done.rating}. " if done.rating else ""
    return [
        (f"{done.body}, {_day(done.on)}: ", STRONG),
        (f"{rating}{' '.join(done.words.split())} ", ""),
        (f"{state}{evidence}", QUIET),
    ]


def _list(label: str, items: list[Words]) -> Iterator[Block]:
    if items:
        yield Prose([(f"{label}:", STRONG)], before_a_list=True)
        yield Bullets(items)


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
