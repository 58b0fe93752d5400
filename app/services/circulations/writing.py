"""The letter that brings a link. Its secret is made when it is sent, and is in the letter alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.models.circulations import DraftLink
from app.models.letters import Letter
from app.models.meetings import Attendance, Meeting, MeetingStatus
from app.services.circulations.links import hash_of, new_secret
from app.settings import Settings

_IN_THE_LETTER_ALONE = "(the address stood in the letter alone)"
_NOT_SENT = "(no mail server was set, so no address was made: make a new link and hand it over)"


@dataclass(frozen=True)
class LinkLetter:
    """What the letter says, and what is kept of it."""

    name: str
    email: str
    heading: str
    words: str
    kept: str
    """The words without the secret address, for the outbox."""


def compose(session: Session, letter: Letter, *, settings: Settings, at: datetime) -> LinkLetter | None:
    """The letter as it is sent now; each try brings another address, and only the last leads anywhere.

    None when the link was revoked, has expired, or the minutes are no longer circulated.
    """
    link = session.get(DraftLink, letter.draft_link_id)
    meeting = session.get(Meeting, link.meeting_id) if link is not None else None
    if link is None or meeting is None or not link.leads_somewhere(at):
        return None
    if meeting.status != MeetingStatus.CIRCULATED:
        return None
    secret = new_secret()
    if settings.sends_letters:
        link.secret_hash = hash_of(secret)
        session.add(link)
    name = session.get_one(Attendance, link.attendance_id).name
    held_on, closes_on = meeting.held_on, meeting.corrections_close_on
    until = f" until {closes_on.day} {closes_on:%B %Y}" if closes_on else ""
    day = f"{held_on.day} {held_on:%B %Y}"

    def words(address: str) -> str:
        return (
            f"{_one_line(name)},\n\n"
            f"the draft minutes of the meeting of {day} can be read here:\n{address}\n\n"
            f"You were there, so you can propose corrections{until}. Nobody signs in: whoever has this address can "
            "read the draft, so please do not pass it on.\n\n"
            f"{_one_line(settings.office_name)}\n"
        )

    heading = f"Draft minutes of {day}: please read and correct"
    kept = words(_IN_THE_LETTER_ALONE if settings.sends_letters else _NOT_SENT)
    return LinkLetter(name, link.email, heading, words(f"{settings.site}/drafts/{secret}"), kept)


def _one_line(words: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in words).split())
