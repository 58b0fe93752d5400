"""Files that show what a response says: known by their content, never by the name or kind that was claimed."""

import io
import re
import zipfile
from datetime import datetime
from pathlib import PurePosixPath

from sqlmodel import Session, col, select

from app.errors import NotFound, RuleBroken
from app.models.documents import StoredFile
from app.models.people import User
from app.models.progress_updates import ProgressEvidence
from app.models.responses import Evidence, Response
from app.services import changes, documents
from app.services.documents.files import plain_name
from app.services.responses.subjects import by_id as response_by_id

_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}
"""What is taken: the ending of the name, and the media type under which it is given out."""
_ALSO_CALLED = {"jpeg": "jpg"}
_REFUSED = "Choose a PDF, a Word or Excel file (.docx, .xlsx) or a picture. This file is none of these."
_MOST = 20
"""Files with one response."""
_MOST_PARTS = 5_000
"""Parts of an Office file: a real one has some hundred."""


def kind_of(data: bytes) -> str:
    """The kind, from the bytes alone. Raises RuleBroken for whatever is not taken."""
    if not data:
        raise RuleBroken("The file is empty. Choose another one.")
    if re.match(rb"\s{0,64}%PDF-\d", data[:80]):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_office_file(data)
    raise RuleBroken(_REFUSED)


def _kind_of_office_file(data: bytes) -> str:
    """By the names of its parts; nothing is unpacked, so that a small file cannot become a huge one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as damaged:
        raise RuleBroken(
            "This file is damaged and cannot be opened. Save it again and choose it anew."
        ) from (damaged)
    if len(names) > _MOST_PARTS:
        raise RuleBroken(_REFUSED)
    parts = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") for name in parts):
        raise RuleBroken(
            "This file holds macros. Save it without them, as .docx or .xlsx, and choose it anew."
        )
    if "[content_types].xml" in parts and "word/document.xml" in parts:
        return "docx"
    if "[content_types].xml" in parts and "xl/workbook.xml" in parts:
        return "xlsx"
    raise RuleBroken(_REFUSED)


def name_as(kind: str, name: str) -> str:
    """The name its sender gave it, with the ending that its content has: "report.exe" that is a PDF is "report.pdf"."""
    plain = plain_name(name)
    ending = PurePosixPath(plain).suffix.lower().lstrip(".")
    if _ALSO_CALLED.get(ending, ending) == kind:
        return plain
    stem = plain[: -len(ending) - 1] if ending else plain
    return f"{stem or 'file'}.{kind}"


def attach(
    session: Session, response: Response, data: bytes, *, name: str, at: datetime, by: User
) -> Evidence:
    """Put a file with a draft. The same file again is the one that is there. Raises RuleBroken."""
    _refuse_once_given(response)
    kind = kind_of(data)
    there = session.exec(
        select(Evidence).where(Evidence.response_id == response.id, col(Evidence.removed_at).is_(None))
    ).all()
    file = documents.store_file(session, data, name=name, media_type=KINDS[kind], by=by)
    same = next((one for one in there if one.file_id == file.id), None)
    if same is not None:
        return same
    if len(there) >= _MOST:
        raise RuleBroken(f"A response takes {_MOST} files. Remove one, or put several into one file.")
    added = Evidence(
        response_id=response.id or 0,
        file_id=file.id or 0,
        title=name_as(kind, name),
        added_at=at,
        added_by_id=by.id,
    )
    session.add(added)
    session.flush()
    changes.record(session, "added", "evidence", added.id, by=by)
    return added


def by_id(session: Session, evidence_id: int, *, user: User) -> Evidence:
    """A file of a response that the user may read. Raises NotFound; for the office also when it was removed."""
    found = session.get(Evidence, evidence_id)
    if found is None:
        raise NotFound("There is no such file, or it has not been shared with you.")
    response_by_id(session, found.response_id, user=user)
    if found.removed_at is not None and user.is_of_the_office:
        raise NotFound("There is no such file, or it has not been shared with you.")
    return found


def given_out(session: Session, evidence: Evidence | ProgressEvidence) -> tuple[bytes, str, str]:
    """Bytes, name and the media type that the content has; of a file taken out for good, those of the note."""
    file = documents.file_by_id(session, evidence.file_id)
    data = documents.content(session, file)
    if documents.is_note(file):
        return data, file.name, file.media_type
    return data, evidence.title, KINDS[kind_of(data)]


def remove(session: Session, evidence: Evidence, *, at: datetime, by: User) -> Evidence:
    """Take a file from a draft; `restore` brings it back. Raises RuleBroken once the response was given."""
    return _mark(session, evidence, "removed", at, by)


def restore(session: Session, evidence: Evidence, *, by: User) -> Evidence:
    """Put it back."""
    return _mark(session, evidence, "restored", None, by)


def _mark(session: Session, evidence: Evidence, verb: str, at: datetime | None, by: User) -> Evidence:
    response = session.get_one(Response, evidence.response_id, with_for_update=True, populate_existing=True)
    _refuse_once_given(response)
    if (evidence.removed_at is None) != (at is None):
        evidence.removed_at = at
        session.add(evidence)
        changes.record(session, verb, "evidence", evidence.id, by=by)
    return evidence


def _refuse_once_given(response: Response) -> None:
    if not response.is_draft:
        raise RuleBroken("This response was sent, so its files stay as they were. Add files to a new one.")


def files_of(session: Session, responses: list[int]) -> dict[int, list[tuple[Evidence, StoredFile]]]:
    """By response: its files that stand, in the order they were added."""
    found: dict[int, list[tuple[Evidence, StoredFile]]] = {}
    for one, file in session.exec(
        select(Evidence, StoredFile)
        .join(StoredFile, col(StoredFile.id) == col(Evidence.file_id))
        .where(col(Evidence.response_id).in_(responses), col(Evidence.removed_at).is_(None))
        .order_by(col(Evidence.id))
    ).all():
        found.setdefault(one.response_id, []).append((one, file))
    return found
