"""What the office does with a progress update: it verifies it, or queries it. Nothing of it is changed by that."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from app.errors import EditConflict, NotFound, RuleBroken
from app.models.people import User
from app.models.progress_updates import ProgressEvidence
from app.models.recommendations import ProgressUpdate, UpdateState
from app.services import changes


def by_id(session: Session, update_id: int) -> ProgressUpdate:
    """An update, for the office. Raises NotFound."""
    found = session.get(ProgressUpdate, update_id)
    if found is None:
        raise NotFound("There is no such progress update.")
    return found


def verify(
    session: Session, update: ProgressUpdate, *, remark: str, at: datetime, by: User
) -> ProgressUpdate:
    """The office has seen that it is so. Raises RuleBroken without evidence and without saying what was looked at."""
    if not remark.strip() and not _has_evidence(session, update):
        raise RuleBroken("It came without evidence: say what you looked at.")
    return _settle(session, update, UpdateState.VERIFIED, words=remark.strip(), at=at, by=by)


def query(
    session: Session, update: ProgressUpdate, *, question: str, at: datetime, by: User
) -> ProgressUpdate:
    """Ask the body about it; it answers with another update. Raises RuleBroken without a question."""
    if not question.strip():
        raise RuleBroken("Write what you ask.")
    return _settle(session, update, UpdateState.QUERIED, words=question.strip(), at=at, by=by)


def take_back(session: Session, update: ProgressUpdate, *, by: User) -> ProgressUpdate:
    """It was verified or queried by mistake: it waits again. What was said stays in the history."""
    update = _locked(session, update)
    if update.state == UpdateState.GIVEN:
        return update
    details = {"was": update.state.value, "words": update.remark, "by": update.settled_by_id}
    update.state, update.remark = UpdateState.GIVEN, ""
    update.settled_at = update.settled_by_id = None
    session.add(update)
    session.flush()
    changes.record(session, "taken back", "progress update", update.id, by=by, details=details)
    return update


def _has_evidence(session: Session, update: ProgressUpdate) -> bool:
    count = session.exec(
        select(func.count()).where(
            ProgressEvidence.update_id == update.id, col(ProgressEvidence.removed_at).is_(None)
        )
    ).one()
    return count > 0


def _locked(session: Session, update: ProgressUpdate) -> ProgressUpdate:
    session.flush()
    return session.get_one(ProgressUpdate, update.id, with_for_update=True, populate_existing=True)


def _settle(
    session: Session, update: ProgressUpdate, state: UpdateState, *, words: str, at: datetime, by: User
) -> ProgressUpdate:
    """Take the step, unless somebody else took one first. The same person doing the same twice does it once."""
    update = _locked(session, update)
    if (update.state, update.settled_by_id, update.remark) == (state, by.id, words):
        return update
    if update.state != UpdateState.GIVEN:
        other = session.get(User, update.settled_by_id) if update.settled_by_id else None
        who = other.name if other else "Somebody"
        raise EditConflict(
            f"{who} has already {update.state.value} this update. Nothing of yours was saved: look at it first."
        )
    update.state, update.remark = state, words
    update.settled_at, update.settled_by_id = at, by.id
    session.add(update)
    session.flush()
    details = {"recommendation": update.recommendation_id, "organisation": update.organisation_id}
    changes.record(session, state.value, "progress update", update.id, by=by, details=details)
    return update
