"""What would be published of a meeting now: made afresh from what may be, and known by its fingerprint."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from app.documents import as_json
from app.documents.minutes import Mention, Minutes, Passage, Reading, passages
from app.models.meetings import Meeting
from app.models.people import OrganisationKind
from app.models.withholdings import SignedCheck
from app.services import documents, people, withholdings
from app.services.documents.gathering import Gathering

DRAFT = "Draft, subject to confirmation."


@dataclass(frozen=True)
class Prepared:
    """Minutes as they would be published: `content` is what is kept, `fingerprint` (SHA-256, hexadecimal) tells
    whether it is still what somebody saw.
    """

    minutes: Minutes
    status: str
    office: str
    is_draft: bool
    content: str
    recommendations: dict[int, list[int]] = field(default_factory=dict)
    """Ids of the recommendations that an action concerns, by the key of the passage that raises it."""
    signed: SignedCheck | None = None
    """Who went through the check of exactly this text, and when."""

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.content, self.status, self.office)


def fingerprint_of(content: str, status: str, office: str) -> str:
    """Of everything that a version says."""
    return sha256("\0".join((status, office, content)).encode()).hexdigest()


def sha256_of(data: bytes) -> str:
    """Of a file, hexadecimal, as a version carries it."""
    return sha256(data).hexdigest()


def prepare(session: Session, meeting: Meeting) -> Prepared:
    """Build it. The same few statements whatever the minutes' size."""
    minutes = withholdings.publishable(session, meeting)
    signed = withholdings.signed_for(session, meeting, minutes)
    gathering = Gathering(session, meeting)
    names = {one.id: one.name for one in people.organisations(session)}
    concerned: dict[int, list[int]] = {}
    for _, _, passage in passages(minutes):
        entry = gathering.entries.get(passage.key)
        action = gathering.whole.actions.get(entry.action_id or 0) if entry else None
        if passage.action is None or action is None or entry is None:
            continue
        passage.action.reference = action.reference
        raised = gathering.raised.get(action.id or 0)
        if passage.action.mention == Mention.RAISED and raised is not None:
            _say_in_full(passage, raised.get("owners") or [], names)
            concerned[passage.key] = [int(one) for one in raised.get("recommendations") or []]
    office = people.of_kind(session, OrganisationKind.COMMISSIONER)
    return Prepared(
        minutes=minutes,
        status=documents.status_of(meeting) if meeting.is_confirmed else DRAFT,
        office=office.name if office else "",
        is_draft=not meeting.is_confirmed,
        content=as_json.dump(Reading(minutes)),
        recommendations=concerned,
        signed=signed,
    )


def _say_in_full(passage: Passage, owners: list[dict[str, Any]], names: dict[int | None, str]) -> None:
    """ "CC" as "Chief Constable, Northfold Police": only where the words that may be published name the owner."""
    assert passage.action is not None  # noqa: S101  asked only of actions
    known = {str(one["words"]): _in_full(one, names) for one in owners}
    said = [known.get(words, words) for words in passage.action.owners]
    if said:
        passage.action.owner = ", ".join(dict.fromkeys(said))


def _in_full(owner: dict[str, Any], names: dict[int | None, str]) -> str:
    body, office = names.get(owner["organisation_id"]), str(owner["office"] or "")
    if office and body and body not in office:
        return f"{office}, {body}"
    return office or str(owner["words"])
