"""Who speaks: the words of the minutes, and whom the attendance list or the register of bodies knows by
them.
"""

import re
from collections.abc import Sequence

from sqlmodel import Session

from app.models.lines import Entry, Speaker
from app.models.meetings import Attendance, Meeting
from app.models.people import Organisation, OrganisationKind
from app.services import attendances, people

_THE_FORCE = re.compile(r"(?:the )?(?:force|constabulary|police|chief officers?)", re.IGNORECASE)
_THE_OFFICE = re.compile(r"(?:the )?(?:opcc|office of the pcc|commissioner[’']s office)", re.IGNORECASE)


class Voices:
    """Whom words mean at one meeting. Reads the attendance list once, organisations only when needed."""

    def __init__(self, session: Session, meeting: Meeting) -> None:
        self._session = session
        self.attendances: Sequence[Attendance] = attendances.of_meeting(session, meeting)
        self._organisations: dict[str, Organisation | None] = {}

    def resolve(self, words: str) -> tuple[Attendance | None, int | None]:
        """The attendance these words mean, and the id of the organisation that speaks, as far as either is
        known.
        """
        said = words.casefold().removeprefix("the ").strip()
        for attendance in self.attendances:
            if said and said in {
                attendance.known_as.casefold(),
                attendance.name.casefold(),
                attendance.title.casefold(),
            }:
                return attendance, attendance.organisation_id
        surname = said.split()[-1:]
        alike = [one for one in self.attendances if surname and one.name.casefold().split()[-1:] == surname]
        if len(alike) == 1:
            return alike[0], alike[0].organisation_id
        organisation = self._organisation(words)
        return None, organisation.id if organisation else None

    def _organisation(self, words: str) -> Organisation | None:
        if words not in self._organisations:
            if _THE_FORCE.fullmatch(words):
                found = people.of_kind(self._session, OrganisationKind.FORCE)
            elif _THE_OFFICE.fullmatch(words):
                found = people.of_kind(self._session, OrganisationKind.COMMISSIONER)
            else:
                found = people.find_organisation(self._session, re.sub(r"(?i)^the\s+", "", words))
            self._organisations[words] = found
        return self._organisations[words]

    def give(self, entry: Entry, said: Sequence[str], known_as: Sequence[str] = ()) -> None:
        """Make these the entry's speakers, in the words `said`; rows that already say so stay.

        `known_as`, where it is as long, says how the attendance list knows each.
        """
        names = known_as if len(known_as) == len(said) else said
        wanted = []
        for position, (words, name) in enumerate(zip(said, names, strict=True)):
            attendance, organisation_id = self.resolve(name)
            if attendance is None and organisation_id is None and name != words:
                attendance, organisation_id = self.resolve(words)
            wanted.append((position, words, attendance.id if attendance else None, organisation_id))
        there = [
            (speaker.position, speaker.words, speaker.attendance_id, speaker.organisation_id)
            for speaker in entry.speakers
        ]
        if there != wanted:
            entry.speakers = [
                Speaker(
                    entry_id=entry.id or 0,
                    position=position,
                    words=words,
                    attendance_id=who,
                    organisation_id=body,
                )
                for position, words, who, body in wanted
            ]
