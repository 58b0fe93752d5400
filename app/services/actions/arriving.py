"""Minutes that arrive in another order than the meetings were held: earlier ones tie up what later ones
left open.
"""

from typing import Any

from sqlmodel import Session, col, select

from app.db import now
from app.documents.due import find_due
from app.models.actions import Action, EventKind
from app.models.lines import Doubt, Entry, Kind, Line, Mention
from app.models.meetings import Meeting
from app.models.people import User
from app.services.actions import history
from app.services.actions.reviewing import review


def raise_earlier(
    session: Session,
    action: Action,
    entry: Entry,
    *,
    meeting: Meeting,
    by: User | None,
    **values: Any,
) -> None:
    """Earlier minutes turn out to have raised an action that is known only from later ones: those restated
    it.
    """
    stand = history.standing(history.events(session, action))
    raised = [event for event in stand if event.kind == EventKind.RAISED]
    later = {event.entry_id for event in raised if event.entry_id is not None}
    read_later = [
        event for event in stand if event.entry_id in later and event.kind == EventKind.WORDING_CHANGED
    ]
    for restating in session.exec(
        select(Entry).where(Entry.action_id == action.id, Entry.mention == Mention.RAISED)
    ):
        restating.mention = Mention.RESTATED
        session.add(restating)
    first = history.replay(raised)
    history.happen(
        session,
        action,
        EventKind.RAISED,
        dated_on=meeting.held_on,
        by=by,
        meeting=meeting,
        entry=entry,
        supersedes=[*raised, *read_later],
        **{name: first[name] for name in ("reference", "number", "year", "state", "settled_on")},
        meeting_id=meeting.id,
        raised_on=meeting.held_on,
        **values,
    )


def take_up_waiting_reviews(session: Session, action: Action, *, by: User | None) -> None:
    """Later minutes reviewed this action before anybody here knew of it: what they decided counts from now
    on.
    """
    waiting = session.exec(
        select(Entry, Line, Meeting)
        .join(Line, col(Line.id) == Entry.line_id)
        .join(Meeting, col(Meeting.id) == Entry.meeting_id)
        .where(
            Entry.kind == Kind.REVIEW,
            col(Entry.action_id).is_(None),
            col(Entry.outcome).is_not(None),
            col(Meeting.held_on) >= action.raised_on,
            col(Line.removed_at).is_(None),
            col(Line.text).contains(action.reference, autoescape=True),
        )
        .order_by(col(Meeting.held_on), col(Line.position), col(Entry.starts))
    ).all()
    for entry, line, meeting in waiting:
        words = entry.words_in(line.text)
        if not _names(words, action.reference) or entry.outcome is None:
            continue
        due = find_due(words, meeting.held_on)
        review(
            session,
            action,
            meeting,
            outcome=entry.outcome,
            remark=words,
            by=by,
            entry=entry,
            due_on=due.on if due else None,
            due_words=due.words if due and due.on is None else "",
        )
        for doubt in session.exec(
            select(Doubt).where(
                Doubt.entry_id == entry.id, Doubt.subject == "review", col(Doubt.settled_at).is_(None)
            )
        ):
            doubt.settled_at = now()
            doubt.settled_by_id = by.id if by else None
            session.add(doubt)


def _names(words: str, reference: str) -> bool:
    """Whether the words name this reference and not one that it is a part of: 1/2024 stands in 11/2024."""
    at = words.find(reference)
    before, after = words[at - 1 : at], words[at + len(reference) : at + len(reference) + 1]
    return at >= 0 and not before.isdigit() and not after.isdigit()
