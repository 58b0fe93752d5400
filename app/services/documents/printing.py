"""Minutes as a Word file, under a name that says which."""

from sqlmodel import Session

from app.documents.write_docx import ActionDetails, write_docx
from app.models.actions import Action, Owner
from app.models.lines import Mention
from app.models.meetings import Meeting, MeetingStatus
from app.models.people import OrganisationKind
from app.services import people
from app.services.documents.files import plain_name
from app.services.documents.gathering import Gathering


def as_word(session: Session, meeting: Meeting) -> bytes:
    """The bytes of a Word file (.docx) of the minutes as they stand."""
    gathering = Gathering(session, meeting)
    office = people.of_kind(session, OrganisationKind.COMMISSIONER)
    details = {
        key: _details(gathering.whole.actions[entry.action_id])
        for key, entry in gathering.entries.items()
        if entry.action_id in gathering.whole.actions and entry.mention == Mention.RAISED
    }
    return write_docx(
        gathering.minutes, office=office.name if office else "", status=_status(meeting), details=details
    )


def _details(action: Action) -> ActionDetails:
    owners = [owner for owner in action.owners if owner.from_on <= action.raised_on] or action.present_owners
    first = owners[0].organisation if owners else None
    return ActionDetails(
        reference=action.reference,
        owner=", ".join(_in_full(owner) for owner in owners) or None,
        organisation=first.name if first else None,
    )


def _in_full(owner: Owner) -> str:
    """ "Chief Constable, Northfold Police" for an office; the words used for anybody else."""
    if owner.office and owner.organisation and owner.organisation.name not in owner.office:
        return f"{owner.office}, {owner.organisation.name}"
    return owner.office or owner.words


def _status(meeting: Meeting) -> str:
    if meeting.status == MeetingStatus.CONFIRMED and meeting.confirmed_at:
        on = meeting.confirmed_at
        return f"Agreed as a true record on {on.day} {on:%B %Y}."
    return "Draft: not yet agreed as a true record."


def word_name(meeting: Meeting) -> str:
    """ "2023-03-31 Holding to account.docx": sorts by date in a folder, and no system refuses it."""
    title = "".join(" " if letter in '<>:"/\\\\|?*' else letter for letter in meeting.title)
    return plain_name(f"{meeting.held_on:%Y-%m-%d} {' '.join(title.split())[:120]}") + ".docx"
