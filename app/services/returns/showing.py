"""Returned files as they are shown: each difference with its words compared, and what the record says now."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, func, select

from app.documents.differences import What
from app.errors import NotFound
from app.models.lines import Line
from app.models.meetings import Meeting, Section
from app.models.people import User
from app.models.returns import ReturnedDifference, ReturnedFile
from app.services.lines.histories import Piece, differences

_COMPARED = {What.LINE_CHANGED, What.HEADING_CHANGED, What.ASSURANCE, What.PERSON_CHANGED, What.FACT}
_NOT_ABOUT_WORDS = {What.OWNER, What.DUE, What.RECOMMENDATIONS, What.ASSURANCE}


@dataclass(slots=True)
class ShownDifference:
    """A difference; `pieces` compare its words where both sides have some; `seen` is the revision of its line or
    heading; `meanwhile` what that says now, where somebody has changed it since the file came back.
    """

    row: ReturnedDifference
    pieces: list[Piece] = field(default_factory=list)
    seen: int = 0
    meanwhile: str = ""
    decided_by: str = ""


@dataclass(slots=True)
class ShownReturn:
    """A returned file whole."""

    returned: ReturnedFile
    brought_by: str
    waiting: list[ShownDifference] = field(default_factory=list)
    decided: list[ShownDifference] = field(default_factory=list)


def by_id(session: Session, meeting: Meeting, returned_id: int) -> ReturnedFile:
    """Raises NotFound when this meeting has none of that number."""
    returned = session.get(ReturnedFile, returned_id)
    if returned is None or returned.meeting_id != meeting.id:
        raise NotFound("There is no such file of this meeting.")
    return returned


def shown(session: Session, returned: ReturnedFile) -> ShownReturn:
    """Five statements, however many differences."""
    by = session.get(User, returned.by_id) if returned.by_id else None
    out = ShownReturn(returned, by.name if by else "")
    rows = session.exec(
        select(ReturnedDifference, User.name)
        .outerjoin(User, col(User.id) == col(ReturnedDifference.decided_by_id))
        .where(ReturnedDifference.returned_id == returned.id)
        .order_by(col(ReturnedDifference.position))
    ).all()
    now = _now(session, returned)
    for row, name in rows:
        what = What(row.kind)
        pieces = differences(row.old, row.new) if what in _COMPARED and row.old and row.new else []
        words, seen = now.get((_noun(what), row.subject), ("", 0))
        changed = words if words and what not in _NOT_ABOUT_WORDS and words != row.old else ""
        one = ShownDifference(row, pieces, seen, changed, name or "")
        (out.waiting if row.decision is None else out.decided).append(one)
    return out


def _noun(what: What) -> str:
    headings = (What.HEADING_CHANGED, What.HEADING_MOVED, What.HEADING_REMOVED, What.SECTION_MOVED)
    return "section" if what in (*headings, What.ASSURANCE) else "line"


def _now(session: Session, returned: ReturnedFile) -> dict[tuple[str, str], tuple[str, int]]:
    """Words and revision of the lines and headings that stand, by noun and id."""
    here = select(ReturnedDifference.subject).where(ReturnedDifference.returned_id == returned.id)
    out: dict[tuple[str, str], tuple[str, int]] = {}
    for line_id, text, label, revision in session.exec(
        select(Line.id, Line.text, Line.label, Line.revision).where(
            Line.meeting_id == returned.meeting_id, col(Line.id).in_(here), col(Line.removed_at).is_(None)
        )
    ).all():
        out["line", line_id] = " ".join(f"{label} {text}".split()), revision
    for section in session.exec(
        select(Section).where(Section.meeting_id == returned.meeting_id, col(Section.removed_at).is_(None))
    ).all():
        out["section", str(section.id)] = " ".join(section.words.split()), section.revision
    return out


def of_meeting(session: Session, meeting: Meeting) -> Sequence[tuple[ReturnedFile, str, int]]:
    """Files that came back, the latest first: who brought each, and how many differences wait."""
    waiting = (
        select(ReturnedDifference.returned_id, func.count().label("waiting"))
        .where(col(ReturnedDifference.decision).is_(None))
        .group_by(col(ReturnedDifference.returned_id))
        .subquery()
    )
    rows = session.exec(
        select(ReturnedFile, User.name, waiting.c.waiting)
        .outerjoin(User, col(User.id) == col(ReturnedFile.by_id))
        .outerjoin(waiting, waiting.c.returned_id == ReturnedFile.id)
        .where(ReturnedFile.meeting_id == meeting.id)
        .order_by(col(ReturnedFile.id).desc())
    ).all()
    return [(returned, name or "", count or 0) for returned, name, count in rows]


def unsettled(session: Session, meeting: Meeting) -> Sequence[tuple[ReturnedFile, str, int]]:
    """Those of which differences wait: a new export would not hold them."""
    return [one for one in of_meeting(session, meeting) if not one[0].is_settled]
