"""Passages set by hand: their kind, who speaks, what an answer replies to, where one ends and the next
begins.
"""

import re
from collections.abc import Sequence

from sqlmodel import Session

from app.documents.minutes import ActionRead
from app.errors import NotFound, RuleBroken
from app.models.actions import Action
from app.models.lines import Entry, Kind, Line, Mention, Outcome, SetBy
from app.models.meetings import Meeting
from app.models.people import User
from app.services import changes, drafts
from app.services.lines.reading import questions_before, read, said_of_action
from app.services.lines.reconciling import let_go, reconcile, set_replies, tie_action, tie_review
from app.services.lines.voices import Voices

_MAY_SPLIT = re.compile(
    r"(?<=[.?!;:,])\s+|(?<=[.?!;:][\"”’)])\s+|\s+(?=(?:and|but|who|The|He|She|They|ACTION)\b)"
)


def entry_by_id(session: Session, entry_id: int) -> Entry:
    """Raises NotFound when there is none."""
    entry = session.get(Entry, entry_id)
    if entry is None:
        raise NotFound("That passage is no longer there. Look at the line again.")
    return entry


def set_kind(session: Session, entry: Entry, *, kind: Kind, by: User | None) -> Entry:
    """Say what a passage is. One that becomes an action is raised; one that no longer is takes its action
    away.
    """
    meeting, line = _opened(session, entry)
    if entry.kind == kind:
        return _set(session, entry, meeting, by)
    was = entry.kind
    if entry.action_id is not None or entry.outcome is not None:
        let_go(session, entry, meeting=meeting, by=by)
    entry.kind = kind
    if kind != Kind.ANSWER:
        entry.replies_to_id = None
    elif entry.replies_to_id is None:
        before = [question for question, _ in questions_before(session, line) if _is_before(question, entry)]
        entry.replies_to_id = before[0].id if before else None
    if kind == Kind.ACTION:
        tie_action(session, line, entry, _read_action(session, line, entry), meeting=meeting, by=by)
    return _set(session, entry, meeting, by, was=was.value)


def set_speakers(session: Session, entry: Entry, words: Sequence[str], *, by: User | None) -> Entry:
    """Say who speaks, in the words of the attendance list or any others."""
    meeting, _ = _opened(session, entry)
    said = list(dict.fromkeys(" ".join(word.split()) for word in words if word.strip()))
    Voices(session, meeting).give(entry, said)
    return _set(session, entry, meeting, by)


def set_reply(session: Session, entry: Entry, *, question: Entry | None, by: User | None) -> Entry:
    """Say which question an answer replies to, or that it replies to none."""
    meeting, _ = _opened(session, entry)
    if entry.kind != Kind.ANSWER:
        raise RuleBroken("Only an answer replies to a question.")
    if question is not None and (question.meeting_id != entry.meeting_id or question.kind != Kind.QUESTION):
        raise RuleBroken("An answer replies to a question of the same minutes.")
    set_replies(session, entry, question.id if question else None)
    return _set(session, entry, meeting, by)


def set_action(session: Session, entry: Entry, *, action: Action, by: User | None) -> Entry:
    """Say that a passage of kind action restates one that the register knows; one it had raised itself is let
    go.
    """
    meeting, _ = _opened(session, entry)
    if entry.kind != Kind.ACTION:
        raise RuleBroken("Only an action can restate another.")
    if entry.action_id != action.id:
        let_go(session, entry, meeting=meeting, by=by)
        entry.action_id, entry.mention = action.id, Mention.RESTATED
    return _set(session, entry, meeting, by)


def raise_here(session: Session, entry: Entry, *, by: User | None) -> Entry:
    """Say that an action taken for a restated one is raised by this passage."""
    meeting, line = _opened(session, entry)
    if entry.kind != Kind.ACTION:
        raise RuleBroken("Only an action is raised.")
    if entry.mention != Mention.RAISED:
        entry.action_id, entry.mention = None, None
        tie_action(session, line, entry, _read_action(session, line, entry), meeting=meeting, by=by)
    return _set(session, entry, meeting, by)


def set_outcome(
    session: Session, entry: Entry, *, action: Action, outcome: Outcome, by: User | None
) -> Entry:
    """Say which action a review is about and what was decided."""
    meeting, line = _opened(session, entry)
    if entry.kind != Kind.REVIEW:
        raise RuleBroken("Only a review says what became of an action.")
    if action.raised_on > meeting.held_on:
        raise RuleBroken(
            f"Action {action.reference} was raised after this meeting, so it was not reviewed here."
        )
    entry.action_id = action.id
    said = said_of_action(session, line, entry)
    tie_review(session, line, entry, outcome, said, meeting=meeting, by=by)
    return _set(session, entry, meeting, by)


def where_to_split(line: Line, entry: Entry) -> list[tuple[int, str]]:
    """Places at which a passage can be parted: the offset in the line, and the words that would begin
    there.
    """
    text = line.text[entry.starts : entry.ends]
    places = [
        (entry.starts + found.end(), text[found.end() :].strip()) for found in _MAY_SPLIT.finditer(text)
    ]
    return [(at, words) for at, words in dict(places).items() if words and at < entry.ends]


def split(session: Session, entry: Entry, *, at: int, kind: Kind, by: User | None) -> Entry:
    """Part a passage: what stands from offset `at` of its line becomes a passage of `kind`. Returns the new
    one.
    """
    meeting, line = _opened(session, entry)
    if not entry.starts < at < entry.ends or not line.text[entry.starts : at].strip():
        raise RuleBroken("Choose a place inside the passage.")
    rest = Entry(
        line_id=line.id,
        meeting_id=line.meeting_id,
        starts=at,
        ends=entry.ends,
        kind=Kind.STATEMENT,
        set_by=SetBy.HAND,
    )
    entry.ends = at
    line.entries.append(rest)
    line.entries.sort(key=lambda one: one.starts)
    session.add(line)
    session.flush()
    rest.speakers = []
    _set(session, entry, meeting, by)
    if entry.kind == Kind.ACTION and entry.mention == Mention.RAISED:
        tie_action(session, line, entry, _read_action(session, line, entry), meeting=meeting, by=by)
    if kind != Kind.STATEMENT:
        set_kind(session, rest, kind=kind, by=by)
    return rest


def join(session: Session, entry: Entry, *, by: User | None) -> Entry:
    """Join a passage to the one before it in its line, which keeps its kind. Returns that one."""
    meeting, line = _opened(session, entry)
    place = line.entries.index(entry)
    if place == 0:
        raise RuleBroken("This is the first passage of its line: there is none before it.")
    before = line.entries[place - 1]
    let_go(session, entry, meeting=meeting, by=by)
    before.ends = entry.ends
    line.entries.remove(entry)
    session.add(line)
    session.flush()
    if before.kind == Kind.ACTION and before.mention == Mention.RAISED:
        tie_action(session, line, before, _read_action(session, line, before), meeting=meeting, by=by)
    return _set(session, before, meeting, by)


def read_afresh(session: Session, line: Line, *, by: User | None) -> Line:
    """Forget what was set by hand in a line and take what the grammar reads."""
    meeting = drafts.opened(session, line.meeting_id)
    for entry in line.entries:
        entry.set_by = SetBy.GRAMMAR
    found, known = read(session, line)
    reconcile(session, line, found, meeting=meeting, by=by, known=known)
    changes.record(session, "read again", "line", line.id, by=by, meeting=meeting)
    return line


def keep(session: Session, entry: Entry, *, by: User | None) -> Entry:
    """What a passage is now was set by a person, and stays."""
    meeting, _ = _opened(session, entry)
    return _set(session, entry, meeting, by)


def _opened(session: Session, entry: Entry) -> tuple[Meeting, Line]:
    meeting = drafts.opened(session, entry.meeting_id)
    return meeting, session.get_one(Line, entry.line_id)


def _set(
    session: Session, entry: Entry, meeting: Meeting, by: User | None, *, was: str | None = None
) -> Entry:
    entry.set_by = SetBy.HAND
    session.add(entry)
    session.flush()
    details = {"entry": entry.id} | ({"was": was} if was else {})
    changes.record(session, "set", "line", entry.line_id, by=by, meeting=meeting, details=details)
    return entry


def _is_before(question: Entry, answer: Entry) -> bool:
    return question.line_id != answer.line_id or question.starts < answer.starts


def _read_action(session: Session, line: Line, entry: Entry) -> ActionRead:
    """What the grammar reads of an action in these words; where it sees none, the words are its wording."""
    said = said_of_action(session, line, entry)
    raised = said is not None and said.mention == Mention.RAISED
    return said if said is not None and raised else ActionRead(words=entry.words_in(line.text))
