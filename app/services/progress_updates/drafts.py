"""Drafts of progress updates, saved as they are typed. A body has one for each recommendation; colleagues share it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.errors import EditConflict, NotAllowed
from app.models.people import May, User
from app.models.progress_updates import ProgressDraft
from app.models.recommendations import ProgressUpdate, Recommendation, Responsibility
from app.services import changes

RATINGS = ("Not started", "Under way", "Delayed", "Complete")
"""What a body may call it. A report that is brought in keeps its own words."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What stands in the form."""

    text: str = ""
    rating: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and not self.rating


class DraftConflict(EditConflict):
    """A colleague saved or gave something else first. `theirs` is what stands; nothing of either is lost."""

    def __init__(self, theirs: ProgressDraft | ProgressUpdate) -> None:
        done = "saved another draft" if isinstance(theirs, ProgressDraft) else "sent this update"
        super().__init__(f"A colleague {done} while you were writing. Nothing of yours was saved over it.")
        self.theirs = theirs


def as_typed(draft: ProgressDraft) -> Typed:
    """What a form shows of a draft."""
    return Typed(text=draft.text, rating=draft.rating)


def answers_for(session: Session, recommendation: Recommendation, user: User) -> bool:
    """Whether the user's organisation leads or shares the recommendation now."""
    if not user.may(May.RESPOND):
        return False
    ours = select(Responsibility.id).where(
        Responsibility.recommendation_id == recommendation.id,
        Responsibility.organisation_id == user.organisation_id,
    )
    return session.exec(ours).first() is not None


def lock(session: Session, recommendation: Recommendation) -> None:
    """Whoever writes, gives or settles an update of it waits for the other, until the transaction ends."""
    session.flush()
    session.exec(select(Recommendation.id).where(Recommendation.id == recommendation.id).with_for_update())


def draft_of(session: Session, recommendation: Recommendation, organisation_id: int) -> ProgressDraft | None:
    """The draft of that organisation, if somebody began one."""
    return session.exec(
        select(ProgressDraft)
        .where(
            ProgressDraft.recommendation_id == recommendation.id,
            ProgressDraft.organisation_id == organisation_id,
        )
        .execution_options(populate_existing=True)
    ).first()


def given_by_page(
    session: Session, recommendation: Recommendation, organisation_id: int, writer: str
) -> ProgressUpdate | None:
    """The update that this very page gave, when the request that gave it comes a second time."""
    return session.exec(
        select(ProgressUpdate).where(
            ProgressUpdate.recommendation_id == recommendation.id,
            ProgressUpdate.organisation_id == organisation_id,
            ProgressUpdate.writer == writer,
            ProgressUpdate.writer != "",
        )
    ).first()


def save_draft(
    session: Session,
    recommendation: Recommendation,
    typed: Typed,
    *,
    seen: int,
    writer: str,
    at: datetime,
    by: User,
) -> ProgressDraft | None:
    """Keep what was typed; None while there is nothing to keep, or when this page has given it already.

    `seen` is the revision that the page showed (0: no draft yet) and `writer` the page's token: a series of saves
    by one page is never a conflict with itself. Raises DraftConflict, NotAllowed when the body does not answer
    for the recommendation any more.
    """
    lock(session, recommendation)
    refuse_strangers(session, recommendation, by)
    typed = _kept(typed)
    draft = draft_of(session, recommendation, by.organisation_id)
    if draft is None:
        if given_by_page(session, recommendation, by.organisation_id, writer) is not None:
            return None
        given = _latest(session, recommendation, by.organisation_id) if seen else None
        if given is not None:
            raise DraftConflict(given)
        return None if typed.is_empty else _begin(session, recommendation, typed, writer, at=at, by=by)
    if as_typed(draft) == typed:
        return draft
    is_ours = draft.writer == writer and seen >= draft.base
    if not (seen == draft.revision or is_ours or as_typed(draft).is_empty):
        raise DraftConflict(draft)
    if draft.writer != writer:
        was = {"was": draft.text, "by": draft.saved_by_id, "recommendation": recommendation.id}
        changes.record(session, "changed", "progress draft", draft.id, by=by, details=was)
        draft.base, draft.writer = draft.revision, writer
    draft.text, draft.rating = typed.text, typed.rating
    draft.revision += 1
    draft.saved_at, draft.saved_by_id = at, by.id
    session.add(draft)
    session.flush()
    return draft


def begun(session: Session, recommendation: Recommendation, *, at: datetime, by: User) -> ProgressDraft:
    """The organisation's draft, begun without words if there is none: a file may come first."""
    lock(session, recommendation)
    refuse_strangers(session, recommendation, by)
    draft = draft_of(session, recommendation, by.organisation_id)
    return draft or _begin(session, recommendation, Typed(), "", at=at, by=by)


def refuse_strangers(session: Session, recommendation: Recommendation, by: User) -> None:
    """Raises NotAllowed."""
    if not answers_for(session, recommendation, by):
        raise NotAllowed("Your organisation does not answer for this recommendation any more.")


def _begin(
    session: Session, recommendation: Recommendation, typed: Typed, writer: str, *, at: datetime, by: User
) -> ProgressDraft:
    draft = ProgressDraft(
        recommendation_id=recommendation.id or 0,
        organisation_id=by.organisation_id,
        text=typed.text,
        rating=typed.rating,
        writer=writer,
        saved_at=at,
        saved_by_id=by.id,
    )
    session.add(draft)
    session.flush()
    details = {"recommendation": recommendation.id, "organisation": by.organisation_id}
    changes.record(session, "begun", "progress draft", draft.id, by=by, details=details)
    return draft


def _kept(typed: Typed) -> Typed:
    """As it is kept: browsers send line ends of their own, and only what is offered is a rating."""
    rating = typed.rating if typed.rating in RATINGS else ""
    return Typed(text=typed.text.replace("\r\n", "\n"), rating=rating)


def _latest(session: Session, recommendation: Recommendation, organisation_id: int) -> ProgressUpdate | None:
    return session.exec(
        select(ProgressUpdate)
        .where(
            ProgressUpdate.recommendation_id == recommendation.id,
            ProgressUpdate.organisation_id == organisation_id,
            ProgressUpdate.writer != "",
        )
        .order_by(col(ProgressUpdate.id).desc())
        .limit(1)
    ).first()
