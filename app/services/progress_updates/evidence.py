"""Files that show what a progress update says; the rules are those of evidence for a response."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.errors import NotFound, RuleBroken
from app.models.documents import StoredFile
from app.models.people import May, User
from app.models.progress_updates import ProgressDraft, ProgressEvidence
from app.models.recommendations import ProgressUpdate
from app.services import changes, documents
from app.services.responses.evidence import KINDS, kind_of, name_as

MOST = 20
"""Files with one update."""
Filed = tuple[ProgressEvidence, StoredFile]


def attach(
    session: Session, draft: ProgressDraft, data: bytes, *, name: str, at: datetime, by: User
) -> ProgressEvidence:
    """Put a file with a draft. The same file again is the one that is there. Raises RuleBroken."""
    kind = kind_of(data)
    there = session.exec(
        select(ProgressEvidence).where(
            ProgressEvidence.draft_id == draft.id, col(ProgressEvidence.removed_at).is_(None)
        )
    ).all()
    file = documents.store_file(session, data, name=name, media_type=KINDS[kind], by=by)
    same = next((one for one in there if one.file_id == file.id), None)
    if same is not None:
        return same
    if len(there) >= MOST:
        raise RuleBroken(f"An update takes {MOST} files. Remove one, or put several into one file.")
    added = ProgressEvidence(
        draft_id=draft.id, file_id=file.id or 0, title=name_as(kind, name), added_at=at, added_by_id=by.id
    )
    session.add(added)
    session.flush()
    changes.record(session, "added", "progress evidence", added.id, by=by)
    return added


def by_id(session: Session, evidence_id: int, *, user: User) -> ProgressEvidence:
    """A file: for the office once it was given, for its own organisation always. Raises NotFound."""
    found = session.get(ProgressEvidence, evidence_id)
    if found is None or not _may_read(session, found, user):
        raise NotFound("There is no such file, or it has not been shared with you.")
    return found


def _may_read(session: Session, evidence: ProgressEvidence, user: User) -> bool:
    if user.is_of_the_office:
        return evidence.update_id is not None
    owner: ProgressDraft | ProgressUpdate | None
    if evidence.update_id is not None:
        owner = session.get(ProgressUpdate, evidence.update_id)
    else:
        owner = session.get(ProgressDraft, evidence.draft_id)
    return user.may(May.RESPOND) and owner is not None and owner.organisation_id == user.organisation_id


def draft_with(session: Session, evidence: ProgressEvidence) -> ProgressDraft:
    """The draft it was put with. Raises RuleBroken once that was given."""
    if evidence.draft_id is None:
        raise RuleBroken("This update was sent, so its files stay as they were. Add files to a new one.")
    return session.get_one(ProgressDraft, evidence.draft_id)


def remove(session: Session, evidence: ProgressEvidence, *, at: datetime, by: User) -> ProgressEvidence:
    """Take a file from a draft; `restore` brings it back. Raises RuleBroken once the update was given."""
    return _mark(session, evidence, "removed", at, by)


def restore(session: Session, evidence: ProgressEvidence, *, by: User) -> ProgressEvidence:
    """Put it back."""
    return _mark(session, evidence, "restored", None, by)


def _mark(
    session: Session, evidence: ProgressEvidence, verb: str, at: datetime | None, by: User
) -> ProgressEvidence:
    evidence = session.get_one(ProgressEvidence, evidence.id, with_for_update=True, populate_existing=True)
    draft_with(session, evidence)
    if (evidence.removed_at is None) != (at is None):
        evidence.removed_at = at
        session.add(evidence)
        changes.record(session, verb, "progress evidence", evidence.id, by=by)
    return evidence


def files_with(session: Session, updates: list[int]) -> dict[int, list[Filed]]:
    """By update: its files, in the order they were added."""
    found: dict[int, list[Filed]] = {}
    for one, file in session.exec(
        select(ProgressEvidence, StoredFile)
        .join(StoredFile, col(StoredFile.id) == col(ProgressEvidence.file_id))
        .where(col(ProgressEvidence.update_id).in_(updates), col(ProgressEvidence.removed_at).is_(None))
        .order_by(col(ProgressEvidence.id))
    ).all():
        found.setdefault(one.update_id or 0, []).append((one, file))
    return found


def files_of_draft(session: Session, draft: ProgressDraft) -> tuple[list[Filed], list[ProgressEvidence]]:
    """Those that stand, and the one removed last."""
    rows = session.exec(
        select(ProgressEvidence, StoredFile)
        .join(StoredFile, col(StoredFile.id) == col(ProgressEvidence.file_id))
        .where(ProgressEvidence.draft_id == draft.id)
        .order_by(col(ProgressEvidence.id))
    ).all()
    removed = [one for one, _ in rows if one.removed_at is not None]
    removed.sort(key=lambda one: one.removed_at or one.added_at)
    return [(one, file) for one, file in rows if one.removed_at is None], removed[-1:]
