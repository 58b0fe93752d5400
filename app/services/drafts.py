"""Minutes that can still be changed: the one door through which every change of their text goes."""

from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session

from app.errors import NotFound, RuleBroken
from app.models.lines import Line
from app.models.meetings import Attendance, Meeting, Section

_OPENED = "the transaction, and the meeting that it has locked"


def opened(session: Session, meeting_id: int | None) -> Meeting:
    """The meeting, its row locked until the transaction ends: nothing is written while another confirms it.

    Raises NotFound when there is none, RuleBroken when its minutes are confirmed.
    """
    opened_in: SessionTransaction | None
    meeting: Meeting | None
    opened_in, meeting = session.info.get(_OPENED, (None, None))
    if meeting is None or opened_in is not session.get_transaction() or meeting.id != meeting_id:
        session.flush()
        meeting = session.get(Meeting, meeting_id, with_for_update=True, populate_existing=True)
        if meeting is None:
            raise NotFound("There is no such meeting.")
        session.info[_OPENED] = (session.get_transaction(), meeting)
    meeting.refuse_if_fixed()
    return meeting


def refuse_if_out(thing: Line | Section | Attendance) -> None:
    """Raises RuleBroken when it was taken out: it has no place among the others until it is put back."""
    if thing.removed_at is not None:
        what = {Line: "line", Section: "section", Attendance: "person"}[type(thing)]
        raise RuleBroken(f"That {what} was taken out. Put it back first.")


def of(session: Session, meeting_id: int | None) -> Meeting:
    """The meeting as it stands, confirmed or not, without a lock. Raises NotFound."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound("There is no such meeting.")
    return meeting
