"""What a body owes, on one page: what came back, what is to be answered, what lies with the office."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func
from sqlalchemy import select as core_select
from sqlalchemy.orm import lazyload
from sqlmodel import Session, col, select

from app.models.actions import Action, ActionEvent, ActionState, EventKind
from app.models.lines import Entry, Line
from app.models.meetings import Meeting, MeetingStatus
from app.models.people import User
from app.models.responses import Response, ResponseState
from app.services import actions
from app.services.actions.history import REVIEWS
from app.services.actions.rows import Row, rows_of
from app.services.audience import Unread, action_is_shared_with, meetings_shared_with, unread
from app.services.people import user_names
from app.services.responses.deadlines import Upcoming, upcoming
from app.services.responses.subjects import owes, owes_words

MOST = 40
"""So many of each list are shown; the register has them all."""


@dataclass
class Owed:
    """An action or a question of the body, and where its answer stands."""

    words: str
    due_on: date | None
    row: Row | None = None
    question: Entry | None = None
    raised_at: Meeting | None = None
    given: Response | None = None
    draft: Response | None = None
    review: ActionEvent | None = None
    review_at: Meeting | None = None
    """The meeting of that review, where its words may be read."""
    meeting: Meeting | None = None
    """The meeting that asks about it next."""

    @property
    def place(self) -> str:
        """Where it stands on the page."""
        if self.given is None or self.given.heard:
            return "to_answer"
        return "returned" if self.given.state == ResponseState.RETURNED else "with_office"

    @property
    def address(self) -> str:
        if self.row is not None:
            return f"/actions/{self.row.action.id}"
        return f"/written-answers/{self.question.id if self.question else 0}"

    def days_late(self, today: date) -> int:
        return max(0, (today - self.due_on).days) if self.due_on else 0


@dataclass
class OwedPage:
    """Everything on the page, each list by due date and no longer than `MOST`; `counts` has all of each."""

    counts: dict[str, int] = field(default_factory=dict)
    returned: list[Owed] = field(default_factory=list)
    to_answer: list[Owed] = field(default_factory=list)
    with_office: list[Owed] = field(default_factory=list)
    closed: list[tuple[Action, Meeting | None]] = field(default_factory=list)
    """Closed since the reader was here before, with the meeting that closed it where its minutes were shared."""
    circulated: list[Meeting] = field(default_factory=list)
    """Draft minutes to read."""
    names: dict[int, str] = field(default_factory=dict)
    deadlines: list[Meeting] = field(default_factory=list)
    """The meetings ahead that say by when they want updates, next first."""
    read: Unread = field(default_factory=Unread)
    """What of minutes is kept from the reader."""


def owed(session: Session, *, user: User, today: date, since: datetime | None) -> OwedPage:
    """What the user's organisation owes. `since` is when the user was here before."""
    ahead = upcoming(session, today=today)
    found = OwedPage(closed=_closed(session, user, since), circulated=_circulated(session, user))
    found.read = unread(session, user)
    found.counts = dict.fromkeys(("returned", "to_answer", "with_office"), 0)
    chosen = _chosen(session, user, found.counts)
    questions = _questions(session, user, ahead)
    for one in questions:
        found.counts[one.place] += 1
    everything = [*_actions(session, user, today, ahead, chosen, found.read), *questions]
    everything.sort(key=lambda one: (one.due_on is None, one.due_on or today))
    for one in everything:
        there: list[Owed] = getattr(found, one.place)
        if len(there) < MOST:
            there.append(one)
    meetings = {
        one.meeting.id: one.meeting for one in everything if one.meeting and one.meeting.updates_due_at
    }
    found.deadlines = sorted(meetings.values(), key=lambda one: (one.held_on, one.id or 0))
    found.names = user_names(
        session,
        {
            *(one.given.given_by_id for one in everything if one.given),
            *(one.draft.saved_by_id for one in everything if one.draft),
        },
    )
    return found


def _chosen(session: Session, user: User, counts: dict[str, int]) -> list[int]:
    """Ids of the actions to show, the first due of each list; `counts` is filled with how many there are."""
    latest = (
        core_select(case((~col(Response.heard), col(Response.state))))
        .where(
            col(Response.action_id) == col(Action.id),
            col(Response.organisation_id) == user.organisation_id,
            col(Response.state) != ResponseState.DRAFT,
        )
        .order_by(col(Response.given_at).desc(), col(Response.id).desc())
        .limit(1)
        .correlate(Action)
        .scalar_subquery()
    )
    open_ones = (
        core_select(col(Action.id).label("id"), col(Action.due_on).label("due_on"), latest.label("state"))
        .where(owes(user), col(Action.state) == ActionState.OPEN)
        .cte("open_ones")
        .prefix_with("MATERIALIZED")  # the latest response of each is looked up once
    )
    place = case(
        (open_ones.c.state.is_(None), "to_answer"),
        (open_ones.c.state == ResponseState.RETURNED, "returned"),
        else_="with_office",
    )
    order = (open_ones.c.due_on.is_(None), open_ones.c.due_on, open_ones.c.id)
    ranked = core_select(
        open_ones.c.id,
        place.label("place"),
        func.row_number().over(partition_by=place, order_by=order).label("rank"),
        func.count().over(partition_by=place).label("total"),
    ).subquery()
    found = session.execute(
        core_select(ranked.c.id, ranked.c.place, ranked.c.total).where(ranked.c.rank <= MOST)
    ).all()
    counts.update({place: total for _, place, total in found})
    return [number for number, _, _ in found]


def _actions(
    session: Session, user: User, today: date, ahead: Upcoming, chosen: list[int], read: Unread
) -> list[Owed]:
    rows = rows_of(session, today=today, user=user, chosen=chosen)
    given, drafts = _responses(session, user, Response.action_id, chosen)
    reviews = _latest_reviews(session, chosen)
    meetings = _meetings(session, rows, reviews)
    kept = _kept(session, reviews, read)
    found = []
    for row in rows:
        number = row.action.id or 0
        raised_at = meetings.get(row.action.meeting_id or 0)
        review = reviews.get(number)
        held = meetings.get(review.meeting_id or 0) if review else None
        found.append(
            Owed(
                words=row.action.wording,
                due_on=row.action.due_on,
                row=row,
                raised_at=raised_at,
                given=given.get(number),
                draft=drafts.get(number),
                review=review,
                review_at=held if held is not None and held.shared_at and number not in kept else None,
                meeting=ahead.after(raised_at.kind if raised_at else None),
            )
        )
    return found


def _questions(session: Session, user: User, ahead: Upcoming) -> list[Owed]:
    found = session.exec(
        select(Entry, Line.text, Meeting)
        .join(Line, col(Line.id) == col(Entry.line_id))
        .join(Meeting, col(Meeting.id) == col(Entry.meeting_id))
        .where(owes_words(user))
        .options(lazyload(Entry.speakers))  # type: ignore[arg-type]
    ).all()
    given, drafts = _responses(session, user, Response.entry_id, [entry.id for entry, *_ in found])
    asked = [
        Owed(
            words=entry.words_in(text),
            due_on=entry.written_answer_due_on,
            question=entry,
            raised_at=meeting,
            given=given.get(entry.id or 0),
            draft=drafts.get(entry.id or 0),
            meeting=ahead.after(meeting.kind),
        )
        for entry, text, meeting in found
    ]
    return [one for one in asked if one.given is None or one.given.state != ResponseState.ACCEPTED]


def _responses(
    session: Session, user: User, subject: Any, ids: Sequence[int | None]
) -> tuple[dict[int, Response], dict[int, Response]]:
    """By what they answer: the organisation's latest response of each, and its drafts. One statement."""
    given: dict[int, Response] = {}
    drafts: dict[int, Response] = {}
    in_order = (col(Response.given_at), col(Response.id))
    for one in session.exec(select(Response).where(col(subject).in_(ids)).order_by(*in_order)):
        # Asked for here and not there: the database would sooner read all that the organisation ever said.
        if one.organisation_id == user.organisation_id:
            number = one.action_id if subject is Response.action_id else one.entry_id
            (drafts if one.is_draft else given)[number or 0] = one
    return given, drafts


def _latest_reviews(session: Session, chosen: Any) -> dict[int, ActionEvent]:
    """By action: what a meeting said of it last, not counting what was taken back."""
    some: dict[int, list[ActionEvent]] = defaultdict(list)
    for event in session.exec(
        select(ActionEvent).where(
            col(ActionEvent.action_id).in_(chosen),
            col(ActionEvent.kind).in_([*REVIEWS, EventKind.REVIEW_REMOVED]),
        )
    ):
        some[event.action_id].append(event)
    found = {number: actions.standing(events) for number, events in some.items()}
    return {number: events[-1] for number, events in found.items() if events}


def _kept(session: Session, reviews: dict[int, ActionEvent], read: Unread) -> set[int]:
    """The actions of whose latest review the words are withheld."""
    lines = dict(
        session.exec(
            select(col(Entry.id), col(Entry.line_id)).where(
                col(Entry.id).in_({event.entry_id for event in reviews.values()} - {None})
            )
        ).all()
    )
    return {
        number
        for number, event in reviews.items()
        if lines.get(event.entry_id) in read.lines or read.hides(event.meeting_id, event.remark)
    }


def _meetings(session: Session, rows: list[Row], reviews: dict[int, ActionEvent]) -> dict[int, Meeting]:
    ids = {row.action.meeting_id for row in rows} | {event.meeting_id for event in reviews.values()}
    found = session.exec(select(Meeting).where(col(Meeting.id).in_(ids - {None}))).all()
    return {meeting.id or 0: meeting for meeting in found}


def _closed(session: Session, user: User, since: datetime | None) -> list[tuple[Action, Meeting | None]]:
    if since is None:
        return []
    rows = session.exec(
        select(Action, Meeting)
        .join(ActionEvent, col(ActionEvent.action_id) == col(Action.id))
        .join(Meeting, col(Meeting.id) == col(ActionEvent.meeting_id), isouter=True)
        .where(
            col(Action.state) == ActionState.CLOSED,
            ActionEvent.kind == EventKind.CLOSED,
            ActionEvent.at > since,
            action_is_shared_with(user),
        )
        .options(lazyload(Action.owners))  # type: ignore[arg-type]
        .order_by(col(ActionEvent.id))
    ).all()
    latest = {action.id: (action, meeting) for action, meeting in rows}
    return [
        (action, meeting if meeting is not None and meeting.shared_at is not None else None)
        for action, meeting in latest.values()
    ]


def _circulated(session: Session, user: User) -> list[Meeting]:
    return list(
        session.exec(
            select(Meeting)
            .where(
                Meeting.status == MeetingStatus.CIRCULATED,
                col(Meeting.id).in_(meetings_shared_with(user)),
            )
            .order_by(col(Meeting.held_on).desc())
        ).all()
    )
