"""The brief's own sentences: the one it opens with, and what it would ask first and why."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from app.services.briefs.parts import AskFirst, Brief, OpenAction, short
from app.services.questions import Asked

FIRST = 3
NBSP = "\N{NO-BREAK SPACE}"
_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_TIMES = {1: "once", 2: "twice"}


def number(count: int) -> str:
    """ "three", "12"."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def day(value: date) -> str:
    """31 March 2023, which never breaks across lines."""
    return f"{value.day}{NBSP}{value:%B}{NBSP}{value.year}"


def times(count: int) -> str:
    """ "once", "three times"."""
    return _TIMES.get(count, f"{number(count)} times")


def lead(brief: Brief) -> str:
    """ "Nine actions are open, three are overdue, two questions have had no answer"."""
    count, overdue = brief.open.count, brief.open.overdue
    said = [f"{number(count)} action{'' if count == 1 else 's'} {'is' if count == 1 else 'are'} open"]
    if overdue:
        said.append("it is overdue" if count == 1 else f"{number(overdue)} {_is(overdue)} overdue")
    silent = brief.unanswered.count
    if silent:
        said.append(
            f"{number(silent)} question{'' if silent == 1 else 's'} {'has' if silent == 1 else 'have'} "
            "had no answer"
        )
    else:
        said.append("no question waits for an answer")
    whole = ", ".join(said)
    return whole[0].upper() + whole[1:]


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def ask_first(brief: Brief) -> list[AskFirst]:
    """At most three: a question never answered, an action long overdue, a written answer that did not come, one
    whose closing is proposed, one that nobody owns.
    """
    found: list[AskFirst] = []
    for one in _candidates(brief):
        if one.words not in {other.words for other in found}:
            found.append(one)
    return found[:FIRST]


def _candidates(brief: Brief) -> Iterator[AskFirst]:
    rows = brief.open.rows
    if brief.unanswered.shown:
        yield _unanswered(brief.unanswered.shown[0])
    late = [one for one in rows if one.row.action.is_overdue(brief.today)]
    if late:
        yield _late(
            max(late, key=lambda one: (one.row.carried, one.row.action.days_overdue(brief.today))), brief
        )
    for asked in brief.awaited.shown:
        if asked.due_on is not None and asked.due_on < brief.today:
            yield _promised(asked)
            break
    for one in rows:
        if not one.row.owners:
            yield _unowned(one)
            break
    for asked in brief.unanswered.shown[1:]:
        yield _unanswered(asked)
    for one in late:
        yield _late(one, brief)


def _unanswered(asked: Asked) -> AskFirst:
    by = f" by {said_of(asked.who)}" if asked.who else ""
    why = f"Asked{by} on {day(asked.meeting.held_on)} and not answered."
    return AskFirst(first_words(asked.words), why, references(asked.ties), asked.href)


def said_of(who: str) -> str:
    """As it stands within a sentence: "the PCC", "the Commissioner", "Joan Tully"."""
    if who.startswith("The "):
        return f"the {who[4:]}"
    return f"the {who}" if who.isupper() else who


def _promised(asked: Asked) -> AskFirst:
    why = f"An answer in writing was due by {day(asked.due_on)} and has not come." if asked.due_on else ""
    return AskFirst(first_words(asked.words), why, references(asked.ties), asked.href)


def _late(one: OpenAction, brief: Brief) -> AskFirst:
    action = one.row.action
    days = action.days_overdue(brief.today)
    carried = f"has been carried {times(one.row.carried)} and " if one.row.carried else ""
    why = f"Action{NBSP}{action.reference} {carried}is {days} day{'' if days == 1 else 's'} overdue."
    return AskFirst(first_words(action.wording), why, references(one.row.ties), f"/actions/{action.id}")


def _unowned(one: OpenAction) -> AskFirst:
    action = one.row.action
    dated = "" if action.due_on else " and has no date"
    why = f"Action{NBSP}{action.reference} names nobody{dated}."
    return AskFirst(first_words(action.wording), why, references(one.row.ties), f"/actions/{action.id}")


class _Tied(Protocol):
    """A recommendation that an action or a question concerns."""

    @property
    def id(self) -> int: ...

    @property
    def reference(self) -> str: ...


def references(ties: Sequence[_Tied]) -> list[tuple[int, str]]:
    return [(tie.id, tie.reference) for tie in ties]


def first_words(words: str) -> str:
    """Of a question or an action: as much as the eye takes in at once."""
    return short(words, 100)
