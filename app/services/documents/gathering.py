"""A meeting's rows as plain minutes again: what is shown outside the database and written as Word.

They print from their own lines and entries and what was read there, never from what became of an action.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlmodel import Session, col, select

from app.documents.interpret import Known, LineContext, read_line
from app.documents.interpret.people import kind_of_words
from app.documents.lexicon import DEFAULT
from app.documents.minutes import ActionRead, Attendee, Kind, Mention, Minutes, Part, Passage, Text
from app.documents.minutes import OrganisationKind as KindRead
from app.models.actions import ActionEvent, EventKind
from app.models.lines import Entry
from app.models.meetings import Attendance, Meeting
from app.models.people import Organisation
from app.models.recommendations import Recommendation
from app.services import actions, attendances, meetings

_SAID_HERE = (
    EventKind.RAISED,
    EventKind.WORDING_CHANGED,
    EventKind.DUE_CHANGED,
    EventKind.OWNERS_CHANGED,
    EventKind.RECOMMENDATIONS_CHANGED,
)
"""What the minutes that raise an action say of it, as read and as put right by hand there."""


def gather(session: Session, meeting: Meeting) -> Minutes:
    """The minutes of a meeting; passages are numbered from 1. The same few statements whatever its size."""
    return Gathering(session, meeting).minutes


class Gathering:
    """Rows on their way to plain minutes: `minutes`; `entries` by the key of the passage each became;
    `raised`: what the minutes gave to each action that they raised, by its id.
    """

    def __init__(self, session: Session, meeting: Meeting) -> None:
        self.whole = meetings.whole(session, meeting)
        self.entries: dict[int, Entry] = {}
        self.raised = _raised_here(session, meeting)
        self._references = _references(session, self.raised.values())
        self._kinds: dict[int | None, KindRead] = {
            one.id: one.kind.value for one in session.exec(select(Organisation)).all()
        }
        self._attendances = {one.id: one for one in self.whole.attendances}
        self._keys = {entry.id: key for key, (_, _, entry) in enumerate(self.whole.entries(), start=1)}
        self._raised_by: dict[int, int] = {}
        self.minutes = self._head(meeting)
        self._body()

    def _head(self, meeting: Meeting) -> Minutes:
        there = self.whole.attendances
        has_sides = any(one.organisation is not None for one in there)
        return Minutes(
            title=meeting.title,
            held_on=meeting.held_on,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            venue=meeting.venue or None,
            chair=next((one.name for one in there if one.is_chair), None),
            minute_taker=next((one.name for one in there if one.is_minute_taker), None),
            next_meeting=meeting.next_meeting or None,
            attendances=[_attendee(one, has_sides=has_sides) for one in there],
        )

    def _body(self) -> None:
        known = Known(self.minutes.attendances)
        for _, _, entry in self.whole.entries():
            self.entries[self._keys[entry.id]] = entry
            if entry.action_id is not None and entry.mention == Mention.RAISED:
                self._raised_by[entry.action_id] = self._keys[entry.id]
        above: list[tuple[int, list[str]]] = []
        for section in self.whole.sections:
            row = section.section
            # A report that a heading only names is known to the record; its words say of no recommendation whose it is.
            part = Part(
                title=row.title or None,
                number=row.number or None,
                level=row.level,
                recommendations=[one.reference for one in section.recommendations],
                source=section.source.short_name if section.source and section.recommendations else None,
                is_summary_of_actions=row.is_summary_of_actions,
                assurance=row.assurance.value if row.assurance else None,
                assurance_statement=row.assurance_statement if row.assurance else "",
            )
            context = LineContext(known=known, held_on=self.minutes.held_on)
            context.enter(part, "summary" if row.is_summary_of_actions else None)
            if row.is_summary_of_actions:
                context.owner_kind = kind_of_words(part.title, DEFAULT)
            above = [one for one in above if one[0] < part.level]
            context.recommendations = part.recommendations or (above[-1][1] if above else [])
            above.append((part.level, context.recommendations))
            for whole_line in section.lines:
                line = whole_line.line
                text = Text(line.text, line.bullet, line.depth, line.label or None)
                text.passages = [self._passage(entry, line.text, context) for entry in line.entries]
                context.follow(text)
                part.lines.append(text)
            self.minutes.parts.append(part)

    def _passage(self, entry: Entry, text: str, context: LineContext) -> Passage:
        passage = Passage(
            key=self._keys[entry.id],
            kind=entry.kind,
            starts=entry.starts,
            ends=entry.ends,
            speakers=[speaker.words for speaker in entry.speakers],
            replies_to=self._keys.get(entry.replies_to_id) if entry.replies_to_id is not None else None,
            also_replies_to=[
                self._keys[number]
                for number in self.whole.also_replies_to.get(entry.id or 0, ())
                if number in self._keys
            ],
            written_answer_to_follow=entry.written_answer_to_follow and entry.kind == Kind.QUESTION,
            outcome=entry.outcome,
            set_by="hand" if entry.set_by.value == "hand" else "grammar",
        )
        for speaker in entry.speakers:
            attendance = self._attendances.get(speaker.attendance_id)
            passage.known_as.append((attendance.known_as if attendance else "") or speaker.words)
        if entry.kind == Kind.ACTION:
            passage.action = self._action(entry, text, context)
        elif entry.kind == Kind.REVIEW:
            passage.action = _read_again(entry, text, context)
            if passage.action is not None:
                passage.action.mention = Mention.REVIEWED
        return passage

    def _action(self, entry: Entry, text: str, context: LineContext) -> ActionRead:
        read = _read_again(entry, text, context) or ActionRead(words=entry.words_in(text))
        raised = self.raised.get(entry.action_id or 0)
        if entry.mention == Mention.RAISED and raised is not None:
            self._as_raised(read, raised, entry.action_id or 0)
        elif entry.mention == Mention.RESTATED:
            read.mention, read.restates = Mention.RESTATED, self._raised_by.get(entry.action_id or 0)
            if raised is not None and not read.recommendations:
                read.recommendations = self._references_of(raised)
        return read

    def _as_raised(self, read: ActionRead, raised: dict[str, Any], action_id: int) -> None:
        """What the register took from the passage, where a person may have corrected the grammar."""
        owners = raised.get("owners") or []
        if [one["words"] for one in owners] != read.owners:
            read.owners = [one["words"] for one in owners]
            read.owner = ", ".join(read.owners) or None
        bodies = {one["organisation_id"] for one in owners}
        if not owners and action_id in self.whole.actions:
            first = self.whole.actions[action_id].owners
            bodies = {one.organisation_id for one in first if one.from_on <= self.whole.meeting.held_on}
        side = self._kinds.get(bodies.pop()) if len(bodies) == 1 else None
        read.owner_organisation_kind = side or read.owner_organisation_kind
        read.words = str(raised["wording"])
        read.due_on, read.due_words = raised.get("due_on"), raised.get("due_words") or None
        references = self._references_of(raised)
        if sorted(references) != sorted(read.recommendations):
            read.recommendations = references
        read.mention, read.restates = Mention.RAISED, None

    def _references_of(self, raised: dict[str, Any]) -> list[str]:
        ids = raised.get("recommendations") or []
        return [self._references[one] for one in ids if one in self._references]


def _read_again(entry: Entry, text: str, context: LineContext) -> ActionRead | None:
    """What the grammar reads of an action where this passage stands, given that it is one."""
    for stands_below in ("review",) if entry.kind == Kind.REVIEW else (context.section_kind, "actions"):
        for passage in read_line(text, replace(context, section_kind=stands_below)):
            if passage.action is not None and passage.starts < entry.ends and entry.starts < passage.ends:
                return passage.action
    return None


def _raised_here(session: Session, meeting: Meeting) -> dict[int, dict[str, Any]]:
    """The values that the minutes themselves gave to the actions they raised, by the action's id."""
    found = session.exec(
        select(ActionEvent)
        .where(
            ActionEvent.meeting_id == meeting.id,
            col(ActionEvent.kind).in_(_SAID_HERE),
        )
        .order_by(col(ActionEvent.id))
    ).all()
    events: dict[int, list[ActionEvent]] = {}
    for event in found:
        events.setdefault(event.action_id, []).append(event)
    return {
        action_id: actions.replay(some)
        for action_id, some in events.items()
        if any(event.kind == EventKind.RAISED for event in some)
    }


def _references(session: Session, raised: Iterable[dict[str, Any]]) -> dict[int, str]:
    ids = {one for values in raised for one in values.get("recommendations") or []}
    rows = session.exec(
        select(Recommendation.id, Recommendation.reference).where(col(Recommendation.id).in_(ids))
    ).all()
    return {number: reference for number, reference in rows if number is not None}


def _attendee(attendance: Attendance, *, has_sides: bool) -> Attendee:
    """Where the list tells the sides apart, somebody of neither is of another body."""
    side: KindRead | None = "other" if has_sides else None
    return Attendee(
        name=attendance.name,
        title=attendance.title or None,
        known_as=attendance.known_as or None,
        organisation=attendance.organisation_words,
        organisation_kind=attendance.organisation.kind.value if attendance.organisation else side,
        presence=attendance.presence.value,
        presence_note=", ".join(filter(None, (attendances.movements(attendance), attendance.presence_note)))
        or None,
    )
