"""What is withheld of one meeting, and where it stands in its minutes as they are now."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.documents.withholding import Cuts
from app.models.meetings import Meeting
from app.models.withholdings import Withholding
from app.services.audience import Hidden, Span, hide
from app.services.meetings import WholeMeeting

__all__ = ["Hidden", "Span", "cuts", "hidden", "holding"]


def holding(session: Session, meeting: Meeting) -> Sequence[Withholding]:
    """What is withheld of a meeting or proposed to be, in the order it was."""
    return session.exec(
        select(Withholding)
        .where(Withholding.meeting_id == meeting.id, col(Withholding.lifted_at).is_(None))
        .order_by(col(Withholding.id))
    ).all()


def hidden(session: Session, meeting: Meeting, whole: WholeMeeting) -> Hidden:
    """What is kept out of these minutes. One statement."""
    return hide(holding(session, meeting), whole.stands)


def cuts(found: Hidden, whole: WholeMeeting, *, says_so: bool) -> Cuts:
    """The same by the places of plain minutes that were gathered from `whole`."""
    made = Cuts(says_so=says_so)
    made.attendances = {at for at, one in enumerate(whole.attendances) if one.id in found.attendances}
    for at, section in enumerate(whole.sections):
        key = section.section.id or 0
        if key in found.sections:
            made.parts.add(at)
        if key in found.assurances:
            made.assurances.add(at)
        if key in found.in_headings:
            spans = found.in_headings[key]
            made.titles[at] = None if (0, len(section.section.title)) in spans else spans
        for number, line in enumerate(section.lines):
            if line.line.id in found.in_lines:
                spans = found.in_lines[line.line.id]
                made.lines[at, number] = None if (0, len(line.line.text)) in spans else spans
    return made
