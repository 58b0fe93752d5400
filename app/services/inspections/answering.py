"""What the response says: of the report as a whole, and of each recommendation. Nobody's words are saved over."""

from datetime import datetime

from sqlmodel import Session, select

from app.errors import EditConflict, NotAllowed, NotFound, RuleBroken
from app.models.inspections import Inspection, InspectionAnswer
from app.models.people import May, User
from app.models.recommendations import Recommendation, Source
from app.services import changes
from app.services.inspections.recording import opened_to_write

_FASTER = "Somebody saved other words while you were writing. Nothing of yours was saved over them."


def save_words(
    session: Session,
    source: Source,
    *,
    comments: str,
    chief_comments: str,
    reply: str,
    seen: int,
    at: datetime,
    by: User,
) -> Inspection:
    """The comments on the report as a whole. `seen` is the revision that the page showed.

    Raises EditConflict when somebody was faster, RuleBroken once it was published.
    """
    inspection = opened_to_write(session, source, at=at)
    words = {"comments": _kept(comments), "chief_comments": _kept(chief_comments), "reply": _kept(reply)}
    _write(session, inspection, words, seen=seen, noun="inspection", by=by)
    return inspection


def save_answer(
    session: Session,
    source: Source,
    recommendation: Recommendation,
    *,
    action: str,
    why_none: str,
    chief_comments: str,
    reply: str,
    seen: int,
    at: datetime,
    by: User,
) -> InspectionAnswer:
    """What is said of one recommendation: an action, or why none; the Chief's comments and the response to them.

    `seen` is the revision that the page showed, 0 before there was any. Raises EditConflict, RuleBroken.
    """
    if recommendation.source_id != source.id:
        raise NotFound("This recommendation is of another report.")
    if action.strip() and why_none.strip():
        raise RuleBroken("Say which action is taken or proposed, or why none is: not both.")
    inspection = opened_to_write(session, source, at=at)
    answer = session.exec(
        select(InspectionAnswer)
        .where(
            InspectionAnswer.inspection_id == inspection.id,
            InspectionAnswer.recommendation_id == recommendation.id,
        )
        .execution_options(populate_existing=True)
    ).first()
    words = {
        "action": _kept(action),
        "why_none": _kept(why_none),
        "chief_comments": _kept(chief_comments),
        "reply": _kept(reply),
    }
    if answer is None:
        answer = InspectionAnswer(
            inspection_id=inspection.id or 0, recommendation_id=recommendation.id or 0, revision=0
        )
    _write(session, answer, words, seen=seen, noun="inspection answer", by=by)
    return answer


def set_not_ours(session: Session, source: Source, because: str, *, at: datetime, by: User) -> Inspection:
    """The report does not concern this force, so that nothing has to be published; no words: it does."""
    if not by.may(May.DECIDE):
        raise NotAllowed(
            "That a report does not concern the force is for the Commissioner or a publisher to say."
        )
    inspection = opened_to_write(session, source, at=at)
    was, inspection.not_ours_because = inspection.not_ours_because, _kept(because)
    session.add(inspection)
    session.flush()
    changes.record(session, "set aside", "inspection", inspection.id, by=by, details={"was": was})
    return inspection


def _write(
    session: Session,
    thing: Inspection | InspectionAnswer,
    words: dict[str, str],
    *,
    seen: int,
    noun: str,
    by: User,
) -> None:
    was = {name: getattr(thing, name) for name in words}
    if was == words:
        return
    if seen != thing.revision and any(was.values()):
        raise EditConflict(_FASTER)
    for name, value in words.items():
        setattr(thing, name, value)
    thing.revision += 1
    session.add(thing)
    session.flush()
    changes.record(session, "changed", noun, thing.id, by=by, details={"was": was})


def _kept(words: str) -> str:
    return words.replace("\r\n", "\n").strip()
