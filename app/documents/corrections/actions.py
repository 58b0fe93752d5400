"""What an action says: owner, due date, reference, recommendations, and whether it repeats another."""

from datetime import date

from app.documents.corrections.keys import find_passage
from app.documents.minutes import ActionRead, Kind, Mention, OrganisationKind, Outcome, Passage, Reading
from app.errors import RuleBroken


def set_action(
    reading: Reading,
    key: int,
    *,
    owners: list[str],
    due_on: date | None,
    reference: str | None,
    recommendations: list[str],
) -> None:
    """Say who owns an action, by when, under which reference, and which recommendations it concerns."""
    read, passage = _action_of(reading, key)
    owners = [owner.strip() for owner in owners if owner.strip()]
    wanted = (owners, due_on, reference, recommendations)
    if wanted == (_owners(read), read.due_on, read.reference, read.recommendations):
        return
    if owners != _owners(read):
        read.owners, read.owner = owners, ", ".join(owners) or None
        read.owner_organisation_kind = _kind_of_owner(reading, owners)
    read.due_on, read.reference, read.recommendations = due_on, reference, recommendations
    passage.set_by = "hand"


def _owners(read: ActionRead) -> list[str]:
    return read.owners or ([read.owner] if read.owner else [])


def _kind_of_owner(reading: Reading, owners: list[str]) -> OrganisationKind | None:
    kinds = {
        attendee.organisation_kind
        for attendee in reading.minutes.attendances
        for owner in owners
        if owner in (attendee.known_as, attendee.name)
    }
    return kinds.pop() if len(kinds) == 1 else None


def set_review(
    reading: Reading, key: int, *, reference: str | None, outcome: Outcome, due_on: date | None
) -> None:
    """Say which action a passage reviews, what was decided about it, and a new due date where it gives one."""
    _, line, passage = find_passage(reading, key)
    if passage.kind != Kind.REVIEW:
        raise RuleBroken("That passage is not a review. Make it one first.")
    read = passage.action or ActionRead(words=line.words_of(passage))
    if (read.reference, passage.outcome, read.due_on) == (reference, outcome, due_on):
        return
    read.reference, read.due_on, read.mention = reference, due_on, Mention.REVIEWED
    passage.action, passage.outcome, passage.set_by = read, outcome, "hand"


def set_restated(reading: Reading, key: int, of: int | None) -> None:
    """Say that an action only repeats the one raised by passage `of`; None makes it an action of its own."""
    read, passage = _action_of(reading, key)
    if of is not None:
        if of == key or find_passage(reading, of)[2].kind != Kind.ACTION:
            raise RuleBroken("Choose the action that this one repeats.")
        read.restates, read.mention = of, Mention.RESTATED
    elif read.mention == Mention.RESTATED:
        read.restates, read.mention = None, Mention.RAISED
    passage.set_by = "hand"


def _action_of(reading: Reading, key: int) -> tuple[ActionRead, Passage]:
    _, _, passage = find_passage(reading, key)
    if passage.action is None:
        raise RuleBroken("That passage is not an action. Make it one first.")
    return passage.action, passage
