"""What a body answers in writing: an action it owes, or a question to which a written answer is to follow."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models.actions import Action
from app.models.lines import AlsoReplies, Entry, Kind, Line, Speaker
from app.models.meetings import Attendance, Meeting, Presence
from app.models.people import May, Organisation, OrganisationKind, User
from app.models.responses import Response
from app.services.audience import action_is_shared_with

Subject = Action | Entry
"""An action, or the passage that asks a question."""


def about(subject: Subject) -> ColumnElement[bool]:
    """A condition on `Response`."""
    if isinstance(subject, Action):
        return col(Response.action_id) == subject.id
    return col(Response.entry_id) == subject.id


def subject_of(session: Session, response: Response) -> Subject:
    """What it answers. Raises NotFound when the question no longer stands in its minutes."""
    found: Subject | None = None
    if response.action_id is not None:
        found = session.get(Action, response.action_id)
    elif response.entry_id is not None:
        found = session.get(Entry, response.entry_id)
    if found is None:
        raise NotFound("What this response was about no longer stands in the minutes.")
    return found


def as_details(subject: Subject, organisation_id: int) -> dict[str, Any]:
    """As a change names it."""
    noun = "action" if isinstance(subject, Action) else "entry"
    return {noun: subject.id, "organisation": organisation_id}


def locked(session: Session, subject: Subject) -> Subject:
    """The subject as it stands now, its row locked until the transaction ends: whoever answers it, closes it
    or takes it back waits for the other.
    """
    session.flush()
    if isinstance(subject, Action):
        return session.get_one(Action, subject.id, with_for_update=True, populate_existing=True)
    return session.get_one(Entry, subject.id, with_for_update=True, populate_existing=True)


def owes(user: User) -> ColumnElement[bool]:
    """A condition on `Action`: shared with the user's organisation, which owns it now."""
    return action_is_shared_with(user) if user.may(May.RESPOND) else false()


def awaits_words() -> ColumnElement[bool]:
    """A condition on `Entry`: a question that stands in the minutes and to which a written answer is to follow."""
    stands = select(Line.id).where(col(Line.removed_at).is_(None))
    return and_(
        col(Entry.kind) == Kind.QUESTION,
        or_(col(Entry.written_answer_to_follow), col(Entry.written_answer_due_on).is_not(None)),
        col(Entry.line_id).in_(stands),
    )


def owes_words(user: User) -> ColumnElement[bool]:
    """A condition on `Entry`: a question of shared minutes whose written answer the user's organisation owes.

    That is the organisation of those who said they would write; where the minutes name nobody, the force that
    was there.
    """
    if not user.may(May.RESPOND):
        return false()
    shared = select(Meeting.id).where(col(Meeting.shared_at).is_not(None))
    ours = _replied(col(Speaker.organisation_id) == user.organisation_id)
    ours_there = _replied(
        col(Speaker.attendance_id).in_(
            select(Attendance.id).where(Attendance.organisation_id == user.organisation_id)
        )
    )
    somebody = _replied(
        or_(col(Speaker.organisation_id).is_not(None), col(Speaker.attendance_id).is_not(None))
    )
    was_there = exists().where(
        col(Attendance.meeting_id) == col(Entry.meeting_id),
        col(Attendance.organisation_id) == user.organisation_id,
        col(Attendance.presence) != Presence.APOLOGIES,
        col(Attendance.removed_at).is_(None),
    )
    is_a_force = exists().where(
        col(Organisation.id) == user.organisation_id, col(Organisation.kind) == OrganisationKind.FORCE
    )
    return and_(
        awaits_words(),
        col(Entry.meeting_id).in_(shared),
        or_(ours, ours_there, and_(~somebody, was_there, is_a_force)),
    )


def _replied(who: ColumnElement[bool]) -> ColumnElement[bool]:
    """Somebody who speaks so in an answer to the question."""
    answer = aliased(Entry)
    further = (
        select(AlsoReplies.answer_id).where(col(AlsoReplies.question_id) == col(Entry.id)).correlate(Entry)
    )
    return (
        exists()
        .where(
            col(Speaker.entry_id) == col(answer.id),
            col(answer.kind) == Kind.ANSWER,
            or_(col(answer.replies_to_id) == col(Entry.id), col(answer.id).in_(further)),
            who,
        )
        .correlate(Entry)
    )


def may_answer(session: Session, subject: Subject, user: User) -> bool:
    """Whether the user's organisation owes it now."""
    if isinstance(subject, Action):
        return session.exec(select(Action.id).where(Action.id == subject.id, owes(user))).first() is not None
    return session.exec(select(Entry.id).where(Entry.id == subject.id, owes_words(user))).first() is not None


def question_by_id(session: Session, entry_id: int, *, user: User) -> Entry:
    """A question that awaits a written answer, for the office and for the body that owes it. Raises NotFound."""
    which = awaits_words() if user.is_of_the_office else owes_words(user)
    found = session.exec(select(Entry).where(Entry.id == entry_id, which)).first()
    if found is None:
        raise NotFound("There is no such question, or it has not been shared with you.")
    return found


def by_id(session: Session, response_id: int, *, user: User) -> Response:
    """A response: for the office once it was given, for its own organisation always. Raises NotFound."""
    found = session.get(Response, response_id)
    if found is None or not _may_read(found, user):
        raise NotFound("There is no such response, or it has not been shared with you.")
    return found


def _may_read(response: Response, user: User) -> bool:
    if user.is_of_the_office:
        return not response.is_draft
    return user.may(May.RESPOND) and response.organisation_id == user.organisation_id
