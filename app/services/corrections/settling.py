"""What the office makes of a proposed correction: accepted, adapted or declined, once."""

from sqlmodel import Session

from app.db import now
from app.errors import EditConflict, RuleBroken
from app.models.corrections import Correction, CorrectionState
from app.models.meetings import Meeting
from app.models.people import User
from app.services import changes, circulations, drafts, lines


def accept(
    session: Session,
    correction: Correction,
    *,
    text: str | None = None,
    seen_revision: int,
    reason: str = "",
    by: User,
) -> Correction:
    """Let the line read as proposed, or with `text` as the office adapts it: an ordinary change of the line.

    Accepting twice is accepting once. Raises EditConflict when the line changed since it was proposed and nothing
    was adapted, LineConflict when it changed after `seen_revision`, RuleBroken when it was settled otherwise.
    """
    meeting = drafts.opened(session, correction.meeting_id)
    session.refresh(correction)
    if not correction.is_open:
        return _settled_before(correction, {CorrectionState.ACCEPTED, CorrectionState.ADAPTED})
    line = lines.by_id(session, correction.line_id)
    if line.removed_at is not None:
        raise RuleBroken(
            "This line was taken out of the minutes. Put it back first, or decline the correction."
        )
    proposer = session.get(User, correction.proposed_by_id) if correction.proposed_by_id else None
    inside = proposer is not None and proposer.is_of_the_office
    spans = [] if inside else circulations.kept(session, meeting).line(line.id)
    proposed = circulations.put_back(correction.new_text, line.text, spans) if correction.new_text else ""
    wanted = proposed if text is None else text.strip()
    if text is None and (proposed is None or circulations.without(line.text, spans) != correction.old_text):
        raise EditConflict(
            "The line no longer reads as it did when this was proposed. Look at how it stands now, and adapt it."
        )
    if wanted:
        lines.save_text(session, line, text=wanted, seen_revision=seen_revision, writer="", by=by)
    else:
        lines.remove(session, line, by=by)
    as_proposed = wanted == proposed
    state = CorrectionState.ACCEPTED if as_proposed else CorrectionState.ADAPTED
    return _settle(session, meeting, correction, state, reason=reason, by=by)


def decline(session: Session, correction: Correction, *, reason: str, by: User) -> Correction:
    """Leave the line as it is, and say why. Raises RuleBroken without a reason."""
    meeting = drafts.opened(session, correction.meeting_id)
    session.refresh(correction)
    if not correction.is_open:
        return _settled_before(correction, {CorrectionState.DECLINED})
    if not reason.strip():
        raise RuleBroken("Say why you decline it: whoever proposed it reads the reason.")
    return _settle(session, meeting, correction, CorrectionState.DECLINED, reason=reason, by=by)


def _settled_before(correction: Correction, alike: set[CorrectionState]) -> Correction:
    if correction.state in alike:
        return correction
    raise RuleBroken(f"This correction was {correction.state.value} already, by a colleague.")


def _settle(
    session: Session,
    meeting: Meeting,
    correction: Correction,
    state: CorrectionState,
    *,
    reason: str,
    by: User,
) -> Correction:
    correction.state, correction.reason = state, " ".join(reason.split())
    correction.settled_at, correction.settled_by_id = now(), by.id
    session.add(correction)
    changes.record(
        session, state.value, "correction", correction.id, by=by, meeting=meeting,
        details={"line": correction.line_id},
    )  # fmt: skip
    return correction
