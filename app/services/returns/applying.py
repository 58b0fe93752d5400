"""One accepted difference written into the record, by the service that a person's own change goes through."""

from collections.abc import Iterator, Mapping

from sqlmodel import Session

from app.documents.differences import What
from app.documents.interpret import Known, LineContext
from app.documents.interpret.owners import split_owners
from app.documents.remarks import read_assurance
from app.errors import EditConflict, RuleBroken
from app.models.actions import Action
from app.models.lines import Line
from app.models.meetings import Assurance, Meeting, Section
from app.models.people import User
from app.models.returns import ReturnedDifference
from app.services import actions, documents, lines, recommendations, sections
from app.services.returns import heads
from app.services.returns.placing import IN_PLACE, place_of

Others = Mapping[int, ReturnedDifference]


def apply(
    session: Session,
    meeting: Meeting,
    row: ReturnedDifference,
    others: Others,
    *,
    seen: int,
    by: User | None,
) -> None:
    """Make it so. `seen` is the revision of its line or heading that was looked at. Raises DomainErrors."""
    what = What(row.kind)
    if what == What.FACT:
        heads.set_fact(session, meeting, row.more["fact"], row.new, by=by)
    elif what in (What.PERSON_ADDED, What.PERSON_CHANGED, What.PERSON_REMOVED):
        heads.set_person(session, meeting, row, by=by)
    elif what in IN_PLACE:
        _put_in_place(session, meeting, row, others, seen=seen, by=by)
    elif what in (What.HEADING_CHANGED, What.HEADING_REMOVED, What.ASSURANCE):
        _change_heading(session, row, seen=seen, by=by)
    else:
        _change_line(session, meeting, row, seen=seen, by=by)


def _put_in_place(
    session: Session,
    meeting: Meeting,
    row: ReturnedDifference,
    others: Others,
    *,
    seen: int,
    by: User | None,
) -> None:
    place = place_of(session, meeting, row.after, others)
    what = What(row.kind)
    if what == What.LINE_ADDED:
        line = lines.add(
            session,
            place.section,
            text=row.more["words"],
            by=by,
            after=place.after,
            at_start=place.after is None,
            bullet=row.more["bullet"],
            depth=row.more["depth"],
            label=row.more["label"],
        )
        row.subject = line.id
    elif what == What.LINE_MOVED:
        line = _standing_line(session, row, seen=seen)
        there = [one for one in lines.of_section(session, place.section) if one.id != line.id]
        index = there.index(place.after) + 1 if place.after in there else 0
        lines.move_to(session, line, section=place.section, index=index, by=by)
    elif what == What.HEADING_ADDED:
        line = lines.add(
            session,
            place.section,
            text=row.more["words"],
            by=by,
            after=place.after,
            at_start=place.after is None,
        )
        section = lines.become_heading(session, line, by=by)
        lines.set_level(session, section, level=row.more["level"], by=by)
        row.subject = str(section.id)
    elif what == What.SECTION_MOVED:
        section = _standing_section(session, row, seen=seen)
        everything = [one.id for one in sections.of_meeting(session, meeting)]
        at, behind = everything.index(section.id), everything.index(place.section.id)
        target = behind if at < behind else behind + 1
        target = 0 if not row.after else target
        sections.move(session, section, steps=target - at, by=by)
    else:
        _move_heading(session, meeting, row, others, seen=seen, by=by)


def _move_heading(
    session: Session,
    meeting: Meeting,
    row: ReturnedDifference,
    others: Others,
    *,
    seen: int,
    by: User | None,
) -> None:
    """The lines below it stay where they are: it is a line again, goes, and becomes a heading there."""
    section = _standing_section(session, row, seen=seen)
    level = section.level
    line = lines.heading_to_line(session, section, by=by)
    place = place_of(session, meeting, row.after, others)
    there = [one for one in lines.of_section(session, place.section) if one.id != line.id]
    index = there.index(place.after) + 1 if place.after in there else 0
    lines.move_to(session, line, section=place.section, index=index, by=by)
    moved = lines.become_heading(session, line, by=by)
    lines.set_level(session, moved, level=level, by=by)
    row.subject = str(moved.id)


def _change_heading(session: Session, row: ReturnedDifference, *, seen: int, by: User | None) -> None:
    section = _standing_section(session, row, seen=None if row.kind == What.ASSURANCE else seen)
    if row.kind == What.ASSURANCE:
        judged, why = read_assurance(row.new)
        if judged is None and row.new:
            raise RuleBroken("A judgement begins with Assured, Partly assured or Not assured.")
        assurance = Assurance(judged) if judged else None
        sections.assure(session, section, assurance=assurance, statement=why, by=by)
    elif row.kind == What.HEADING_REMOVED:
        lines.remove(session, lines.heading_to_line(session, section, by=by), by=by)
    else:
        lines.save_heading(session, section, text=row.more["words"], seen_revision=seen, writer="", by=by)
        if "level" in row.more:
            lines.set_level(session, section, level=int(row.more["level"]), by=by)


def _change_line(
    session: Session, meeting: Meeting, row: ReturnedDifference, *, seen: int, by: User | None
) -> None:
    what = What(row.kind)
    if what == What.LINE_REMOVED:
        lines.remove(session, _standing_line(session, row, seen=seen), by=by)
    elif what == What.LINE_CHANGED:
        line = _standing_line(session, row, seen=seen)
        if "label" in row.more:
            lines.set_shape(
                session, line, bullet=line.bullet, depth=line.depth, label=row.more["label"], by=by
            )
        lines.save_text(session, line, text=row.more["words"], seen_revision=seen, writer="", by=by)
    else:
        _change_action(session, meeting, row, by=by)


def _change_action(session: Session, meeting: Meeting, row: ReturnedDifference, *, by: User | None) -> None:
    """Who owns it, when it is due, or what it concerns. Its line may have been changed just before."""
    line = _standing_line(session, row, seen=None)
    passage = row.more.get("passage")
    if passage is None or passage >= len(line.entries):
        raise RuleBroken("The action is no longer in that line. Look at the line, or decline this.")
    if row.kind == What.OWNER:
        known = Known(documents.gather(session, meeting).attendances)
        words = split_owners(row.new, LineContext(known=known, held_on=meeting.held_on)) if row.new else []
        said = [lines.Correction(passage=passage, speakers=words)]
    elif row.kind == What.DUE:
        said = [lines.Correction(passage=passage, due=row.new)]
    else:
        said = list(_ties(session, line, passage, row.more["recommendations"]))
    for one in said:
        lines.correct(session, line, one, by=by)


def _ties(session: Session, line: Line, passage: int, wanted: list[str]) -> Iterator[lines.Correction]:
    action = session.get(Action, line.entries[passage].action_id or 0)
    if action is None:
        raise RuleBroken("The action is no longer in that line. Look at the line, or decline this.")
    there = recommendations.by_ids(session, actions.recommendation_ids(session, action))
    for one in there:
        if one.reference not in wanted:
            yield lines.Correction(passage=passage, recommendation=str(one.id), tied=False)
    for reference in wanted:
        if reference not in [one.reference for one in there]:
            yield lines.Correction(passage=passage, recommendation=f"recommendation {reference}", tied=True)


def _standing_line(session: Session, row: ReturnedDifference, *, seen: int | None) -> Line:
    """The line it is about. Raises RuleBroken when it was taken out, EditConflict when it is not as it was seen."""
    line = session.get(Line, row.subject) if row.subject else None
    if line is None:
        raise RuleBroken("The line is not found in the minutes. Change it by hand, or decline this.")
    session.refresh(line, ["text", "revision", "removed_at", "section_id", "position"])
    if line.removed_at is not None:
        raise RuleBroken(
            "The line was taken out of the minutes meanwhile. Put it back first, or decline this."
        )
    if seen is not None and line.revision != seen:
        raise EditConflict("It was changed here meanwhile.")
    return line


def _standing_section(session: Session, row: ReturnedDifference, *, seen: int | None) -> Section:
    section = session.get(Section, int(row.subject)) if row.subject else None
    if section is None or section.removed_at is not None:
        raise RuleBroken("The heading was taken out of the minutes meanwhile. Decline this.")
    session.refresh(section)
    if seen is not None and section.revision != seen:
        raise EditConflict("It was changed here meanwhile.")
    return section
