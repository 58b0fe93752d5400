"""Who owns an action: the words used, and what they resolve to."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session, col, select

from app.documents.minutes import OrganisationKind as KindRead
from app.models.meetings import Attendance, Meeting
from app.models.people import OrganisationKind
from app.services import people


def resolve(
    session: Session,
    words: Iterable[str],
    *,
    meeting: Meeting | None = None,
    kind: KindRead | OrganisationKind | None = None,
) -> list[dict[str, Any]]:
    """Each owner with organisation, office and person as far as the words and the attendance list say.

    "CC" at a meeting is the office and who held it that day; "ACC Cooper" is the person of that surname who
    was there; words that are an organisation's name are that organisation; `kind` is whose side the reader
    took the words for.
    """
    wanted = [word for word in (" ".join(word.split()) for word in words) if word]
    if not wanted:
        return []
    there: Sequence[Attendance] = ()
    if meeting is not None:
        there = session.exec(
            select(Attendance).where(
                Attendance.meeting_id == meeting.id, col(Attendance.removed_at).is_(None)
            )
        ).all()
    return [_resolve_one(session, word, there, kind if len(wanted) == 1 else None) for word in wanted]


def _resolve_one(
    session: Session, words: str, there: Sequence[Attendance], kind: KindRead | OrganisationKind | None
) -> dict[str, Any]:
    found: dict[str, Any] = {"words": words, "organisation_id": None, "office": "", "person_id": None}
    attendance = _who_is(words, there)
    if attendance is not None:
        found["person_id"] = attendance.person_id
        found["organisation_id"] = attendance.organisation_id or attendance.person.organisation_id
        if _is_an_office(words, attendance):
            found["office"] = attendance.title
    if found["organisation_id"] is None:
        side = OrganisationKind(kind) if kind else None
        organisation = people.find_organisation(session, words, kind=side)
        found["organisation_id"] = organisation.id if organisation else _whose_office(session, words)
    return found


def _whose_office(session: Session, words: str) -> int | None:
    """The one organisation whose people bore this title at any meeting, where this meeting's list says no titles."""
    if " " not in words:
        return None
    titles = select(Attendance.title, Attendance.organisation_id).where(
        col(Attendance.organisation_id).is_not(None), col(Attendance.removed_at).is_(None)
    )
    of = {
        organisation
        for title, organisation in session.exec(titles.distinct())
        if _plain(title) == _plain(words)
    }
    return of.pop() if len(of) == 1 else None


def _plain(words: str) -> str:
    return words.replace("’", "'").casefold()


def _who_is(words: str, there: Sequence[Attendance]) -> Attendance | None:
    said = words.casefold()
    for attendance in there:
        if said in {attendance.known_as.casefold(), attendance.name.casefold(), attendance.title.casefold()}:
            return attendance
    surname = said.split()[-1]
    alike = [attendance for attendance in there if attendance.name.casefold().split()[-1:] == [surname]]
    return alike[0] if len(alike) == 1 else None


def _is_an_office(words: str, attendance: Attendance) -> bool:
    """Whether the words name the title held and not the person: "CC" of Simon Foster does, "SF" does not."""
    initials = "".join(word[0] for word in attendance.name.split()).casefold()
    said = words.casefold()
    return said in {attendance.known_as.casefold(), attendance.title.casefold()} and said not in {
        initials,
        attendance.name.casefold(),
    }
