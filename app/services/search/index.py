"""Keeping the words up to date: whatever is recorded as changed is read again just before the transaction
ends.

No service has to think of it: a change that is not recorded would break the history too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import delete, event, insert
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Session, col, select

from app.documents.minutes import Kind
from app.models.actions import Action, Owner
from app.models.changes import Change
from app.models.lines import Entry, Line
from app.models.meetings import Attendance, Meeting, Section
from app.models.people import Organisation, Person
from app.models.recommendations import Recommendation, Source
from app.services.search.tables import rows

_PENDING = "changed things that search has not read"
_CHUNK = 400  # ids in one statement: both databases bound their number

_KINDS = (Kind.QUESTION, Kind.ACTION, Kind.REVIEW, Kind.DECISION, Kind.ANSWER, Kind.STATEMENT)
"""What a line is called that holds several kinds: the first of these."""


@event.listens_for(AnySession, "after_flush")
def _note_changes(session: AnySession, _context: UOWTransaction) -> None:
    changed = [thing for thing in session.new if isinstance(thing, Change)]
    if changed:
        session.info.setdefault(_PENDING, []).extend(
            (change.subject, change.subject_id, change.meeting_id) for change in changed
        )


@event.listens_for(AnySession, "before_commit")
def _before_commit(session: AnySession) -> None:
    if isinstance(session, Session):
        catch_up(session)


@event.listens_for(AnySession, "after_rollback")
def _forget(session: AnySession) -> None:
    session.info.pop(_PENDING, None)


def catch_up(session: Session) -> None:
    """Read again what this transaction changed so far."""
    session.flush()
    pending: Iterable[tuple[str, str, int | None]] = session.info.pop(_PENDING, ())
    ids: dict[str, set[str]] = defaultdict(set)
    meetings: set[int] = set()
    for subject, subject_id, meeting_id in pending:
        if subject in ("action", "line", "recommendation", "source", "person"):
            ids[subject].add(subject_id)
        elif meeting_id is not None:
            meetings.add(meeting_id)
        elif subject == "meeting" and subject_id.isdigit():
            meetings.add(int(subject_id))
    for meeting_id in sorted(meetings):
        _index_meeting(session, meeting_id)
    _index_lines(session, sorted(ids["line"]))
    _index_actions(session, _numbers(ids["action"]))
    _index_recommendations(session, _numbers(ids["recommendation"]), _numbers(ids["source"]))
    _index_people(session, _numbers(ids["person"]))


def _numbers(words: Iterable[str]) -> list[int]:
    return sorted(int(word) for word in words if word.isdigit())


def index_meeting(session: Session, meeting: Meeting) -> None:
    """Read a meeting again: itself, its headings, its lines, and the people who were there."""
    session.flush()
    if meeting.id is not None:
        _index_meeting(session, meeting.id)


def reindex(session: Session) -> int:
    """Make everything again from the record; returns the number of meetings read."""
    session.flush()
    session.execute(delete(rows))
    meetings = session.exec(select(Meeting.id)).all()
    for meeting_id in meetings:
        _index_meeting(session, meeting_id or 0)
    _index_actions(session, _all(session, Action.id))
    _index_recommendations(session, _all(session, Recommendation.id), [])
    _index_people(session, _all(session, Person.id))
    session.info.pop(_PENDING, None)
    return len(meetings)


def _all(session: Session, column: Any) -> list[int]:
    return list(session.exec(select(column)).all())


def _chunks(ids: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]


def _replace(session: Session, subject: str, ids: Sequence[Any], made: list[dict[str, Any]]) -> None:
    session.execute(
        delete(rows).where(rows.c.subject == subject, rows.c.subject_id.in_([str(one) for one in ids]))
    )
    _insert(session, made)


def _insert(session: Session, made: list[dict[str, Any]]) -> None:
    if made:
        session.execute(insert(rows), made)


_MARKS = str.maketrans("", "", "\ue000\ue001\0")
"""Characters that stand around what is found, and one that PostgreSQL cannot store: not kept with words."""


def _row(subject: str, subject_id: Any, kind: str = "", **rest: Any) -> dict[str, Any]:
    rest = {
        name: value.translate(_MARKS) if isinstance(value, str) else value for name, value in rest.items()
    }
    blank = {"meeting_id": None, "dated_on": None, "place": "", "title": "", "body": ""}
    return {"subject": subject, "subject_id": str(subject_id), "kind": kind or subject} | blank | rest


def _index_meeting(session: Session, meeting_id: int) -> None:
    session.execute(
        delete(rows).where(
            rows.c.meeting_id == meeting_id, rows.c.subject.in_(["meeting", "section", "line"])
        )
    )
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        return
    made = [
        _row(
            "meeting",
            meeting_id,
            meeting_id=meeting_id,
            dated_on=meeting.held_on,
            title=meeting.title,
            body=f"{meeting.venue} {meeting.held_on.day} {meeting.held_on:%B %Y}".strip(),
        )
    ]
    sections = session.exec(
        select(Section).where(Section.meeting_id == meeting_id, col(Section.removed_at).is_(None))
    ).all()
    made += [
        _row(
            "section",
            section.id,
            meeting_id=meeting_id,
            dated_on=meeting.held_on,
            place=_place(section),
            title=section.title,
            body=section.assurance_statement,
        )
        for section in sections
        if section.title
    ]
    made += _line_rows(session, col(Line.meeting_id) == meeting_id)
    _insert(session, made)
    people = session.exec(select(Attendance.person_id).where(Attendance.meeting_id == meeting_id)).all()
    _index_people(session, sorted(set(people)))


def _place(section: Section) -> str:
    if not section.number:
        return section.title
    return f"item {section.number}" if section.number[0].isdigit() else section.number


def _line_rows(session: Session, which: Any) -> list[dict[str, Any]]:
    # Columns and not rows: what this transaction changed by a plain UPDATE is read as it stands now.
    found = session.exec(
        select(col(Line.id), col(Line.text), col(Meeting.held_on), Section)
        .join(Section, col(Section.id) == Line.section_id)
        .join(Meeting, col(Meeting.id) == Line.meeting_id)
        .where(which, col(Line.removed_at).is_(None), col(Section.removed_at).is_(None))
    ).all()
    kinds: dict[str, set[Kind]] = defaultdict(set)
    for line_id, kind in session.exec(
        select(col(Entry.line_id), col(Entry.kind)).join(Line, col(Line.id) == Entry.line_id).where(which)
    ):
        kinds[line_id].add(Kind(kind))
    return [
        _row(
            "line",
            line_id,
            next((kind.value for kind in _KINDS if kind in kinds[line_id]), Kind.STATEMENT.value),
            meeting_id=section.meeting_id,
            dated_on=held_on,
            place=_place(section),
            body=text,
        )
        for line_id, text, held_on, section in found
        if text.strip()
    ]


def _index_lines(session: Session, ids: Sequence[str]) -> None:
    for some in _chunks(ids):
        _replace(session, "line", some, _line_rows(session, col(Line.id).in_(some)))


def _index_actions(session: Session, ids: Sequence[int]) -> None:
    for some in _chunks(ids):
        owners: dict[int, list[str]] = defaultdict(list)
        for action_id, words, organisation in session.exec(
            select(Owner.action_id, Owner.words, Organisation.name)
            .join(Organisation, col(Organisation.id) == Owner.organisation_id, isouter=True)
            .where(col(Owner.action_id).in_(some), col(Owner.until_on).is_(None))
        ):
            owners[action_id] += [words, organisation or ""]
        found = session.exec(
            select(Action).where(col(Action.id).in_(some), col(Action.removed_at).is_(None))
        ).all()
        made = [
            _row(
                "action",
                action.id,
                dated_on=action.raised_on,
                place=", ".join(dict.fromkeys(word for word in owners[action.id or 0] if word)),
                title=action.reference,
                body=action.wording,
            )
            for action in found
        ]
        _replace(session, "action", some, made)


def _index_recommendations(session: Session, ids: Sequence[int], of_sources: Sequence[int]) -> None:
    if of_sources:
        more = session.exec(
            select(Recommendation.id).where(col(Recommendation.source_id).in_(of_sources))
        ).all()
        ids = sorted({*ids, *(one for one in more if one is not None)})
    for some in _chunks(ids):
        found = session.exec(
            select(Recommendation, Source)
            .join(Source, col(Source.id) == Recommendation.source_id)
            .where(col(Recommendation.id).in_(some))
        ).all()
        made = [
            _row(
                "recommendation",
                recommendation.id,
                dated_on=source.published_on,
                place=source.title,
                title=" ".join((recommendation.reference, recommendation.title)).strip(),
                body=" ".join(
                    (recommendation.wording, source.short_name, recommendation.expected_outcome)
                ).strip(),
            )
            for recommendation, source in found
        ]
        _replace(session, "recommendation", some, made)


def _index_people(session: Session, ids: Sequence[int]) -> None:
    for some in _chunks(ids):
        latest: dict[int, tuple[Attendance, Meeting]] = {}
        titles: dict[int, list[str]] = defaultdict(list)
        for attendance, meeting in session.exec(
            select(Attendance, Meeting)
            .join(Meeting, col(Meeting.id) == Attendance.meeting_id)
            .where(col(Attendance.person_id).in_(some), col(Attendance.removed_at).is_(None))
            .order_by(col(Meeting.held_on))
        ):
            latest[attendance.person_id] = (attendance, meeting)
            titles[attendance.person_id] += [attendance.title, attendance.known_as]
        made = []
        for person in session.exec(select(Person).where(col(Person.id).in_(some))).all():
            attendance_and_meeting = latest.get(person.id or 0)
            if attendance_and_meeting is None:
                continue
            attendance, meeting = attendance_and_meeting
            organisation = attendance.organisation or person.organisation
            words = [*reversed(titles[person.id or 0]), organisation.name if organisation else ""]
            made.append(
                _row(
                    "person",
                    person.id,
                    meeting_id=meeting.id,
                    dated_on=meeting.held_on,
                    title=person.name,
                    body=", ".join(dict.fromkeys(word for word in words if word)),
                )
            )
        _replace(session, "person", some, made)
