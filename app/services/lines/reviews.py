"""Reviews of actions written with one key: a line in the words that the grammar reads as one."""

from sqlmodel import Session

from app.documents.due import read_due
from app.errors import RuleBroken
from app.models.actions import Action
from app.models.lines import Line, Outcome
from app.models.meetings import Section
from app.models.people import User
from app.services import drafts
from app.services.lines.reading import next_meeting_on
from app.services.lines.writing import add

OUTCOMES = (Outcome.CLOSED, Outcome.PROGRESSED, Outcome.CARRIED, Outcome.WITHDRAWN, Outcome.REPLACED)
"""What a meeting can decide of an open action."""


def words_of_review(reference: str, outcome: Outcome, *, until: str = "", remark: str = "") -> str:
    """ "14/2024: carried to 12 June 2025, 22 of 60 records had been read." """
    words = f"{reference}: {outcome.value}"
    if until and outcome == Outcome.CARRIED:
        words += f" to {until.removeprefix('by ').removeprefix('to ')}"
    if remark and outcome == Outcome.REPLACED and remark.startswith("by "):
        return f"{words} {remark}"
    return f"{words}, {remark}" if remark else words


def review(
    session: Session,
    action: Action,
    section: Section,
    *,
    outcome: Outcome,
    until: str = "",
    remark: str = "",
    key: str,
    after: Line | None = None,
    at_start: bool = False,
    writer: str = "",
    by: User | None,
) -> Line:
    """Put what the meeting decided into its minutes, as a line of the page's own id `key`; twice is once.

    `until` is the new date of an action that is carried: a date or words. Raises RuleBroken when these are not
    understood, or the action was raised later.
    """
    meeting = drafts.opened(session, section.meeting_id)
    until, remark = " ".join(until.split()), " ".join(remark.split())
    if outcome not in OUTCOMES:
        raise RuleBroken("An action is closed, progressed, carried, withdrawn or replaced.")
    if not key:
        raise RuleBroken("The page did not say which line the review is to be.")
    if action.raised_on > meeting.held_on:
        raise RuleBroken(
            f"Action {action.reference} was raised after this meeting, so it cannot have been reviewed here."
        )
    if until and outcome == Outcome.CARRIED:
        due = read_due(until, meeting.held_on, next_meeting_on(session, meeting))
        if due is None or (due.on is None and due.why is not None):
            raise RuleBroken(f"“{until}” is not understood as a date. Write it like 12 June 2025.")
    text = words_of_review(action.reference, outcome, until=until, remark=remark)
    return add(session, section, id=key, text=text, after=after, at_start=at_start, writer=writer, by=by)
