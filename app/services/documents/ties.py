"""Tying what was brought in: answers to questions, passages to the actions they raise, restate or review."""

from sqlmodel import Session

from app.documents.minutes import ActionRead, Kind, Mention
from app.models.actions import Action
from app.models.lines import AlsoReplies, Doubt, Entry, Line, Outcome
from app.models.meetings import Meeting
from app.models.people import User
from app.services import actions
from app.services.documents.passages import Brought


def tie(session: Session, meeting: Meeting, brought: Brought, *, by: User | None) -> None:
    """Say what belongs to what. The review of an action that the register does not know becomes a doubt."""
    for _, _, entry, passage in brought.read:
        if passage.replies_to is not None and passage.replies_to in brought.entries:
            entry.replies_to_id = brought.entries[passage.replies_to].id
            session.add(entry)
        for key in passage.also_replies_to:
            if key in brought.entries:
                further = brought.entries[key].id or 0
                session.add(AlsoReplies(answer_id=entry.id or 0, question_id=further))
    session.flush()
    reviewed: dict[str, int] = {}
    for section, line, entry, passage in brought.read:
        read = passage.action
        if read is None:
            continue
        if passage.kind == Kind.REVIEW and passage.outcome is not None:
            if read.reference is None and line.id in reviewed:
                # A second sentence about the action that the line began with decides nothing by itself.
                entry.action_id, entry.mention = reviewed[line.id], Mention.REVIEWED
                session.add(entry)
                continue
            _review(session, meeting, line, entry, read, passage.outcome, by=by)
            if entry.action_id is not None:
                reviewed[line.id] = entry.action_id
        elif passage.kind == Kind.ACTION:
            raised = actions.raise_from_entry(
                session,
                entry,
                read,
                meeting=meeting,
                section=section,
                wording=read.words,
                by=by,
                restates=_restated(session, read, brought),
            )
            if raised is not None:
                side = read.owner_organisation_kind
                actions.give_to_its_side(session, raised, side, meeting=meeting, by=by)
    session.flush()


def _restated(session: Session, read: ActionRead, brought: Brought) -> Action | None:
    if read.mention != Mention.RESTATED or read.restates is None:
        return None
    raised = brought.entries.get(read.restates)
    return session.get(Action, raised.action_id) if raised is not None and raised.action_id else None


def _review(
    session: Session,
    meeting: Meeting,
    line: Line,
    entry: Entry,
    read: ActionRead,
    outcome: Outcome,
    *,
    by: User | None,
) -> None:
    remark = entry.words_in(line.text)
    known = actions.find_by_reference(session, read.reference, meeting=meeting) if read.reference else None
    if known is not None and known.raised_on <= meeting.held_on:
        actions.review(
            session,
            known,
            meeting,
            outcome=outcome,
            remark=remark,
            by=by,
            entry=entry,
            due_on=read.due_on,
            due_words=read.due_words or "",
        )
        return
    session.add(
        Doubt(
            meeting_id=meeting.id or 0,
            line_id=line.id,
            entry_id=entry.id,
            subject="review",
            text=remark,
            guess="the review of an action that is not in the register",
            why="No action of that reference is known from this meeting or an earlier one.",
        )
    )
