"""What is still open from earlier meetings, for the one at which it is reviewed: nothing is copied, it is asked for."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, or_, select

from app.documents.interpret.headings import PREVIOUS
from app.models.actions import Action, ActionState
from app.models.lines import Entry, Line, Mention, Outcome
from app.models.meetings import Meeting, Section, SectionRecommendation
from app.models.responses import Response, ResponseState
from app.services.actions.rows import Row, rows_of


@dataclass(slots=True)
class DrawerAction:
    """An action that this meeting can review."""

    row: Row
    response: Response | None = None
    """The latest that was given."""
    reviewed_here: Outcome | None = None
    """What this meeting decided already."""

    @property
    def action(self) -> Action:
        return self.row.action

    @property
    def carried(self) -> int:
        """How often a meeting carried it."""
        return self.row.carried

    @property
    def days_overdue(self) -> int:
        return self.action.days_overdue(self.row.today)

    @property
    def recommendations(self) -> list[str]:
        """References of those it concerns."""
        return [tie.reference for tie in self.row.ties]


@dataclass(slots=True)
class Drawer:
    """The open actions: those of this section's recommendations, of later sections', and the rest; oldest first."""

    here: list[DrawerAction] = field(default_factory=list)
    today: list[DrawerAction] = field(default_factory=list)
    rest: list[DrawerAction] = field(default_factory=list)

    @property
    def every(self) -> list[DrawerAction]:
        return [*self.here, *self.today, *self.rest]


def drawer(session: Session, meeting: Meeting, *, section: Section | None = None, today: date) -> Drawer:
    """The actions that earlier meetings of this kind left open, and those reviewed here already.

    Under a heading such as "Review of the action tracker" all of them are here. One that came from an old
    spreadsheet, without a meeting, belongs to every kind. The same nine statements whatever there is.
    """
    reviewed = _reviewed_here(session, meeting)
    chosen = _open_or(session, meeting, list(reviewed))
    rows = rows_of(session, today=today, chosen=chosen) if chosen else []
    rows.sort(key=lambda row: (row.action.raised_on, row.action.number or 0, row.action.id or 0))
    responses = _responses(session, chosen)
    here, later = _concerned(session, meeting, section)
    reviews_all = section is not None and PREVIOUS.search(section.title) is not None
    found = Drawer()
    for row in rows:
        number = row.action.id or 0
        one = DrawerAction(row, responses.get(number), reviewed.get(number))
        about = {tie.id for tie in row.ties}
        where = found.here if reviews_all or about & here else found.today if about & later else found.rest
        where.append(one)
    return found


def _open_or(session: Session, meeting: Meeting, reviewed: list[int]) -> list[int]:
    of_kind = select(Meeting.id).where(Meeting.kind == meeting.kind)
    found = session.exec(
        select(col(Action.id)).where(
            col(Action.removed_at).is_(None),
            col(Action.raised_on) <= meeting.held_on,
            or_(col(Action.meeting_id).is_(None), col(Action.meeting_id) != meeting.id),
            or_(
                (col(Action.state) == ActionState.OPEN)
                & or_(col(Action.meeting_id).is_(None), col(Action.meeting_id).in_(of_kind)),
                col(Action.id).in_(reviewed),
            ),
        )
    ).all()
    return [number for number in found if number is not None]


def _reviewed_here(session: Session, meeting: Meeting) -> dict[int, Outcome]:
    """By action: what the last passage about it says."""
    rows = session.exec(
        select(Entry.action_id, Entry.outcome)
        .join(Line, col(Line.id) == col(Entry.line_id))
        .join(Section, col(Section.id) == col(Line.section_id))
        .where(
            Entry.meeting_id == meeting.id,
            Entry.mention == Mention.REVIEWED,
            col(Line.removed_at).is_(None),
            col(Section.removed_at).is_(None),
        )
        .order_by(col(Section.position), col(Line.position), col(Entry.starts))
    ).all()
    return {
        number: Outcome(outcome) for number, outcome in rows if number is not None and outcome is not None
    }


def _responses(session: Session, chosen: list[int]) -> dict[int, Response]:
    rows = session.exec(
        select(Response)
        .where(col(Response.action_id).in_(chosen), Response.state != ResponseState.DRAFT)
        .order_by(col(Response.given_at), col(Response.id))
    ).all()
    return {row.action_id: row for row in rows if row.action_id is not None}


def _concerned(session: Session, meeting: Meeting, section: Section | None) -> tuple[set[int], set[int]]:
    """Recommendations that the section concerns (its own, else those of the heading above it), and that later
    sections do; without a section, any.
    """
    everything = session.exec(
        select(Section)
        .where(Section.meeting_id == meeting.id, col(Section.removed_at).is_(None))
        .order_by(col(Section.position), col(Section.id))
    ).all()
    ties: dict[int, set[int]] = defaultdict(set)
    for number, recommendation in session.exec(
        select(SectionRecommendation.section_id, SectionRecommendation.recommendation_id)
        .join(Section, col(Section.id) == col(SectionRecommendation.section_id))
        .where(Section.meeting_id == meeting.id)
    ).all():
        ties[number].add(recommendation)
    place = next((at for at, one in enumerate(everything) if section and one.id == section.id), -1)
    later: set[int] = set().union(*(ties[one.id or 0] for one in everything[place + 1 :]))
    return _own_or_above(list(everything[: place + 1]), ties), later


def _own_or_above(up_to: list[Section], ties: dict[int, set[int]]) -> set[int]:
    level = None
    for one in reversed(up_to):
        if level is None or one.level < level:
            if ties[one.id or 0]:
                return ties[one.id or 0]
            level = one.level
    return set()
