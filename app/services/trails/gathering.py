"""The trail of a recommendation: everything ever asked, answered and agreed about it, by meeting, in order.

It is gathered in a number of statements that does not grow with what there is, and it says silences: a
question that nobody answered, a meeting at which nobody asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import and_, or_
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.models.actions import Action, ActionEvent, ActionRecommendation, EventKind
from app.models.lines import AlsoReplies, Entry, Kind, Line, Mention, Speaker
from app.models.meetings import (
    REPORT,
    Meeting,
    PlannedQuestion,
    Section,
    SectionRecommendation,
)
from app.models.people import User
from app.models.recommendations import Recommendation
from app.models.responses import Response, ResponseState
from app.services.actions import history
from app.services.audience import Unread, action_is_shared_with, meetings_shared_with, unread
from app.services.recommendations.concerned import concerned
from app.services.trails import between
from app.services.trails.parts import Judged, Raised, Reviewed, Spoken, Told, Trail, TrailMeeting

REVIEWED = {
    EventKind.CARRIED: "carried",
    EventKind.PROGRESSED: "progressed",
    EventKind.CLOSED: "closed",
    EventKind.WITHDRAWN: "withdrawn",
    EventKind.REPLACED: "replaced",
    EventKind.REOPENED: "reopened",
}
_SPOKEN = (Kind.QUESTION, Kind.ANSWER, Kind.DECISION)


def trail(session: Session, recommendation: Recommendation, *, user: User, today: date) -> Trail:
    """Gather the trail, as far as `user` may see it."""
    meetings = _Meetings(session, user)
    actions = _actions(session, recommendation, user)
    about = concerned(session, SectionRecommendation.recommendation_id == recommendation.id)
    read = unread(session, user)
    for section in about.sections.get(recommendation.id or 0, []):
        if meetings.may_read(section.meeting_id) and section.id not in read.sections:
            meetings.of(section.meeting_id).sections.append(section)
    _speak(session, meetings, actions, about.recommendations, read)
    _raise_without_passage(meetings, actions)
    told = _review(session, meetings, actions, read)
    if user.is_of_the_office:
        for planned in session.exec(
            select(PlannedQuestion)
            .where(
                PlannedQuestion.recommendation_id == recommendation.id,
                col(PlannedQuestion.asked_as_id).is_(None),
                col(PlannedQuestion.removed_at).is_(None),
            )
            .order_by(col(PlannedQuestion.position), col(PlannedQuestion.id))
        ):
            meetings.of(planned.meeting_id).planned.append(planned)
    told += between.updates(session, recommendation, user)
    told += between.answers(session, actions, meetings.everything(), user)
    found = meetings.found(read)
    told += between.publications(session, [one.meeting for one in found])
    return Trail(
        recommendation=recommendation,
        meetings=found,
        told=sorted(told, key=lambda one: one.dated_on),
        strip=meetings.since_first(found),
        actions=list(actions.values()),
        today=today,
    )


class _Meetings:
    """The meetings a user may read, and what each did, in the order of its minutes."""

    def __init__(self, session: Session, user: User) -> None:
        query = select(Meeting).where(Meeting.kind != REPORT).order_by(col(Meeting.held_on), col(Meeting.id))
        if not user.is_of_the_office:
            query = query.where(col(Meeting.id).in_(meetings_shared_with(user)))
        self._readable = {meeting.id or 0: meeting for meeting in session.exec(query)}
        self._trails: dict[int, TrailMeeting] = {}
        self._happened: dict[int, list[tuple[tuple[float, float, int], Any]]] = defaultdict(list)

    def may_read(self, meeting_id: int | None) -> bool:
        return meeting_id in self._readable

    def of(self, meeting_id: int) -> TrailMeeting:
        """The part of the trail that belongs to a meeting which may be read."""
        if meeting_id not in self._trails:
            self._trails[meeting_id] = TrailMeeting(self._readable[meeting_id])
        return self._trails[meeting_id]

    def add(self, meeting_id: int, place: tuple[float, float, int], what: Any) -> None:
        """Place: the position of the section, of the line, and where in the line."""
        if self.may_read(meeting_id):
            self.of(meeting_id)
            self._happened[meeting_id].append((place, what))

    def everything(self) -> Iterator[Any]:
        """All that was added so far."""
        for happened in self._happened.values():
            for _, what in happened:
                yield what

    def found(self, read: Unread) -> list[TrailMeeting]:
        for meeting_id, one in self._trails.items():
            for section in one.sections:
                if section.assurance is not None and section.id not in read.judged:
                    statement = read.words(meeting_id, section.assurance_statement)
                    judged = Judged(section.assurance, statement, section.id or 0)
                    self._happened[meeting_id].append(((section.position, float("inf"), 0), judged))
            one.happened = [what for _, what in sorted(self._happened[meeting_id], key=lambda pair: pair[0])]
        return [self._trails[number] for number in self._readable if number in self._trails]

    def since_first(self, found: list[TrailMeeting]) -> list[TrailMeeting]:
        """All meetings of those kinds since the first that spoke of it."""
        if not found:
            return []
        kinds = {one.meeting.kind for one in found}
        return [
            self._trails.get(number) or TrailMeeting(meeting)
            for number, meeting in self._readable.items()
            if number in self._trails
            or (meeting.kind in kinds and meeting.held_on >= found[0].meeting.held_on)
        ]


def _actions(session: Session, recommendation: Recommendation, user: User) -> dict[int, Action]:
    query = (
        select(Action)
        .join(ActionRecommendation, col(ActionRecommendation.action_id) == Action.id)
        .where(ActionRecommendation.recommendation_id == recommendation.id, col(Action.removed_at).is_(None))
        .order_by(col(Action.raised_on), col(Action.id))
    )
    if not user.is_of_the_office:
        query = query.where(action_is_shared_with(user))
    return {action.id or 0: action for action in session.exec(query)}


def _speak(
    session: Session,
    meetings: _Meetings,
    actions: dict[int, Action],
    about: dict[int, set[int]],
    read: Unread,
) -> None:
    """Questions, answers and decisions of the sections concerned, and actions wherever they were raised."""
    found = session.exec(
        select(Entry, col(Line.text), col(Line.position), Section)
        .options(lazyload(Entry.speakers))  # type: ignore[arg-type]
        .join(Line, col(Line.id) == Entry.line_id)
        .join(Section, col(Section.id) == Line.section_id)
        .where(
            or_(
                and_(col(Line.section_id).in_(list(about)), col(Line.id).not_in(read.lines)),
                col(Entry.action_id).in_(list(actions)),
            ),
            col(Line.removed_at).is_(None),
            col(Section.removed_at).is_(None),
        )
    ).all()
    answered = _answered(session, [entry.id or 0 for entry, *_ in found if entry.kind == Kind.QUESTION])
    _load_speakers(session, [entry for entry, *_ in found if entry.kind in _SPOKEN])
    for entry, text, position, section in found:
        place = (section.position, position, entry.starts)
        if entry.kind == Kind.ACTION and entry.mention == Mention.RAISED and entry.action_id in actions:
            raised = Raised(actions[entry.action_id], entry.line_id)
            meetings.add(section.meeting_id, place, raised)
        elif section.id in about and entry.kind in _SPOKEN:
            meetings.add(section.meeting_id, place, _spoken(entry, text, answered, read))


def _load_speakers(session: Session, entries: list[Entry]) -> None:
    """In one statement, however many there are; the relationship itself takes one for each 500."""
    speakers: dict[int, list[Speaker]] = defaultdict(list)
    for speaker in session.exec(
        select(Speaker)
        .where(col(Speaker.entry_id).in_([entry.id for entry in entries]))
        .order_by(col(Speaker.position), col(Speaker.id))
    ):
        speakers[speaker.entry_id].append(speaker)
    for entry in entries:
        set_committed_value(entry, "speakers", speakers[entry.id or 0])


def _answered(session: Session, questions: list[int]) -> set[int]:
    """Which of the questions have an answer in minutes, or one given in writing."""
    if not questions:
        return set()
    in_minutes = session.exec(
        select(Entry.replies_to_id)
        .join(Line, col(Line.id) == Entry.line_id)
        .where(
            col(Entry.replies_to_id).in_(questions),
            Entry.kind == Kind.ANSWER,
            col(Line.removed_at).is_(None),
        )
    ).all()
    further = session.exec(
        select(AlsoReplies.question_id)
        .join(Entry, col(Entry.id) == col(AlsoReplies.answer_id))
        .join(Line, col(Line.id) == Entry.line_id)
        .where(
            col(AlsoReplies.question_id).in_(questions),
            Entry.kind == Kind.ANSWER,
            col(Line.removed_at).is_(None),
        )
    ).all()
    in_writing = session.exec(
        select(Response.entry_id).where(
            col(Response.entry_id).in_(questions), Response.state == ResponseState.ACCEPTED
        )
    ).all()
    return {number for number in [*in_minutes, *further, *in_writing] if number is not None}


def _spoken(entry: Entry, text: str, answered: set[int], read: Unread) -> Spoken:
    words = entry.words_in(text)
    spoken = Spoken(
        kind=entry.kind,
        entry_id=entry.id or 0,
        line_id=entry.line_id,
        words=words,
        who=read.words(entry.meeting_id, " and ".join(speaker.words for speaker in entry.speakers)),
        is_answered=entry.kind != Kind.QUESTION or entry.id in answered,
        answer_due_on=entry.written_answer_due_on,
    )
    for speaker in entry.speakers:
        at = words.casefold().find(speaker.words.casefold())
        if at >= 0 and (spoken.who_ends == 0 or at < spoken.who_starts):
            spoken.who_starts, spoken.who_ends = at, at + len(speaker.words)
    return spoken


def _raise_without_passage(meetings: _Meetings, actions: dict[int, Action]) -> None:
    """Actions of a meeting that no passage is tied to still belong to what that meeting did."""
    with_passage = {what.action.id for what in meetings.everything() if isinstance(what, Raised)}
    for action in actions.values():
        if action.id not in with_passage and action.meeting_id is not None:
            meetings.add(action.meeting_id, (float("inf"), 0, 0), Raised(action, None))


def _review(session: Session, meetings: _Meetings, actions: dict[int, Action], read: Unread) -> list[Told]:
    """What meetings decided goes to the meetings; what was decided between them is returned."""
    events: dict[int, list[ActionEvent]] = defaultdict(list)
    for event in session.exec(select(ActionEvent).where(col(ActionEvent.action_id).in_(list(actions)))):
        events[event.action_id].append(event)
    places = _places(session, [event.entry_id for some in events.values() for event in some])
    between: list[Told] = []
    for action_id, some in events.items():
        for event in history.standing(some):
            if event.kind not in REVIEWED:
                continue
            line_id, place = places.get(event.entry_id or 0, (None, (float("inf"), 1, event.id or 0)))
            values = history.replay([event])
            reviewed = Reviewed(
                action=actions[action_id],
                became=REVIEWED[event.kind],
                due_on=values.get("due_on"),
                remark=""
                if line_id in read.lines or read.hides(event.meeting_id, event.remark)
                else event.remark,
                line_id=line_id,
            )
            if event.meeting_id is not None:
                meetings.add(event.meeting_id, place, reviewed)
            else:
                between.append(Told(event.dated_on, review=reviewed))
    return between


def _places(
    session: Session, entries: Iterable[int | None]
) -> dict[int, tuple[str | None, tuple[float, float, int]]]:
    """By entry: its line, and its place in the minutes."""
    found = session.exec(
        select(Entry, col(Section.position), col(Line.position))
        .options(lazyload(Entry.speakers))  # type: ignore[arg-type]
        .join(Line, col(Line.id) == Entry.line_id)
        .join(Section, col(Section.id) == Line.section_id)
        .where(col(Entry.id).in_([number for number in entries if number is not None]))
    ).all()
    return {entry.id or 0: (entry.line_id, (section, line, entry.starts)) for entry, section, line in found}
