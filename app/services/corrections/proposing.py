"""Proposing a correction of a line of circulated minutes."""

import re
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from app.db import now
from app.errors import EditConflict, NotFound, RuleBroken
from app.models.circulations import DraftLink
from app.models.corrections import Correction, CorrectionState
from app.models.meetings import Meeting
from app.models.people import User
from app.services import changes, circulations, drafts
from app.services.circulations import WITHHELD

LONGEST = 20_000
LONGEST_WHY = 2_000
"""Characters."""
AT_ONCE = 300
"""Corrections that one person may have waiting: nobody fills the office's page by a script."""


@dataclass(frozen=True)
class Proposer:
    """Who proposes: somebody who is signed in, or whoever holds a link."""

    user: User | None = None
    link: DraftLink | None = None

    @property
    def is_of_the_office(self) -> bool:
        """Whether nothing is kept from them."""
        return self.user is not None and self.user.is_of_the_office

    def made(self, correction: Correction) -> bool:
        """Whether it is theirs."""
        if self.user is not None:
            return correction.proposed_by_id == self.user.id
        return self.link is not None and correction.link_id == self.link.id


def propose(
    session: Session,
    meeting: Meeting,
    *,
    line_id: str,
    text: str,
    why: str,
    seen_revision: int,
    by: Proposer,
    today: date,
) -> Correction:
    """Ask for a line to read `text`; empty: for it to be taken out. The same again is the same correction.

    Raises RuleBroken when corrections are not taken (any more) or nothing would change, NotFound for a line that
    is not there to be read, EditConflict when the line was changed since it was read.
    """
    meeting = drafts.opened(session, meeting.id)
    circulations.refuse_if_closed(meeting, today)
    draft = circulations.draft_of(session, meeting, for_the_office=by.is_of_the_office)
    line = draft.line(line_id)
    if line is None:
        raise NotFound("That line is no longer part of these minutes.")
    text, why = _in_one_paragraph(text, LONGEST), _in_one_paragraph(why, LONGEST_WHY)
    known = next((one for one in _open_on(session, line_id) if by.made(one) and one.new_text == text), None)
    if known is not None:
        return known
    if line.revision != seen_revision:
        raise EditConflict(
            "This line was changed after you opened it. It now reads as shown here: look at it, and propose again "
            "if it is still not right."
        )
    if _waiting_of(session, meeting, by) >= AT_ONCE:
        raise RuleBroken("You have proposed very many corrections. Wait until the office has settled some.")
    if text == line.text:
        raise RuleBroken("That is what the line says already. Change its words first.")
    if text and text.count(WITHHELD) != line.text.count(WITHHELD):
        raise RuleBroken(f"Leave {WITHHELD} where it stands: what it stands for cannot be shown here.")
    correction = Correction(
        meeting_id=meeting.id or 0,
        line_id=line_id,
        old_text=line.text,
        new_text=text,
        why=why,
        proposed_by_id=by.user.id if by.user else None,
        link_id=by.link.id if by.link else None,
        proposed_at=now(),
    )
    session.add(correction)
    session.flush()
    changes.record(session, "proposed", "correction", correction.id, by=by.user, meeting=meeting)
    return correction


def _waiting_of(session: Session, meeting: Meeting, by: Proposer) -> int:
    mine = select(Correction).where(
        Correction.meeting_id == meeting.id, Correction.state == CorrectionState.PROPOSED
    )
    return sum(by.made(one) for one in session.exec(mine))


def _open_on(session: Session, line_id: str) -> list[Correction]:
    return list(
        session.exec(
            select(Correction).where(
                Correction.line_id == line_id, Correction.state == CorrectionState.PROPOSED
            )
        )
    )


def _in_one_paragraph(words: str, longest: int) -> str:
    words = re.sub(r"\s*[\r\n]+\s*", " ", words.replace("\x00", "")).strip()
    if len(words) > longest:
        raise RuleBroken("That is too long. Put it more briefly.")
    return words
