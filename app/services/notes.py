"""The office's own notes for a meeting, saved as they are typed; nobody overwrites what they did not see."""

from sqlalchemy import and_, case, or_, update
from sqlmodel import Session, col

from app.db import now
from app.errors import EditConflict, RuleBroken
from app.models.meetings import Meeting
from app.models.notes import PrivateNote
from app.models.people import User
from app.services import changes, drafts

LONGEST = 50_000
"""Characters: some thirty pages."""


class NoteConflict(EditConflict):
    """Somebody else wrote notes first. Carries both texts and the revision that stands."""

    def __init__(self, note: PrivateNote, *, yours: str) -> None:
        super().__init__(
            "Somebody else changed these notes while you were writing. Nothing is lost: both texts are below."
        )
        self.revision, self.theirs, self.yours = note.revision, note.text, yours

    @property
    def both(self) -> str:
        """The two texts, one below the other."""
        return f"{self.theirs.rstrip()}\n\n{self.yours.lstrip()}"


def of_meeting(session: Session, meeting: Meeting) -> PrivateNote:
    """The meeting's notes; empty, at revision 0, while there are none."""
    found = session.get(PrivateNote, meeting.id)
    return found or PrivateNote(meeting_id=meeting.id or 0, changed_at=now())


def save(
    session: Session, meeting: Meeting, *, text: str, seen_revision: int, writer: str, by: User | None
) -> PrivateNote:
    """Keep the notes.

    It wins if `seen_revision` is the one that stands, or if everything since was written by this same
    `writer` (a token of the page). The same words again change nothing. Raises NoteConflict, which carries
    both texts, to the loser. Notes are no part of the minutes, so they can be kept after these are confirmed.
    """
    text = text.replace("\r\n", "\n").replace("\x00", "")
    if len(text) > LONGEST:
        raise RuleBroken("These notes are too long to keep in one piece. Shorten them and save again.")
    drafts.of(session, meeting.id)
    note = session.get(PrivateNote, meeting.id, with_for_update=True, populate_existing=True)
    if note is None:
        # The meeting's row is locked by its next change number, so two first notes come one after the other.
        changes.record(session, "noted", "note", meeting.id, by=by, meeting=meeting)
        note = session.get(PrivateNote, meeting.id, populate_existing=True)
        if note is None:
            note = PrivateNote(meeting_id=meeting.id or 0, text=text, revision=1, writer=writer,
                               changed_at=now(), by_id=by.id if by else None)  # fmt: skip
            session.add(note)
            session.flush()
            return note
    if note.text == text:
        return note
    same_page = and_(writer != "", col(PrivateNote.writer) == writer, col(PrivateNote.base) <= seen_revision)  # type: ignore[arg-type]
    done = session.execute(
        update(PrivateNote)
        .where(
            col(PrivateNote.meeting_id) == meeting.id,
            or_(col(PrivateNote.revision) == seen_revision, same_page),
        )
        .values(
            text=text,
            revision=col(PrivateNote.revision) + 1,
            base=case(
                (col(PrivateNote.writer) == writer, col(PrivateNote.base)), else_=col(PrivateNote.revision)
            ),
            writer=writer,
            changed_at=now(),
            by_id=by.id if by else None,
        )
        .returning(col(PrivateNote.revision))
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if done is None:
        raise NoteConflict(note, yours=text)
    # What one page writes is one piece: only the words that somebody else left there are kept.
    was = {"was": note.text} if note.writer != writer else None
    changes.record(session, "noted", "note", meeting.id, by=by, meeting=meeting, details=was)
    session.refresh(note)
    return note
