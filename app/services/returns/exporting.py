"""Word files as they were written to a disk: an equal file there was edited by nobody."""

from hashlib import sha256

from sqlmodel import Session, select

from app.db import now
from app.models.meetings import Meeting
from app.models.returns import WordExport


def note_export(session: Session, meeting: Meeting, data: bytes) -> None:
    """Remember what was written."""
    session.add(WordExport(meeting_id=meeting.id or 0, sha256=sha256(data).hexdigest(), made_at=now()))


def is_as_exported(session: Session, data: bytes) -> bool:
    """Whether a file is, byte for byte, one that was written for some meeting."""
    digest = sha256(data).hexdigest()
    return session.exec(select(WordExport.id).where(WordExport.sha256 == digest).limit(1)).first() is not None
