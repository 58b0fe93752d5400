"""What stands on the page of a recommendation's progress updates: for the body that writes, the office that reads."""

import secrets
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from app.models.people import Organisation, User
from app.models.progress_updates import ProgressDraft, ProgressEvidence
from app.models.recommendations import ProgressUpdate, Recommendation, UpdateState
from app.services.people import user_names
from app.services.progress_updates.drafts import DraftConflict, Typed, answers_for, as_typed, draft_of
from app.services.progress_updates.evidence import Filed, files_of_draft, files_with


@dataclass
class Shown:
    """An update as it was given, its files, and what the office did with it."""

    update: ProgressUpdate
    organisation: str
    by: str = ""
    settled_by: str = ""
    files: list[Filed] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        """Neither verified nor queried."""
        return self.update.state == UpdateState.GIVEN


@dataclass
class UpdateForm:
    """An update being written. `typed` is what stands in the form: what was typed, when saving was refused."""

    typed: Typed
    revision: int
    writer: str
    draft: ProgressDraft | None = None
    saved_by: str = ""
    files: list[Filed] = field(default_factory=list)
    removed: list[ProgressEvidence] = field(default_factory=list)
    conflict: DraftConflict | None = None
    errors: dict[str, str] = field(default_factory=dict)


@dataclass
class Updates:
    """All updates that may be seen, newest first; `form` is there for a body that answers for it."""

    given: list[Shown]
    form: UpdateForm | None = None

    @property
    def queried(self) -> Shown | None:
        """The body's latest update, when the office asked about it."""
        latest = self.given[0] if self.given else None
        return latest if latest is not None and latest.update.state == UpdateState.QUERIED else None


def updates(
    session: Session, recommendation: Recommendation, *, user: User, form: UpdateForm | None = None
) -> Updates:
    """Gather them: for the office those of everybody, for a body its own."""
    query = (
        select(ProgressUpdate, col(Organisation.name))
        .outerjoin(Organisation, col(Organisation.id) == col(ProgressUpdate.organisation_id))
        .where(ProgressUpdate.recommendation_id == recommendation.id)
        .order_by(col(ProgressUpdate.made_on).desc(), col(ProgressUpdate.id).desc())
    )
    if not user.is_of_the_office:
        query = query.where(ProgressUpdate.organisation_id == user.organisation_id)
    rows = session.exec(query).all()
    files = files_with(session, [update.id or 0 for update, _ in rows])
    names = user_names(
        session, {number for update, _ in rows for number in (update.by_id, update.settled_by_id)}
    )
    found = Updates(
        [
            Shown(
                update,
                organisation or "",
                names.get(update.by_id or 0, ""),
                names.get(update.settled_by_id or 0, ""),
                files.get(update.id or 0, []),
            )
            for update, organisation in rows
        ],
        form,
    )
    if form is None and answers_for(session, recommendation, user):
        found.form = form_of(session, recommendation, user)
    return found


def form_of(
    session: Session,
    recommendation: Recommendation,
    user: User,
    *,
    typed: Typed | None = None,
    seen: int | None = None,
    writer: str = "",
    conflict: DraftConflict | None = None,
    errors: dict[str, str] | None = None,
) -> UpdateForm:
    """The form as it stands: the organisation's draft, or nothing yet. The rest is of a save that was refused."""
    draft = draft_of(session, recommendation, user.organisation_id)
    form = UpdateForm(
        typed=typed or (as_typed(draft) if draft else Typed()),
        revision=seen if seen is not None else draft.revision if draft else 0,
        writer=writer or secrets.token_hex(8),
        draft=draft,
        conflict=conflict,
        errors=errors or {},
    )
    if draft is not None:
        form.saved_by = user_names(session, {draft.saved_by_id}).get(draft.saved_by_id or 0, "")
        form.files, form.removed = files_of_draft(session, draft)
    return form
