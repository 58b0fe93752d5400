"""What must be published under SI 2011/3050, Schedule, paragraph 5; and what is, by a publisher's choice."""

import csv
import io
from datetime import UTC, date, datetime, time

import pytest
from sqlmodel import Session, select

from app.errors import NotAllowed, RuleBroken
from app.models.lines import Kind
from app.models.meetings import Meeting, MeetingStatus
from app.models.people import User
from app.models.publications import Duty, PublicPaper
from app.models.withholdings import Ground, Withheld
from app.services import documents, papers, publications, withholdings
from tests.conftest import Office
from tests.story import Story

TODAY = date(2025, 5, 14)
AT = datetime(2025, 5, 14, 9, 0, tzinfo=UTC)


@pytest.fixture
def publisher(office: Office) -> User:
    return office.users["publisher"]


@pytest.fixture
def story(session: Session, publisher: User) -> Story:
    return Story(session, publisher)


def coming(story: Story) -> Meeting:
    meeting = story.meeting(date(2025, 6, 2))
    meeting.status, meeting.is_public = MeetingStatus.PLANNED, True
    meeting.starts_at, meeting.venue = time(10, 0), "County Hall"
    story.section(meeting, "1", "Custody")
    return meeting


def held(story: Story, **facts: bool) -> Meeting:
    meeting = story.meeting(date(2025, 3, 3))
    for name, value in facts.items():
        setattr(meeting, name, value)
    section = story.section(meeting, "1", "Custody")
    story.asks(section, "The PCC asked why.")
    story.line(section, Kind.DECISION, "It was agreed to close the old cells.")
    return meeting


def standing(session: Session, meeting: Meeting) -> dict[Duty, str]:
    return {one.duty: one.standing.value for one in publications.owed(session, today=TODAY, meeting=meeting)}


def publish(session: Session, meeting: Meeting, by: User) -> None:
    seen = publications.prepare(session, meeting).fingerprint
    publications.publish(session, meeting, version=1, seen=seen, reason="", by=by, at=AT)


def with_paper(session: Session, meeting: Meeting, by: User, title: str = "The force’s report") -> int:
    file = documents.store_file(
        session, b"%PDF-1.7 words", name="secret-name.pdf", media_type="application/pdf", by=by
    )
    return papers.add(session, meeting, title=title, file=file, section=None, by=by).id or 0


def test_a_public_meeting_owes_its_date_agenda_papers_and_minutes(
    session: Session, story: Story, publisher: User
) -> None:
    meeting = held(story, is_public=True)
    assert standing(session, meeting) == {
        Duty.NOTICE: "to be published",
        Duty.PAPERS: "to be published",
        Duty.MINUTES: "to be published",
    }
    meeting.starts_at, meeting.venue = time(10, 0), "County Hall"
    paper = papers.by_id(session, with_paper(session, meeting, publisher))
    publish(session, meeting, publisher)
    assert standing(session, meeting) == {
        Duty.NOTICE: "published",
        Duty.PAPERS: "partly published",
        Duty.MINUTES: "published",
    }
    publications.make_paper_public(session, paper, by=publisher, at=AT)
    assert set(standing(session, meeting).values()) == {"published"}


def test_a_private_meeting_of_significant_public_interest_owes_its_minutes_and_decisions(
    session: Session, story: Story, publisher: User
) -> None:
    assert standing(session, held(story)) == {}
    meeting = held(story, significant_public_interest=True)
    wanted = {Duty.MINUTES: "to be published", Duty.DECISIONS: "to be published"}
    assert standing(session, meeting) == wanted
    publish(session, meeting, publisher)
    assert set(standing(session, meeting).values()) == {"published"}
    (version,) = publications.of_meeting(session, meeting)
    publications.withdraw(session, version, meeting, reason="A mistake.", by=publisher, at=AT)
    assert standing(session, meeting) == wanted


def test_why_something_will_not_be_published_is_noted_and_taken_away(
    session: Session, story: Story, publisher: User, office: Office
) -> None:
    meeting = held(story, is_public=True)
    with pytest.raises(NotAllowed):
        publications.excuse(
            session, meeting, duty=Duty.MINUTES, reason="No.", by=office.users["minute_taker"], at=AT
        )
    publications.excuse(
        session, meeting, duty=Duty.MINUTES, reason="It broke up at once.", by=publisher, at=AT
    )
    rows = publications.owed(session, today=TODAY)
    assert [one.reason.reason for one in rows if one.reason] == ["It broke up at once."]
    assert Duty.MINUTES not in {one.duty for one in publications.open_only(rows)}
    publications.excuse(session, meeting, duty=Duty.MINUTES, reason=" ", by=publisher, at=AT)
    assert Duty.MINUTES in {
        one.duty for one in publications.open_only(publications.owed(session, today=TODAY))
    }


def test_minutes_published_elsewhere_and_meetings_to_come_are_not_counted_as_missing(
    session: Session, story: Story
) -> None:
    elsewhere = held(story, is_public=True, published_elsewhere=True)
    assert set(standing(session, elsewhere).values()) == {"published elsewhere"}
    assert standing(session, coming(story))[Duty.MINUTES] == "not yet due"


def test_the_list_is_a_spreadsheet_that_computes_nothing(
    session: Session, story: Story, publisher: User
) -> None:
    meeting = held(story, is_public=True)
    meeting.title = "=HYPERLINK(1)"
    session.flush()
    publications.excuse(session, meeting, duty=Duty.PAPERS, reason="+none", by=publisher, at=AT)
    data = publications.as_csv(publications.owed(session, today=TODAY), site="https://example.org")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["SI 2011/3050 Schedule"] for row in rows] == ["5(a)", "5(b)", "5(c)"]
    assert rows[0]["Meeting"] == "'=HYPERLINK(1)"
    assert rows[1]["Reason"] == "'+none"


def test_a_coming_public_meeting_is_announced_by_choice_and_the_announcement_withdrawn(
    session: Session, story: Story, publisher: User, office: Office
) -> None:
    meeting = coming(story)
    assert publications.public_meeting(session, meeting) is None
    with pytest.raises(NotAllowed):
        publications.announce(session, meeting, by=office.users["commissioner"], today=TODAY, at=AT)
    public = publications.announce(session, meeting, by=publisher, today=TODAY, at=AT)
    assert (public.is_announced, public.venue, public.starts_at) == (True, "County Hall", time(10, 0))
    assert public.agenda == [{"number": "1", "title": "Custody", "level": 1}]
    assert standing(session, meeting)[Duty.NOTICE] == "published"

    story.section(meeting, "2", "A heading added later")
    assert len(public.agenda) == 1, "what changes is not public until somebody says so"
    publications.announce(session, meeting, by=publisher, today=TODAY, at=AT)
    assert len(public.agenda) == 2

    publications.withdraw_announcement(session, meeting, by=publisher, at=AT)
    assert (public.is_announced, public.agenda) == (False, [])
    with pytest.raises(RuleBroken, match="is not announced"):
        publications.withdraw_announcement(session, meeting, by=publisher, at=AT)
    meeting.is_public = False
    session.flush()
    with pytest.raises(RuleBroken, match="not a public meeting"):
        publications.announce(session, meeting, by=publisher, today=TODAY, at=AT)


def test_a_heading_withheld_after_the_announcement_leaves_the_public_agenda_at_once(
    session: Session, story: Story, publisher: User
) -> None:
    meeting = coming(story)
    secret = story.section(meeting, "2", "The matter of Morwenna Tallis")
    public = publications.announce(session, meeting, by=publisher, today=TODAY, at=AT)
    story.section(meeting, "3", "A heading added later")
    assert len(public.agenda) == 2
    withholdings.withhold(
        session,
        meeting,
        subject=Withheld.SECTION,
        subject_id=str(secret.id),
        ground=Ground.FOIA_40,
        by=publisher,
    )
    assert public.agenda == [{"number": "1", "title": "Custody", "level": 1}]
    assert public.changed_at > AT


def test_papers_are_made_public_one_by_one_under_a_name_made_of_their_title(
    session: Session, story: Story, publisher: User
) -> None:
    meeting = coming(story)
    one = papers.by_id(session, with_paper(session, meeting, publisher))
    with_paper(session, meeting, publisher, "Another")
    with pytest.raises(RuleBroken, match="Announce the meeting"):
        publications.make_paper_public(session, one, by=publisher, at=AT)
    publications.announce(session, meeting, by=publisher, today=TODAY, at=AT)
    made = publications.make_paper_public(session, one, by=publisher, at=AT)
    assert made.name == "2025-06-02-the-forces-report.pdf"
    assert len(session.exec(select(PublicPaper)).all()) == 1
    publications.take_paper_back(session, one, by=publisher)
    assert not session.exec(select(PublicPaper)).all()
    publications.make_paper_public(session, one, by=publisher, at=AT)
    papers.remove(session, one, by=publisher)
    assert not session.exec(select(PublicPaper)).all(), "a paper taken out of the meeting is public no more"


def test_a_report_and_its_recommendations_become_public_by_choice(
    session: Session, story: Story, publisher: User, office: Office
) -> None:
    source = story.recommendation("8").source
    assert source.made_public_at is None
    with pytest.raises(NotAllowed):
        publications.make_source_public(session, source, by=office.users["minute_taker"], at=AT)
    publications.make_source_public(session, source, by=publisher, at=AT)
    assert source.made_public_at == AT
    publications.take_source_back(session, source, by=publisher)
    assert source.made_public_at is None
