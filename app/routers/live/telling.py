"""What open pages are told of a change: each changed thing, rendered once for each audience."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, col, select

from app.live import Messages, event, numbered
from app.models.changes import Change
from app.models.lines import Entry, Line
from app.models.meetings import Attendance, Meeting, Section
from app.routers.live.panels import Waiting
from app.services import attendances, planned_questions
from app.services.audience import Audience, names_withheld
from app.services.lines import typed
from app.services.lines.asking import asker_of, wording
from app.services.lines.typed import TypedLine, TypedSection
from app.templating import piece

_COMES_OR_GOES = {"removed", "restored"}
_SAID = {
    ("meeting", "started"): "The meeting was started just now.",
    ("meeting", "finished"): "The meeting was finished just now.",
    ("meeting", "circulated"): "The draft was circulated just now.",
    ("meeting", "confirmed"): "These minutes were confirmed just now, so their text is fixed.",
    (
        "amendment",
        "opened",
    ): "An amendment was opened just now: these confirmed minutes can be changed again.",
    ("amendment", "finished"): "The amendment was finished just now, so the text is fixed again.",
}
"""What open pages say of a step."""
Piece = Callable[[Audience], str]
"""One thing as an audience may see it; empty where it may not."""


def tell(session: Session, meeting: Meeting, seen: Sequence[Change]) -> Messages:
    """Gather once, for all audiences, what these changes touched; removed things too."""
    changed: dict[str, set[str]] = {}
    for change in seen:
        changed.setdefault(change.subject, set()).add(change.subject_id)
    spread = {
        subject: {one.subject_id for one in seen if one.subject == subject and "spread" in one.details}
        for subject in ("section", "line")
    }
    sections = _sections(session, meeting, changed.get("section", set()), is_spread=bool(spread["section"]))
    come_back = {
        int(change.subject_id)
        for change in seen
        if change.subject == "section" and change.verb in {"added", "restored"}
    }
    lines = _lines(
        session,
        meeting,
        changed.get("line", set()),
        changed.get("action", set()),
        sections=come_back,
        spread=spread["line"],
    )
    gone = {int(one) for one in changed.get("section", ())} - {one.id for one in sections}
    pieces: list[Piece] = [partial(_section, one) for one in sections]
    pieces += [partial(_no_section, one) for one in sorted(gone)]
    pieces += [partial(_line, one) for one in lines]
    number = seen[-1].change_no or 0
    if "attendance" in changed:
        pieces.append(
            partial(people_here, attendances.of_meeting(session, meeting), names_withheld(session, meeting))
        )
    judged = {change.subject_id for change in seen if change.verb == "assured"}
    pieces += [partial(_assured, one) for one in sections if str(one.id) in judged]
    pieces += [
        partial(_planned, one, is_asked) for one, is_asked in _planned_questions(session, meeting, seen)
    ]
    more = [_standing(meeting, seen)] if changed.keys() & {"meeting", "amendment"} else []

    def messages(audience: Audience) -> list[bytes]:
        return [numbered(number, "\n".join(filter(None, (one(audience) for one in pieces)))), *more]

    return messages


def _standing(meeting: Meeting, seen: Sequence[Change]) -> bytes:
    """How far the minutes have come, and the last step that was taken, in a sentence."""
    said = [_SAID[change.subject, change.verb] for change in seen if (change.subject, change.verb) in _SAID]
    return event(
        "meeting", status=meeting.status.value, fixed=meeting.is_fixed, said=said[-1] if said else ""
    )


def _sections(
    session: Session, meeting: Meeting, ids: Iterable[str], *, is_spread: bool
) -> list[TypedSection]:
    """Those sections; all of them where their places were spread out."""
    numbers = [int(one) for one in ids]
    if not numbers:
        return []
    found = session.exec(
        select(Section)
        .where(Section.meeting_id == meeting.id, true() if is_spread else col(Section.id).in_(numbers))
        .order_by(col(Section.position), col(Section.id))
    ).all()
    return typed.of_sections(session, meeting, found)


def _lines(
    session: Session,
    meeting: Meeting,
    ids: set[str],
    actions: set[str],
    *,
    sections: set[int],
    spread: set[str],
) -> list[TypedLine]:
    """The lines themselves, those that speak of these actions, and all of the sections that came (back), or in
    which a line's new place spread the others out.
    """
    which: ColumnElement[bool] = col(Line.id).in_(ids)
    if actions:
        numbers = [int(one) for one in actions]
        which |= col(Line.id).in_(select(Entry.line_id).where(col(Entry.action_id).in_(numbers)))
    if sections:
        which |= col(Line.section_id).in_(sections)
    if spread:
        which |= col(Line.section_id).in_(select(Line.section_id).where(col(Line.id).in_(spread)))
    if not (ids or actions or sections):
        return []
    found = session.exec(
        select(Line)
        .where(Line.meeting_id == meeting.id, which)
        .order_by(col(Line.section_id), col(Line.position), col(Line.id))
    ).all()
    gone = [one.id for one in found if one.removed_at is not None]
    became = select(Section.typed_id).where(
        Section.meeting_id == meeting.id, col(Section.typed_id).in_(gone), col(Section.removed_at).is_(None)
    )
    headings = set(session.exec(became).all()) if gone else set()
    return typed.of_lines(session, meeting, [one for one in found if one.id not in headings])


def _line(line: TypedLine, audience: Audience) -> str:
    if line.removed:
        gone = f'<div id="line-{line.key}" class="live-line is-removed" data-key="{line.key}" hidden></div>'
        return _into(f"line-{line.key}", gone)
    return _into(f"line-{line.key}", render("_line", audience, line=line))


def _section(section: TypedSection, audience: Audience) -> str:
    if section.section.removed_at is not None:
        return _no_section(section.id, audience)
    # A page that has the section already takes its heading alone; any other makes the section first.
    whole = _into(f"section-{section.id}", render("_section", audience, section=section))
    return whole + _into(f"line-{section.key}", render("_heading", audience, section=section))


def _no_section(section_id: int, _audience: Audience) -> str:
    gone = f'<section id="section-{section_id}" class="is-removed" hidden></section>'
    return _into(f"section-{section_id}", gone)


def _planned_questions(
    session: Session, meeting: Meeting, seen: Sequence[Change]
) -> list[tuple[Waiting, bool]]:
    """Planned questions that were asked, or wait again because their line was taken out; or were changed."""
    own = {int(change.subject_id) for change in seen if change.subject == "planned question"}
    moved = {
        change.subject_id for change in seen if change.subject == "line" and change.verb in _COMES_OR_GOES
    }
    moved |= {
        change.subject_id for change in seen if change.subject == "section" and change.verb in _COMES_OR_GOES
    }
    if not own and not moved:
        return []
    everything = planned_questions.of_meeting(session, meeting)
    asked = planned_questions.asked(session, everything)
    asker = asker_of(attendances.of_meeting(session, meeting)) if everything else ""
    return [
        (Waiting(one.id or 0, one.text, wording(asker, one)), one.id in asked)
        for one in everything
        if one.id in own or one.asked_as_id is not None
    ]


def _planned(one: Waiting, is_asked: bool, audience: Audience) -> str:
    """The office's own: nobody else is told, not even that there is one."""
    if audience == Audience.FOLLOWERS:
        return ""
    html = piece(
        "live/_planned_one.html", one=one, is_asked=is_asked, is_first=False, audience=audience.value
    )
    return _into(f"planned-{one.id}", html)


def people_here(there: Sequence[Attendance], withheld: Collection[int], audience: Audience) -> str:
    """Who is there now; `withheld` are the ids of those whose name whoever follows does not read."""
    html = piece(
        "live/_people_here.html", attendances=there, withheld_people=withheld, audience=audience.value
    )
    return _into("live-people", html)


def _assured(section: TypedSection, audience: Audience) -> str:
    """What the Commissioner judged is the office's own while minutes are taken."""
    if audience == Audience.FOLLOWERS:
        return ""
    return _into(f"assurance-{section.id}", render("_assured", audience, section=section))


def render(name: str, audience: Audience, **thing: TypedLine | TypedSection) -> str:
    """A fragment of the page; in it an audience is a word, and `editing` says whether it types."""
    typing = audience == Audience.TYPISTS
    return piece(f"live/{name}.html", audience=audience.value, editing=typing, **thing)


def _into(target: str, html: str) -> str:
    return f'<hx-partial hx-target="#{target}" hx-swap="outerMorph">{html}</hx-partial>'
