"""A closing summary typed line by line restates actions: each is matched to what this meeting raised before."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.documents.interpret.restated import alike
from app.documents.minutes import ActionRead, Kind, Mention, Passage
from app.models.actions import Action
from app.models.lines import Entry, Line
from app.models.meetings import Section

ALIKE = 0.5
"""From this likeness (0 to 1) an action of a summary is one raised before, if no other line restates that."""
THE_SAME = 0.9
"""From this one it is, whoever restates it besides."""


def point_to_raised(session: Session, line: Line, passages: Sequence[Passage]) -> dict[int, Entry]:
    """Mark the actions of a summary's line that were raised before; returns the passages that raised them by
    the keys that `restates` holds now.
    """
    found = [one.action for one in passages if one.kind == Kind.ACTION and one.action is not None]
    if not found:
        return {}
    raised = _raised(session, line)
    taken = _taken(session, line)
    known: dict[int, Entry] = {}
    for read in found:
        likely = max(
            (
                (score, entry)
                for entry, action in raised
                if (score := alike(ActionRead(action.wording, reference=action.reference), read))
                >= (THE_SAME if action.id in taken else ALIKE)
            ),
            key=lambda one: one[0],
            default=None,
        )
        if likely is not None and likely[1].id is not None:
            read.mention, read.restates = Mention.RESTATED, likely[1].id
            known[likely[1].id] = likely[1]
    return known


def _raised(session: Session, line: Line) -> Sequence[tuple[Entry, Action]]:
    return session.exec(
        select(Entry, Action)
        .join(Action, col(Action.id) == col(Entry.action_id))
        .join(Line, col(Line.id) == col(Entry.line_id))
        .join(Section, col(Section.id) == col(Line.section_id))
        .where(
            Entry.meeting_id == line.meeting_id,
            Entry.mention == Mention.RAISED,
            Entry.line_id != line.id,
            col(Line.removed_at).is_(None),
            col(Section.is_summary_of_actions).is_(False),
        )
        .order_by(col(Entry.id))
    ).all()


def _taken(session: Session, line: Line) -> set[int | None]:
    """Ids of the actions that other lines restate."""
    return set(
        session.exec(
            select(Entry.action_id)
            .join(Line, col(Line.id) == col(Entry.line_id))
            .where(
                Entry.meeting_id == line.meeting_id,
                Entry.mention == Mention.RESTATED,
                Entry.line_id != line.id,
                col(Line.removed_at).is_(None),
            )
        ).all()
    )
