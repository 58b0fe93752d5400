"""The brief, gathered: the same number of statements for three actions as for three thousand."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from app.db import OFFICE_TIME
from app.models.actions import Action, ActionState
from app.models.lines import Entry
from app.models.meetings import Meeting, MeetingStatus
from app.models.people import Organisation
from app.models.recommendations import ProgressUpdate, Recommendation
from app.models.responses import Response, ResponseState
from app.services import notes, planned_questions, sections, standings, trails
from app.services.briefs.open_actions import open_actions
from app.services.briefs.parts import Brief, CameIn, Counted, Given, Wanting, short
from app.services.briefs.sentences import ask_first
from app.services.questions.asked import COLUMNS, gather
from app.services.questions.finding import State, questions, state_of
from app.services.recommendations.concerned import concerned_at
from app.services.standings import months_before

CAME_IN, PROPOSED, UNANSWERED, AWAITED = 3, 3, 3, 2
"""How many of each are shown."""
SILENT_MONTHS = 6
_RECEIVED = (ResponseState.SUBMITTED, ResponseState.LEFT)


def brief(
    session: Session,
    meeting: Meeting,
    *,
    today: date,
    by_recommendation: bool = False,
    everything: bool = False,
) -> Brief:
    """The brief for a meeting as things stand now; `everything` shows every open action."""
    last = _last(session, meeting)
    came_in, came_in_count = _came_in(session, last, meeting)
    proposed, proposed_count = _proposed(session)
    unanswered, awaited = _without_answer(session, meeting, today)
    since = months_before(meeting.held_on, SILENT_MONTHS)
    found = Brief(
        meeting=meeting,
        today=today,
        last=last,
        open=open_actions(session, by_recommendation=by_recommendation, everything=everything, today=today),
        came_in=came_in,
        came_in_count=came_in_count,
        proposed=proposed,
        proposed_count=proposed_count,
        unanswered=unanswered,
        awaited=awaited,
        given=_given(session, last) if last else [],
        silent_since=since,
        silent=trails.silences(session, since=since, before=meeting.held_on),
        wanting=_wanting(session, today),
        plan=planned_questions.plan_of(session, meeting),
        note=notes.of_meeting(session, meeting),
    )
    found.ask_first = ask_first(found)
    return found


def _last(session: Session, meeting: Meeting) -> Meeting | None:
    before = or_(
        col(Meeting.held_on) < meeting.held_on,
        (col(Meeting.held_on) == meeting.held_on) & (col(Meeting.id) < meeting.id),
    )
    return session.exec(
        select(Meeting)
        .where(Meeting.kind == meeting.kind, before, Meeting.status != MeetingStatus.PLANNED)
        .order_by(col(Meeting.held_on).desc(), col(Meeting.id).desc())
        .limit(1)
    ).first()


def _midnight_after(day: date) -> datetime:
    """The moment at which the office's day ends."""
    return datetime.combine(day + timedelta(days=1), time(), OFFICE_TIME).astimezone(UTC)


def _given_on(response: Response) -> date:
    return (response.given_at or response.begun_at).astimezone(OFFICE_TIME).date()


def _came_in(session: Session, last: Meeting | None, meeting: Meeting) -> tuple[list[CameIn], int]:
    """Responses, written answers and reports between the last meeting and the end of this one's day, newest first."""
    conditions: list[Any] = [
        col(Response.state) != ResponseState.DRAFT,
        col(Response.given_at) < _midnight_after(meeting.held_on),
    ]
    told: list[Any] = [col(ProgressUpdate.made_on) <= meeting.held_on]
    if last is not None:
        conditions.append(col(Response.given_at) >= _midnight_after(last.held_on))
        told.append(col(ProgressUpdate.made_on) > last.held_on)
    count = session.execute(core_select(func.count()).select_from(Response).where(*conditions)).scalar_one()
    reported = session.execute(
        core_select(func.count()).select_from(ProgressUpdate).where(*told)
    ).scalar_one()
    responses = _responses(session, conditions, CAME_IN)
    updates = session.execute(
        core_select(ProgressUpdate, col(Organisation.name), col(Recommendation.reference))
        .join(Recommendation, col(Recommendation.id) == col(ProgressUpdate.recommendation_id))
        .outerjoin(Organisation, col(Organisation.id) == col(ProgressUpdate.organisation_id))
        .where(*told)
        .order_by(col(ProgressUpdate.made_on).desc(), col(ProgressUpdate.id).desc())
        .limit(CAME_IN)
    )
    reports = [
        CameIn(
            dated_on=update.made_on,
            who=who or "Nobody named",
            subject=f"Recommendation {reference}",
            href=f"/recommendations/{update.recommendation_id}",
            words=short(update.text, 60),
            state=None,
        )
        for update, who, reference in updates
    ]
    newest = sorted([*responses, *reports], key=lambda one: one.dated_on, reverse=True)
    return newest[:CAME_IN], count + reported


def _proposed(session: Session) -> tuple[list[CameIn], int]:
    """Open actions whose body proposes to close them, and that the office has not yet decided; oldest first."""
    open_ones = core_select(col(Action.id)).where(
        col(Action.state) == ActionState.OPEN, col(Action.removed_at).is_(None)
    )
    latest = func.max(col(Response.id))
    found = session.execute(
        core_select(latest, func.count().over())
        .where(
            col(Response.state).in_(_RECEIVED),
            col(Response.heard).is_(False),
            col(Response.proposes_closure).is_(True),
            col(Response.action_id).in_(open_ones),
        )
        .group_by(col(Response.action_id))
        .order_by(latest)
        .limit(PROPOSED)
    ).all()
    shown = _responses(session, [col(Response.id).in_([number for number, _ in found])], PROPOSED)
    return shown[::-1], found[0][1] if found else 0


def _page_of(response: Response) -> str:
    """Where it is read; of a question that is no longer in its minutes, the register."""
    if response.action_id is not None:
        return f"/actions/{response.action_id}"
    return f"/written-answers/{response.entry_id}" if response.entry_id is not None else "/questions"


def _responses(session: Session, conditions: list[Any], limit: int) -> list[CameIn]:
    found = session.execute(
        core_select(Response, col(Organisation.name), col(Action.reference))
        .join(Organisation, col(Organisation.id) == col(Response.organisation_id))
        .outerjoin(Action, col(Action.id) == col(Response.action_id))
        .where(*conditions)
        .order_by(col(Response.given_at).desc(), col(Response.id).desc())
        .limit(limit)
    )
    return [
        CameIn(
            dated_on=_given_on(response),
            who=who,
            subject=f"Action {reference}" if reference else "Written answer",
            href=_page_of(response),
            words=short(response.text, 60),
            state=response.state,
            proposes_closure=response.proposes_closure,
        )
        for response, who, reference in found
    ]


def _without_answer(session: Session, meeting: Meeting, today: date) -> tuple[Counted, Counted]:
    """Questions of earlier meetings: those that nobody answered (newest first), and written answers still to come."""
    earlier = (col(Meeting.held_on) <= meeting.held_on, col(Meeting.id) != meeting.id)
    counts = {
        state: (number, oldest)
        for state, number, oldest in session.execute(
            questions(state_of.label("state"), func.count(), func.min(col(Meeting.held_on)))
            .where(*earlier)
            .group_by("state")
        )
    }
    newest = (col(Meeting.held_on).desc(), col(Meeting.id).desc(), col(Entry.id))
    rows = [
        *session.execute(
            questions(*COLUMNS)
            .where(*earlier, state_of == State.UNANSWERED.value)
            .order_by(*newest)
            .limit(UNANSWERED)
        ),
        *session.execute(
            questions(*COLUMNS)
            .where(*earlier, state_of == State.AWAITED.value)
            .order_by(col(Entry.written_answer_due_on).is_(None), col(Entry.written_answer_due_on), *newest)
            .limit(AWAITED)
        ),
    ]
    found = gather(session, rows, today=today)

    def counted(state: State) -> Counted:
        count, oldest = counts.get(state.value, (0, None))
        return Counted([one for one in found if one.state == state], count, oldest)

    return counted(State.UNANSWERED), counted(State.AWAITED)


_WANTING = {
    "steps": ("has an overdue step", "have an overdue step"),
    "evidence": ("lacks evidence that was promised", "lack evidence that was promised"),
    "claimed": ("is called complete and not verified", "are called complete and not verified"),
}


def _wanting(session: Session, today: date) -> list[Wanting]:
    """Overdue steps, evidence that was not received, and claims that nobody verified; those that there are."""
    ids = {tab: standings.ids_of(session, standings.Filters(tab=tab), today=today) for tab in _WANTING}
    references = planned_questions.references(session, {one for some in ids.values() for one in some})
    return [
        Wanting(*_WANTING[tab], [(one, references[one]) for one in some], f"/recommendations?status={tab}")
        for tab, some in ids.items()
        if some
    ]


def _given(session: Session, last: Meeting) -> list[Given]:
    """The assurance that the last meeting ended its sections with, in the order of its minutes."""
    about = concerned_at(session, [last.id or 0])
    judged = [one for one in sections.of_meeting(session, last) if one.assurance is not None]
    references = planned_questions.references(
        session, {number for one in judged for number in about.get(one.id or 0, ())}
    )
    return [
        Given(
            section=one,
            assurance=one.assurance,
            statement=one.assurance_statement,
            references=[(number, references[number]) for number in sorted(about.get(one.id or 0, ()))],
        )
        for one in judged
        if one.assurance is not None
    ]
