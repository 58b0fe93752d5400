"""Minutes as a Word file, under a name that says which."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from app.documents.minutes import Minutes
from app.documents.write_docx import ActionDetails, write_docx
from app.models.actions import Action
from app.models.lines import Mention
from app.models.meetings import Meeting, MeetingStatus
from app.models.people import OrganisationKind
from app.services import markings, people
from app.services.documents import house_styles
from app.services.documents.files import plain_name
from app.services.documents.gathering import Gathering


def as_word(session: Session, meeting: Meeting) -> bytes:
    """The bytes of a Word file (.docx) of the minutes as they stand: the office's own, with all that it knows."""
    gathering = Gathering(session, meeting)
    names = {one.id: one.name for one in people.organisations(session)}
    details = {
        key: _details(gathering.whole.actions[entry.action_id], gathering.raised[entry.action_id], names)
        for key, entry in gathering.entries.items()
        if entry.action_id in gathering.raised and entry.action_id in gathering.whole.actions
        if entry.mention == Mention.RAISED
    }
    return as_word_of(
        session,
        gathering.minutes,
        status=status_of(meeting),
        marking=markings.of_document(session, meeting),
        details=details,
    )


def as_word_of(
    session: Session,
    minutes: Minutes,
    *,
    status: str,
    marking: str = "",
    office: str | None = None,
    details: Mapping[int, ActionDetails] | None = None,
) -> bytes:
    """The bytes of a Word file (.docx) of exactly these minutes, in the office's house style.

    Nothing is looked up about them, so that what was kept out of `minutes` is in no byte of the file: references,
    owners and dates are those of their passages, unless `details` says more. `status` is a sentence; `marking`
    stands at the head and foot of every page; `office` is the body whose minutes they are, by default the one the
    database names.
    """
    if office is None:
        body = people.of_kind(session, OrganisationKind.COMMISSIONER)
        office = body.name if body else ""
    return write_docx(
        minutes,
        office=office,
        status=status,
        details=details,
        style=house_styles.package_in_use(session),
        marking=marking,
    )


def _details(action: Action, raised: dict[str, Any], names: dict[int | None, str]) -> ActionDetails:
    """What the meeting itself decided: later owners and dates stand in the register, not in these minutes."""
    owners = raised.get("owners") or []
    return ActionDetails(
        reference=action.reference,
        owner=", ".join(_in_full(one, names) for one in owners) or None,
        organisation=names.get(owners[0]["organisation_id"]) if owners else None,
    )


def _in_full(owner: dict[str, Any], names: dict[int | None, str]) -> str:
    """ "Chief Constable, Northfold Police" for an office; the words used for anybody else."""
    body = names.get(owner["organisation_id"])
    if owner["office"] and body and body not in owner["office"]:
        return f"{owner['office']}, {body}"
    return str(owner["office"] or owner["words"])


def status_of(meeting: Meeting) -> str:
    """How far the minutes have come, in a sentence."""
    if meeting.status == MeetingStatus.CONFIRMED and meeting.confirmed_at:
        on = meeting.confirmed_at
        return f"Agreed as a true record on {on.day} {on:%B %Y}."
    return "Draft: not yet agreed as a true record."


def word_name(meeting: Meeting) -> str:
    """ "2023-03-31 Holding to account.docx": sorts by date in a folder, and no system refuses it."""
    title = "".join(" " if letter in '<>:"/\\\\|?*' else letter for letter in meeting.title)
    return plain_name(f"{meeting.held_on:%Y-%m-%d} {' '.join(title.split())[:120]}") + ".docx"
