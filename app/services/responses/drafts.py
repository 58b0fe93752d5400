"""Drafts of responses, saved as they are typed. A body has one for each thing it answers; colleagues share it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from app.errors import EditConflict, NotAllowed
from app.models.actions import Action
from app.models.people import User
from app.models.responses import Proposal, Response, ResponseState
from app.services import changes
from app.services.responses.subjects import Subject, about, as_details, locked, may_answer


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What stands in the form."""

    text: str = ""
    proposal: Proposal = Proposal.NOTHING
    due_on: date | None = None
    reason: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and self.proposal == Proposal.NOTHING


class DraftConflict(EditConflict):
    """A colleague saved or sent something else first. `theirs` is what stands; nothing of either is lost."""

    def __init__(self, theirs: Response) -> None:
        done = "saved another draft" if theirs.is_draft else "sent this response"
        super().__init__(f"A colleague {done} while you were writing. Nothing of yours was saved over it.")
        self.theirs = theirs


def as_typed(response: Response) -> Typed:
    """What a form shows of a response."""
    return Typed(
        text=response.text,
        proposal=response.proposal,
        due_on=response.proposed_due_on,
        reason=response.proposal_reason,
    )


def draft_of(session: Session, subject: Subject, organisation_id: int) -> Response | None:
    """The draft of that organisation, if somebody began one."""
    return session.exec(
        select(Response)
        .where(
            about(subject),
            Response.organisation_id == organisation_id,
            Response.state == ResponseState.DRAFT,
        )
        .execution_options(populate_existing=True)
    ).first()


def sent_by_page(session: Session, subject: Subject, organisation_id: int, writer: str) -> Response | None:
    """The response that this very page sent, when the request that sent it comes a second time."""
    return session.exec(
        select(Response).where(
            about(subject),
            Response.organisation_id == organisation_id,
            Response.state != ResponseState.DRAFT,
            Response.writer == writer,
            Response.writer != "",
        )
    ).first()


def save_draft(
    session: Session, subject: Subject, typed: Typed, *, seen: int, writer: str, at: datetime, by: User
) -> Response | None:
    """Keep what was typed; None while there is nothing to keep.

    `seen` is the revision that the page showed (0: no draft yet) and `writer` the page's token: a series of saves
    by one page is never a conflict with itself. Raises DraftConflict, NotAllowed when the body owes it no longer.
    """
    subject = locked(session, subject)
    if not may_answer(session, subject, by):
        raise NotAllowed("Your organisation does not owe this any more, so it cannot answer it.")
    draft = draft_of(session, subject, by.organisation_id)
    if draft is None:
        sent = sent_by_page(session, subject, by.organisation_id, writer)
        if sent is not None:
            return sent
        latest = _latest(session, subject, by.organisation_id) if seen else None
        if latest is not None:
            raise DraftConflict(latest)
        return None if typed.is_empty else _begin(session, subject, typed, writer=writer, at=at, by=by)
    if as_typed(draft) == _kept(typed):
        return draft
    is_ours = draft.writer == writer and seen >= draft.base
    if not (seen == draft.revision or is_ours or as_typed(draft).is_empty):
        raise DraftConflict(draft)
    if draft.writer != writer:
        _keep_what_was(session, subject, draft, by=by)
        draft.base, draft.writer = draft.revision, writer
    _write(draft, typed, at=at, by=by)
    session.add(draft)
    session.flush()
    return draft


def begun(session: Session, subject: Subject, *, at: datetime, by: User) -> Response:
    """The organisation's draft, begun without words if there is none: a file may come first."""
    subject = locked(session, subject)
    if not may_answer(session, subject, by):
        raise NotAllowed("Your organisation does not owe this any more, so it cannot answer it.")
    draft = draft_of(session, subject, by.organisation_id)
    return draft or _begin(session, subject, Typed(), writer="", at=at, by=by)


def _begin(
    session: Session, subject: Subject, typed: Typed, *, writer: str, at: datetime, by: User
) -> Response:
    draft = Response(
        action_id=subject.id if isinstance(subject, Action) else None,
        entry_id=None if isinstance(subject, Action) else subject.id,
        organisation_id=by.organisation_id,
        given_by_id=by.id or 0,
        begun_at=at,
        revision=0,
        writer=writer,
    )
    _write(draft, typed, at=at, by=by)
    session.add(draft)
    session.flush()
    details = as_details(subject, by.organisation_id)
    changes.record(session, "begun", "response", draft.id, by=by, details=details)
    return draft


def _write(draft: Response, typed: Typed, *, at: datetime, by: User) -> None:
    kept = _kept(typed)
    draft.text = kept.text
    draft.proposes_closure = kept.proposal == Proposal.CLOSE
    draft.proposed_due_on, draft.proposal_reason = kept.due_on, kept.reason
    draft.revision += 1
    draft.saved_at, draft.saved_by_id = at, by.id


def _kept(typed: Typed) -> Typed:
    """The words as they are kept: browsers send line ends of their own, and a reason belongs to a new date."""
    is_date = typed.proposal == Proposal.DATE
    return Typed(
        text=typed.text.replace("\r\n", "\n"),
        proposal=typed.proposal if not is_date or typed.due_on or typed.reason.strip() else Proposal.NOTHING,
        due_on=typed.due_on if is_date else None,
        reason=typed.reason.strip() if is_date else "",
    )


def _keep_what_was(session: Session, subject: Subject, draft: Response, *, by: User) -> None:
    """Before another page writes on: what stood there stays in the history."""
    details = as_details(subject, draft.organisation_id) | {"was": draft.text, "by": draft.saved_by_id}
    changes.record(session, "changed", "response", draft.id, by=by, details=details)


def _latest(session: Session, subject: Subject, organisation_id: int) -> Response | None:
    return session.exec(
        select(Response)
        .where(about(subject), Response.organisation_id == organisation_id)
        .order_by(col(Response.id).desc())
        .limit(1)
    ).first()
