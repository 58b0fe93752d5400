"""The history of an action in words, newest first: what a person reads on its page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from app.models.actions import Action, ActionEvent, ActionLinkKind, EventKind
from app.models.lines import Entry
from app.models.meetings import Meeting
from app.models.recommendations import Recommendation, Source
from app.services.actions import history
from app.services.actions.linking import words_of
from app.services.people import user_names

NBSP = "\N{NO-BREAK SPACE}"

_MARKS = {
    EventKind.RAISED: "action",
    EventKind.CLOSED: "closed",
    EventKind.WITHDRAWN: "withdrawn",
    EventKind.REPLACED: "withdrawn",
}
_HIDDEN = {EventKind.REMOVED, EventKind.RESTORED, EventKind.RESTATED}


@dataclass(frozen=True)
class Told:
    """One thing that happened. A meeting's has `href`, which leads to its line."""

    mark: str
    heading: str
    dated_on: date
    meeting_id: int | None
    href: str
    by: str
    note: str
    remark: str
    at: datetime
    """When it was written down."""
    is_first: bool = False
    other_id: int | None = None
    """The action at the other end of a tie."""
    line_id: str = ""
    """The line of the minutes that says so."""


def _day(value: date) -> str:
    return f"{value.day}{NBSP}{value:%B}{NBSP}{value.year}"


def tell(session: Session, action: Action) -> list[Told]:
    """Everything that stands, newest first; readings of its own line are part of its being raised."""
    stand = history.standing(history.events(session, action))
    reads = [event for event in stand if _is_a_reading(event)]
    told: list[Told] = []
    names = _names(session, stand)
    values: dict[str, Any] = {}
    carried = 0
    for event in stand:
        if event in reads:
            continue
        before = dict(values)
        both = [event, *reads] if event.kind == EventKind.RAISED else [event]
        values |= history.replay(both)
        carried += event.kind == EventKind.CARRIED
        if event.kind in _HIDDEN:
            continue
        heading, note = _say(event, before, values, names, carried)
        told.append(
            Told(
                mark=_MARKS.get(event.kind, "open"),
                heading=heading,
                dated_on=event.dated_on,
                meeting_id=event.meeting_id,
                href=names.href(event),
                by=names.users.get(event.by_id or 0, "") if event.meeting_id is None else "",
                note=note,
                remark=event.remark,
                at=event.at,
                is_first=event.kind == EventKind.RAISED,
                other_id=event.details.get("other_id"),
                line_id=names.lines.get(event.entry_id or 0, ""),
            )
        )
    return told[::-1]


def _is_a_reading(event: ActionEvent) -> bool:
    return event.kind == EventKind.WORDING_CHANGED and event.meeting_id is not None


@dataclass
class _Names:
    users: dict[int, str]
    recommendations: dict[int, str]
    lines: dict[int, str]

    def href(self, event: ActionEvent) -> str:
        if event.meeting_id is None:
            return ""
        line = self.lines.get(event.entry_id or 0)
        return f"/meetings/{event.meeting_id}" + (f"#line-{line}" if line else "")


def _names(session: Session, stand: list[ActionEvent]) -> _Names:
    wanted = {number for event in stand for number in event.details.get("recommendations", ())}
    recommendations = session.exec(
        select(col(Recommendation.id), col(Recommendation.reference), col(Source.short_name))
        .join(Source, col(Source.id) == Recommendation.source_id)
        .where(col(Recommendation.id).in_(wanted))
        .order_by(col(Recommendation.sort_key))
    ).all()
    lines = session.exec(
        select(col(Entry.id), col(Entry.line_id)).where(
            col(Entry.id).in_({event.entry_id for event in stand})
        )
    ).all()
    return _Names(
        users=user_names(session, {event.by_id for event in stand}),
        recommendations={
            number or 0: f"{reference} ({source})" for number, reference, source in recommendations
        },
        lines={number or 0: line for number, line in lines},
    )


def _say(
    event: ActionEvent, before: dict[str, Any], values: dict[str, Any], names: _Names, carried: int
) -> tuple[str, str]:
    """A heading, and a quieter note."""
    moved = "due_on" in event.details
    to = f" to {_day(values['due_on'])}" if moved and values.get("due_on") else ""
    match event.kind:
        case EventKind.RAISED:
            return "Raised", f"Due {_day(values['due_on'])}" if values.get("due_on") else "Without a due date"
        case EventKind.CARRIED:
            return f"Carried{to or ', no new date'}", _nth_time(carried)
        case EventKind.PROGRESSED:
            return "Progressed" + (f", now due {_day(values['due_on'])}" if to else ""), ""
        case EventKind.DUE_CHANGED:
            heading = f"Due date changed{to}" if values.get("due_on") else "Due date removed"
            return heading, f"Was {_day(before['due_on'])}" if before.get("due_on") else ""
        case EventKind.OWNERS_CHANGED:
            return _say_owners(values.get("owners", []), before.get("owners", []))
        case EventKind.WORDING_CHANGED:
            return f"Wording changed to “{values['wording']}”", f"Was “{before.get('wording', '')}”"
        case EventKind.RECOMMENDATIONS_CHANGED:
            return _say_recommendations(values, names)
        case EventKind.LINKED | EventKind.UNLINKED:
            kind = ActionLinkKind(event.details["link"])
            said = f"{words_of(kind, is_later=event.details['is_later'])} {event.details['other']}"
            return (said if event.kind == EventKind.LINKED else f"No longer: {said[0].lower()}{said[1:]}"), ""
        case EventKind.SHARED:
            return "Shared with its owners’ organisations", ""
    return event.kind.value.capitalize(), ""


def _nth_time(times: int) -> str:
    words = {1: "First time", 2: "Second time", 3: "Third time", 4: "Fourth time", 5: "Fifth time"}
    return words.get(times, f"{times} times in all")


def _say_owners(now: list[dict[str, Any]], then: list[dict[str, Any]]) -> tuple[str, str]:
    names = " and ".join(owner["words"] for owner in now)
    earlier = " and ".join(owner["words"] for owner in then)
    heading = f"Owner is now {names}" if names else "Nobody is named as owner any more"
    return heading, f"In the place of {earlier}" if earlier else ""


def _say_recommendations(values: dict[str, Any], names: _Names) -> tuple[str, str]:
    if values.get("concerns_none_because"):
        return "Concerns no recommendation", values["concerns_none_because"]
    numbers = [
        names.recommendations[one] for one in values["recommendations"] if one in names.recommendations
    ]
    if not numbers:
        return "Tied to no recommendation any more", ""
    return f"Tied to recommendation{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}", ""


def first_due(session: Session, action: Action) -> date | None:
    """The due date it had when it was raised."""
    events = history.standing(history.events(session, action))
    raised = [event for event in events if event.kind == EventKind.RAISED or _is_a_reading(event)]
    found = history.replay(raised).get("due_on")
    return found if isinstance(found, date) else None


def meeting_days(session: Session, told: list[Told]) -> dict[int, date]:
    """The days of the meetings that are named."""
    ids = {one.meeting_id for one in told if one.meeting_id is not None}
    found = session.exec(select(col(Meeting.id), col(Meeting.held_on)).where(col(Meeting.id).in_(ids)))
    return {number or 0: held_on for number, held_on in found}
