"""A meeting prepared as minute-takers do: its facts and who is there; and minutes as somebody would type them."""

from datetime import date

from sqlmodel import Session

from app.documents.minutes import Minutes
from app.models.actions import Action
from app.models.meetings import Meeting, Presence
from app.models.people import OrganisationKind, User
from app.services import attendances, lines, meetings, recommendations, sections
from app.services.attendances import Facts

HELD = date(2025, 5, 15)
PEOPLE = [
    Facts(
        name="Margaret Ellery",
        title="Police and Crime Commissioner",
        known_as="PCC",
        kind=OrganisationKind.COMMISSIONER,
        is_chair=True,
    ),
    Facts(
        name="Tom Ashdown",
        title="Deputy Police and Crime Commissioner",
        known_as="DPCC",
        kind=OrganisationKind.COMMISSIONER,
    ),
    Facts(name="Nasreen Qadir", title="Chief Constable", known_as="CC", kind=OrganisationKind.FORCE),
    Facts(name="Colin Mabey", title="Assistant Chief Constable", known_as="ACC", kind=OrganisationKind.FORCE),
]


def earlier_meeting(session: Session, by: User) -> Action:
    """The meeting before, of the same kind; its one action, about recommendation 8, is open."""
    meeting = meetings.create(
        session, facts=meetings.Facts(title="Holding to account", held_on=date(2025, 3, 13)), by=by
    )
    for facts in PEOPLE:
        attendances.add(session, meeting, facts=facts, by=by)
    eight = recommendations.find_or_create(session, source="IIHR", reference="8", by=by)
    section = sections.add(session, meeting, title="Recommendation 8", by=by)
    sections.set_recommendations(session, section, [eight], by=by)
    line = lines.add(session, section, text="ACTION: CC to share the audit by 30 April 2025.", by=by)
    return session.get_one(Action, line.entries[0].action_id)


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
            facts=Facts(
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
