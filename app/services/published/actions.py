"""The register of published actions, with what became of each as far as published minutes say."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import quote

from sqlalchemy import func, nulls_last
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models.publications import PublicMeeting, PublishedAction, PublishedPassage, PublishedState
from app.services.trackers.writing import Column, as_csv

PAGE = 50


@dataclass(frozen=True)
class Row:
    """An action of the register, and the meeting that raised it where its minutes are published."""

    action: PublishedAction
    raised_at: PublicMeeting | None

    @property
    def href(self) -> str:
        return href_of(self.action.reference)

    @property
    def is_settled(self) -> bool:
        return self.action.state != PublishedState.OPEN

    @property
    def was_late(self) -> bool:
        """Open after its date when published minutes last spoke of it: nothing is said of the days since."""
        said, due = self.action.last_said_on, self.action.due_on
        return not self.is_settled and said is not None and due is not None and due < said


def href_of(reference: str) -> str:
    """Where the public reads of an action: "/published/actions/6/2025"."""
    return f"/published/actions/{quote(reference)}"


@dataclass(frozen=True)
class Register:
    """A page of the register."""

    rows: list[Row]
    counts: dict[str, int]
    """How many actions are in each state, whatever page is shown."""
    total: int
    page: int

    @property
    def pages(self) -> int:
        return -(-self.total // PAGE)


def register(session: Session, *, state: str = "", page: int = 1) -> Register:
    """Published actions in a state ("" for all), the newest first."""
    counts = {
        one.value: number
        for one, number in session.exec(
            select(col(PublishedAction.state), func.count()).group_by(col(PublishedAction.state))
        ).all()
    }
    total = counts.get(state, 0) if state else sum(counts.values())
    page = max(1, min(page, -(-total // PAGE) or 1))
    rows = _newest_first(session, state=state, first=(page - 1) * PAGE, most=PAGE)
    return Register(rows, counts, total, page)


def _newest_first(session: Session, *, state: str = "", first: int = 0, most: int | None = None) -> list[Row]:
    query = (
        select(PublishedAction, PublicMeeting)
        .join(PublicMeeting, col(PublicMeeting.id) == PublishedAction.raised_at_id, isouter=True)
        .order_by(
            nulls_last(col(PublishedAction.year).desc()),
            nulls_last(col(PublishedAction.number).desc()),
            col(PublishedAction.id).desc(),
        )
    )
    if state:
        query = query.where(PublishedAction.state == PublishedState(state))
    return [Row(*row) for row in session.exec(query.limit(most).offset(first)).all()]


def register_as_csv(session: Session, *, site: str) -> bytes:
    """All of the register for a spreadsheet, the newest first; empty where no published minutes say it."""
    columns: list[Column[Row]] = [
        Column("Reference", 12, lambda row: row.action.reference),
        Column("Action", 60, lambda row: row.action.wording),
        Column("Owner", 24, lambda row: row.action.owners),
        Column("Raised on", 12, lambda row: row.raised_at.held_on if row.raised_at else row.action.raised_on),
        Column("Due on", 12, lambda row: row.action.due_on),
        Column("Due as written", 16, lambda row: row.action.due_words),
        Column("State in published minutes", 16, lambda row: row.action.state.value),
        Column("Last decided", 16, lambda row: row.action.last_outcome),
        Column("Last spoken of on", 12, lambda row: row.action.last_said_on),
        Column("Times carried", 8, lambda row: row.action.times_carried),
        Column("Raised in draft minutes", 8, lambda row: "yes" if row.action.is_draft else "no"),
        Column("Address", 40, lambda row: f"{site}{row.href}"),
        Column(
            "Minutes", 40, lambda row: f"{site}/published/{row.raised_at.address}" if row.raised_at else ""
        ),
    ]
    return as_csv(_newest_first(session), columns)


@dataclass(frozen=True)
class Said:
    """What the published minutes of one meeting say of an action or a recommendation."""

    meeting: PublicMeeting
    passages: list[PublishedPassage]

    @property
    def dated_on(self) -> date:
        return self.meeting.held_on

    @property
    def is_draft(self) -> bool:
        return any(passage.is_draft for passage in self.passages)

    @property
    def places(self) -> list[tuple[str, str, list[PublishedPassage]]]:
        """Where in the minutes: the name of the place, its heading, and what is said there."""
        return [
            (some[0].anchor, heading, some)
            for heading, found in groupby(self.passages, lambda one: one.heading)
            if (some := list(found))
        ]


@dataclass(frozen=True)
class Story:
    """An action, and everything that published minutes say of it, oldest first."""

    row: Row
    said: list[Said]


def story(session: Session, reference: str) -> Story:
    """What the public may know of one action. Raises NotFound."""
    row = session.exec(
        select(PublishedAction, PublicMeeting)
        .join(PublicMeeting, col(PublicMeeting.id) == PublishedAction.raised_at_id, isouter=True)
        .where(PublishedAction.reference == reference)
    ).first()
    if row is None:
        raise NotFound("No published minutes speak of an action with this reference.")
    found = session.exec(
        select(PublishedPassage, PublicMeeting)
        .join(PublicMeeting, col(PublicMeeting.id) == PublishedPassage.public_meeting_id)
        .where(PublishedPassage.published_action_id == row[0].id)
        .order_by(col(PublicMeeting.held_on), col(PublicMeeting.id), col(PublishedPassage.position))
    ).all()
    return Story(Row(*row), by_meeting(list(found)))


def by_meeting(found: list[tuple[PublishedPassage, PublicMeeting]]) -> list[Said]:
    """Passages in order, under their meetings."""
    said: list[Said] = []
    for passage, meeting in found:
        if not said or said[-1].meeting.id != meeting.id:
            said.append(Said(meeting, []))
        said[-1].passages.append(passage)
    return said
