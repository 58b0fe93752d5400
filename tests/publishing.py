"""Minutes made public in tests, as a publisher does it."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, select

from app.models.lines import Kind
from app.models.meetings import Meeting, MeetingStatus, Paper
from app.models.publications import (
    Publication,
    PublicMeeting,
    PublicPaper,
    PublishedAction,
    PublishedPassage,
    PublishedPassageRecommendation,
)
from app.models.recommendations import Recommendation, Source
from app.services import documents, meetings, papers, publications
from app.services.publications.showing import search_published
from tests.conftest import Office
from tests.story import Story

AT = datetime(2025, 5, 14, 9, 0, tzinfo=UTC)
MARCH, MAY = date(2025, 3, 13), date(2025, 5, 15)


class Publishing:
    """An office that publishes: meetings with an action each, and what became of it."""

    def __init__(self, session: Session, office: Office) -> None:
        self.session, self.office, self.by = session, office, office.users["publisher"]
        self.story = Story(session, self.by)

    def meeting(self, held_on: date, *lines: str, title: str = "Holding to account") -> Meeting:
        """Minutes with a section of their own and an action, not yet confirmed."""
        meeting = self.story.meeting(held_on)
        meeting.title, meeting.venue = title, "Old Customs House, Port Linnet"
        self.session.add(meeting)
        self.story.attends(
            meeting, "Margaret Ellery", "PCC", "Police and Crime Commissioner", self.office.opcc
        )
        section = self.story.section(meeting, "3", "Independent Inquiry into Harbour Road")
        for line in lines or ("The PCC asked how long a return interview takes to arrive.",):
            self.story.line(section, Kind.STATEMENT, line)
        self.story.raises(
            section, "CC to count the interviews, by 2 May 2025.", "CC", due_on=date(2025, 5, 2)
        )
        return meeting

    def publish(
        self, meeting: Meeting, *, confirmed: bool = True, reason: str = "", at: datetime = AT
    ) -> Publication:
        """The next version."""
        if confirmed and meeting.status != MeetingStatus.CONFIRMED:
            meetings.confirm(self.session, meeting, by=self.by)
        prepared = publications.prepare(self.session, meeting)
        version = len(publications.of_meeting(self.session, meeting)) + 1
        return publications.publish(
            self.session,
            meeting,
            version=version,
            seen=prepared.fingerprint,
            reason=reason,
            by=self.by,
            at=at,
        )

    def repeat(self, times: int) -> None:
        """As many more meetings, straight into the tables that the public reads, each like the first."""
        first = self.session.exec(select(Publication)).first()
        assert first is not None
        for number in range(times):
            held_on = date(2000 + number // 12, 1 + number % 12, 7)
            meeting = Meeting(title="Holding to account", held_on=held_on, created_at=AT)
            self.session.add(meeting)
            self.session.flush()
            version = Publication(
                **first.model_dump(exclude={"id", "meeting_id"}), meeting_id=meeting.id or 0
            )
            self.session.add(version)
            self.session.flush()
            known: dict[str, Any] = {
                "title": meeting.title,
                "kind": meeting.kind,
                "held_on": held_on,
                "changed_at": AT,
            }
            public = PublicMeeting(
                meeting_id=meeting.id or 0, address=f"meeting-{number}", publication_id=version.id, **known
            )
            self.session.add(public)
            self.session.flush()
            self._know(public, version, f"{number}/2000")

    def _know(self, public: PublicMeeting, version: Publication, reference: str) -> None:
        """An action of this meeting, a word on the recommendation, and a line to be found."""
        action = PublishedAction(reference=reference, wording="Count.", raised_at_id=public.id, changed_at=AT)
        self.session.add(action)
        self.session.flush()
        common: dict[str, Any] = {
            "public_meeting_id": public.id,
            "publication_id": version.id,
            "dated_on": public.held_on,
        }
        one = self.session.exec(select(PublishedAction)).first()
        for spoken_of in (action, one):
            passage = PublishedPassage(
                **common, published_action_id=spoken_of.id if spoken_of else None, position=0,
                anchor="section-3", kind="action", words="Count.",
            )  # fmt: skip
            self.session.add(passage)
            self.session.flush()
            tie = PublishedPassageRecommendation(passage_id=passage.id or 0, recommendation_id=1)
            self.session.add(tie)
        found = {
            **common,
            "kind": "line",
            "anchor": "section-3",
            "place": "",
            "title": "",
            "body": "Children.",
        }
        self.session.execute(insert(search_published).values(found))

    def announce(self, held_on: date) -> Meeting:
        """A coming public meeting with one item on its agenda."""
        meeting = self.story.meeting(held_on)
        meeting.title, meeting.status, meeting.is_public = "Holding to account", MeetingStatus.PLANNED, True
        self.session.add(meeting)
        self.story.section(meeting, "1", "Review of the action tracker")
        publications.announce(self.session, meeting, by=self.by, today=AT.date(), at=AT)
        return meeting

    def paper(self, meeting: Meeting, title: str, data: bytes) -> tuple[Paper, PublicPaper]:
        """A paper of the meeting, made public."""
        file = documents.store_file(
            self.session, data, name="as it came.pdf", media_type="application/pdf", by=self.by
        )
        paper = papers.add(self.session, meeting, title=title, file=file, section=None, by=self.by)
        return paper, publications.make_paper_public(self.session, paper, by=self.by, at=AT)

    def public(self, meeting: Meeting) -> PublicMeeting:
        return self.session.exec(select(PublicMeeting).where(PublicMeeting.meeting_id == meeting.id)).one()

    def source(self, *, public: bool = True) -> tuple[Source, Recommendation]:
        """A report with one recommendation."""
        source = Source(short_name="IIHR", title="Independent Inquiry into Harbour Road")
        source.made_public_at = AT if public else None
        self.session.add(source)
        self.session.flush()
        one = Recommendation(
            source_id=source.id or 0,
            reference="12",
            sort_key="12",
            title="Return interviews reach the investigation",
            wording="What a child says should reach the officer.",
        )
        self.session.add(one)
        self.session.flush()
        return source, one
