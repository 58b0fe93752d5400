"""Gathers the facts of a period in a number of statements that does not grow; what is withheld is left out."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, exists, func
from sqlalchemy import select as core_select
from sqlalchemy.orm import lazyload
from sqlmodel import Session, col, select

from app.db import OFFICE_TIME
from app.models.actions import Action, ActionRecommendation, ActionState, Owner
from app.models.lines import Entry, Kind, Line, Mention, Speaker
from app.models.meetings import Meeting, Section
from app.models.people import Organisation
from app.models.progress_updates import ProgressEvidence
from app.models.recommendations import (
    Part,
    ProgressUpdate,
    Recommendation,
    Responsibility,
    Source,
    UpdateState,
)
from app.services.audience import kept_out
from app.services.progress_reports.facts import Achieved, Asked, Done, Facts, Open, Progress, Promised
from app.services.questions.finding import questions, state_of, words_of
from app.services.recommendations.concerned import concerned_at


def gather(session: Session, source: Source, *, from_on: date, until_on: date) -> Facts:
    """What was done, asked, promised and achieved from one day to another, both included."""
    facts = Facts(from_on, until_on, source.title, source.made_by, source.published_on)
    rows = session.exec(
        select(Recommendation)
        .where(Recommendation.source_id == source.id)
        .options(lazyload(Recommendation.responsibilities), lazyload(Recommendation.source))  # type: ignore[arg-type]
        .order_by(col(Recommendation.sort_key), col(Recommendation.id))
    ).all()
    found = {one.id or 0: Progress(one.id or 0, one.reference, one.title) for one in rows}
    facts.progress = list(found.values())
    hidden = _Hidden(session)
    _name_bodies(session, source, found)
    _report(session, source, found, facts, hidden)
    _promise(session, source, found, facts, hidden)
    _ask(session, found, facts, hidden)
    for one in found.values():
        one.done.sort(key=lambda done: done.on)
        one.asked.sort(key=lambda asked: asked.on)
        one.achieved.sort(key=lambda achieved: achieved.on)
    facts.left_out = hidden.count
    return facts


class _Hidden:
    """What is withheld of any minutes: what has a name or words of it is left out whole, and counted."""

    def __init__(self, session: Session) -> None:
        self.count = 0
        self.kept = kept_out(session)

    def hides(self, *words: str, line_id: str | None = None, meeting_id: int | None = None) -> bool:
        """Whether the words, of that line or that meeting, have something withheld in them."""
        kept = self.kept
        hides = (
            line_id in kept.lines or kept.hides(meeting_id, " ".join(words)) or kept.hides_anywhere(*words)
        )
        self.count += hides
        return hides


def _name_bodies(session: Session, source: Source, found: dict[int, Progress]) -> None:
    for number, part, name in session.execute(
        core_select(col(Responsibility.recommendation_id), col(Responsibility.part), col(Organisation.name))
        .join(Organisation, col(Organisation.id) == col(Responsibility.organisation_id))
        .join(Recommendation, col(Recommendation.id) == col(Responsibility.recommendation_id))
        .where(col(Recommendation.source_id) == source.id)
        .order_by(col(Responsibility.id))
    ):
        (found[number].leads if part == Part.LEAD else found[number].partners).append(name)


def _report(
    session: Session, source: Source, found: dict[int, Progress], facts: Facts, hidden: _Hidden
) -> None:
    """What bodies said in the period, and what the office verified in it."""
    files = (
        core_select(func.count())
        .where(
            col(ProgressEvidence.update_id) == col(ProgressUpdate.id),
            col(ProgressEvidence.removed_at).is_(None),
        )
        .correlate(ProgressUpdate)
        .scalar_subquery()
    )
    rows = session.exec(
        select(ProgressUpdate, col(Organisation.name), files)
        .join(Recommendation, col(Recommendation.id) == col(ProgressUpdate.recommendation_id))
        .outerjoin(Organisation, col(Organisation.id) == col(ProgressUpdate.organisation_id))
        .where(Recommendation.source_id == source.id, col(ProgressUpdate.made_on) <= facts.until_on)
        .order_by(col(ProgressUpdate.made_on), col(ProgressUpdate.id))
    ).all()
    for update, body, evidence in rows:
        if hidden.hides(update.text, update.remark, line_id=update.line_id):
            continue
        progress = found[update.recommendation_id]
        settled_on = _day(update.settled_at)
        verified = update.state == UpdateState.VERIFIED and settled_on is not None
        is_so = verified and settled_on is not None and settled_on <= facts.until_on
        who = body or "A body not named"
        if facts.from_on <= update.made_on:
            progress.done.append(Done(update.made_on, who, update.rating, update.text, is_so, evidence))
        if is_so and settled_on is not None and settled_on >= facts.from_on:
            said = f"What {who} said on {_say(update.made_on)} was verified."
            progress.achieved.append(Achieved("verified", settled_on, f"{said} {update.remark}".strip()))


def _ask(session: Session, found: dict[int, Progress], facts: Facts, hidden: _Hidden) -> None:
    """Questions of the meetings of the period, and the assurance given at them."""
    meetings = core_select(col(Meeting.id)).where(
        col(Meeting.held_on) >= facts.from_on, col(Meeting.held_on) <= facts.until_on
    )
    numbers = [number for (number,) in session.execute(meetings)]
    about = concerned_at(session, numbers)
    rows = session.execute(
        questions(
            col(Entry.id), col(Line.section_id), col(Meeting.held_on), words_of, state_of, col(Line.id),
            col(Line.meeting_id),
        ).where(col(Entry.meeting_id).in_(meetings))
        .order_by(col(Meeting.held_on), col(Section.position), col(Line.position), col(Entry.starts))
    ).all()  # fmt: skip
    ours = [row for row in rows if about.get(row[1], set()) & found.keys()]
    speakers = _speakers(session, [row[0] for row in ours])
    for entry_id, section_id, held_on, words, state, line_id, meeting_id in ours:
        who = " and ".join(speakers.get(entry_id, ()))
        if not hidden.hides(words, who, line_id=line_id, meeting_id=meeting_id):
            for number in about[section_id] & found.keys():
                found[number].asked.append(Asked(held_on, who, words.strip(), state))
    _judge(session, found, meetings, about, hidden)


def _speakers(session: Session, entries: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for entry_id, words in session.execute(
        core_select(col(Speaker.entry_id), col(Speaker.words))
        .where(col(Speaker.entry_id).in_(entries))
        .order_by(col(Speaker.position), col(Speaker.id))
    ):
        found[entry_id].append(words)
    return found


def _judge(
    session: Session, found: dict[int, Progress], meetings: Any, about: dict[int, set[int]], hidden: _Hidden
) -> None:
    for section_id, judgement, held_on in session.execute(
        core_select(col(Section.id), col(Section.assurance), col(Meeting.held_on))
        .join(Meeting, col(Meeting.id) == col(Section.meeting_id))
        .where(
            col(Section.meeting_id).in_(meetings),
            col(Section.assurance).is_not(None),
            col(Section.removed_at).is_(None),
            col(Section.id).not_in(hidden.kept.judged),
        )
        .order_by(col(Meeting.held_on), col(Section.position))
    ):
        for number in about.get(section_id, set()) & found.keys():
            words = f"The Commissioner’s judgement: {judgement.value}."
            found[number].achieved.append(Achieved("judged", held_on, words))


def _promise(
    session: Session, source: Source, found: dict[int, Progress], facts: Facts, hidden: _Hidden
) -> None:
    """Actions agreed in the period, closed in it, and open when it ended."""
    raised = and_(
        col(Entry.action_id) == col(Action.id),
        col(Entry.mention) == Mention.RAISED,
        col(Entry.kind) == Kind.ACTION,
        col(Line.id) == col(Entry.line_id),
        col(Line.id).in_(hidden.kept.lines),
    )
    rows = session.execute(
        core_select(
            col(ActionRecommendation.recommendation_id), col(Action.id), col(Action.reference), col(Action.wording),
            col(Action.raised_on), col(Action.due_on), col(Action.state), col(Action.settled_on),
            case((exists().where(raised), 1), else_=0), col(Action.meeting_id),
        )
        .join(Action, col(Action.id) == col(ActionRecommendation.action_id))
        .join(Recommendation, col(Recommendation.id) == col(ActionRecommendation.recommendation_id))
        .where(
            col(Recommendation.source_id) == source.id,
            col(Action.removed_at).is_(None),
            col(Action.raised_on) <= facts.until_on,
        )
        .order_by(col(Action.raised_on), col(Action.id))
    ).all()  # fmt: skip
    owners = _owners(session, source)
    told: dict[int, bool] = {}
    for (
        number,
        action_id,
        reference,
        wording,
        raised_on,
        due_on,
        state,
        settled_on,
        is_withheld,
        held_at,
    ) in rows:
        if action_id not in told:
            told[action_id] = not is_withheld and not hidden.hides(
                wording, *owners[action_id], meeting_id=held_at
            )
            hidden.count += is_withheld
        if not told[action_id]:
            continue
        was_open = state == ActionState.OPEN or (settled_on is not None and settled_on > facts.until_on)
        progress = found[number]
        if raised_on >= facts.from_on:
            promised = Promised(reference, wording, owners[action_id], raised_on, due_on, was_open)
            progress.promised.append(promised)
        if not was_open and state == ActionState.CLOSED and settled_on and settled_on >= facts.from_on:
            words = f"Action {reference} was closed: {wording}"
            progress.achieved.append(Achieved("closed", settled_on, words))
        if was_open:
            late = due_on is not None and due_on < facts.until_on
            progress.still_open.append(Open(reference, wording, due_on, late))


def _owners(session: Session, source: Source) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    ours = (
        core_select(col(ActionRecommendation.action_id))
        .join(Recommendation, col(Recommendation.id) == col(ActionRecommendation.recommendation_id))
        .where(col(Recommendation.source_id) == source.id)
    )
    for action_id, words in session.execute(
        core_select(col(Owner.action_id), col(Owner.words))
        .where(col(Owner.action_id).in_(ours), col(Owner.until_on).is_(None))
        .order_by(col(Owner.position), col(Owner.id))
    ):
        found[action_id].append(words)
    return found


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(OFFICE_TIME).date() if moment is not None else None


def _say(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
