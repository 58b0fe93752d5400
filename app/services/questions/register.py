"""The register of questions: narrowed, counted and paged by the database, so that it stays quick as it grows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func
from sqlalchemy import select as core_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models.lines import Entry, Kind, Line, Speaker
from app.models.meetings import Meeting, SectionRecommendation
from app.services.questions.asked import COLUMNS, Asked, gather
from app.services.questions.finding import STATES, questions, state_of, words_of
from app.services.recommendations import choices
from app.services.recommendations.concerned import concerned

PAGE = 50
MOST_VOICES = 60
"""Speakers to choose from: those who speak most."""


@dataclass(frozen=True)
class Filters:
    """What the address says. None and "" narrow nothing."""

    tab: str = "unanswered"
    words: str = ""
    asked_by: str = ""
    answered_by: str = ""
    meeting: int | None = None
    recommendation: int | None = None
    oldest_first: bool = False


@dataclass
class QuestionPage:
    """One page of the register, what could be chosen, and how many there are on each tab."""

    tab: str
    filters: Filters
    rows: list[Asked]
    tabs: list[tuple[str, str, int]]
    at: int
    pages: int
    oldest_on: date | None
    """The day of the oldest question of the tab."""
    askers: list[str]
    answerers: list[str]
    meetings: list[tuple[int, date, str]]
    recommendations: list[tuple[int, str]]

    @property
    def count(self) -> int:
        """On the chosen tab, all pages together."""
        return next(number for key, _, number in self.tabs if key == self.tab)


def register(session: Session, filters: Filters, *, at: int = 1, today: date) -> QuestionPage:
    """The page `at` (from 1). An unknown tab is the first; beyond the last page is the last."""
    tab = filters.tab if filters.tab in (*STATES, "all") else "unanswered"
    conditions = _conditions(session, filters)
    counts: dict[str, tuple[int, date]] = {
        state: (number, oldest)
        for state, number, oldest in session.execute(
            questions(state_of.label("state"), func.count(), func.min(col(Meeting.held_on)))
            .where(*conditions)
            .group_by("state")
        )
    }
    tabs = [(str(key), words, counts.get(key, (0,))[0]) for key, words in STATES.items()]
    tabs.append(("all", "All", sum(number for *_, number in tabs)))
    number = next(count for key, _, count in tabs if key == tab)
    pages = max(1, -(-number // PAGE))
    at = min(max(at, 1), pages)
    return QuestionPage(
        tab=tab,
        filters=filters,
        rows=gather(session, _rows(session, tab, conditions, filters, at), today=today),
        tabs=tabs,
        at=at,
        pages=pages,
        oldest_on=min((day for key, (_, day) in counts.items() if tab in (key, "all")), default=None),
        askers=_voices(session, Kind.QUESTION),
        answerers=_voices(session, Kind.ANSWER),
        meetings=_meetings(session),
        recommendations=choices(session),
    )


def _rows(
    session: Session, tab: str, conditions: list[ColumnElement[bool]], filters: Filters, at: int
) -> list[Any]:
    held = col(Meeting.held_on) if filters.oldest_first else col(Meeting.held_on).desc()
    meeting = col(Meeting.id) if filters.oldest_first else col(Meeting.id).desc()
    query = questions(*COLUMNS).where(*conditions)
    if tab != "all":
        query = query.where(state_of == tab)
    return list(
        session.execute(
            query.order_by(held, meeting, col(Line.position), col(Entry.starts))
            .limit(PAGE)
            .offset((at - 1) * PAGE)
        )
    )


def _conditions(session: Session, filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for word in filters.words.lower().split():
        found.append(func.lower(words_of).contains(word, autoescape=True))
    if filters.asked_by:
        found.append(_says(filters.asked_by, col(Entry.id)))
    if filters.answered_by:
        answer = aliased(Entry)
        found.append(
            exists().where(
                col(answer.replies_to_id) == col(Entry.id),
                col(answer.kind) == Kind.ANSWER,
                _says(filters.answered_by, col(answer.id)),
            )
        )
    if filters.meeting is not None:
        found.append(col(Entry.meeting_id) == filters.meeting)
    if filters.recommendation is not None:
        about = concerned(session, SectionRecommendation.recommendation_id == filters.recommendation)
        found.append(col(Line.section_id).in_(list(about.recommendations)))
    return found


def _says(words: str, entry_id: Any) -> ColumnElement[bool]:
    speaker = aliased(Speaker)
    return exists().where(col(speaker.entry_id) == entry_id, col(speaker.words) == words)


def _voices(session: Session, kind: Kind) -> list[str]:
    """Those who ask, or answer, most often first."""
    return list(
        session.execute(
            core_select(col(Speaker.words))
            .join(Entry, col(Entry.id) == col(Speaker.entry_id))
            .where(col(Entry.kind) == kind)
            .group_by(col(Speaker.words))
            .order_by(func.count().desc(), col(Speaker.words))
            .limit(MOST_VOICES)
        ).scalars()
    )


def _meetings(session: Session) -> list[tuple[int, date, str]]:
    """Those at which something was asked, newest first."""
    asked = exists().where(col(Entry.meeting_id) == col(Meeting.id), col(Entry.kind) == Kind.QUESTION)
    found = session.execute(
        core_select(col(Meeting.id), col(Meeting.held_on), col(Meeting.title))
        .where(asked)
        .order_by(col(Meeting.held_on).desc(), col(Meeting.id).desc())
    )
    return [(number, held_on, title) for number, held_on, title in found]
