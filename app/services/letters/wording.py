"""The words of a letter: which things, and where to read of them. Never words of the record itself.

Composed when it is sent, so that nobody is reminded of what was closed or handed over in the meantime.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from app.db import OFFICE_TIME
from app.models.actions import Action
from app.models.changes import Change
from app.models.letters import Cadence, Letter, Notice, NoticeKind
from app.models.meetings import Meeting
from app.models.people import User
from app.models.responses import Response
from app.services import audience
from app.services.letters.choosing import cadence_of, chosen_by
from app.services.letters.reminding import WEEK

SHOWN = 50
"""References of one kind that a letter lists before it sends its reader to the register for the rest."""

CHOICES = "/letters/choices"

HEADINGS = {
    NoticeKind.RETURNED: "Response returned with a question",
    NoticeKind.ON_THE_DAY: "Due today",
    NoticeKind.OVERDUE: "Overdue",
    NoticeKind.SEVEN_DAYS: "Due within seven days",
    NoticeKind.UPDATES_DUE: "Updates due for a meeting",
    NoticeKind.ASSIGNED: "Assigned to your organisation",
    NoticeKind.SUBMITTED: "Response submitted",
    NoticeKind.ACCEPTED: "Response accepted",
    NoticeKind.LEFT: "Response left for the meeting",
}
"""In the order in which a letter tells them."""


@dataclass(frozen=True, order=True)
class Reference:
    """What a thing is called, and its place on the site."""

    words: str
    place: str


@dataclass(frozen=True)
class Wording:
    """A letter's subject and, by kind, its references."""

    subject: str
    told: list[tuple[NoticeKind, list[Reference]]]

    def text(self, *, reader: str, office: str, site: str) -> str:
        """The plain text. `site` is the address of the product, without a stroke at its end."""
        lines = [
            f"{_one_line(reader)},",
            "",
            f"there is something new for you in Holding to Account ({_one_line(office)}).",
        ]
        for kind, references in self.told:
            lines += ["", f"{HEADINGS[kind]}:"]
            for reference in references[:SHOWN]:
                lines += [f"- {reference.words}", f"  {site}{reference.place}"]
            if len(references) > SHOWN:
                lines += [f"- and {len(references) - SHOWN} more", f"  {site}/actions"]
        lines += [
            "",
            "The links open after you have signed in. This letter holds references only, and cannot be answered.",
            f"Choose what you are told of: {site}{CHOICES}",
        ]
        return "\n".join(lines) + "\n"


def wording_of(session: Session, letter: Letter, user: User, *, at: datetime) -> Wording | None:
    """What this letter says at that moment; None when nothing in it concerns its reader any more.

    A fixed number of statements.
    """
    notices = session.exec(select(Notice).where(Notice.letter_id == letter.id).order_by(col(Notice.id))).all()
    chosen = chosen_by(session, [user])
    wanted = [one for one in notices if cadence_of(chosen, user, one.kind) != Cadence.NEVER]
    named = _Names(session, wanted, user, at)
    by_kind: dict[NoticeKind, dict[Reference, None]] = {kind: {} for kind in HEADINGS}
    for notice in wanted:
        reference = named.reference(notice)
        if reference is not None:
            by_kind[notice.kind][reference] = None
    told = [(kind, list(references)) for kind, references in by_kind.items() if references]
    return Wording(_subject(told), told) if told else None


def _subject(told: Sequence[tuple[NoticeKind, list[Reference]]]) -> str:
    number = sum(len(references) for _kind, references in told)
    kind, references = told[0]
    if number == 1:
        return f"{references[0].words}: {HEADINGS[kind].lower()}"
    if len(told) == 1:
        return f"{number} actions: {HEADINGS[kind].lower()}"
    return f"{number} things to read: {', '.join(HEADINGS[kind].lower() for kind, _references in told[:3])}"


def _one_line(words: str) -> str:
    """Without line ends and control characters: names and printed references are typed by people."""
    return " ".join("".join(one if one.isprintable() else " " for one in words).split())


class _Names:
    """The things that notices are about, as far as this reader may see them and they still stand."""

    def __init__(self, session: Session, notices: Iterable[Notice], user: User, at: datetime) -> None:
        notices = list(notices)
        self.user = user
        self.at = at
        self.today = at.astimezone(OFFICE_TIME).date()
        self.responses = _responses(session, _ids(notices, "change"))
        answered = {response.action_id or 0 for response in self.responses.values()}
        self.actions = _actions(session, _ids(notices, "action") | answered, user)
        self.meetings = {
            one.id or 0: one
            for one in session.exec(select(Meeting).where(col(Meeting.id).in_(_ids(notices, "meeting"))))
        }

    def reference(self, notice: Notice) -> Reference | None:
        if notice.subject == "change":
            return self._of_response(self.responses.get(notice.subject_id))
        if notice.subject == "meeting":
            return self._of_meeting(self.meetings.get(notice.subject_id))
        action = self.actions.get(notice.subject_id)
        return _called(action) if action is not None and self._stands(notice, action) else None

    def _stands(self, notice: Notice, action: Action) -> bool:
        owns = any(owner.organisation_id == self.user.organisation_id for owner in action.present_owners)
        if not (owns and action.is_open):
            return False
        if notice.kind == NoticeKind.ASSIGNED:
            return True
        if action.due_on is None:
            return False
        if notice.kind == NoticeKind.OVERDUE:
            return _is_whole_weeks(notice.dated_on - action.due_on)
        still_ahead = action.due_on >= self.today
        return action.due_on == notice.dated_on and still_ahead

    def _of_response(self, response: Response | None) -> Reference | None:
        if response is None:
            return None
        own = response.organisation_id == self.user.organisation_id
        if not (own or self.user.is_of_the_office):
            return None
        if response.action_id is None:
            return Reference("A written answer", f"/written-answers/{response.entry_id}")
        action = self.actions.get(response.action_id)
        return _called(action) if action is not None else None

    def _of_meeting(self, meeting: Meeting | None) -> Reference | None:
        if meeting is None or meeting.updates_due_at is None or meeting.updates_due_at <= self.at:
            return None
        return Reference(f"Meeting of {_day(meeting.held_on)}", "/owed")


def _ids(notices: Iterable[Notice], subject: str) -> set[int]:
    return {notice.subject_id for notice in notices if notice.subject == subject}


def _responses(session: Session, changes: set[int]) -> dict[int, Response]:
    found = session.exec(
        select(Change.id, Change.subject_id).where(col(Change.id).in_(changes), Change.subject == "response")
    ).all()
    numbers = {change_id or 0: int(number) for change_id, number in found}
    responses = {
        one.id: one
        for one in session.exec(select(Response).where(col(Response.id).in_(set(numbers.values()))))
    }
    return {change_id: responses[number] for change_id, number in numbers.items() if number in responses}


def _actions(session: Session, ids: set[int], user: User) -> dict[int, Action]:
    query = select(Action).where(col(Action.id).in_(ids), col(Action.removed_at).is_(None))
    if not user.is_of_the_office:
        query = query.where(audience.action_is_shared_with(user))
    return {action.id or 0: action for action in session.exec(query)}


def _called(action: Action) -> Reference:
    return Reference(f"Action {_one_line(action.reference)[:60]}", f"/actions/{action.id}")


def _is_whole_weeks(passed: timedelta) -> bool:
    return passed >= WEEK and not passed % WEEK


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
