"""Minutes written straight into the record, for tests of what is made of them."""

from datetime import date
from itertools import count

from sqlmodel import Session

from app.db import now
from app.documents.minutes import ActionRead
from app.models.actions import Action
from app.models.lines import Entry, Kind, Line, Outcome, Speaker
from app.models.meetings import Attendance, Meeting, MeetingStatus, Section, SectionRecommendation
from app.models.people import Organisation, User
from app.models.recommendations import Recommendation
from app.services import actions, changes, people, recommendations


class Story:
    """Writes meetings one line after the other; every method returns what it wrote."""

    def __init__(self, session: Session, by: User | None = None) -> None:
        self.session = session
        self.by = by
        self._positions = count(1)

    def meeting(self, held_on: date, *, shared: bool = False) -> Meeting:
        meeting = Meeting(
            title="Holding to account", held_on=held_on, status=MeetingStatus.DRAFT, created_at=now()
        )
        if shared:
            meeting.share(now())
        self._keep(meeting)
        changes.record(self.session, "added", "meeting", meeting.id, by=self.by, meeting=meeting)
        return meeting

    def attends(
        self, meeting: Meeting, name: str, known_as: str, title: str, organisation: Organisation
    ) -> Attendance:
        person = people.get_or_create_person(self.session, name, organisation=organisation)
        attendance = Attendance(
            meeting_id=meeting.id or 0,
            person_id=person.id or 0,
            organisation_id=organisation.id,
            name=name,
            title=title,
            known_as=known_as,
        )
        self._keep(attendance)
        return attendance

    def section(
        self, meeting: Meeting, number: str, title: str, *about: Recommendation, level: int = 1
    ) -> Section:
        section = Section(
            meeting_id=meeting.id or 0,
            position=next(self._positions),
            number=number,
            title=title,
            level=level,
            source_id=about[0].source_id if about else None,
        )
        self._keep(section)
        for recommendation in about:
            self._keep(
                SectionRecommendation(section_id=section.id or 0, recommendation_id=recommendation.id or 0)
            )
        return section

    def line(self, section: Section, kind: Kind, text: str, who: str = "") -> Entry:
        """One line that is one passage."""
        at = next(self._positions)
        line = Line(
            id=f"m{section.meeting_id}l{at}",
            meeting_id=section.meeting_id,
            section_id=section.id or 0,
            position=at,
            text=text,
        )
        self._keep(line)
        entry = Entry(line_id=line.id, meeting_id=line.meeting_id, starts=0, ends=len(text), kind=kind)
        self._keep(entry)
        if who:
            self._keep(Speaker(entry_id=entry.id or 0, words=who))
            self.session.refresh(entry, ["speakers"])
        meeting = self.session.get_one(Meeting, section.meeting_id)
        changes.record(self.session, "added", "line", line.id, by=self.by, meeting=meeting)
        return entry

    def asks(self, section: Section, text: str, answer: str = "", *, who: str = "PCC") -> Entry:
        question = self.line(section, Kind.QUESTION, text, who)
        if answer:
            reply = self.line(section, Kind.ANSWER, answer, "CC")
            reply.replies_to_id = question.id
            self._keep(reply)
        return question

    def raises(
        self,
        section: Section,
        words: str,
        *owners: str,
        due_on: date | None = None,
        reference: str | None = None,
    ) -> Action:
        entry = self.line(section, Kind.ACTION, f"ACTION: {words}")
        action = self.reads(entry, section, words, *owners, due_on=due_on, reference=reference)
        assert action is not None
        return action

    def reads(
        self,
        entry: Entry,
        section: Section,
        words: str,
        *owners: str,
        due_on: date | None = None,
        reference: str | None = None,
    ) -> Action | None:
        """What the grammar would say of the passage."""
        return actions.raise_from_entry(
            self.session,
            entry,
            ActionRead(words=words, owners=list(owners), due_on=due_on, reference=reference),
            meeting=self.session.get_one(Meeting, section.meeting_id),
            section=section,
            wording=words,
            by=self.by,
        )

    def reviews(
        self, section: Section, action: Action, outcome: Outcome, remark: str = "", due_on: date | None = None
    ) -> Entry:
        entry = self.line(section, Kind.REVIEW, f"{action.reference}: {outcome.value}. {remark}")
        actions.review(
            self.session,
            action,
            self.session.get_one(Meeting, section.meeting_id),
            outcome=outcome,
            remark=remark,
            by=self.by,
            entry=entry,
            due_on=due_on,
        )
        return entry

    def recommendation(self, reference: str, source: str = "IIHR") -> Recommendation:
        return recommendations.find_or_create(self.session, source=source, reference=reference)

    def _keep(self, thing: object) -> None:
        self.session.add(thing)
        self.session.flush()
