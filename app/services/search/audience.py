"""What of the searchable words somebody may see: the same that they could open."""

from sqlalchemy import ColumnElement, String, and_, cast, false, func, or_
from sqlmodel import Session, col, select

from app.models.actions import Action
from app.models.lines import Line
from app.models.meetings import Attendance, Section
from app.models.people import May, User
from app.models.recommendations import Responsibility
from app.services.audience import action_is_shared_with, kept_back, kept_sections, meetings_shared_with
from app.services.search.tables import rows


def may_see(user: User) -> list[ColumnElement[bool]]:
    """Conditions on `search_row`; none for the office, which sees everything."""
    if user.is_of_the_office:
        return []
    if not user.may(May.RESPOND):
        return [false()]
    return [
        or_(
            and_(
                rows.c.subject.in_(["meeting", "section", "line"]),
                rows.c.meeting_id.in_(meetings_shared_with(user)),
                ~_withheld(),
            ),
            and_(
                rows.c.subject == "action",
                rows.c.subject_id.in_(select(cast(Action.id, String)).where(action_is_shared_with(user))),
            ),
            and_(
                rows.c.subject == "recommendation",
                rows.c.subject_id.in_(
                    select(cast(Responsibility.recommendation_id, String)).where(
                        Responsibility.organisation_id == user.organisation_id
                    )
                ),
            ),
        )
    ]


def not_naming(session: Session, user: User) -> list[ColumnElement[bool]]:
    """Conditions on `search_row`: for a body, nothing of minutes that has the surname of somebody whose name is
    withheld in them. One statement.
    """
    if user.is_of_the_office:
        return []
    held = cast(col(Attendance.id), String).in_(kept_back("attendance"))
    named = session.exec(
        select(Attendance.meeting_id, Attendance.name).where(
            held, col(Attendance.meeting_id).in_(meetings_shared_with(user))
        )
    ).all()
    found: list[ColumnElement[bool]] = []
    for meeting_id, name in named:
        surname = (name.split(",")[0].split() or [""])[-1].lower()
        said = func.lower(rows.c.title + " " + rows.c.body + " " + rows.c.place)
        if surname:
            found.append(
                ~and_(
                    rows.c.subject.in_(["meeting", "section", "line"]),
                    rows.c.meeting_id == meeting_id,
                    said.contains(surname, autoescape=True),
                )
            )
    return found


def _withheld() -> ColumnElement[bool]:
    """Some of the line or the heading is kept out of what is published."""
    under = select(Line.id).where(col(Line.section_id).in_(kept_sections()))
    headings = select(cast(Section.id, String)).where(
        or_(
            cast(Section.id, String).in_(kept_back("heading")),
            col(Section.id).in_(kept_sections()),
            col(Section.typed_id).in_(kept_back("line")),
        )
    )
    return or_(
        and_(
            rows.c.subject == "line",
            or_(rows.c.subject_id.in_(kept_back("line")), rows.c.subject_id.in_(under)),
        ),
        and_(rows.c.subject == "section", rows.c.subject_id.in_(headings)),
    )
