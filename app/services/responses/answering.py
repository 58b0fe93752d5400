"""What stands on the page of an action or a question for whoever answers it in writing, or reads the answer."""

import secrets
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from app.models.documents import StoredFile
from app.models.meetings import Meeting
from app.models.people import User
from app.models.responses import Evidence, Response, ResponseState
from app.services.people import user_names
from app.services.responses.deadlines import next_meeting
from app.services.responses.drafts import DraftConflict, Typed, as_typed, draft_of
from app.services.responses.evidence import files_of
from app.services.responses.subjects import Subject, may_answer
from app.services.responses.telling import Correspondence, Said, correspondence


@dataclass
class ResponseForm:
    """A response being written. `typed` is what stands in the form: what was typed, when saving was refused."""

    typed: Typed
    revision: int
    writer: str
    draft: Response | None = None
    saved_by: str = ""
    files: list[tuple[Evidence, StoredFile]] = field(default_factory=list)
    removed: list[Evidence] = field(default_factory=list)
    conflict: DraftConflict | None = None
    their_name: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass
class Answering:
    """`form` is there for the body that owes an answer; `meeting` is the one that asks next."""

    correspondence: Correspondence
    meeting: Meeting | None
    form: ResponseForm | None = None
    kept: Response | None = None
    """The body's draft that was not sent before the action was settled."""

    @property
    def returned(self) -> Said | None:
        """The latest response, when it came back with a question."""
        latest = self.correspondence.latest
        if latest is None or latest.response.heard or latest.response.state != ResponseState.RETURNED:
            return None
        return latest


def answering(
    session: Session,
    subject: Subject,
    *,
    today: date,
    user: User,
    typed: Typed | None = None,
    seen: int | None = None,
    writer: str = "",
    conflict: DraftConflict | None = None,
    errors: dict[str, str] | None = None,
    is_open: bool = True,
) -> Answering:
    """Gather it. `typed`, `seen`, `writer`, `conflict` and `errors` are those of a save that was refused."""
    found = Answering(
        correspondence=correspondence(session, subject, user=user),
        meeting=next_meeting(session, subject, today=today) if is_open else None,
    )
    if user.is_of_the_office:
        return found
    if not is_open:
        found.kept = draft_of(session, subject, user.organisation_id)
    elif may_answer(session, subject, user):
        found.form = form_of(
            session, subject, user, typed=typed, seen=seen, writer=writer, conflict=conflict, errors=errors
        )
    return found


def form_of(
    session: Session,
    subject: Subject,
    user: User,
    *,
    typed: Typed | None = None,
    seen: int | None = None,
    writer: str = "",
    conflict: DraftConflict | None = None,
    errors: dict[str, str] | None = None,
) -> ResponseForm:
    """The form as it stands: the organisation's draft, or nothing yet."""
    draft = draft_of(session, subject, user.organisation_id)
    form = ResponseForm(
        typed=typed or (as_typed(draft) if draft else Typed()),
        revision=seen if seen is not None else draft.revision if draft else 0,
        writer=writer or secrets.token_hex(8),
        draft=draft,
        conflict=conflict,
        errors=errors or {},
    )
    names = {draft.saved_by_id} if draft else set()
    if conflict is not None:
        names |= {conflict.theirs.saved_by_id, conflict.theirs.given_by_id}
    known = user_names(session, names)
    if draft is not None:
        form.saved_by = known.get(draft.saved_by_id or 0, "")
        form.files = files_of(session, [draft.id or 0]).get(draft.id or 0, [])
        form.removed = list(
            session.exec(
                select(Evidence)
                .where(Evidence.response_id == draft.id, col(Evidence.removed_at).is_not(None))
                .order_by(col(Evidence.removed_at).desc())
                .limit(1)
            ).all()
        )
    if conflict is not None:
        theirs = conflict.theirs
        form.their_name = known.get((theirs.saved_by_id if theirs.is_draft else theirs.given_by_id) or 0, "")
    return form
