"""What to ask next, from the record alone: nothing is guessed, and each suggestion says which fact it rests on.

As many statements for three recommendations as for three thousand.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from textwrap import shorten

from sqlalchemy import func, or_
from sqlalchemy import select as core_select
from sqlmodel import Session, col

from app.models.actions import Action, ActionRecommendation, ActionState
from app.models.lines import Entry
from app.models.meetings import Meeting, PlannedQuestion
from app.models.people import User
from app.models.recommendations import Recommendation
from app.services import planned_questions, standings
from app.services.actions import narrowing
from app.services.questions.asked import COLUMNS, gather
from app.services.questions.finding import State, questions, state_of
from app.services.standings import Judgement, Standing, say_day

SHOWN = 8
"""Suggestions of a kind at most."""
_TIMES = {1: "once", 2: "twice", 3: "three times"}


@dataclass
class Enquiry:
    """Something to ask. `key` names it in a form; `why` is the fact, read at `href`."""

    key: str
    text: str
    why: str
    href: str
    recommendation_id: int | None = None
    reference: str = ""
    carried_from_id: int | None = None
    is_planned: bool = False

    def __post_init__(self) -> None:
        self.text = " ".join(self.text.split())  # as a planned question keeps it


@dataclass
class Group:
    """Suggestions that rest on facts of one kind: how many there are, and the first of them."""

    words: str
    none: str
    """What is said where there is none."""
    count: int
    rows: list[Enquiry]
    href: str
    """All of them."""

    @property
    def left_out(self) -> int:
        return max(0, self.count - len(self.rows))


@dataclass
class Enquiries:
    """All of them, for one meeting."""

    meeting: Meeting
    groups: list[Group] = field(default_factory=list)

    @property
    def rows(self) -> list[Enquiry]:
        return [one for group in self.groups for one in group.rows]


def enquiries(session: Session, meeting: Meeting, *, user: User, today: date) -> Enquiries:
    """Questions without an answer, carried actions, "complete" without evidence, assurance not given last time."""
    claimed = standings.claimed_without_evidence(session, today=today)
    judged = standings.not_assured(session, before=meeting.held_on)
    shown = list(dict.fromkeys([*claimed[:SHOWN], *judged[:SHOWN]]))
    stand = {
        one.recommendation.id or 0: one for one in standings.standings(session, shown, user=user, today=today)
    }
    found = Enquiries(
        meeting,
        [
            _unanswered(session, meeting, today),
            _carried(session, today),
            Group(
                "Called complete, and nothing shows it",
                "No body calls a recommendation complete without evidence.",
                len(claimed),
                [_claim(stand[number]) for number in claimed[:SHOWN] if number in stand],
                "/recommendations?status=claimed",
            ),
            Group(
                "Not assured last time",
                "No judgement before this meeting was less than assured.",
                len(judged),
                [
                    _judged(one, one.judgement)
                    for one in (stand[number] for number in judged[:SHOWN] if number in stand)
                    if one.judgement is not None
                ],
                "/recommendations?sort=assurance",
            ),
        ],
    )
    _mark_planned(session, found)
    return found


def _unanswered(session: Session, meeting: Meeting, today: date) -> Group:
    earlier = (
        or_(
            col(Meeting.held_on) < meeting.held_on,
            (col(Meeting.held_on) == meeting.held_on) & (col(Meeting.id) < meeting.id),
        ),
        state_of == State.UNANSWERED.value,
    )
    count = session.execute(questions(func.count()).where(*earlier)).scalar_one()
    newest = (col(Meeting.held_on).desc(), col(Meeting.id).desc(), col(Entry.id))
    rows = session.execute(questions(*COLUMNS).where(*earlier).order_by(*newest).limit(SHOWN)).all()
    found: list[Enquiry] = []
    for one in gather(session, rows, today=today):
        tie, on = one.ties[0] if one.ties else None, say_day(one.meeting.held_on)
        found.append(
            Enquiry(
                key=f"question-{one.id}",
                text=f"On {on}: {_quoted(one.words)} It was not answered then. What is the answer?",
                why=f"Asked on {on}; no answer is recorded.",
                href=one.href,
                recommendation_id=tie.id if tie else None,
                reference=tie.reference if tie else "",
                carried_from_id=one.id,
            )
        )
    return Group(
        "Asked, and never answered",
        "Every question asked so far has its answer.",
        count,
        found,
        "/questions?status=unanswered",
    )


def _carried(session: Session, today: date) -> Group:
    """Open actions that meetings carried, the most often first."""
    times = narrowing.carried(session)
    wanted = (times.c.action_id == col(Action.id), col(Action.state) == ActionState.OPEN)
    standing = col(Action.removed_at).is_(None)
    base = core_select(func.count()).select_from(Action).join(times, wanted[0])
    count = session.execute(base.where(wanted[1], standing)).scalar_one()
    rows = session.execute(
        core_select(
            col(Action.id), col(Action.reference), col(Action.wording), col(Action.due_on), times.c.carried
        )
        .join(times, wanted[0])
        .where(wanted[1], standing)
        .order_by(times.c.carried.desc(), col(Action.due_on).is_(None), col(Action.due_on), col(Action.id))
        .limit(SHOWN)
    ).all()
    ties: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for action_id, number, reference in session.execute(
        core_select(
            col(ActionRecommendation.action_id), col(Recommendation.id), col(Recommendation.reference)
        )
        .join(Recommendation, col(Recommendation.id) == col(ActionRecommendation.recommendation_id))
        .where(col(ActionRecommendation.action_id).in_([row.id for row in rows]))
        .order_by(col(Recommendation.sort_key))
    ):
        ties[action_id].append((number, reference))
    found: list[Enquiry] = []
    for action_id, reference, wording, due_on, carried in rows:
        late = (today - due_on).days if due_on and due_on < today else 0
        overdue = f" and is {late} day{'' if late == 1 else 's'} overdue" if late else ""
        often = _TIMES.get(carried, f"{carried} times")
        tie = ties[action_id][0] if ties[action_id] else (None, "")
        found.append(
            Enquiry(
                key=f"action-{action_id}",
                text=f"Action {reference}, {_quoted(wording)} What stands in its way, and when will it be done?",
                why=f"Action {reference} has been carried {often}{overdue}.",
                href=f"/actions/{action_id}",
                recommendation_id=tie[0],
                reference=tie[1],
            )
        )
    return Group(
        "Carried from meeting to meeting",
        "No open action has been carried.",
        count,
        found,
        "/actions?sort=carried&order=down",
    )


def _claim(standing: Standing) -> Enquiry:
    recommendation = standing.recommendation
    said = standing.claims_complete[0]
    needed = recommendation.evidence_needed
    wants = f" It asks for {_quoted(needed)}" if needed else ""
    return Enquiry(
        key=f"claim-{said.update_id}",
        text=f"{said.name} called recommendation {recommendation.reference} complete on {say_day(said.made_on)}."
        f"{wants} What shows it?",
        why=f"{said.name} says “{said.word}”, {say_day(said.made_on)}; no evidence has been received.",
        href=f"/recommendations/{recommendation.id}",
        recommendation_id=recommendation.id,
        reference=recommendation.reference,
    )


def _judged(standing: Standing, judged: Judgement) -> Enquiry:
    recommendation = standing.recommendation
    title = f", {recommendation.title}" if recommendation.title else ""
    word = judged.assurance.value
    return Enquiry(
        key=f"assurance-{judged.section_id}-{recommendation.id}",
        text=f"Recommendation {recommendation.reference}{title}: {word} on {say_day(judged.on)}. "
        "What has changed since?",
        why=f"The Commissioner was {word} on {say_day(judged.on)}.",
        href=f"/meetings/{judged.meeting_id}#section-{judged.section_id}",
        recommendation_id=recommendation.id,
        reference=recommendation.reference,
    )


def _quoted(words: str) -> str:
    """As much of somebody's words as a question can bear, in quotation marks."""
    short = shorten(" ".join(words.split()).rstrip("."), 240, placeholder=" …")
    return f"“{short}”."


def _mark_planned(session: Session, found: Enquiries) -> None:
    """What waits for the meeting already is not planned twice."""
    there: list[PlannedQuestion] = planned_questions.of_meeting(session, found.meeting)
    carried = {one.carried_from_id for one in there if one.carried_from_id}
    texts = {one.text for one in there}
    for one in found.rows:
        one.is_planned = one.carried_from_id in carried or one.text in texts
