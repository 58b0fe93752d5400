"""A meeting prepared as minute-takers do: its facts and who is there; and minutes as somebody would type them."""

from sqlmodel import Session

from app.documents.minutes import Minutes
from app.models.meetings import Meeting, Presence
from app.models.people import OrganisationKind, User
from app.services import attendances, meetings


def prepare(session: Session, minutes: Minutes, by: User) -> Meeting:
    """A meeting with the head and the attendance of these minutes, and nothing written yet."""
    facts = meetings.Facts(
        title=minutes.title or "Holding to account",
        held_on=minutes.held_on,  # type: ignore[arg-type]
        kind="Holding to account",
        starts_at=minutes.starts_at,
        ends_at=minutes.ends_at,
        venue=minutes.venue or "",
        next_meeting=minutes.next_meeting or "",
    )
    meeting = meetings.create(session, facts=facts, by=by)
    for one in minutes.attendances:
        attendances.add(
            session,
            meeting,
            facts=attendances.Facts(
                name=one.name,
                title=one.title or "",
                known_as=one.known_as or "",
                organisation=one.organisation or "",
                kind=OrganisationKind(one.organisation_kind) if one.organisation_kind else None,
                presence=Presence(one.presence),
                presence_note=one.presence_note or "",
                is_chair=one.name == minutes.chair,
                is_minute_taker=one.name == minutes.minute_taker,
            ),
            by=by,
        )
    return meeting


def as_typed(minutes: Minutes) -> list[str]:
    """The lines as one would type them anywhere: headings with their numbers, bullets with a dash."""
    typed = []
    for part in minutes.parts:
        heading = f"{part.number or ''} {part.title or ''}".strip()
        typed += [heading] if heading else []
        typed += [("- " if line.bullet else "") + line.text for line in part.lines]
    return typed
