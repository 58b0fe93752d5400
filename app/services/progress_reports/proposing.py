"""Words proposed for a new report, from the record alone; the office changes them as it likes."""

from datetime import date

from app.services.progress_reports.facts import Facts, Open, Progress
from app.services.progress_reports.showing import Report

MOST = 12
"""So many of a kind are named; the rest is counted."""


def proposed(shown: Report) -> dict[str, str]:
    """By place; a place without words is left out."""
    facts = shown.facts
    return {
        "purpose": (
            f"This report says what was done about the recommendations of {facts.source} from "
            f"{_day(facts.from_on)} to {_day(facts.until_on)}: what the bodies responsible reported, what the "
            "Commissioner asked, what was promised, and what was achieved."
        ),
        "background": _background(facts),
        "risks": "\n".join(_risks(facts)) or "The record of the period shows none.",
        "next steps": "\n".join(_next_steps(facts))
        or f"No {'other ' if facts.overdue_actions else ''}action is open.",
    }


def _background(facts: Facts) -> str:
    said = []
    if facts.published_on:
        by = f" by {facts.made_by}" if facts.made_by else ""
        said.append(f"{facts.source} was published{by} on {_day(facts.published_on)}.")
    elif facts.made_by:
        said.append(f"{facts.source} was made by {facts.made_by}.")
    number = len(facts.progress)
    said.append(f"{number} of its recommendations {'is' if number == 1 else 'are'} followed here.")
    return " ".join(said)


def _risks(facts: Facts) -> list[str]:
    said = []
    if facts.overdue_actions:
        some = _references(
            sorted({one.reference for some in facts.progress for one in some.still_open if one.is_overdue})
        )
        is_are = "action was" if facts.overdue_actions == 1 else "actions were"
        said.append(f"{facts.overdue_actions} {is_are} overdue when the period ended: {some}.")
    silent = [one for one in facts.progress if one.is_silent]
    if silent:
        said.append(f"Nothing was reported, asked or agreed in the period about {_named(silent)}.")
    claimed = [one for one in facts.progress if _is_claimed(one)]
    if claimed:
        said.append(f"Said to be complete and not verified: {_named(claimed)}.")
    if facts.unanswered:
        were = "question has" if facts.unanswered == 1 else "questions have"
        said.append(f"{facts.unanswered} {were} no answer yet.")
    return said


def _is_claimed(progress: Progress) -> bool:
    return any(
        "complete" in one.rating.lower() and "incomplete" not in one.rating.lower() and not one.verified
        for one in progress.done
    )


def _next_steps(facts: Facts) -> list[str]:
    still_open = {
        one.reference: one for some in facts.progress for one in some.still_open if not one.is_overdue
    }
    found = sorted(still_open.values(), key=lambda one: (one.due_on or date.max, one.reference))
    said = [f"{one.reference}, {_when(one)}: {one.wording}" for one in found[:MOST]]
    return [*said, f"And {len(found) - MOST} more."] if len(found) > MOST else said


def _when(action: Open) -> str:
    return f"due {_day(action.due_on)}" if action.due_on else "without a date"


def _named(some: list[Progress]) -> str:
    word = "recommendation" if len(some) == 1 else "recommendations"
    return f"{word} {_references([one.reference for one in some])}"


def _references(references: list[str]) -> str:
    more = f" and {len(references) - MOST} others" if len(references) > MOST else ""
    return ", ".join(references[:MOST]) + more


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
