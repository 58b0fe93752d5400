"""The public register of actions: what published minutes together say of each, and nothing that they do not."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from app.documents.minutes import Mention, Outcome
from app.models.publications import PublicMeeting, PublishedAction, PublishedPassage, PublishedState

_BECAME = {
    Outcome.CLOSED.value: PublishedState.CLOSED,
    Outcome.WITHDRAWN.value: PublishedState.WITHDRAWN,
    Outcome.REPLACED.value: PublishedState.REPLACED,
    Outcome.REOPENED.value: PublishedState.OPEN,
}


def references_at(session: Session, public: PublicMeeting) -> set[str]:
    """Of the actions that the shown version of this meeting speaks of."""
    return set(
        session.exec(
            select(PublishedAction.reference)
            .join(PublishedPassage, col(PublishedPassage.published_action_id) == PublishedAction.id)
            .where(PublishedPassage.public_meeting_id == public.id)
        ).all()
    )


def rows_of(session: Session, references: Iterable[str], *, at: datetime) -> dict[str, int]:
    """The ids of the register's rows, made where an action was never spoken of in public before."""
    wanted = set(references)
    new = wanted - {one.reference for one in _by_reference(session, wanted)}
    if new:
        session.execute(insert(PublishedAction), [_blank(reference, at) for reference in sorted(new)])
    return {one.reference: one.id or 0 for one in _by_reference(session, wanted)}


def _blank(reference: str, at: datetime) -> dict[str, Any]:
    numbered = re.fullmatch(r"(\d{1,6})/(\d{4})", reference)
    return {
        "reference": reference,
        "number": int(numbered[1]) if numbered else None,
        "year": int(numbered[2]) if numbered else None,
        "changed_at": at,
    }


def bring_up_to_date(session: Session, references: Iterable[str], *, at: datetime) -> None:
    """Say again what became of these actions; one that no shown version speaks of is no longer known."""
    rows = _by_reference(session, set(references))
    passages: dict[int | None, list[PublishedPassage]] = defaultdict(list)
    for passage in session.exec(
        select(PublishedPassage)
        .where(col(PublishedPassage.published_action_id).in_([row.id for row in rows]))
        .order_by(
            col(PublishedPassage.dated_on),
            col(PublishedPassage.public_meeting_id),
            col(PublishedPassage.position),
        )
    ).all():
        passages[passage.published_action_id].append(passage)
    for row in rows:
        if passages[row.id]:
            _say(row, passages[row.id])
            row.changed_at = at
            session.add(row)
    session.flush()
    gone = [row.id for row in rows if not passages[row.id]]
    session.execute(delete(PublishedAction).where(col(PublishedAction.id).in_(gone)))


def _say(row: PublishedAction, passages: Sequence[PublishedPassage]) -> None:
    """From its passages, in the order of their meetings. What a draft decides does not count yet."""
    row.wording = row.owners = row.due_words = row.last_outcome = ""
    row.due_on = row.raised_on = row.raised_at_id = row.last_said_on = None
    row.state, row.times_carried, row.is_draft = PublishedState.OPEN, 0, False
    for passage in passages:
        if passage.mention == Mention.RAISED.value:
            row.wording, row.owners = passage.words, passage.owners
            row.due_on, row.due_words = passage.due_on, passage.due_words
            row.raised_on, row.raised_at_id = passage.dated_on, passage.public_meeting_id
            row.is_draft = passage.is_draft
        elif passage.outcome and not passage.is_draft:
            row.state = _BECAME.get(passage.outcome, row.state)
            row.last_outcome, row.last_said_on = passage.outcome, passage.dated_on
            row.times_carried += passage.outcome == Outcome.CARRIED.value
            if passage.due_on is not None:
                row.due_on, row.due_words = passage.due_on, passage.due_words


def _by_reference(session: Session, references: set[str]) -> Sequence[PublishedAction]:
    return session.exec(select(PublishedAction).where(col(PublishedAction.reference).in_(references))).all()
