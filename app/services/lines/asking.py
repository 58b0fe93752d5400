"""Planned questions asked in the meeting: their wording becomes a line; and answers promised in writing."""

import re
from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.errors import RuleBroken
from app.models.lines import Entry, Kind, Line
from app.models.meetings import Attendance, Meeting, PlannedQuestion, Section
from app.models.people import OrganisationKind, User
from app.services import attendances, changes, drafts
from app.services.lines.by_hand import set_kind, set_speakers
from app.services.lines.writing import add

_PCC = re.compile(r"\bPCC\b|\bpolice(?:,? fire)? and crime commissioner\b", re.IGNORECASE)

_DEPUTY = re.compile(r"\b(?:deputy|assistant|[AD]PCC)\b", re.IGNORECASE)


def ask(
    session: Session,
    planned: PlannedQuestion,
    *,
    key: str,
    section: Section,
    after: Line | None = None,
    at_start: bool = False,
    writer: str = "",
    by: User | None,
) -> Line:
    """Mark a planned question as asked, and put its wording in as a line of the page's own id `key`.

    Sent twice it is asked once; asked by somebody else meanwhile, that line is returned. One whose line was
    removed is not asked, and can be again.
    """
    meeting = drafts.opened(session, planned.meeting_id)
    session.refresh(planned)
    if planned.removed_at is not None:
        raise RuleBroken("This planned question was taken away. Put it back first.")
    if not key:
        raise RuleBroken("The page did not say which line the question is to be.")
    if section.meeting_id != meeting.id:
        raise RuleBroken("A planned question is asked at its own meeting.")
    there = asked_as(session, planned)
    if there is not None and (there.id == key or there.removed_at is None):
        return there
    asker = asker_of(attendances.of_meeting(session, meeting))
    line = add(
        session,
        section,
        id=key,
        text=wording(asker, planned),
        after=after,
        at_start=at_start,
        writer=writer,
        by=by,
    )
    entry = next((one for one in line.entries if one.kind == Kind.QUESTION), line.entries[0])
    if entry.kind != Kind.QUESTION:
        set_kind(session, entry, kind=Kind.QUESTION, by=by)
    if not entry.speakers:
        set_speakers(session, entry, [asker], by=by)
    planned.asked_as_id = entry.id
    session.add(planned)
    changes.record(session, "asked", "planned question", planned.id, by=by, meeting=meeting)
    return line


def asked_as(session: Session, planned: PlannedQuestion) -> Line | None:
    """The line in which it was asked last, standing or removed."""
    if planned.asked_as_id is None:
        return None
    return session.exec(
        select(Line)
        .join(Entry, col(Entry.line_id) == col(Line.id))
        .where(col(Entry.id) == planned.asked_as_id)
    ).first()


def is_asked(session: Session, planned: PlannedQuestion) -> bool:
    """Whether it was asked, and its line stands."""
    line = asked_as(session, planned)
    return (
        line is not None
        and line.removed_at is None
        and session.get_one(Section, line.section_id).removed_at is None
    )


def set_written_answer(session: Session, entry: Entry, *, to_follow: bool, by: User | None) -> Entry:
    """A question's answer is promised in writing, or after all not. Raises RuleBroken unless it is a question."""
    meeting: Meeting = drafts.opened(session, entry.meeting_id)
    if entry.kind != Kind.QUESTION:
        raise RuleBroken("Only a question gets a written answer.")
    if entry.written_answer_to_follow != to_follow:
        entry.written_answer_to_follow = to_follow
        session.add(entry)
        changes.record(
            session, "set", "line", entry.line_id, by=by, meeting=meeting, details={"entry": entry.id}
        )
    return entry


_TO_ASK = re.compile(
    r"(?:(?P<who>(?:the )?[A-Z][\w/’'-]*(?: [A-Z][\w’'-]*)*),? (?:to|will|should|may) |to )?"
    r"(?P<verb>ask|seek|challenge|request|question)(?= )(?P<rest>.+)",
    re.IGNORECASE,
)
_ASKED = {
    "ask": "asked",
    "seek": "sought",
    "challenge": "challenged",
    "request": "requested",
    "question": "questioned",
}
_INDIRECT = re.compile(r"(?:whether|if|how|why|what|when|where|which|who|whose|about)\b[^?:]*", re.IGNORECASE)


def wording(asker: str, planned: PlannedQuestion) -> str:
    """The line that a planned question becomes, as the minutes say it.

    "Why …?" is "The PCC asked: Why …?"; "The DPCC to ask who decides" is "The DPCC asked who decides."; "whether
    homes are visited" is "The PCC asked whether homes are visited."
    """
    text = planned.text
    if found := _TO_ASK.fullmatch(text):
        who = found["who"] or f"The {asker}"
        return f"{who[0].upper()}{who[1:]} {_ASKED[found['verb'].lower()]}{_ended(found['rest'])}"
    if _INDIRECT.fullmatch(text):
        return f"The {asker} asked {text[0].lower()}{_ended(text[1:])}"
    return f"The {asker} asked: {text}"


def _ended(words: str) -> str:
    return words if words[-1] in ".?!" else f"{words}."


def asker_of(there: Sequence[Attendance]) -> str:
    """How these minutes call the Commissioner."""
    for one in there:
        is_office = one.organisation is None or one.organisation.kind == OrganisationKind.COMMISSIONER
        words = f"{one.title} {one.known_as}"
        if is_office and _PCC.search(words) and not _DEPUTY.search(words):
            return one.known_as or "PCC"
    return "PCC"
