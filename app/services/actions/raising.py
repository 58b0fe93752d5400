"""Raising actions: from a passage of minutes, or by hand; and the numbers they get."""

from datetime import date
from typing import Any

from rapidfuzz import fuzz
from sqlmodel import Session, col, select

from app.db import now
from app.documents.minutes import ActionRead
from app.models.actions import Action, EventKind
from app.models.lines import Entry, Line, Mention
from app.models.meetings import Meeting, Section, SectionRecommendation
from app.models.people import User
from app.services import recommendations
from app.services.actions import history, numbering, owners
from app.services.actions.arriving import raise_earlier, take_up_waiting_reviews

SAME_WORDS = 88
"""From this likeness (of 100) a summary's action without a reference is one that the meeting already
raised.
"""


def raise_from_entry(
    session: Session,
    entry: Entry,
    read: ActionRead,
    *,
    meeting: Meeting,
    section: Section | None,
    wording: str,
    by: User | None,
    restates: Action | None = None,
) -> Action | None:
    """Tie a passage to its action, raising it when the passage is its first mention.

    The same passage read again changes what is read from it and leaves what a person set. A passage that
    restates or reviews is tied to the action with that reference (or to `restates`); a review of an action
    nobody knows gives None.
    """
    session.flush()
    if entry.action_id is not None and entry.mention in (None, Mention.RAISED):
        action = session.get_one(Action, entry.action_id)
        _read_again(session, action, entry, read, meeting=meeting, section=section, wording=wording, by=by)
        entry.mention = Mention.RAISED
        return action
    numbering.lock_numbering(session)
    if read.reference and (gone := numbering.find_removed(session, read.reference)):
        entry.action_id, entry.mention = gone.id, Mention.RAISED
        _read_again(session, gone, entry, read, meeting=meeting, section=section, wording=wording, by=by)
        return gone
    known = restates or _already_known(session, read, wording, meeting)
    if known is None and read.mention == Mention.REVIEWED:
        return None
    if known is not None and _was_raised_before(known, read, meeting):
        values = _values_read(session, read, meeting, section)
        raise_earlier(session, known, entry, meeting=meeting, by=by, wording=wording, **values)
        entry.action_id, entry.mention = known.id, Mention.RAISED
        session.add(entry)
        return known
    if known is not None:
        entry.action_id, entry.mention = known.id, _mention(read, restates)
        session.add(entry)
        return known
    action = add(
        session,
        wording=wording,
        raised_on=meeting.held_on,
        meeting=meeting,
        entry=entry,
        printed=read.reference,
        by=by,
        **_values_read(session, read, meeting, section),
    )
    entry.action_id, entry.mention = action.id, Mention.RAISED
    session.add(entry)
    if read.reference:
        take_up_waiting_reviews(session, action, by=by)
    return action


def _was_raised_before(known: Action, read: ActionRead, meeting: Meeting) -> bool:
    """Whether these minutes are earlier than those that, for want of them, were taken to have raised it."""
    is_earlier = known.meeting_id is not None and known.raised_on > meeting.held_on
    return read.mention == Mention.RAISED and is_earlier


def _mention(read: ActionRead, restates: Action | None) -> Mention:
    if read.mention == Mention.RAISED or (restates is not None and read.mention != Mention.REVIEWED):
        return Mention.RESTATED
    return Mention(read.mention)


def _already_known(session: Session, read: ActionRead, wording: str, meeting: Meeting) -> Action | None:
    if read.reference:
        return numbering.find_by_reference(
            session, read.reference, meeting=meeting, only_here=read.mention == Mention.RAISED
        )
    if read.mention != Mention.RESTATED:
        return None
    here = session.exec(
        select(Action).where(Action.meeting_id == meeting.id, col(Action.removed_at).is_(None))
    ).all()
    alike = [(fuzz.token_set_ratio(action.wording, wording), action.id or 0, action) for action in here]
    best = max(alike, default=None, key=lambda one: one[:2])
    return best[2] if best and best[0] >= SAME_WORDS else None


def add(
    session: Session,
    *,
    wording: str,
    raised_on: date,
    by: User | None,
    meeting: Meeting | None = None,
    entry: Entry | None = None,
    printed: str | None = None,
    owners: list[dict[str, Any]] | None = None,
    due_on: date | None = None,
    due_words: str = "",
    recommendations: list[int] | None = None,
    remark: str = "",
) -> Action:
    """A new action: numbered next within the year it was raised, or with its printed reference."""
    reference, number, year = numbering.take_reference(session, printed, raised_on)
    action = Action(reference=reference, number=number, year=year, raised_on=raised_on, wording=wording)
    session.add(action)
    history.happen(
        session,
        action,
        EventKind.RAISED,
        dated_on=raised_on,
        by=by,
        meeting=meeting,
        entry=entry,
        remark=remark,
        reference=reference,
        number=number,
        year=year,
        meeting_id=meeting.id if meeting else None,
        raised_on=raised_on,
        wording=wording,
        owners=owners or [],
        due_on=due_on,
        due_words=due_words,
        state=action.state,
        settled_on=None,
        recommendations=recommendations or [],
    )
    return action


def _values_read(
    session: Session, read: ActionRead, meeting: Meeting, section: Section | None
) -> dict[str, Any]:
    words = read.owners or ([read.owner] if read.owner else [])
    return {
        "owners": owners.resolve(session, words, meeting=meeting, kind=read.owner_organisation_kind),
        "due_on": read.due_on,
        "due_words": read.due_words or "",
        "recommendations": _proposed(session, read, section),
    }


def proposed_recommendations(session: Session, action: Action) -> list[int]:
    """Ids of the recommendations that the section which raised it concerns."""
    return list(
        session.exec(
            select(SectionRecommendation.recommendation_id)
            .join(Line, col(Line.section_id) == SectionRecommendation.section_id)
            .join(Entry, col(Entry.line_id) == Line.id)
            .where(Entry.action_id == action.id, Entry.mention == Mention.RAISED)
            .distinct()
        ).all()
    )


def meeting_of(session: Session, action: Action) -> Meeting | None:
    """The meeting that raised it, if one did."""
    return session.get(Meeting, action.meeting_id) if action.meeting_id is not None else None


def _proposed(session: Session, read: ActionRead, section: Section | None) -> list[int]:
    """Recommendations the section concerns, and those the words themselves name."""
    found: list[int] = []
    if section is not None:
        found += session.exec(
            select(SectionRecommendation.recommendation_id)
            .where(SectionRecommendation.section_id == section.id)
            .order_by(col(SectionRecommendation.recommendation_id))
        ).all()
    source = recommendations.source_of_section(session, section)
    for reference in read.recommendations:
        found.append(recommendations.find_or_create(session, source=source, reference=reference).id or 0)
    return list(dict.fromkeys(found))


def _read_again(
    session: Session,
    action: Action,
    entry: Entry,
    read: ActionRead,
    *,
    meeting: Meeting,
    section: Section | None,
    wording: str,
    by: User | None,
) -> None:
    past = history.events(session, action)
    if action.removed_at is not None:
        history.happen(
            session,
            action,
            EventKind.RESTORED,
            dated_on=meeting.held_on,
            by=by,
            meeting=meeting,
            entry=entry,
            removed_at=None,
        )
    raised = [event for event in past if event.kind == EventKind.RAISED]
    earlier = [
        event
        for event in history.standing(past)
        if event.entry_id == entry.id and event.kind == EventKind.WORDING_CHANGED
    ]
    read_before = history.replay(raised + earlier)
    values = {"wording": wording} | _values_read(session, read, meeting, section)
    values = {name: value for name, value in values.items() if name not in history.set_by_hand(past)}
    if all(read_before.get(name) == value for name, value in values.items()):
        return
    history.happen(
        session,
        action,
        EventKind.WORDING_CHANGED,
        dated_on=action.raised_on,
        by=by,
        meeting=meeting,
        entry=entry,
        supersedes=earlier,
        **values,
    )


def remove(session: Session, action: Action, *, meeting: Meeting | None, by: User | None) -> Action:
    """The passage that raised it is gone or is no action. It keeps its number; `restore` brings it back."""
    if action.removed_at is None:
        history.happen(
            session,
            action,
            EventKind.REMOVED,
            dated_on=action.raised_on,
            by=by,
            meeting=meeting,
            removed_at=now(),
        )
    return action


def restore(session: Session, action: Action, *, meeting: Meeting | None, by: User | None) -> Action:
    """Undo `remove`."""
    if action.removed_at is not None:
        history.happen(
            session,
            action,
            EventKind.RESTORED,
            dated_on=action.raised_on,
            by=by,
            meeting=meeting,
            removed_at=None,
        )
    return action
