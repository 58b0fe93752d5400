"""Proposed corrections as the office sees them, side by side; and as whoever proposed them does."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy.orm import lazyload
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models.circulations import DraftLink
from app.models.corrections import Correction, CorrectionState
from app.models.lines import Line
from app.models.meetings import Attendance, Meeting, Section
from app.models.people import User
from app.services import circulations
from app.services.circulations import WITHHELD
from app.services.corrections.proposing import Proposer
from app.services.lines import differences
from app.services.lines.histories import Piece


@dataclass(slots=True)
class Proposal:
    """One correction beside its line: what it said, what is proposed, what it says now."""

    correction: Correction
    line: Line
    section: Section
    who: str
    settled_by: str
    proposed: str | None
    """The proposal in full, with what was withheld from whoever made it; None when that cannot be told."""
    is_changed: bool
    """The line no longer reads as it did when this was proposed."""

    @property
    def pieces(self) -> list[Piece]:
        """What is taken out and put in, word by word, as the proposer saw it."""
        return differences(self.correction.old_text, self.correction.new_text)

    @property
    def is_removed(self) -> bool:
        """The line was taken out."""
        return self.line.removed_at is not None

    @property
    def can_be_accepted(self) -> bool:
        """As it was proposed; otherwise it can still be adapted."""
        return self.proposed is not None and not self.is_changed and not self.is_removed


@dataclass(slots=True)
class Proposed:
    """A correction for whoever proposed it; without words where something of them has been withheld since."""

    correction: Correction
    shows_words: bool


def by_id(session: Session, correction_id: int) -> Correction:
    """Raises NotFound when there is none."""
    found = session.get(Correction, correction_id)
    if found is None:
        raise NotFound("There is no such correction.")
    return found


def of_meeting(session: Session, meeting: Meeting) -> list[Proposal]:
    """All of them in the order of the minutes, those to be settled first. A fixed number of statements."""
    rows = session.exec(
        select(Correction, Line, Section, User)
        .join(Line, col(Line.id) == Correction.line_id)
        .join(Section, col(Section.id) == Line.section_id)
        .outerjoin(User, col(User.id) == Correction.proposed_by_id)
        .where(Correction.meeting_id == meeting.id)
        .options(lazyload(Line.entries))  # type: ignore[arg-type]
        .order_by(col(Section.position), col(Line.position), col(Correction.id))
    ).all()
    settlers = _names(session, [row[0].settled_by_id for row in rows])
    holders = _holders(session, meeting)
    kept = circulations.kept(session, meeting) if rows else None
    found = []
    for correction, line, section, user in rows:
        inside = user is not None and user.is_of_the_office
        spans = kept.line(line.id) if kept is not None and not inside else []
        found.append(
            Proposal(
                correction,
                line,
                section,
                who=user.name if user is not None else holders.get(correction.link_id, ""),
                settled_by=settlers.get(correction.settled_by_id, ""),
                proposed=circulations.put_back(correction.new_text, line.text, spans)
                if correction.new_text
                else "",
                is_changed=circulations.without(line.text, spans) != correction.old_text,
            )
        )
    return sorted(found, key=lambda one: not one.correction.is_open)


def _names(session: Session, ids: Sequence[int | None]) -> dict[int | None, str]:
    return dict(session.exec(select(col(User.id), col(User.name)).where(col(User.id).in_(set(ids)))).all())


def _holders(session: Session, meeting: Meeting) -> dict[int | None, str]:
    """Whose each link to the draft is, by its id."""
    rows = session.exec(
        select(col(DraftLink.id), col(Attendance.name))
        .join(Attendance, col(Attendance.id) == DraftLink.attendance_id)
        .where(DraftLink.meeting_id == meeting.id)
    ).all()
    return dict(rows)


def open_in(session: Session, meeting: Meeting) -> int:
    """How many wait for the office."""
    return session.exec(
        select(func.count(col(Correction.id))).where(
            Correction.meeting_id == meeting.id, Correction.state == CorrectionState.PROPOSED
        )
    ).one()


def proposed_by(
    session: Session, meeting: Meeting, by: Proposer, draft: circulations.Draft
) -> dict[str, list[Proposed]]:
    """Somebody's own corrections, by the line's id, oldest first."""
    mine = (
        Correction.proposed_by_id == by.user.id
        if by.user is not None
        else Correction.link_id == (by.link.id if by.link is not None else 0)
    )
    found: dict[str, list[Proposed]] = {}
    for one in session.exec(
        select(Correction).where(Correction.meeting_id == meeting.id, mine).order_by(col(Correction.id))
    ):
        line = draft.line(one.line_id)
        shows = by.is_of_the_office or (
            line is not None and line.text.count(WITHHELD) == one.old_text.count(WITHHELD)
        )
        found.setdefault(one.line_id, []).append(Proposed(one, shows))
    return found
