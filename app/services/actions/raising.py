"""Raising actions: from a passage of minutes, or by hand; and the numbers they get."""

import re
from datetime import date
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import func, text
from sqlmodel import Session, col, select

from app.db import now
from app.documents.minutes import ActionRead
from app.models.actions import Action, EventKind
from app.models.lines import Entry, Line, Mention
from app.models.meetings import Meeting, Section, SectionRecommendation
from app.models.people import User
from app.services import recommendations
from app.services.actions import history, owners
from app.services.actions.arriving import raise_earlier, take_up_waiting_reviews

_NUMBERED = re.compile(r"(\d{1,5})/((?:19|20)\d\d)")
_SAYS_ITS_YEAR = re.compile(r"/\d\d$|(?:19|20)\d\d")
_LOCK = 7_201  # any constant: one lock for all numbering of actions on PostgreSQL
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
        return find_by_reference(
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
) -> Action:
    """A new action: numbered next within the year it was raised, or with its printed reference."""
    reference, number, year = _reference(session, printed, raised_on)
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


def find_by_reference(
    session: Session, reference: str, *, meeting: Meeting | None = None, only_here: bool = False
) -> Action | None:
    """The action of that reference. One that does not say its year ("AP1") means the latest raised by then.

    With `only_here` such a reference means only an action which this very meeting raised: every meeting has
    an AP1.
    """
    wanted = normal_reference(reference)
    query = select(Action).where(col(Action.removed_at).is_(None))
    if _SAYS_ITS_YEAR.search(wanted):
        return session.exec(query.where(func.lower(Action.reference) == wanted.lower())).first()
    query = query.where(
        (func.lower(Action.reference) == wanted.lower())
        | func.lower(Action.reference).startswith(f"{wanted.lower()} (", autoescape=True)
    )
    if meeting is not None and only_here:
        query = query.where(Action.meeting_id == meeting.id)
    elif meeting is not None:
        query = query.where(col(Action.raised_on) <= meeting.held_on)
    return session.exec(query.order_by(col(Action.raised_on).desc(), col(Action.id).desc())).first()


def normal_reference(reference: str) -> str:
    """As it is kept: without spaces around the stroke and without leading zeros of the number."""
    reference = re.sub(r"\s*/\s*", "/", " ".join(reference.split()).strip(" .:()[]–-"))
    return re.sub(r"^0+(?=\d)", "", reference)


def _reference(session: Session, printed: str | None, raised_on: date) -> tuple[str, int | None, int | None]:
    _lock_numbering(session)
    if printed and (kept := normal_reference(printed)):
        numbered = _NUMBERED.fullmatch(kept)
        if numbered:
            return kept, int(numbered[1]), int(numbered[2])
        return _made_unique(session, kept, raised_on), None, None
    last = session.exec(select(func.max(Action.number)).where(Action.year == raised_on.year)).one()
    number = (last or 0) + 1
    return f"{number}/{raised_on.year}", number, raised_on.year


def _made_unique(session: Session, reference: str, raised_on: date) -> str:
    """References such as "AP1" begin anew at every meeting: the later ones say their day."""
    day = f"{raised_on.day} {raised_on:%B %Y}"
    choices = [reference, f"{reference} ({day})"] + [f"{reference} ({day}, {n})" for n in range(2, 100)]
    taken = set(session.exec(select(Action.reference).where(col(Action.reference).in_(choices))).all())
    return next(choice for choice in choices if choice not in taken)


def _lock_numbering(session: Session) -> None:
    """Nobody else takes a number until this transaction ends. On SQLite a writing transaction is alone
    anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


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
