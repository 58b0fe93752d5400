"""The check before publishing: what a careful person would look for, each with its line; and the sign-off."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from sqlmodel import Session, col, select

from app.db import now
from app.documents import as_json
from app.documents.minutes import Mention, Minutes, Reading
from app.documents.sensitive import Finding, KnownNames, Sought, find
from app.errors import RuleBroken
from app.models.meetings import Meeting
from app.models.people import Organisation, Person, User
from app.models.recommendations import Source
from app.models.withholdings import SeenFinding, SignedCheck, Withheld
from app.services import changes, meetings
from app.services.meetings import WholeMeeting
from app.services.withholdings.echoes import echoes_in
from app.services.withholdings.hiding import Hidden, Span, hidden, holding


@dataclass(slots=True)
class Place:
    """A text that would be published: of a line, a heading, a judgement, or the meeting itself (then no subject)."""

    text: str
    heading: str
    subject: Withheld | None = None
    subject_id: str = ""
    kept_out: list[Span] = field(default_factory=list)

    def shows(self, starts: int, ends: int) -> bool:
        """Whether some of that stretch would be published."""
        return not any(one <= starts and ends <= other for one, other in self.kept_out)


@dataclass(slots=True)
class Asked:
    """Something found in a place. `mark` names it for as long as the text stands as it is."""

    kind: Sought
    place: Place
    words: str
    mark: str
    starts: int | None = None
    ends: int | None = None
    seen_by: str = ""
    """Who looked and left it; empty while it is open."""
    why: str = ""
    """Of a doubt: what is in doubt."""

    @property
    def can_be_withheld(self) -> bool:
        return self.place.subject is not None and self.starts is not None

    @property
    def before(self) -> str:
        return self.place.text[: self.starts] if self.starts is not None else ""

    @property
    def after(self) -> str:
        return self.place.text[self.ends :] if self.ends is not None else self.place.text


@dataclass(slots=True)
class Check:
    """All that was found in a meeting's minutes as they would be published."""

    meeting: Meeting
    asked: list[Asked]

    @property
    def open(self) -> list[Asked]:
        """Not yet looked at."""
        return [one for one in self.asked if not one.seen_by]

    @property
    def seen(self) -> list[Asked]:
        return [one for one in self.asked if one.seen_by]

    @property
    def by_kind(self) -> list[tuple[Sought, list[Asked]]]:
        """What is open, kind by kind, in the order they are listed."""
        kinds = [(kind, [one for one in self.open if one.kind == kind]) for kind in Sought]
        return [(kind, some) for kind, some in kinds if some]


def check(session: Session, meeting: Meeting) -> Check:
    """Look through everything that would be published. The same few statements whatever the minutes' size."""
    whole = meetings.whole(session, meeting)
    found = hidden(session, meeting, whole)
    places = list(_places(whole, found))
    known = _known(session, whole, places)
    asked: list[Asked] = []
    for place in places:
        for one in find(place.text, known):
            if place.shows(one.starts, one.ends):
                asked.append(_asked(place, one))
    asked += _again(session, whole, places)
    asked += _doubts(whole, found)
    asked += _without_owner(whole, places)
    seen = dict(
        session.exec(
            select(SeenFinding.mark, User.name)
            .join(User, col(User.id) == col(SeenFinding.by_id))
            .where(SeenFinding.meeting_id == meeting.id)
        ).all()
    )
    for each in asked:
        each.seen_by = seen.get(each.mark, "")
    return Check(meeting, list({one.mark: one for one in reversed(asked)}.values())[::-1])


def _places(whole: WholeMeeting, found: Hidden) -> Iterator[Place]:
    meeting = whole.meeting
    for words in filter(None, (meeting.title, meeting.venue, meeting.next_meeting)):
        yield Place(words, "The meeting", kept_out=_named(found, words))
    for there in whole.attendances:
        beside = ", ".join(filter(None, (there.title, there.organisation_words, there.presence_note)))
        if beside:
            yield Place(beside, "Who was there", kept_out=_named(found, beside))
    for section in whole.sections:
        row = section.section
        if found.section(row.id):
            continue
        heading = f"{row.number} {row.title}".strip() or "Before any heading"
        if row.title:
            yield Place(row.title, heading, Withheld.HEADING, str(row.id), found.heading(row.id))
        for line in section.lines:
            yield Place(line.line.text, heading, Withheld.LINE, line.line.id, found.line(line.line.id))
        if row.assurance_statement and not found.assurance(row.id):
            words = row.assurance_statement
            yield Place(words, heading, Withheld.ASSURANCE, str(row.id), _named(found, words))


def _named(found: Hidden, text: str) -> list[Span]:
    return [one.span() for one in found.names.finditer(text)] if found.names is not None else []


def _known(session: Session, whole: WholeMeeting, places: list[Place]) -> KnownNames:
    """The attendance, people and bodies that the office knows, and reports."""
    people = session.exec(select(Person.name)).all()
    bodies = session.exec(select(Organisation.name, Organisation.short_name)).all()
    reports = session.exec(select(Source.short_name, Source.title)).all()
    names = [*(one.name for one in whole.attendances), *people]
    return KnownNames.of(
        names,
        [word for pair in (*bodies, *reports) for word in pair if word] + [whole.meeting.venue],
        [place.text for place in places],
    )


def _asked(place: Place, one: Finding) -> Asked:
    return Asked(one.kind, place, one.words, _mark(one.kind, one.words, place.text), one.starts, one.ends)


def _mark(kind: Sought, words: str, text: str) -> str:
    return sha256("\0".join((kind.value, words.casefold(), text)).encode()).hexdigest()


def _again(session: Session, whole: WholeMeeting, places: list[Place]) -> Iterator[Asked]:
    """Names and numbers that are withheld in one place and stand in another."""
    held = holding(session, whole.meeting)
    for place, starts, ends in echoes_in(held, whole, [(one, one.text, one.kept_out) for one in places]):
        words = place.text[starts:ends]
        yield Asked(Sought.ELSEWHERE, place, words, _mark(Sought.ELSEWHERE, words, place.text), starts, ends)


def open_elsewhere(session: Session, whole: WholeMeeting, found: Hidden) -> bool:
    """Whether something withheld stands in another place too, where nobody has looked at it and left it."""
    asked = {one.mark for one in _again(session, whole, list(_places(whole, found)))}
    if not asked:
        return False
    seen = session.exec(select(SeenFinding.mark).where(SeenFinding.meeting_id == whole.meeting.id)).all()
    return bool(asked - set(seen))


def _doubts(whole: WholeMeeting, found: Hidden) -> Iterator[Asked]:
    for doubt in whole.doubts:
        place = Place(doubt.text, "The meeting")
        yield Asked(
            Sought.DOUBT, place, doubt.guess, _mark(Sought.DOUBT, doubt.why, doubt.text), why=doubt.why
        )
    for section in whole.sections:
        for line in section.lines:
            for doubt in line.doubts:
                text = line.line.text
                place = Place(
                    text, section.section.title, Withheld.LINE, line.line.id, found.line(line.line.id)
                )
                if not found.section(section.section.id) and place.shows(0, len(text)):
                    mark = _mark(Sought.DOUBT, doubt.why, text)
                    yield Asked(Sought.DOUBT, place, doubt.guess, mark, why=doubt.why)


def _without_owner(whole: WholeMeeting, places: list[Place]) -> Iterator[Asked]:
    of_line = {one.subject_id: one for one in places if one.subject == Withheld.LINE}
    nobody = {one.id for one in whole.raised if not one.present_owners}
    for _, line, entry in whole.entries():
        place = of_line.get(line.line.id)
        action = whole.actions.get(entry.action_id or 0)
        if action is None or action.id not in nobody or entry.mention != Mention.RAISED or place is None:
            continue
        if place.shows(entry.starts, entry.ends):
            mark = _mark(Sought.NO_OWNER, action.reference, place.text)
            yield Asked(Sought.NO_OWNER, place, action.reference, mark)


def by_mark(found: Check, mark: str) -> Asked:
    """Raises RuleBroken when it is no longer found, as when its line was changed."""
    for one in found.asked:
        if one.mark == mark:
            return one
    raise RuleBroken("That is no longer there: the line was changed, or withheld. Look at the list again.")


def see(session: Session, found: Check, marks: list[str], *, by: User) -> None:
    """Somebody looked, and it may stay. Raises RuleBroken for what is no longer found."""
    there = set(
        session.exec(select(SeenFinding.mark).where(SeenFinding.meeting_id == found.meeting.id)).all()
    )
    for mark in dict.fromkeys(marks):
        one = by_mark(found, mark)
        if mark not in there:
            session.add(SeenFinding(meeting_id=found.meeting.id or 0, mark=mark, by_id=by.id or 0, at=now()))
            changes.record(
                session,
                "seen",
                "finding",
                mark[:12],
                by=by,
                meeting=found.meeting,
                details={"kind": one.kind},
            )


def look_again(session: Session, meeting: Meeting, mark: str, *, by: User) -> None:
    """Undo of `see`."""
    there = session.exec(
        select(SeenFinding).where(SeenFinding.meeting_id == meeting.id, SeenFinding.mark == mark)
    ).first()
    if there is not None:
        session.delete(there)
        changes.record(session, "asked again", "finding", mark[:12], by=by, meeting=meeting)


def sign(session: Session, meeting: Meeting, minutes: Minutes, *, by: User) -> SignedCheck:
    """Somebody checked what would be published now. Raises RuleBroken while something was not looked at."""
    left = len(check(session, meeting).open)
    if left:
        raise RuleBroken(
            "One thing was not looked at yet." if left == 1 else f"{left} things were not looked at yet."
        )
    signed = SignedCheck(meeting_id=meeting.id or 0, sha256=fingerprint(minutes), by_id=by.id or 0, at=now())
    session.add(signed)
    session.flush()
    changes.record(session, "checked", "meeting", meeting.id, by=by, meeting=meeting)
    return signed


def signed_for(session: Session, meeting: Meeting, minutes: Minutes) -> SignedCheck | None:
    """The latest sign-off of exactly what `publishable` gives; None when it has changed since, or nobody signed."""
    return session.exec(
        select(SignedCheck)
        .where(SignedCheck.meeting_id == meeting.id, SignedCheck.sha256 == fingerprint(minutes))
        .order_by(col(SignedCheck.id).desc())
    ).first()


def fingerprint(minutes: Minutes) -> str:
    """Of minutes as `publishable` gives them: SHA-256, in hexadecimal."""
    return sha256(as_json.dump(Reading(minutes)).encode()).hexdigest()
