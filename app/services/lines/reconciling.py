"""Bringing a line's entries in step with its words, without losing what is tied to them or was set by
hand.
"""

from collections.abc import Sequence

from sqlmodel import Session, select

from app.documents.interpret.decisions import REPLACED_BY
from app.documents.minutes import ActionRead, Passage
from app.errors import RuleBroken
from app.models.actions import Action
from app.models.lines import AlsoReplies, Entry, Kind, Line, Mention, Outcome, SetBy
from app.models.meetings import Meeting, Section
from app.models.people import User
from app.services import actions, changes
from app.services.lines.matching import Stretch, match
from app.services.lines.voices import Voices

LET_GO = "let go"
"""The change that remembers which action a line no longer raises, so that the same words bring it back."""


def reconcile(
    session: Session,
    line: Line,
    passages: Sequence[Passage],
    *,
    meeting: Meeting,
    by: User | None,
    was: str | None = None,
    known: dict[int, Entry] | None = None,
    voices: Voices | None = None,
) -> dict[int, Entry]:
    """Make the line's entries say what `passages` say of its words.

    `was` are the words that the entries were read from (without it: the same words). `known` maps the keys of
    passages of other lines to their entries; it is returned with this line's added, so that a whole document
    can be brought in line by line with one mapping. A passage that still stands keeps its row.
    """
    known = {} if known is None else known
    voices = voices or Voices(session, meeting)
    matched = match(line.entries, line.text if was is None else was, passages, line.text)
    for entry in matched.gone:
        let_go(session, entry, meeting=meeting, by=by)
        line.entries.remove(entry)
    for stretch in matched.stretches:
        _write(line, stretch)
    session.add(line)
    session.flush()
    for stretch in matched.stretches:
        if stretch.passage is not None and stretch.entry is not None:
            known.setdefault(stretch.passage.key, stretch.entry)
    for stretch in matched.stretches:
        _tie(session, line, stretch, meeting=meeting, by=by, known=known, voices=voices)
    line.entries.sort(key=lambda entry: entry.starts)
    session.flush()
    return known


def let_go(session: Session, entry: Entry, *, meeting: Meeting, by: User | None) -> None:
    """The passage is gone, or is no action or review any more: what it said of an action no longer counts."""
    if entry.action_id is not None and entry.mention == Mention.RAISED:
        action = session.get_one(Action, entry.action_id)
        actions.remove(session, action, meeting=meeting, by=by)
        changes.record(
            session, LET_GO, "line", entry.line_id, by=by, meeting=meeting, details={"action": action.id}
        )
    elif entry.mention == Mention.REVIEWED or entry.outcome is not None:
        actions.withdraw_review(session, entry, meeting=meeting, by=by)
    entry.action_id, entry.mention, entry.outcome = None, None, None


def set_replies(session: Session, entry: Entry, question_id: int | None, also: Sequence[int] = ()) -> None:
    """The question an answer replies to, and further ones asked before it."""
    entry.replies_to_id = question_id
    there = session.exec(select(AlsoReplies).where(AlsoReplies.answer_id == entry.id)).all()
    for one in there:
        if one.question_id not in also:
            session.delete(one)
    for number in dict.fromkeys(also):
        if number not in {one.question_id for one in there}:
            session.add(AlsoReplies(answer_id=entry.id or 0, question_id=number))


def tie_action(
    session: Session,
    line: Line,
    entry: Entry,
    read: ActionRead,
    *,
    meeting: Meeting,
    by: User | None,
    known: dict[int, Entry] | None = None,
) -> None:
    """Raise the action of a passage, or tie the passage to the one it speaks of."""
    if entry.set_by == SetBy.HAND and entry.mention == Mention.RESTATED:
        return  # somebody said which action this restates
    section = session.get(Section, line.section_id)
    if read.mention == Mention.RESTATED and entry.mention == Mention.RAISED:
        let_go(session, entry, meeting=meeting, by=by)  # half typed, it had looked like a new one
    if entry.action_id is None and read.mention == Mention.RAISED:
        lost = _let_go_before(session, line)
        if lost is not None:
            entry.action_id, entry.mention = lost.id, Mention.RAISED
    raised = (known or {}).get(read.restates) if read.restates is not None else None
    restated = session.get(Action, raised.action_id) if raised and raised.action_id else None
    actions.raise_from_entry(
        session,
        entry,
        read,
        meeting=meeting,
        section=section,
        wording=read.words or entry.words_in(line.text),
        by=by,
        restates=restated,
    )
    if restated is not None:
        actions.give_to_its_side(session, restated, read.owner_organisation_kind, meeting=meeting, by=by)


def tie_review(
    session: Session,
    line: Line,
    entry: Entry,
    outcome: Outcome,
    read: ActionRead | None,
    *,
    meeting: Meeting,
    by: User | None,
) -> None:
    """Write down what the passage says became of an action, where the action is known."""
    action = session.get(Action, entry.action_id) if entry.action_id is not None else None
    if action is None and read is not None and read.reference:
        action = actions.find_by_reference(session, read.reference, meeting=meeting)
    entry.outcome = outcome
    if action is None:
        return
    new = REPLACED_BY.search(entry.words_in(line.text)) if outcome == Outcome.REPLACED else None
    try:
        actions.review(
            session,
            action,
            meeting,
            outcome=outcome,
            remark=entry.words_in(line.text),
            by=by,
            entry=entry,
            due_on=read.due_on if read else None,
            due_words=(read.due_words or "") if read else "",
            replaced_by=actions.find_by_reference(session, new["ref"], meeting=meeting) if new else None,
        )
    except RuleBroken:
        # The words name an action of a later meeting: a number of another year, most likely. Nothing is tied.
        entry.action_id, entry.mention = None, None


def _write(line: Line, stretch: Stretch) -> None:
    entry, passage = stretch.entry, stretch.passage
    if entry is None:
        entry = stretch.entry = Entry(
            line_id=line.id, meeting_id=line.meeting_id, starts=0, ends=0, kind=Kind.STATEMENT
        )
        entry.speakers = []  # known to be none: spares asking
        if passage is not None and passage.set_by == "hand":
            entry.set_by = SetBy.HAND
            entry.kind = passage.kind
        line.entries.append(entry)
    entry.starts, entry.ends = stretch.starts, stretch.ends


def _tie(
    session: Session,
    line: Line,
    stretch: Stretch,
    *,
    meeting: Meeting,
    by: User | None,
    known: dict[int, Entry],
    voices: Voices,
) -> None:
    entry, passage = stretch.entry, stretch.passage
    if entry is None or passage is None:
        return
    by_hand = stretch.is_set_by_hand and passage.set_by != "hand"
    if not by_hand:
        if entry.kind != passage.kind and entry.action_id is not None:
            let_go(session, entry, meeting=meeting, by=by)
        replied, entry.kind = entry.replies_to_id is not None, passage.kind
        voices.give(entry, passage.speakers, passage.known_as)
        replies_to = known.get(passage.replies_to) if passage.replies_to is not None else None
        also = [known[key].id or 0 for key in passage.also_replies_to if key in known]
        if replied or replies_to is not None or also:
            set_replies(session, entry, replies_to.id if replies_to is not None else None, also)
    if entry.kind == Kind.ACTION:
        read = passage.action or ActionRead(words=entry.words_in(line.text))
        tie_action(session, line, entry, read, meeting=meeting, by=by, known=known)
    elif entry.kind == Kind.REVIEW and passage.outcome is not None and not by_hand:
        tie_review(session, line, entry, passage.outcome, passage.action, meeting=meeting, by=by)


def _let_go_before(session: Session, line: Line) -> Action | None:
    """The action that this line raised until its words changed, if it was not raised anywhere since."""
    for change in changes.of_subject(session, "line", line.id):
        if change.verb == LET_GO:
            action = session.get(Action, change.details["action"])
            if action is not None and action.removed_at is not None:
                return action
    return None
