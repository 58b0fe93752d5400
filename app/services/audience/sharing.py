"""Who may see what: what was shared with somebody's organisation, as conditions for queries (the office sees
everything); and who may follow a meeting while its minutes are taken.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.models.actions import Action, Owner
from app.models.meetings import Attendance, Meeting, Section
from app.models.people import ALLOWED, May, OrganisationKind, Role, User
from app.models.withholdings import Withheld, Withholding


class Audience(StrEnum):
    """Who may see exactly the same of a meeting while its minutes are taken."""

    TYPISTS = "typists"
    OFFICE = "office"
    FOLLOWERS = "followers"
    """The force, where the meeting allows it: no planned questions, no private notes, no doubts."""


def follows_as(role: Role, organisation: OrganisationKind, meeting: Meeting) -> Audience | None:
    """As whom somebody of that role and kind of organisation follows the meeting; None: not at all."""
    if May.WRITE in ALLOWED[role]:
        return Audience.TYPISTS
    if May.READ_OFFICE in ALLOWED[role]:
        return Audience.OFFICE
    of_the_force = role == Role.BODY and organisation == OrganisationKind.FORCE
    return Audience.FOLLOWERS if of_the_force and meeting.force_may_follow else None


def meetings_shared_with(user: User) -> Any:
    """Ids of meetings that were shared and at which the user's organisation was, or whose actions it owes."""
    there = select(Attendance.meeting_id).where(
        Attendance.organisation_id == user.organisation_id, col(Attendance.removed_at).is_(None)
    )
    owes = (
        select(Action.meeting_id)
        .join(Owner, col(Owner.action_id) == Action.id)
        .where(Owner.organisation_id == user.organisation_id)
    )
    return select(Meeting.id).where(
        col(Meeting.shared_at).is_not(None), or_(col(Meeting.id).in_(there), col(Meeting.id).in_(owes))
    )


def action_is_shared_with(user: User) -> ColumnElement[bool]:
    """A condition on `Action`: it, or the minutes that raised it, were shared, and the user's organisation
    owns it now: whoever handed it over sees it no more.
    """
    owned = select(Owner.action_id).where(
        Owner.organisation_id == user.organisation_id, col(Owner.until_on).is_(None)
    )
    shared = select(Meeting.id).where(col(Meeting.shared_at).is_not(None))
    return and_(
        col(Action.id).in_(owned),
        col(Action.removed_at).is_(None),
        or_(col(Action.shared_at).is_not(None), col(Action.meeting_id).in_(shared)),
    )


def kept_back(subject: str) -> Any:
    """Ids, as text, of what is withheld or proposed to be, of one kind."""
    return select(Withholding.subject_id).where(
        Withholding.subject == subject, col(Withholding.lifted_at).is_(None)
    )


def kept_sections() -> Any:
    """Ids of the sections that are withheld, and of the deeper ones that follow them."""
    inner, outer, between = aliased(Section), aliased(Section), aliased(Section)
    ended = exists().where(
        col(between.meeting_id) == outer.meeting_id,
        col(between.removed_at).is_(None),
        col(between.position) > outer.position,
        col(between.position) < inner.position,
        col(between.level) <= outer.level,
    )
    under = and_(col(inner.position) > outer.position, col(inner.level) > outer.level, ~ended)
    return (
        select(inner.id)
        .join(outer, col(outer.meeting_id) == inner.meeting_id)
        .where(cast(outer.id, String).in_(kept_back("section")), or_(col(inner.id) == outer.id, under))
    )


def names_withheld(session: Session, meeting: Meeting) -> set[int]:
    """Ids of the attendances whose name bodies do not read."""
    return {
        int(one)
        for one in session.exec(
            select(Withholding.subject_id).where(
                Withholding.meeting_id == meeting.id,
                Withholding.subject == Withheld.ATTENDANCE,
                col(Withholding.lifted_at).is_(None),
            )
        ).all()
    }
