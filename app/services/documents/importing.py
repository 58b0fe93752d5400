"""Bringing a file in without a screen: read and accepted in one go, with an account of what is in doubt."""

from dataclasses import dataclass, field

from sqlmodel import Session

from app.documents.minutes import Doubt
from app.models.meetings import Meeting
from app.models.people import User
from app.services.documents import accepting, files, readings


@dataclass(slots=True)
class Imported:
    """What became of a file. Without a date it is no meeting yet, but waits to be checked."""

    name: str
    meeting: Meeting | None
    doubts: list[Doubt] = field(default_factory=list)
    was_here: bool = False

    @property
    def account(self) -> list[str]:
        """The same in sentences, one for each doubt."""
        if self.meeting is None:
            said = "the date of the meeting is missing, so it waits to be checked under “Bring in minutes”"
        else:
            day = f"{self.meeting.held_on.day} {self.meeting.held_on:%B %Y}"
            said = f"meeting {self.meeting.id}, {self.meeting.title}, {day}"
        if self.was_here:
            return [f"{self.name}: already here, {said}."]
        doubts = (
            f"{len(self.doubts)} doubt{'' if len(self.doubts) == 1 else 's'}" if self.doubts else "no doubts"
        )
        lines = [f"{self.name}: {said}; {doubts}."]
        for doubt in self.doubts:
            lines.append(f"  line {doubt.line}: taken for {doubt.guess}; {doubt.why}.")
        return lines


def import_file(session: Session, data: bytes, name: str, *, by: User | None) -> Imported:
    """Bring a file in; one that is here already is left alone. Raises UnreadableDocument."""
    file = files.store_file(session, data, name=name, media_type=media_type_of(name), by=by)
    here = readings.already_here(session, file)
    if here is not None:
        return Imported(name, here, was_here=True)
    stored = readings.begin_reading(session, file, by=by)
    reading = readings.reading_of(stored)
    if reading.minutes.held_on is None:
        return Imported(name, None, reading.doubts)
    return Imported(name, accepting.accept(session, stored, by=by), reading.doubts)


def media_type_of(name: str) -> str:
    """By the end of the name; the reader itself looks at the content."""
    return {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pdf": "application/pdf",
        "html": "text/html",
        "htm": "text/html",
        "txt": "text/plain",
        "md": "text/markdown",
    }.get(name.rpartition(".")[2].lower(), "application/octet-stream")
