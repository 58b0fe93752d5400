"""What may be published of a meeting, built afresh: everything that leaves the house is made from it."""

from datetime import datetime

from sqlmodel import Session, col, or_, select

from app.documents.minutes import Minutes
from app.documents.withholding import cut
from app.models.meetings import Meeting, Paper, Section
from app.models.withholdings import Ground, Withheld, Withholding
from app.services.documents.gathering import Gathering
from app.services.withholdings.hiding import Hidden, choices, hidden, holding


def publishable(session: Session, meeting: Meeting) -> Minutes:
    """The minutes as they may be published, passages under the keys that `Gathering` gives them.

    What is withheld, or proposed to be, is absent; where the office wants it so a placeholder stands there.
    """
    gathering = Gathering(session, meeting)
    found = hidden(session, meeting, gathering.whole)
    return cut(gathering.minutes, found.cuts(gathering.whole, says_so=choices(session).says_withheld))


def papers(session: Session, meeting: Meeting) -> list[Paper]:
    """The meeting's papers that may be made public: not removed, not withheld, not of a withheld section."""
    held = holding(session, meeting)
    kept = {one.subject_id for one in held if one.subject == Withheld.PAPER}
    under = {one.subject_id for one in held if one.subject == Withheld.SECTION}
    found = session.exec(
        select(Paper)
        .where(Paper.meeting_id == meeting.id, col(Paper.removed_at).is_(None))
        .order_by(col(Paper.id))
    ).all()
    return [one for one in found if str(one.id) not in kept and str(one.section_id) not in under]


def since(session: Session, meeting: Meeting, at: datetime) -> list[Withholding]:
    """What still holds and was proposed or decided after that moment: what was published by then shows it."""
    return list(
        session.exec(
            select(Withholding)
            .where(
                Withholding.meeting_id == meeting.id,
                col(Withholding.lifted_at).is_(None),
                or_(col(Withholding.at) > at, col(Withholding.decided_at) > at),
            )
            .order_by(col(Withholding.id))
        ).all()
    )


def unresolved(session: Session, meeting: Meeting, found: Hidden | None = None) -> list[str]:
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
        if found is None:
            found = hidden(session, meeting, Gathering(session, meeting).whole)
        if found.lost:
            said.append(
                "Withheld words can no longer be found in their line, so all of it is withheld: look at it again."
            )
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
