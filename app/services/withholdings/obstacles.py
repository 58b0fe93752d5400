"""What of withholding and marking keeps minutes from being published, in sentences."""

from sqlmodel import Session, col, select

from app.models.meetings import Meeting, Section
from app.models.withholdings import Ground, Withheld
from app.services import meetings
from app.services.markings import choices
from app.services.withholdings.checking import open_elsewhere
from app.services.withholdings.hiding import hidden, holding


def unresolved(session: Session, meeting: Meeting) -> list[str]:
    """Sentences that say what keeps these minutes from being published, as far as withholding is concerned."""
    said = marked_sensitive(session, meeting)
    held = holding(session, meeting)
    if proposed := sum(one.is_proposed for one in held):
        said.append(
            "One passage is proposed to be withheld: a publisher decides."
            if proposed == 1
            else f"{proposed} passages are proposed to be withheld: a publisher decides."
        )
    if groundless := sum(one.ground == Ground.UNSAID and not one.is_proposed for one in held):
        said.append(
            "Choose the ground of one withholding."
            if groundless == 1
            else f"Choose the ground of {groundless} withholdings."
        )
    if held:
        whole = meetings.whole(session, meeting)
        found = hidden(session, meeting, whole)
        if found.lost:
            said.append(
                "Withheld words can no longer be found in their line, so all of it is withheld: look at it again."
            )
        if open_elsewhere(session, whole, found):
            said.append("Names or numbers that are withheld stand in other places too: see the check page.")
    return said


def marked_sensitive(session: Session, meeting: Meeting) -> list[str]:
    """A sentence for the meeting and one for its sections, where they bear a marking that forbids publishing."""
    wanted = choices(session)
    if not wanted.uses_markings or not wanted.sensitive:
        return []
    said: list[str] = []
    if meeting.marking in wanted.sensitive:
        said.append(f"These minutes are marked {meeting.marking}.")
    held = {one.subject_id for one in holding(session, meeting) if one.subject == Withheld.SECTION}
    for section in session.exec(
        select(Section)
        .where(
            Section.meeting_id == meeting.id,
            col(Section.removed_at).is_(None),
            col(Section.marking).in_(wanted.sensitive),
        )
        .order_by(col(Section.position))
    ).all():
        if str(section.id) not in held:
            said.append(f"“{section.words or 'The lines before any heading'}” is marked {section.marking}.")
    return said
